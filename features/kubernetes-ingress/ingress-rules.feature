Feature: The Ingress resource / Ingress rules

  @kubernetes-ingress.ingress-rules.host-and-path
  Rule: A request that matches both host and path of a rule reaches the Service of that path

    Scenario: Two hosts with the same path, and two paths
      Given the Services:
        | service |
        | one     |
        | two     |
        | three   |
      And the Ingress "app" with the rules:
        | host            | path | path type | service |
        | one.example.com | /a   | Prefix    | one     |
        | two.example.com | /a   | Prefix    | two     |
        | two.example.com | /b   | Prefix    | three   |
      Then "http://one.example.com/a" reaches the Service "one"
      And "http://two.example.com/a" reaches the Service "two"
      And "http://two.example.com/b" reaches the Service "three"
      But "http://one.example.com/b" is not served

  @kubernetes-ingress.ingress-rules.host-must-match
  Rule: A request for another host does not reach the Service of a rule that has a host

    Scenario Outline: The host <host>
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      But "http://<host>/" is not served

      Examples:
        | host                |
        | other.example.com   |
        | example.com         |
        | sub.app.example.com |
        | app.example.com.org |
        | 127.0.0.1           |

  @kubernetes-ingress.ingress-rules.no-host
  Rule: A rule without a host applies to requests for every host

    Scenario Outline: The host <host>
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host | path | path type | service |
        |      | /a   | Prefix    | app     |
      Then "http://<host>/a" reaches the Service "app"

      Examples:
        | host            |
        | app.example.com |
        | example.org     |
        | localhost       |
        | 127.0.0.1       |

  @kubernetes-ingress.ingress-rules.several-paths
  Rule: Each of several paths of a rule leads to its own Service

    Scenario: Three paths
      Given the Services:
        | service |
        | one     |
        | two     |
        | three   |
      And the Ingress "app" with the rules:
        | host            | path   | path type | service |
        | app.example.com | /one   | Prefix    | one     |
        | app.example.com | /two   | Prefix    | two     |
        | app.example.com | /three | Exact     | three   |
      Then "http://app.example.com/one" reaches the Service "one"
      And "http://app.example.com/two" reaches the Service "two"
      And "http://app.example.com/three" reaches the Service "three"

  @kubernetes-ingress.ingress-rules.port-by-number-or-name
  Rule: A backend names the port of its Service by number or by name

    Scenario: Each of two ports, by its number and by its name
      Given the Services:
        | service | ports                 |
        | app     | http:8080, admin:9090 |
      And the Ingress "app" with the rules:
        | host            | path       | path type | service | port  |
        | app.example.com | /by-number | Prefix    | app     | 8080  |
        | app.example.com | /by-name   | Prefix    | app     | admin |
      Then "http://app.example.com/by-number" reaches the Service "app"
      And "http://app.example.com/by-name" reaches the Service "app"
