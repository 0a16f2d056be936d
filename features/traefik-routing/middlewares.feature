Feature: Around the document / Middlewares
  What holds for all of them. Each has its own rules in the features beside this one.

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |

  @traefik-routing.middlewares.chain
  Rule: `chain` applies the middlewares that it lists, in order

    Scenario Outline: <list>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            one:
              addPrefix: { prefix: /one }
            two:
              addPrefix: { prefix: /two }
            both:
              chain: { middlewares: [one, two] }
            tested:
              chain: { middlewares: [<list>] }
        """
      When the client asks for "http://app.example.com/path"
      Then the client is answered with 200
      And the pod has received the target "<target>"

      Examples:
        | list           | target             |
        | one, two       | /two/one/path      |
        | two, one       | /one/two/path      |
        | both, two@file | /two/two/one/path  |

  @traefik-routing.middlewares.broken
  Rule: A middleware that can't be made as it is defined disables the routers that name it, which answer with 404

    Background:
      Given the Service "other"
      And the Ingress "other" for "other.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: fine@file |

    Scenario Outline: <middleware>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              <middleware>
            fine:
              addPrefix: { prefix: /x }
        """
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404

      Examples:
        | middleware                                               |
        | redirectRegex: { regex: '(?=x)', replacement: x }        |
        | circuitBreaker: { expression: NetworkErrorRatio > 0.5 }  |
        | stripPrefixRegex: { regex: ["("] }                       |
        | basicAuth: { usersFile: "${files}/no-such-file" }        |

    Scenario Outline: A chain that <fault>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              chain: { middlewares: [fine, <member>] }
            fine:
              addPrefix: { prefix: /x }
            back:
              chain: { middlewares: [tested] }
        """
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404

      Examples:
        | fault                           | member  |
        | names one that there is not     | missing |
        | names itself                    | tested  |
        | names one that leads back to it | back    |

  @traefik-routing.middlewares.useless
  Rule: A middleware that could only do wrong as it is defined disables the routers that name it, which answer with 404

    Scenario Outline: <middleware>
      Given the Service "other"
      And the Ingress "other" for "other.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: fine@file |
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              <middleware>
            fine:
              addPrefix: { prefix: /x }
        """
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404

      # A header that tells where a message ends; a password that is not hashed; an address without a scheme.
      Examples:
        | middleware                                                 |
        | headers: { customRequestHeaders: { Content-Length: "5" } } |
        | basicAuth: { users: ['jane:secret'] }                      |
        | forwardAuth: { address: auth.example.com }                 |

  @traefik-routing.middlewares.broken-reported
  Rule: The log names a middleware that can't be made, and says what is wrong with it

    Scenario: An expression that can't be read
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              circuitBreaker: { expression: NetworkErrors() > 0.5 }
        """
      When the controller starts
      Then the log has a line with "tested@file" and "NetworkErrors"

  @traefik-routing.middlewares.web-socket
  Rule: Middlewares are applied to handshakes of WebSockets as well

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            prefix:
              addPrefix: { prefix: /x }
            secret:
              basicAuth: { users: ['jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ='] }
            tested:
              chain: { middlewares: [secret, prefix] }
        """

    Scenario: One that is refused
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: Upgrade\r\n
        Upgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\n
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        \r\n
        """
      Then the client is answered with 401
      And the pods have received 0 requests in all

    Scenario: One that is let pass, with another path
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Authorization: Basic amFuZTpzZWNyZXQ=\r\n
        Connection: Upgrade\r\n
        Upgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\n
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        \r\n
        """
      Then the client is answered with 101
      And the pod has received the target "/x/"

  @traefik-routing.middlewares.http2
  Rule: Middlewares are applied to requests over HTTP/2 as well

    Scenario: Another path
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              addPrefix: { prefix: /x }
        """
      When the HTTP/2 client sends 1 request to "http://app.example.com/"
      Then the Service "app" answers all requests of the HTTP/2 client
      And the pod has received the target "/x/"
