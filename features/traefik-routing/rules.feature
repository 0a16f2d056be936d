Feature: Around the document / Routers / Rule

  Background:
    Given the Service "app"

  @traefik-routing.rules.host-and-path
  Rule: A rule with a host and a path matches requests that meet both

    Scenario: Both, and one of them
      Given the Ingress "app" for "app.example.com/api"
      Then "http://app.example.com/api" reaches the Service "app"
      But "http://other.example.com/api" is not served
      And "http://app.example.com/other" is not served

  @traefik-routing.rules.host-alone
  Rule: A rule without a path matches every path of its host

    Scenario: Some paths
      Given the Ingress "app" with the rules:
        | host            | path | path type              | service |
        | app.example.com |      | ImplementationSpecific | app     |
      Then "http://app.example.com/" reaches the Service "app"
      And "http://app.example.com/a/b%2Fc?d=e" reaches the Service "app"
      And "http://app.example.com//" reaches the Service "app"
      But "http://other.example.com/" is not served

  @traefik-routing.rules.path-alone
  Rule: A rule without a host matches its path on every host

    Scenario: Some hosts
      Given the Ingress "app" with the rules:
        | host | path | path type | service |
        |      | /api | Prefix    | app     |
      Then "http://app.example.com/api" reaches the Service "app"
      And "http://localhost/api" reaches the Service "app"
      And "http://192.0.2.1/api" reaches the Service "app"
      But "http://app.example.com/" is not served

  @traefik-routing.rules.neither
  Rule: A rule with neither host nor path matches every request

    Scenario: Some requests
      Given the Ingress "app" with the rules:
        | host | path | path type              | service |
        |      |      | ImplementationSpecific | app     |
      Then "http://app.example.com/" reaches the Service "app"
      And "http://localhost/a/b" reaches the Service "app"
      And "http://192.0.2.1/?a" reaches the Service "app"

  @traefik-routing.rules.wildcard-host
  Rule: A host that begins with `*.` matches exactly one label in its place

    Scenario: One label, none, two
      Given the Ingress "app" for "*.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And "http://xn--bcher-kva.example.com/" reaches the Service "app"
      But "http://example.com/" is not served
      And "http://a.b.example.com/" is not served
      And "http://app.example.org/" is not served
      And "http://appexample.com/" is not served

  @traefik-routing.rules.host-case
  Rule: The case of letters in the host of a request does not matter

    Scenario Outline: <host>
      Given the Ingress "app" for "<rule>"
      Then "http://<host>/" reaches the Service "app"

      Examples:
        | rule            | host            |
        | app.example.com | APP.Example.COM |
        | *.example.com   | App.EXAMPLE.com |

  @traefik-routing.rules.host-port
  Rule: A port in the Host header of a request does not matter

    Scenario Outline: <host>
      Given the Ingress "app" for "<rule>"
      Then "http://<host>/" reaches the Service "app"

      Examples:
        | rule            | host                  |
        | app.example.com | app.example.com:80    |
        | app.example.com | app.example.com:65535 |
        | *.example.com   | app.example.com:8080  |

  @traefik-routing.rules.host-final-dot
  Rule: A dot at the end of the host does not matter, in a request or in a rule

    Scenario Outline: <host>
      Given the Ingress "app" for "<rule>"
      Then "http://<host>/" reaches the Service "app"

      Examples:
        | rule            | host                  |
        | app.example.com | app.example.com.      |
        | app.example.com | app.example.com.:8080 |
        | *.example.com   | app.example.com.      |

  @traefik-routing.rules.path-case
  Rule: The case of letters in the path of a request matters

    Scenario: A prefix in other letters
      Given the Ingress "app" for "app.example.com/Api"
      Then "http://app.example.com/Api" reaches the Service "app"
      But "http://app.example.com/api" is not served
      And "http://app.example.com/API" is not served
