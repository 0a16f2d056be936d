Feature: Types of Ingress / Name based virtual hosting

  Background:
    Given the Services:
      | service |
      | one     |
      | two     |
      | three   |

  @kubernetes-ingress.name-based-virtual-hosting.by-host
  Rule: One address serves several Services, told apart by the Host header of the request

    Scenario: Two hosts
      Given the Ingress "hosts" with the rules:
        | host        | path | path type | service |
        | foo.bar.com | /    | Prefix    | one     |
        | bar.foo.com | /    | Prefix    | two     |
      Then "http://foo.bar.com/" reaches the Service "one"
      And "http://bar.foo.com/" reaches the Service "two"
      But "http://foo.foo.com/" is not served

  @kubernetes-ingress.name-based-virtual-hosting.other-hosts
  Rule: A rule without a host takes the requests for hosts that no other rule names

    Scenario: Two hosts, and any other
      Given the Ingress "hosts" with the rules:
        | host           | path | path type | service |
        | first.bar.com  | /    | Prefix    | one     |
        | second.bar.com | /    | Prefix    | two     |
        |                | /    | Prefix    | three   |
      Then "http://third.bar.com/" reaches the Service "three"
      And "http://127.0.0.1/any/path" reaches the Service "three"
      But "http://first.bar.com/" reaches the Service "one"
      And "http://second.bar.com/any/path" reaches the Service "two"
