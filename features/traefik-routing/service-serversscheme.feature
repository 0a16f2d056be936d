Feature: Annotations / On Service / service.serversscheme

  @traefik-routing.service-serversscheme.https
  Rule: With `https`, pods are spoken to over HTTPS

    Scenario Outline: The port <ports>
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { rootCAs: ['${authority}'] }
        """
      And the Services:
        | service | ports   | protocol |
        | app     | <ports> | HTTPS    |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port   |
        | app.example.com | /    | Prefix    | app     | <port> |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serversscheme: https |
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" are spoken to over HTTP/1.1 over TLS

      Examples:
        | ports    | port |
        | 80       | 80   |
        | web:8080 | web  |

  @traefik-routing.service-serversscheme.h2c
  Rule: With `h2c`, pods are spoken to over HTTP/2 without TLS

    Background:
      Given the Services:
        | service | ports | protocol |
        | app     | 80    | h2c      |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serversscheme: h2c |
      And the Ingress "app" for "app.example.com"

    Scenario: Without a body
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" are spoken to over HTTP/2

    Scenario: Even behind port 443
      Given the Services:
        | service | ports | protocol |
        | secure  | 443   | h2c      |
      And the Service "secure" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serversscheme: h2c |
      And the Ingress "secure" with the rules:
        | host               | path | path type | service | port |
        | secure.example.com | /    | Prefix    | secure  | 443  |
      Then "http://secure.example.com/" reaches the Service "secure"
      And the pods of the Service "secure" are spoken to over HTTP/2

    Scenario: A body in chunks, and trailers in both directions
      When the client sends:
        """
        POST /a%2Fb?c HTTP/1.1\r\nHost: app.example.com\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n
        Trailer: X-Sum\r\nX-Echo-Trailer: X-Back: 7\r\n\r\n
        3\r\nabc\r\n3\r\ndef\r\n0\r\nX-Sum: 6\r\n\r\n
        """
      Then the client is answered with 200
      And the answer is that of the pod
      And the answer has the trailer "x-back" with "7"
      And the pod has received the target "/a%2Fb?c"
      And the pod has received the body "abcdef"
      And the pod has received the trailer "x-sum" with "6"
      And the pods of the Service "app" are spoken to over HTTP/2

    Scenario: A large answer
      When the client asks for "http://app.example.com/?echo-size=20000000"
      Then the client is answered with 200
      And the answer has a body of 20000000 bytes

    Scenario: A client that leaves
      When the client asks for "http://app.example.com/?echo-hold=for-ever"
      Then the pod has a request
      When the client leaves
      Then 1 request of the pods was cancelled
      And "http://app.example.com/" reaches the Service "app"

    Scenario: Many requests at a time
      When the pod answers 20 requests to "http://app.example.com/" at a time
      Then the pods of the Service "app" are spoken to over HTTP/2

  @traefik-routing.service-serversscheme.http
  Rule: With `http`, pods are spoken to over plain HTTP even where the port would mean HTTPS

    Scenario Outline: The port <ports>
      Given the Services:
        | service | ports   |
        | app     | <ports> |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port   |
        | app.example.com | /    | Prefix    | app     | <port> |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serversscheme: http |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | ports          | port  |
        | 443            | 443   |
        | https:8443     | https |
        | https-web:8443 | 8443  |

  @traefik-routing.service-serversscheme.other-value
  Rule: Paths that lead to a Service with any other value are left out, and others are served

    Scenario Outline: <value> is no scheme for pods
      Given the Services:
        | service |
        | app     |
        | other   |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serversscheme: "<value>" |
      And the Ingress "app" with the rules:
        | host            | path   | path type | service |
        | app.example.com | /app   | Prefix    | app     |
        | app.example.com | /other | Prefix    | other   |
      Then "http://app.example.com/other" reaches the Service "other"
      But "http://app.example.com/app" is not served

      Examples:
        | value |
        | h2    |
        | grpc  |
        | tcp   |

  @traefik-routing.service-serversscheme.other-value-reported
  Rule: An error in the log names a Service with any other value

    Scenario: A scheme that pods are not spoken to by
      Given the Service "app"
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serversscheme: grpc |
      And the Ingress "app" for "app.example.com"
      When the controller starts
      Then the log has a line with "error" and "default/app"
