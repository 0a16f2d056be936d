Feature: Updating an Ingress

  Background:
    Given the Services:
      | service |
      | one     |
      | two     |
    And the Ingress "app" with the rules:
      | host            | path | path type | service |
      | one.example.com | /    | Prefix    | one     |
    And "http://one.example.com/" reaches the Service "one"

  @kubernetes-ingress.updating-an-ingress.host-added
  Rule: A host added to an Ingress is served, and those that were there before stay served

    Scenario: A second host
      Given steady traffic to "http://one.example.com/"
      When the Ingress "app" with the rules is changed to:
        | host            | path | path type | service |
        | one.example.com | /    | Prefix    | one     |
        | two.example.com | /    | Prefix    | two     |
      Then "http://two.example.com/" reaches the Service "two"
      When the traffic goes on
      Then no request has failed
      And "http://one.example.com/" still reaches the Service "one"

  @kubernetes-ingress.updating-an-ingress.host-removed
  Rule: A host removed from an Ingress is no longer served by it

    Scenario: One of two hosts
      Given the Ingress "app" with the rules is changed to:
        | host            | path | path type | service |
        | one.example.com | /    | Prefix    | one     |
        | two.example.com | /    | Prefix    | two     |
      And "http://two.example.com/" reaches the Service "two"
      When the Ingress "app" with the rules is changed to:
        | host            | path | path type | service |
        | one.example.com | /    | Prefix    | one     |
      Then "http://two.example.com/" is not served
      And "http://one.example.com/" still reaches the Service "one"

  @kubernetes-ingress.updating-an-ingress.backend-changed
  Rule: A path changed to lead to another Service leads there from then on, and no request fails in between

    Scenario: From one Service to another
      Given steady traffic to "http://one.example.com/"
      When the Ingress "app" with the rules is changed to:
        | host            | path | path type | service |
        | one.example.com | /    | Prefix    | two     |
      Then "http://one.example.com/" reaches the Service "two"
      When the traffic goes on
      Then no request has failed
      And "http://one.example.com/" still reaches the Service "two"
