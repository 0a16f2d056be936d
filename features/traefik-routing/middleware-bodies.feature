Feature: Around the document / Middlewares / Bodies

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |

  @traefik-routing.middleware-bodies.compress
  Rule: `compress` compresses answers with gzip for clients that accept it

    Scenario Outline: <encodings>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              compress: {}
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Accept-Encoding | <encodings> |
        | X-Echo-Size     | 100000      |
      Then the client is answered with 200
      And the answer has the header "Content-Encoding" with "gzip"
      And the answer does not have the header "Content-Length"
      And the answer has a body of 100000 bytes when unpacked

      Examples:
        | encodings         |
        | gzip              |
        | deflate, gzip, br |

  @traefik-routing.middleware-bodies.compress-unasked
  Rule: `compress` leaves an answer alone for a client that does not accept gzip

    Scenario: Another encoding
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              compress: {}
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Accept-Encoding | identity |
        | X-Echo-Size     | 2000     |
      Then the client is answered with 200
      And the answer does not have the header "Content-Encoding"
      And the answer has a body of 2000 bytes

    Scenario: Nothing is said of it
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              compress: {}
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Size | 2000 |
      Then the client is answered with 200
      And the answer has a body of 2000 bytes

  @traefik-routing.middleware-bodies.compress-unwanted
  Rule: `compress` leaves an answer alone for a client that gives gzip the weight 0

    Scenario: It says so
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              compress: {}
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Accept-Encoding | gzip;q=0 |
        | X-Echo-Size     | 2000     |
      Then the client is answered with 200
      And the answer does not have the header "Content-Encoding"
      And the answer has a body of 2000 bytes

  @traefik-routing.middleware-bodies.compress-short
  Rule: `compress` leaves alone what is shorter than `minResponseBodyBytes`, 1024 by default

    Scenario Outline: <size> bytes with { <option> }
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              compress: { <option> }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Accept-Encoding | gzip   |
        | X-Echo-Size     | <size> |
      Then the client is answered with 200
      And the answer does not have the header "Content-Encoding"
      And the answer has a body of <size> bytes

      Examples:
        | option                     | size |
        |                            | 1000 |
        | minResponseBodyBytes: 2000 | 1900 |

    Scenario Outline: <size> bytes with { <option> } are enough
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              compress: { <option> }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Accept-Encoding | gzip   |
        | X-Echo-Size     | <size> |
      Then the client is answered with 200
      And the answer has a body of <size> bytes when unpacked

      Examples:
        | option                     | size |
        |                            | 1100 |
        | minResponseBodyBytes: 100  | 110  |

  @traefik-routing.middleware-bodies.compress-encoded
  Rule: `compress` leaves alone what is encoded already

    Scenario: Another encoding
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              compress: {}
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Accept-Encoding | gzip                 |
        | X-Echo-Size     | 2000                 |
        | X-Echo-Header   | Content-Encoding: br |
      Then the client is answered with 200
      And the answer has the header "Content-Encoding" with "br"
      And the answer has a body of 2000 bytes

  @traefik-routing.middleware-bodies.compress-excluded
  Rule: `compress` leaves alone the types in `excludedContentTypes`

    Scenario: With a parameter
      Given the dynamic configuration:
        """
        http:
          middlewares:
            plain:
              headers: { customResponseHeaders: { Content-Type: text/plain; charset=utf-8 } }
            compressed:
              compress: { excludedContentTypes: [text/plain] }
            tested:
              chain: { middlewares: [compressed, plain] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Accept-Encoding | gzip |
        | X-Echo-Size     | 2000 |
      Then the client is answered with 200
      And the answer does not have the header "Content-Encoding"
      And the answer has a body of 2000 bytes

  @traefik-routing.middleware-bodies.compress-vary
  Rule: `compress` says in `Vary` that the answer depends on `Accept-Encoding`

    Scenario Outline: For a client that accepts <encodings>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              compress: {}
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Accept-Encoding | <encodings> |
        | X-Echo-Size     | 2000        |
      Then the client is answered with 200
      And the answer lists "Accept-Encoding" in the header "Vary"

      Examples:
        | encodings |
        | gzip      |
        | identity  |

  @traefik-routing.middleware-bodies.compress-streams
  Rule: `compress` holds nothing back that a pod has sent

    Scenario: Events
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              compress: {}
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Accept          | text/event-stream |
        | Accept-Encoding | gzip              |
      Then the client receives "event: open" in the body
      When the pod sends the event "hello"
      Then the client receives "data: hello" in the body

  @traefik-routing.middleware-bodies.buffering-request
  Rule: `buffering` answers with 413 to a request whose body is larger than `maxRequestBodyBytes`, and the pod does not get it

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              buffering: { maxRequestBodyBytes: 10 }
        """

    Scenario: It says how large it is
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 11\r\n
        \r\n
        12345678901
        """
      Then the client is answered with 413
      And the pods have received 0 requests in all

    Scenario: It comes in chunks
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Transfer-Encoding: chunked\r\n
        \r\n
        6\r\n
        123456\r\n
        5\r\n
        12345\r\n
        0\r\n
        \r\n
        """
      Then the client is answered with 413
      And the pods have received 0 requests in all

    Scenario: It is not larger
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Transfer-Encoding: chunked\r\n
        \r\n
        a\r\n
        1234567890\r\n
        0\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the body "1234567890"

    Scenario: The client waits to be told to go on
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 10\r\n
        Expect: 100-continue\r\n
        \r\n
        """
      Then the client is answered with 100
      When the client sends:
        """
        1234567890
        """
      Then the client is answered with 200
      And the pod has received the body "1234567890"

  @traefik-routing.middleware-bodies.buffering-response
  Rule: `buffering` answers with 500 in place of an answer that is larger than `maxResponseBodyBytes`

    Scenario Outline: <size> bytes where 1000 are allowed
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              buffering: { maxResponseBodyBytes: 1000 }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Size | <size> |
      Then the client is answered with <status>

      Examples:
        | size | status |
        | 1000 | 200    |
        | 1001 | 500    |

  @traefik-routing.middleware-bodies.buffering-large
  Rule: Bodies that exceed what `buffering` keeps in memory arrive whole

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              buffering: { memRequestBodyBytes: 10, memResponseBodyBytes: 10 }
        """

    Scenario: That of a request
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 200000\r\n
        \r\n
        \{200000}
        """
      Then the client is answered with 200
      And the pod has received a body of 200000 bytes

    Scenario: That of an answer
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Size | 200000 |
      Then the client is answered with 200
      And the answer has a body of 200000 bytes

  @traefik-routing.middleware-bodies.buffering-retry
  Rule: `buffering` sends a request again while its `retryExpression` holds

    Scenario: With its body, where pods give no answer
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              buffering: { retryExpression: IsNetworkError() && Attempts() < 3 }
        """
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Close: before\r\n
        Content-Length: 10\r\n
        \r\n
        1234567890
        """
      Then the client is answered with 502
      And the pods have received 3 requests in all

    Scenario: By status
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              buffering: { retryExpression: ResponseCode() == 503 && Attempts() < 2 }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Status | 503 |
      Then the client is answered with 503
      And the pods have received 2 requests in all

  @traefik-routing.middleware-bodies.content-type
  Rule: `contentType` with `autoDetect` guesses the type of an answer where the pod has given none

    Scenario: Letters
      Given the dynamic configuration:
        """
        http:
          middlewares:
            untyped:
              headers: { customResponseHeaders: { Content-Type: "" } }
            typed:
              contentType: { autoDetect: true }
            tested:
              chain: { middlewares: [typed, untyped] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Size | 100 |
      Then the client is answered with 200
      And the answer is of the type "text/plain"

    Scenario: The pod has given one
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              contentType: { autoDetect: true }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And the answer has the header "Content-Type" with "application/json"

  @traefik-routing.middleware-bodies.content-type-default
  Rule: Without `contentType`, the type of an answer is guessed where the pod has given none

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { customResponseHeaders: { Content-Type: "" } }
        """

    Scenario: Letters
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Size | 100 |
      Then the client is answered with 200
      And the answer is of the type "text/plain"

  @traefik-routing.middleware-bodies.content-type-nothing
  Rule: No type is guessed of an answer that has no content, or encoded content

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { customResponseHeaders: { Content-Type: "" } }
        """

    Scenario Outline: <what>
      When the client sends:
        """
        <method> / HTTP/1.1\r\n
        Host: app.example.com\r\n
        <header>\r\n
        \r\n
        """
      Then the client is answered with <status>
      And the answer does not have the header "Content-Type"

      Examples:
        | what            | method | header                          | status |
        | HEAD            | HEAD   | X-Echo-Chunks: 1                | 200    |
        | No content      | GET    | X-Echo-Status: 204              | 204    |
        | Not modified    | GET    | X-Echo-Status: 304              | 304    |
        | Nothing         | GET    | X-Echo-Size: 0                  | 200    |
        | Encoded content | GET    | X-Echo-Header: Content-Encoding: br | 200    |

  @traefik-routing.middleware-bodies.content-type-off
  Rule: `contentType` without `autoDetect` leaves an answer without a type where the pod has given none

    Scenario: A description of the request
      Given the dynamic configuration:
        """
        http:
          middlewares:
            untyped:
              headers: { customResponseHeaders: { Content-Type: "" } }
            typed:
              contentType: {}
            tested:
              chain: { middlewares: [typed, untyped] }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And the answer is that of the pod
      And the answer does not have the header "Content-Type"
