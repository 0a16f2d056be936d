Feature: Annotations / On Ingress / router.priority

  Background:
    Given the Services:
      | service |
      | short   |
      | long    |

  @traefik-routing.router-priority.higher-wins
  Rule: Of two Ingresses that match a request, the one with the higher priority serves it, however short its rule

    Background:
      Given the Ingress "short" for "app.example.com"
      And the Ingress "long" for "app.example.com/a/long/path"
      And "http://app.example.com/a/long/path" reaches the Service "long"

    Scenario: The shorter rule is given a high priority
      When the Ingress "short" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: "1000" |
      Then "http://app.example.com/a/long/path" reaches the Service "short"

    Scenario: The longer rule is given a low priority
      When the Ingress "long" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: "1" |
      Then "http://app.example.com/a/long/path" reaches the Service "short"

    Scenario: Both have a priority
      When the Ingress "long" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: "1001" |
      And the Ingress "short" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: "1002" |
      Then "http://app.example.com/a/long/path" reaches the Service "short"
      When the Ingress "long" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: "1003" |
      Then "http://app.example.com/a/long/path" reaches the Service "long"

    Scenario: A priority that is removed again
      Given the Ingress "short" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: "1000" |
      And "http://app.example.com/a/long/path" reaches the Service "short"
      When the Ingress "short" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: null |
      Then "http://app.example.com/a/long/path" reaches the Service "long"

  @traefik-routing.router-priority.zero-is-default
  Rule: A priority of 0 stands for the length of the rule

    Scenario: The longer rule of two has the priority 0
      Given the Ingress "short" for "app.example.com"
      And the Ingress "long" for "app.example.com/a/long/path" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: "0" |
      Then "http://app.example.com/" reaches the Service "short"
      And "http://app.example.com/a/long/path" reaches the Service "long"
