Feature: Around the document / Answers of the proxy itself
  What a client is told where no pod answers it.

  @traefik-routing.error-answers.no-route
  Rule: A request that no router matches is answered with 404

    Scenario: Another host
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      But "http://other.example.com/" is answered with 404

    Scenario: Another path
      Given the Service "app"
      And the Ingress "app" for "app.example.com/app"
      Then "http://app.example.com/app" reaches the Service "app"
      But "http://app.example.com/other" is answered with 404

    Scenario: There is nothing yet
      Then "http://app.example.com/" is answered with 404

  @traefik-routing.error-answers.no-route-text
  Rule: The text of an answer 404 of the proxy itself is `404 page not found`

    Scenario: The text
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 404
      And the answer has the text "404 page not found"

  @traefik-routing.error-answers.unreachable
  Rule: A request whose pod cannot be reached is answered with 502

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario: Nobody listens any more
      Given "http://app.example.com/" reaches the Service "app"
      When the pods of the Service "app" die
      Then "http://app.example.com/" is answered with 502

    Scenario Outline: The pod closes the connection <where>
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Close: <directive>\r\n
        \r\n
        """
      Then the client is answered with 502

      Examples:
        | where               | directive |
        | in place of answers | before    |
        | amid its headers    | headers   |

    Scenario: The client goes on after that
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Close: before\r\n
        \r\n
        """
      And the client is answered with 502
      And the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200

  @traefik-routing.error-answers.unreachable-text
  Rule: The text of an answer 502 of the proxy itself is `Bad Gateway`

    Scenario: The text
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Close: before\r\n
        \r\n
        """
      Then the client is answered with 502
      And the answer has the text "Bad Gateway"

  @traefik-routing.error-answers.no-server
  Rule: A request for a service without servers is answered with 503

    Background:
      Given the provider option allowEmptyServices is true

    Scenario: The Service has no pods
      Given the Service "app" with 0 pods
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with 503

    Scenario: Pods that are not ready
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      And "http://app.example.com/" reaches the Service "app"
      When the pods of the Service "app" become unready
      Then "http://app.example.com/" is answered with 503

  @traefik-routing.error-answers.no-server-text
  Rule: The text of an answer 503 of the proxy itself is `Service Unavailable`

    Scenario: The text
      Given the provider option allowEmptyServices is true
      And the Service "app" with 0 pods
      And the Ingress "app" for "app.example.com"
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 503
      And the answer has the text "Service Unavailable"

  @traefik-routing.error-answers.timeout
  Rule: A request whose pod does not answer in time is answered with 504

    Background:
      Given the static configuration, as YAML:
        """
        serversTransport: { forwardingTimeouts: { responseHeaderTimeout: 300ms } }
        providers:
          kubernetesIngress: {}
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario: A request without a body
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Hold: for-ever\r\n
        \r\n
        """
      Then the client is answered with 504

    Scenario: A request with a body
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 5\r\n
        X-Echo-Hold: for-ever\r\n
        \r\n
        hello
        """
      Then the client is answered with 504

  @traefik-routing.error-answers.timeout-text
  Rule: The text of an answer 504 of the proxy itself is `Gateway Timeout`

    Scenario: The text
      Given the static configuration, as YAML:
        """
        serversTransport: { forwardingTimeouts: { responseHeaderTimeout: 300ms } }
        providers:
          kubernetesIngress: {}
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Hold: for-ever\r\n
        \r\n
        """
      Then the client is answered with 504
      And the answer has the text "Gateway Timeout"
