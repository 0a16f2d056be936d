Feature: Types of Ingress / Simple fanout

  @kubernetes-ingress.simple-fanout.by-path
  Rule: One host serves several Services, told apart by the path of the request

    Scenario: Two Services with ports of their own
      Given the Services:
        | service | ports |
        | one     | 4200  |
        | two     | 8080  |
      And the Ingress "fanout" with the rules:
        | host        | path | path type | service | port |
        | foo.bar.com | /foo | Prefix    | one     | 4200 |
        | foo.bar.com | /bar | Prefix    | two     | 8080 |
      Then "http://foo.bar.com/foo" reaches the Service "one"
      And "http://foo.bar.com/bar" reaches the Service "two"
      But "http://foo.bar.com/" is not served
