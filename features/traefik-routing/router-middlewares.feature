Feature: Annotations / On Ingress / router.middlewares

  Background:
    Given the static configuration, as YAML:
      """
      providers:
        kubernetesIngress: {}
      """
    And the Services:
      | service |
      | app     |
      | other   |
    And the Ingress "other" for "other.example.com"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: no-such-thing@file |

  @traefik-routing.router-middlewares.missing-disables
  Rule: A middleware that does not exist disables the routers of the Ingress, which answer with 404

    Scenario: One that no provider knows
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404

    Scenario: The annotation is removed
      Then "http://app.example.com/" is answered with 404
      When the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: null |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-routing.router-middlewares.missing-reported
  Rule: A middleware that does not exist is named in an error

    Scenario: The log names it
      When the controller starts
      Then the log has a line with "error" and "no-such-thing@file"
