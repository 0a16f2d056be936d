Feature: Around the document / Passing requests on
  What people really send gets through, both ways.

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.proxying.hop-by-hop
  Rule: Headers that belong to one connection are not passed on

    Scenario Outline: <header> of a request
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        <header>: <value>\r\n
        X-Other: kept\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has not received the header "<header>"
      And the pod has received the header "X-Other" with "kept"

      Examples:
        | header           | value      |
        | Keep-Alive       | timeout=5  |
        | Proxy-Connection | keep-alive |
        | TE               | deflate    |

    Scenario: Headers of a request that Connection names
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: keep-alive, X-One\r\n
        X-One: 1\r\n
        X-Two: 2\r\n
        Connection: x-three\r\n
        X-Three: 3\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has not received the header "X-One"
      And the pod has received the header "X-Two" with "2"
      And the pod has not received the header "X-Three"

    Scenario: Headers of an answer that Connection names
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Header: Connection: keep-alive, X-One\r\n
        X-Echo-Header: X-One: 1\r\n
        X-Echo-Header: X-Two: 2\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer does not have the header "X-One"
      And the answer has the header "X-Two" with "2"

  @traefik-routing.proxying.upgrade
  Rule: `Upgrade` is passed on, although it belongs to one connection

    Scenario: A switch of protocols
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: keep-alive, Upgrade\r\n
        Upgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\n
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        \r\n
        """
      Then the client is answered with 101
      And the answer has the header "Upgrade" with "websocket"
      And the pod has received the header "Upgrade" with "websocket"

  @traefik-routing.proxying.te-trailers
  Rule: `TE` is passed on where it asks for trailers, and for nothing else

    Scenario: For trailers and more
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: TE\r\n
        TE: trailers, deflate\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the headers in this order:
        | TE | trailers |

  @traefik-routing.proxying.host-listed
  Rule: `Host` reaches the pod although `Connection` names it

    Scenario: It stands behind it
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Connection: Host\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "Host" with "app.example.com"

  @traefik-routing.proxying.large-bodies
  Rule: Bodies of any length are passed on in both directions as they come

    Scenario: Of a request
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 8000000\r\n
        \r\n
        \{8000000}
        """
      Then the client is answered with 200
      And the pod has received a body of 8000000 bytes

    Scenario: Of an answer
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Size: 4000000\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer has a body of 4000000 bytes

    Scenario: An answer reaches the client before the pod has all of it
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Size: 100\r\n
        X-Echo-Hold-Body: rest\r\n
        \r\n
        """
      Then the client receives "HTTP/1.1 200 OK\r\n"
      And the client receives "\r\n\r\n"
      When the pod goes on with "rest"
      Then the client receives "\{100}"

  @traefik-routing.proxying.bodies-not-kept
  Rule: No body is kept in memory

    Scenario: A gibibyte to the pod
      When the client uploads 1 GiB to "http://app.example.com/"
      Then the upload is answered with 200
      And memory has not grown meanwhile
      And the pod has received a body of 1073741824 bytes

    Scenario: A gibibyte from the pod
      When the client downloads 1 GiB from "http://app.example.com/"
      Then the download is answered with 200, and is of 1073741824 bytes
      And memory has not grown meanwhile

  @traefik-routing.proxying.chunked-bodies
  Rule: Bodies of unknown length are passed on in both directions

    Scenario: Of a request
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Transfer-Encoding: chunked\r\n
        \r\n
        5;with=extension\r\n
        hello\r\n
        6\r\n
         world\r\n
        0\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the body "hello world"

    Scenario: Of an answer
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Chunks: 3\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer is that of the pod
      And the answer has the header "Transfer-Encoding" with "chunked"

    Scenario: The connection serves the next request
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Transfer-Encoding: chunked\r\n
        \r\n
        5\r\n
        hello\r\n
        0\r\n
        \r\n
        GET /next HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Chunks: 2\r\n
        \r\n
        """
      Then the client is answered with 200
      And the client is answered with 200
      And the answer is that of the pod
      And the pods have received 2 requests in all

  @traefik-routing.proxying.trailers
  Rule: Trailers are passed on in both directions

    Scenario: Of a request
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Transfer-Encoding: chunked\r\n
        Trailer: X-Sum\r\n
        \r\n
        5\r\n
        hello\r\n
        0\r\n
        X-Sum: 42\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the body "hello"
      And the pod has received the trailer "X-Sum" with "42"

    Scenario: Of an answer
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: TE\r\n
        TE: trailers\r\n
        X-Echo-Trailer: X-Sum: 42\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer is that of the pod
      And the answer has the header "Trailer" with "X-Sum"
      And the answer has the trailer "X-Sum" with "42"

  @traefik-routing.proxying.expect-continue
  Rule: A client that waits for `100 Continue` gets it and then its answer

    Scenario Outline: A body <how>
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        <framing>\r\n
        Expect: 100-continue\r\n
        \r\n
        """
      Then the client is answered with 100
      When the client sends:
        """
        <body>
        """
      Then the client is answered with 200
      And the pod has received the body "hello"

      Examples:
        | how           | framing                    | body                        |
        | with a length | Content-Length: 5          | hello                       |
        | in chunks     | Transfer-Encoding: chunked | 5\r\\nhello\r\\n0\r\\n\r\\n |

    Scenario: A client that does not wait is not told to go on
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 5\r\n
        \r\n
        hello
        """
      Then the client is answered with 200
      And the pod has received the body "hello"

  @traefik-routing.proxying.unasked-continue
  Rule: The answer of a pod that says `100 Continue` unasked reaches the client

    Scenario Outline: To <method>
      When the client sends:
        """
        <method> / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Continue: yes\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer is that of the pod

      Examples:
        | method |
        | GET    |
        | DELETE |

  @traefik-routing.proxying.head
  Rule: The answer to a HEAD request has the headers of the pod's and no body

    Scenario: It is followed by another answer on its connection
      When the client sends:
        """
        HEAD / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Size: 1234\r\n
        X-Echo-Header: X-One: 1\r\n
        \r\n
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer has the header "Content-Length" with "1234"
      And the answer has the header "X-One" with "1"
      And the client is answered with 200
      And the answer is that of the pod

  @traefik-routing.proxying.http-1-0
  Rule: A client that speaks HTTP/1.0 is answered in a way that it understands

    Scenario: The connection is closed behind the answer
      When the client sends:
        """
        GET / HTTP/1.0\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer is that of the pod
      And the connection is closed

    Scenario: An answer of unknown length ends with the connection
      When the client sends:
        """
        GET / HTTP/1.0\r\n
        Host: app.example.com\r\n
        X-Echo-Chunks: 3\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer does not have the header "Transfer-Encoding"
      And the answer is that of the pod

    Scenario: A body
      When the client sends:
        """
        POST / HTTP/1.0\r\n
        Host: app.example.com\r\n
        Content-Length: 5\r\n
        \r\n
        hello
        """
      Then the client is answered with 200
      And the pod has received the body "hello"

  @traefik-routing.proxying.early-answer
  Rule: An answer that a pod gives before it has read the request reaches the client

    Scenario Outline: The client <does>
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 1000000\r\n
        X-Echo-Early: yes\r\n
        X-Echo-Status: 413\r\n
        \r\n
        <body>
        """
      Then the client is answered with 413
      And the answer is that of the pod

      Examples:
        | does                        | body       |
        | has sent nothing of it      |            |
        | has sent the beginning      | \\{1000}   |
        | sends it without listening  | \\{1000000} |

    Scenario: The pod cuts the connection at once when it has answered
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 1000000\r\n
        X-Echo-Early: yes\r\n
        X-Echo-Status: 413\r\n
        X-Echo-Close: after\r\n
        \r\n
        \\{1000000}
        """
      Then the client is answered with 413
      And the answer is that of the pod

  @traefik-routing.proxying.target-untouched
  Rule: Encoded slashes, dot segments and the query reach the pod as the client sent them

    Scenario Outline: <target>
      When the client sends:
        """
        GET <target> HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the target "<target>"

      Examples:
        | target                |
        | /a%2Fb                |
        | /a%2fb                |
        | /a/../b               |
        | /a/./b/               |
        | //a///b               |
        | /%61%7e%C3%A4         |
        | /a?b=c%20d+e&&f=../%2F |
        | /a?                   |
        | /?a=/?b               |

  @traefik-routing.proxying.absolute-target
  Rule: A request whose target is an absolute URI is routed by the host of that URI

    Scenario: The Host header differs
      Given the Service "other"
      And the Ingress "other" for "other.example.com"
      When the client sends:
        """
        GET http://app.example.com/a?b HTTP/1.1\r\n
        Host: other.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the target "/a?b"
      And the pod has received the header "Host" with "app.example.com"
      And the answer is that of a pod of the Service "app"

  @traefik-routing.proxying.options-asterisk
  Rule: A request `OPTIONS *` is answered and leaves the connection in order

    Scenario: Another request follows
      When the client sends:
        """
        OPTIONS * HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer is that of the pod

  @traefik-routing.proxying.header-names
  Rule: Headers reach both ends with their values, and those of one name in their order

    Scenario: Of a request
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-B: 2\r\n
        Accept: text/plain;q=0.5, */*\r\n
        x-a: one, "two"\r\n
        Cookie: a=b; c=d\r\n
        X-B: 1\r\n
        X-Empty:\r\n
        X-Latin: caf\xe9\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the headers in this order:
        | X-B | 2 |
        | X-B | 1 |
      And the pod has received the header "Accept" with "text/plain;q=0.5, */*"
      And the pod has received the header "X-A" with "one, \"two\""
      And the pod has received the header "Cookie" with "a=b; c=d"
      And the pod has received the header "X-Empty" with ""
      And the pod has received the header "X-Latin" with "café"

    Scenario: Of an answer
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Header: X-B: 2\r\n
        X-Echo-Header: Set-Cookie: a=b; Path=/\r\n
        X-Echo-Header: X-A: 1\r\n
        X-Echo-Header: Set-Cookie: c=d\r\n
        X-Echo-Header: WWW-Authenticate: Basic realm="a, b"\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer has the headers in this order:
        | Set-Cookie | a=b; Path=/ |
        | Set-Cookie | c=d         |
      And the answer has the header "X-A" with "1"
      And the answer has the header "X-B" with "2"
      And the answer has the header "WWW-Authenticate" with "Basic realm=\"a, b\""

  @traefik-routing.proxying.header-order
  Rule: Headers of different names keep their order as well

    Scenario: Of a request
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-B: 2\r\n
        x-a: 1\r\n
        Cookie: a=b\r\n
        X-B: 1\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the headers in this order:
        | X-B    | 2   |
        | X-A    | 1   |
        | Cookie | a=b |
        | X-B    | 1   |

    Scenario: Of an answer
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Header: X-B: 2\r\n
        X-Echo-Header: Set-Cookie: a=b\r\n
        X-Echo-Header: X-A: 1\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer has the headers in this order:
        | X-B        | 2   |
        | Set-Cookie | a=b |
        | X-A        | 1   |

  @traefik-routing.proxying.pipelining
  Rule: Pipelined requests are answered in their order

    Scenario: The second one could be answered first
      When the client sends:
        """
        GET /first HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Hold: first\r\n
        X-Echo-Header: X-Request: first\r\n
        \r\n
        GET /second HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Header: X-Request: second\r\n
        \r\n
        """
      Then a pod of the Service "app" comes to receive the target "/first"
      # Meanwhile whoever takes up both at a time has the second answer.
      And "http://app.example.com/" reaches the Service "app"
      When the pod goes on with "first"
      Then the client is answered with 200
      And the answer has the header "X-Request" with "first"
      And the client is answered with 200
      And the answer has the header "X-Request" with "second"

  @traefik-routing.proxying.pipelining-unsafe
  Rule: A pipelined request waits for the end of the one before it where either of them is not safe

    Scenario Outline: <second> behind <first>
      When the client sends:
        """
        <first> /first HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 0\r\n
        X-Echo-Hold: first\r\n
        \r\n
        <second> /second HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 0\r\n
        \r\n
        """
      Then a pod of the Service "app" comes to receive the target "/first"
      And "http://app.example.com/" reaches the Service "app"
      And no pod has received a request for "/second"
      When the pod goes on with "first"
      Then the client is answered with 200
      And the client is answered with 200
      And a pod of the Service "app" has received the target "/second"

      Examples:
        | first  | second |
        | POST   | GET    |
        | DELETE | GET    |
        | GET    | POST   |

  @traefik-routing.proxying.websocket
  Rule: WebSocket connections pass in both directions, with TLS and without

    Scenario: Without TLS
      When the client sends:
        """
        GET /socket HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: Upgrade\r\n
        Upgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\n
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        Sec-WebSocket-Protocol: chat\r\n
        \r\n
        """
      Then the client is answered with 101
      And the answer has the header "Sec-WebSocket-Accept" with "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
      And the answer has the header "Sec-WebSocket-Protocol" with "chat"
      When the client sends:
        """
        \x81\x85\0\0\0\0hello
        """
      Then the client receives:
        """
        \x81\x05hello
        """
      When the client sends:
        """
        \x82\x82\x01\x01\x01\x01\0\x03
        """
      Then the client receives:
        """
        \x82\x02\x01\x02
        """

    Scenario: With TLS
      Given the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      When the client connects over TLS to "app.example.com"
      And the client sends:
        """
        GET /socket HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: Upgrade\r\n
        Upgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\n
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        \r\n
        """
      Then the client is answered with 101
      When the client sends:
        """
        \x81\x85\0\0\0\0hello
        """
      Then the client receives:
        """
        \x81\x05hello
        """

    Scenario: A frame that comes together with the handshake
      When the client sends:
        """
        GET /socket HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: Upgrade\r\n
        Upgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\n
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        \r\n
        \x81\x85\0\0\0\0hello
        """
      Then the client is answered with 101
      And the client receives:
        """
        \x81\x05hello
        """

    Scenario: The client leaves
      When the client sends:
        """
        GET /socket HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: Upgrade\r\n
        Upgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\n
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        \r\n
        """
      And the client is answered with 101
      And the client leaves
      Then the pod has no connection left

    Scenario: The pod dies
      When the client sends:
        """
        GET /socket HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: Upgrade\r\n
        Upgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\n
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        \r\n
        """
      And the client is answered with 101
      And the pods of the Service "app" die
      Then the connection is closed

  @traefik-routing.proxying.server-sent-events
  Rule: Server-sent events reach the client as each is sent

    Scenario: One after the other
      When the client sends:
        """
        GET /events HTTP/1.1\r\n
        Host: app.example.com\r\n
        Accept: text/event-stream\r\n
        \r\n
        """
      Then the client receives "event: open"
      When the pod sends the event "first"
      Then the client receives "data: first\n\n"
      When the pod sends the event "second"
      Then the client receives "data: second\n\n"

  @traefik-routing.proxying.grpc
  Rule: gRPC calls pass, single and streaming ones

    Scenario Outline: With the library of gRPC on both ends, over <scheme>
      Given the Services:
        | service | protocol |
        | calls   | gRPC     |
      And the Service "calls" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serversscheme: h2c |
      And the Ingress "calls" with the rules:
        | host              | path | path type | service |
        | calls.example.com | /    | Prefix    | calls   |
      And the TLS Secret "calls" for "calls.example.com"
      And the Ingress "calls" is changed to have:
        | spec.tls | [{ hosts: [calls.example.com], secretName: calls }] |
      And a gRPC client of "<scheme>://calls.example.com"
      When it calls Say with "hello"
      Then it receives the message "hello"
      And the call ends with OK
      When it begins to call Converse
      And it sends the message "one"
      Then it receives the message "one"
      When it sends the message "two"
      Then it receives the message "two"

      Examples:
        | scheme |
        | https  |
        | http   |

  @traefik-routing.proxying.client-leaves
  Rule: The request to the pod is cancelled when the client leaves

    Scenario: Before the pod answers
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Hold: for-ever\r\n
        \r\n
        """
      And the pod has a request
      And the client leaves
      Then the pod has no connection left

    Scenario: Amid the answer
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Hold-Body: for-ever\r\n
        \r\n
        """
      And the client receives "\r\n\r\n"
      And the client leaves
      Then the pod has no connection left

    Scenario: Among its events
      When the client sends:
        """
        GET /events HTTP/1.1\r\n
        Host: app.example.com\r\n
        Accept: text/event-stream\r\n
        \r\n
        """
      And the client receives "event: open"
      And the client leaves
      Then the pod has no connection left

  @traefik-routing.proxying.pod-dies
  Rule: A pod that dies within its answer ends the client's answer visibly short

    Scenario Outline: An answer <how>
      When the client sends:
        """
        GET / HTTP/<version>\r\n
        Host: app.example.com\r\n
        X-Echo-Close: body\r\n
        <directive>\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer ends short

      Examples:
        | how                        | version | directive        |
        | with a length              | 1.1     | X-Other: 1       |
        | in chunks                  | 1.1     | X-Echo-Chunks: 3 |
        | with a length, to HTTP/1.0 | 1.0     | X-Other: 1       |

  @traefik-routing.proxying.pod-dies-without-length
  Rule: An answer of unknown length to a client of HTTP/1.0 is broken off where its pod dies

    Scenario: In chunks
      When the client sends:
        """
        GET / HTTP/1.0\r\n
        Host: app.example.com\r\n
        X-Echo-Close: body\r\n
        X-Echo-Chunks: 3\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer ends short
