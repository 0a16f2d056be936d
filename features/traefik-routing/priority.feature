Feature: Around the document / Routers / Priority

  Background:
    Given the Services:
      | service |
      | one     |
      | two     |

  @traefik-routing.priority.longest-rule
  Rule: Without priorities, the longest of the rules that match a request serves it

    Scenario: The longer path of two Ingresses
      Given the Ingress "one" for "app.example.com/a"
      And the Ingress "two" for "app.example.com/a/b"
      Then "http://app.example.com/a/b" reaches the Service "two"
      And "http://app.example.com/a/c" reaches the Service "one"

    Scenario: The longer path of one Ingress, wherever it stands in it
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | one     |
        | app.example.com | /a/b | Prefix    | two     |
        | app.example.com | /a   | Prefix    | one     |
      Then "http://app.example.com/a/b" reaches the Service "two"
      And "http://app.example.com/a/c" reaches the Service "one"

    Scenario: A rule with a host and one for any host
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        |                 | /a   | Prefix    | one     |
        | app.example.com | /    | Prefix    | two     |
      Then "http://app.example.com/a" reaches the Service "two"
      And "http://other.example.com/a" reaches the Service "one"

  @traefik-routing.priority.equal-priority
  Rule: Of rules of equal priority and length always the same one serves a request

    Scenario: Two Ingresses with the same rule
      Given the Ingress "two" for "app.example.com"
      And "http://app.example.com/" reaches the Service "two"
      When the Ingress "one" for "app.example.com" is created
      And a Service has been chosen for "http://app.example.com/"
      Then 10 requests to "http://app.example.com/" reach the Service that was chosen
      When the controller stops
      Then 10 requests to "http://app.example.com/" reach the Service that was chosen

  @traefik-routing.priority.equal-priority-older
  Rule: Of rules of equal priority and length, that of the older Ingress serves a request

    Scenario Outline: Two Ingresses with the same rule, <first> before <second>
      Given the Ingress "<first>" for "app.example.com"
      And "http://app.example.com/" reaches the Service "<first>"
      And the cluster gives later times of creation
      When the Ingress "<second>" for "app.example.com" is created
      Then "http://app.example.com/" reaches the Service "<first>" after everything has been seen
      When the controller stops
      Then "http://app.example.com/" reaches the Service "<first>" after everything has been seen

      Examples:
        | first | second |
        | one   | two    |
        | two   | one    |

  @traefik-routing.priority.equal-priority-longer
  Rule: Of rules that are given the same priority, the longest of those that match a request serves it

    Scenario: Two Ingresses, the one with the shorter rule last
      Given the Ingress "one" for "app.example.com/a" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: "100" |
      And the Ingress "two" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: "100" |
      Then "http://app.example.com/" reaches the Service "two"
      And "http://app.example.com/a" reaches the Service "one"

  @traefik-routing.priority.exact-and-prefix
  Rule: Of an Exact and a Prefix path that are the same, the Prefix one serves the request, since its rule is longer

    Scenario Outline: The <first> path stands before the <second> one
      Given the Ingress "app" with the rules:
        | host            | path | path type | service          |
        | app.example.com | /a   | <first>   | <first service>  |
        | app.example.com | /a   | <second>  | <second service> |
      Then "http://app.example.com/a" reaches the Service "two"

      Examples:
        | first  | first service | second | second service |
        | Exact  | one           | Prefix | two            |
        | Prefix | two           | Exact  | one            |
