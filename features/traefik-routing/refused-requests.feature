Feature: Around the document / Requests that are refused
  What could be understood in two ways must reach no pod, and what follows it on its connection must not be taken
  for a request.

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.refused-requests.content-lengths
  Rule: A request with differing `Content-Length` headers is refused with 400

    Scenario: Two headers
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 5\r\n
        Content-Length: 6\r\n
        \r\n
        hello
        GET /smuggled HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 400
      And the connection is closed
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

    Scenario: One header with both
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 5, 6\r\n
        \r\n
        hello
        GET /smuggled HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 400
      And the connection is closed
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

  @traefik-routing.refused-requests.content-length-malformed
  Rule: A request whose `Content-Length` is not a number is refused with 400

    Scenario Outline: <value>
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: <value>\r\n
        \r\n
        hello
        GET /smuggled HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 400
      And the connection is closed
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

      Examples:
        | value |
        | +5    |
        | -5    |
        | 5 6   |
        | 0x5   |

  @traefik-routing.refused-requests.length-and-encoding
  Rule: A request with both `Content-Length` and `Transfer-Encoding` reaches no pod with both, and its connection is not used again

    Scenario Outline: <encoding>, of a body that ends before its length
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 60\r\n
        <encoding>\r\n
        \r\n
        0\r\n
        \r\n
        GET /smuggled HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the connection is closed after one answer at most
      And "http://app.example.com/" reaches the Service "app"
      And no pod has received both "Content-Length" and "Transfer-Encoding"
      And no pod has received a request for "/smuggled"

      Examples:
        | encoding                             |
        | Transfer-Encoding: chunked           |
        | transfer-encoding: Chunked           |
        | Transfer-Encoding: identity, chunked |
        | Transfer-Encoding: xchunked          |

  @traefik-routing.refused-requests.folded-header
  Rule: A header folded over lines goes on in one line, or its request is refused with 400

    Scenario Outline: Folded by <what>
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Folded: one\r\n
        <fold>two\r\n
        \r\n
        """
      Then the client is answered with 400, or the pod has received the header "X-Folded" with "one two"

      Examples:
        | what    | fold |
        | a space | \x20 |
        | a tab   | \x09 |

  @traefik-routing.refused-requests.bare-line-ends
  Rule: A request with a bare line feed among its headers is refused with 400

    Scenario: A line feed ends a header
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-One: 1\n
        X-Two: 2\r\n
        \r\n
        """
      Then the client is answered with 400
      And the connection is closed
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

    Scenario: A line feed ends the headers
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-One: 1\r\n
        \n
        GET /smuggled HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 400
      And the connection is closed
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

  @traefik-routing.refused-requests.bare-carriage-return
  Rule: A bare carriage return in a header goes on as a space, or its request is refused with 400

    Scenario: Where a header might end
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-One: 1\r
        X-Two: 2\r\n
        \r\n
        """
      Then the client is answered with 400, or the pod has received the header "X-One" with "1 X-Two: 2"

  @traefik-routing.refused-requests.nul-in-header
  Rule: A NUL in a header goes on as a space, or its request is refused with 400

    Scenario: In the value
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Header: a\0b\r\n
        \r\n
        """
      Then the client is answered with 400, or the pod has received the header "X-Header" with "a b"

    Scenario: In the name
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-He\0ader: a\r\n
        \r\n
        """
      Then the client is answered with 400
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

  @traefik-routing.refused-requests.chunk-size-overflow
  Rule: What follows a chunk size that is too large to be true is not taken for a request

    Scenario Outline: <size>
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Transfer-Encoding: chunked\r\n
        \r\n
        <size>\r\n
        hello\r\n
        0\r\n
        \r\n
        GET /smuggled HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the connection is closed after one answer at most
      And "http://app.example.com/" reaches the Service "app"
      And no pod has received a request for "/smuggled"

      Examples:
        | size                              |
        | 10000000000000005                 |
        | ffffffffffffffffffffffffffffffff5 |

  @traefik-routing.refused-requests.several-hosts
  Rule: A request with several `Host` headers is refused with 400

    Scenario Outline: <first>, then <second>
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: <first>\r\n
        Host: <second>\r\n
        \r\n
        """
      Then the client is answered with 400
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

      Examples:
        | first             | second            |
        | app.example.com   | other.example.com |
        | other.example.com | app.example.com   |
        | app.example.com   | app.example.com   |

  @traefik-routing.refused-requests.headers-too-large
  Rule: A request whose headers are too large is refused with 431

    Scenario: One header of two million bytes
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Large: \{2000000}\r\n
        \r\n
        """
      Then the client is answered with 431
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

    Scenario: They never end
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Large: \{2000000}
        """
      Then the client is answered with 431
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

  @traefik-routing.refused-requests.slow-headers
  Rule: A client that does not complete its headers in time is answered with 408 or cut off

    Scenario Outline: It stops <where>
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            transport: { respondingTimeouts: { readTimeout: 300ms } }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        <beginning>
        """
      Then the client is answered with 408 or cut off
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

      Examples:
        | where                | beginning                                           |
        | amid the first line  | GET / HT                                            |
        | before the last line | GET / HTTP/1.1\r\\nHost: app.example.com\r\\nX-A: b\r\\n |

  @traefik-routing.refused-requests.slow-body
  Rule: A client that does not complete its body in time is answered with 408 or cut off

    Scenario Outline: A body <how>
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            transport: { respondingTimeouts: { readTimeout: 300ms } }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        <framing>\r\n
        \r\n
        <beginning>
        """
      Then the client is answered with 408 or cut off
      And the pod has no connection left
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

      Examples:
        | how           | framing                    | beginning     |
        | with a length | Content-Length: 10         | hello         |
        | in chunks     | Transfer-Encoding: chunked | 5\r\\nhello\r\\n |

  @traefik-routing.refused-requests.connect
  Rule: A CONNECT request opens no tunnel

    Scenario Outline: To <target>
      When the client sends:
        """
        CONNECT <target> HTTP/1.1\r\n
        Host: <target>\r\n
        \r\n
        """
      Then the client is refused
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

      Examples:
        | target              |
        | app.example.com:80  |
        | app.example.com:443 |

  @traefik-routing.refused-requests.http2
  Rule: A request over HTTP/2 that could be understood otherwise in HTTP/1.1 reaches no pod

    Scenario Outline: <what>
      When the client sends over HTTP/2 the fields "<pseudo>, :scheme: http, <more>"
      Then that request is refused
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

      Examples:
        | what                                | pseudo                    | more                                                             |
        | A header of one connection          | :method: GET, :path: /    | :authority: app.example.com, connection: keep-alive              |
        | A transfer coding                   | :method: POST, :path: /   | :authority: app.example.com, transfer-encoding: chunked          |
        | A switch to another protocol        | :method: GET, :path: /    | :authority: app.example.com, upgrade: websocket                  |
        | TE with more than trailers          | :method: GET, :path: /    | :authority: app.example.com, te: gzip                            |
        | A name in upper case                | :method: GET, :path: /    | :authority: app.example.com, X-Upper: a                          |
        | A pseudo-header behind headers      | :method: GET, :path: /    | x-a: a, :authority: app.example.com                              |
        | An unknown pseudo-header            | :method: GET, :path: /    | :authority: app.example.com, :other: a                           |
        | No path                             | :method: GET              | :authority: app.example.com                                      |
        | An empty path                       | :method: GET, :path:      | :authority: app.example.com                                      |
        | A path without a slash              | :method: GET, :path: a    | :authority: app.example.com                                      |
        | Two paths                           | :method: GET, :path: /    | :path: /other, :authority: app.example.com                       |
        | A path with a line of its own       | :method: GET, :path: /\r\\nx | :authority: app.example.com                                     |
        | Two authorities                     | :method: GET, :path: /    | :authority: app.example.com, :authority: other.example.com       |
        | An authority and another host       | :method: GET, :path: /    | :authority: app.example.com, host: other.example.com             |
        | Two hosts                           | :method: GET, :path: /    | host: app.example.com, host: other.example.com                   |
        | Two lengths                         | :method: POST, :path: /   | :authority: app.example.com, content-length: 0, content-length: 1 |
        | A body that is shorter than it says | :method: POST, :path: /   | :authority: app.example.com, content-length: 5                   |
        | A tunnel                            | :method: CONNECT, :path: / | :authority: app.example.com                                     |
