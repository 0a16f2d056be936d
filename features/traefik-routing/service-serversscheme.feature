Feature: Annotations / On Service / service.serversscheme

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
  Rule: Any other value is an error, and the paths that lead to the Service are left out

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
      When the controller starts
      Then the log has a line with "service.serversscheme" and "default/app"
      And "http://app.example.com/other" reaches the Service "other"
      But "http://app.example.com/app" is not served

      Examples:
        | value |
        | ftp   |
        | HTTP  |
        |       |
