Feature: Routing Configuration

  @traefik-routing.routing-configuration.derived
  Rule: Each path of an Ingress becomes a router, and each backend a service, of the dynamic configuration

    Scenario: Three paths that lead to two Services
      Given the Services:
        | service |
        | one     |
        | two     |
      And the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /one | Prefix    | one     |
        | app.example.com | /two | Prefix    | two     |
        | two.example.com | /    | Prefix    | two     |
      Then the dynamic configuration has 3 routers and 2 services of the provider "kubernetes"
      And each service of the provider "kubernetes" has 1 servers
      When the Ingress "app" with the rules is changed to:
        | host            | path | path type | service |
        | app.example.com | /one | Prefix    | one     |
      Then the dynamic configuration has 1 router and 1 service of the provider "kubernetes"

  # A path that cannot be served takes nothing else with it.

  @traefik-routing.routing-configuration.missing-service
  Rule: A path whose Service does not exist is left out, and the other paths of its Ingress are served

    Scenario: It is the first, and comes later
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host            | path     | path type | service |
        | app.example.com | /missing | Prefix    | later   |
        | app.example.com | /app     | Prefix    | app     |
      Then "http://app.example.com/app" reaches the Service "app"
      And "http://app.example.com/missing" is not served
      When the Service "later"
      Then "http://app.example.com/missing" reaches the Service "later"

  @traefik-routing.routing-configuration.missing-port
  Rule: A path whose port its Service does not have is left out, and the other paths of its Ingress are served

    Scenario Outline: The port <port>
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host            | path     | path type | service | port   |
        | app.example.com | /missing | Prefix    | app     | <port> |
        | app.example.com | /app     | Prefix    | app     | 80     |
      Then "http://app.example.com/app" reaches the Service "app"
      And "http://app.example.com/missing" is not served

      Examples:
        | port  |
        | 81    |
        | admin |

  @traefik-routing.routing-configuration.resource-backend
  Rule: A path whose backend is a resource is left out, and the other paths of its Ingress are served

    Scenario: Beside a Service
      Given the Service "app"
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: app }
        spec:
          rules:
            - host: app.example.com
              http:
                paths:
                  - path: /bucket
                    pathType: Prefix
                    backend: { resource: { apiGroup: example.com, kind: Bucket, name: static } }
                  - path: /app
                    pathType: Prefix
                    backend: { service: { name: app, port: { number: 80 } } }
        """
      Then "http://app.example.com/app" reaches the Service "app"
      And "http://app.example.com/bucket" is not served

  @traefik-routing.routing-configuration.left-out-reported
  Rule: The log names the Ingress, the path and the reason for which a path is left out

    Scenario: One of two, by its text or by its place
      Given the Service "app"
      And the Ingress "shop" with the rules:
        | host            | path      | path type | service |
        | app.example.com | /app      | Prefix    | app     |
        | app.example.com | /left-out | Prefix    | absent  |
      Then "http://app.example.com/app" reaches the Service "app"
      And the log has a line with "shop", "absent", and "/left-out" or "spec.rules[0].http.paths[1]"
