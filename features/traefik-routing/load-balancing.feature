Feature: Around the document / Services / Load-balancing

  Background:
    Given the Service "app" with 3 pods
    And the Ingress "app" for "app.example.com"

  @traefik-routing.load-balancing.round-robin
  Rule: Requests go to the ready pods of a Service in turn

    Scenario: Three pods
      Then 30 requests to "http://app.example.com/" are spread evenly over 3 pods of the Service "app"

    Scenario: One of four is not ready
      Given 1 unready pod of the Service "app" starts
      Then 30 requests to "http://app.example.com/" are spread evenly over 3 pods of the Service "app"

  @traefik-routing.load-balancing.fair-while-changing
  Rule: No pod is passed over or preferred because others come and go

    Scenario: Pods come and go between requests
      Then each pod of the Service "app" gets its share of the requests to "http://app.example.com/" while 5 others come and go

  @traefik-routing.load-balancing.pod-added
  Rule: A pod that becomes ready receives requests

    Scenario: A fourth pod
      Given 30 requests to "http://app.example.com/" are spread evenly over 3 pods of the Service "app"
      When 1 more ready pod of the Service "app" starts
      Then 40 requests to "http://app.example.com/" are spread evenly over 4 pods of the Service "app"

    Scenario: One that was not ready
      Given the Service "other" with 1 pod
      And 2 unready pods of the Service "other" start
      And the Ingress "other" for "other.example.com"
      And 10 requests to "http://other.example.com/" are spread evenly over 1 pod of the Service "other"
      When the pods of the Service "other" become ready
      Then 30 requests to "http://other.example.com/" are spread evenly over 3 pods of the Service "other"

  @traefik-routing.load-balancing.pod-removed
  Rule: A pod that is gone receives no more requests

    Scenario: One of three goes
      Given 30 requests to "http://app.example.com/" are spread evenly over 3 pods of the Service "app"
      When 1 pod of the Service "app" ends
      Then 30 requests to "http://app.example.com/" are spread evenly over 2 pods of the Service "app"

  @traefik-routing.load-balancing.pod-removed-without-failure
  Rule: No request fails because a pod goes

    Scenario: One of three goes
      Given 30 requests to "http://app.example.com/" are spread evenly over 3 pods of the Service "app"
      And steady traffic to "http://app.example.com/"
      When 1 pod of the Service "app" ends
      And the traffic goes on
      Then no request has failed
