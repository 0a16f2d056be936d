Feature: Types of Ingress / Ingress backed by a single Service

  Background:
    Given the Service "app"

  @kubernetes-ingress.single-service.all-traffic
  Rule: A Service is exposed by an Ingress that has it as default backend and no rules, whatever host and path are asked for

    Scenario Outline: The request <url>
      Given the default backend "app" that is the Service "app"
      Then "<url>" reaches the Service "app"

      Examples:
        | url                             |
        | http://app.example.com/         |
        | http://example.org/any/path?a=b |
        | http://127.0.0.1/               |

  @kubernetes-ingress.single-service.address-shown
  Rule: The status of an Ingress shows the address at which it is exposed

    Scenario: An Ingress without rules
      Given the default backend "app" that is the Service "app"
      Then the status of the Ingress "app" has the address at which it is exposed

    Scenario: An Ingress with rules
      Given the Ingress "app" for "app.example.com"
      Then the status of the Ingress "app" has the address at which it is exposed
