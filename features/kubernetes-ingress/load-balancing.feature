Feature: Load balancing

  Background:
    Given the Service "app" with 3 pods
    And the Ingress "app" for "app.example.com"

  # By chance or in turn: so many requests miss one of three pods once in a hundred billion runs.

  @kubernetes-ingress.load-balancing.all-pods
  Rule: Requests for a Service are spread over all of its ready pods

    Scenario: Three pods
      Then 60 requests to "http://app.example.com/" reach each of 3 pods of the Service "app"

  @kubernetes-ingress.load-balancing.not-ready
  Rule: A pod that is not ready receives no request

    Scenario: One of four
      Given 1 unready pod of the Service "app" starts
      Then 60 requests to "http://app.example.com/" reach each of 3 pods of the Service "app"

    Scenario: None that is ready is left
      Given "http://app.example.com/" reaches the Service "app"
      When the pods of the Service "app" become unready
      And 1 ready pod of the Service "app" starts
      Then 20 requests to "http://app.example.com/" reach each of 1 pod of the Service "app"

  @kubernetes-ingress.load-balancing.pods-change
  Rule: Pods that come and go are followed without a failed request

    Scenario: Two come, and two go
      Given "http://app.example.com/" reaches the Service "app"
      And steady traffic to "http://app.example.com/"
      When 2 more ready pods of the Service "app" start
      And the traffic goes on
      And 2 pods of the Service "app" end
      And the traffic goes on
      Then no request has failed
      And 60 requests to "http://app.example.com/" reach each of 3 pods of the Service "app"
