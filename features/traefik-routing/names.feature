Feature: Around the document / Names

  @traefik-routing.names.router
  Rule: A router is named after namespace, Ingress, host and path, with one hyphen for every run of other characters

    Scenario Outline: The Ingress <ingress> with the host "<host>" and the path "<path>"
      Given the Services:
        | service        |
        | app            |
        | production/app |
      And the Ingress "<ingress>" with the rules:
        | host   | path   | path type | service |
        | <host> | <path> | Prefix    | app     |
      Then there is the router "<router>"

      Examples:
        | ingress        | host            | path         | router                                               |
        | app            | app.example.com | /            | default-app-app-example-com@kubernetes               |
        | app            | app.example.com | /some_path/x | default-app-app-example-com-some-path-x@kubernetes   |
        | production/app | app.example.com | /a           | production-app-app-example-com-a@kubernetes          |
        | app.of--a.team | app.example.com | /a.-~b/      | default-app-of-a-team-app-example-com-a-b@kubernetes |
        | app            |                 | /a           | default-app-a@kubernetes                             |
        | app            | *.example.com   | /a           | default-app-example-com-a@kubernetes                 |

  @traefik-routing.names.router-collision
  Rule: Where routers of one Ingress would share a name, a part of the rule's SHA-256 in hexadecimal follows it

    Scenario: Paths that differ in other characters alone
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /a/b | Prefix    | app     |
        | app.example.com | /a-b | Prefix    | app     |
        | app.example.com | /a/c | Prefix    | app     |
      Then there are 2 routers whose names are "default-app-app-example-com-a-b" and a part of the SHA-256 of their rules
      And there is the router "default-app-app-example-com-a-c@kubernetes"

  @traefik-routing.names.service
  Rule: A service is named after namespace, Service and port, with one hyphen for every run of other characters

    Scenario Outline: The port <port> of the Service <service>
      Given the Services:
        | service               | ports    |
        | <namespace>/<service> | web:8080 |
      And the Ingress "<namespace>/app" with the rules:
        | host            | path | path type | service   | port   |
        | app.example.com | /    | Prefix    | <service> | <port> |
      Then there is the service "<name>"
      And there is the router "<namespace>-app-app-example-com@kubernetes" for the service "<router service>"

      Examples:
        | namespace  | service | port | name                           | router service      |
        | default    | app     | 8080 | default-app-8080@kubernetes    | default-app-8080    |
        | default    | a--b    | 8080 | default-a-b-8080@kubernetes    | default-a-b-8080    |
        | default    | app     | web  | default-app-web@kubernetes     | default-app-web     |
        | production | app     | 8080 | production-app-8080@kubernetes | production-app-8080 |

  @traefik-routing.names.default-backend
  Rule: The default backend has the names default-router and default-backend

    Scenario: The router and its service
      Given the Service "app"
      And the default backend "app" that is the Service "app"
      Then there is the router "default-router@kubernetes" for the service "default-backend"
      And there is the service "default-backend@kubernetes"

  @traefik-routing.names.default-backend-priority
  Rule: The priority of the default backend is the lowest integer of 32 bits

    Scenario: The router
      Given the Service "app"
      And the default backend "app" that is the Service "app"
      Then there is the router "default-router@kubernetes" with the priority -2147483648

  @traefik-routing.names.provider-suffix
  Rule: Names of routers and services made from Ingresses end in @kubernetes

    Scenario: A router and a service
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      Then there is the router "default-app-app-example-com@kubernetes"
      And there is the service "default-app-80@kubernetes"
