Feature: Annotations / On Ingress / router.entrypoints

  Background:
    Given the static configuration, as YAML:
      """
      entryPoints:
        web: { address: "127.0.0.1:0" }
        admin: { address: "127.0.0.1:0" }
        other: { address: "127.0.0.1:0" }
      providers:
        kubernetesIngress: {}
      """
    And the Service "app"

  @traefik-routing.router-entrypoints.default-all
  Rule: Without the annotation, an Ingress is served on every entry point

    Scenario: Every entry point that there is
      Given the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app" on the entry point "web"
      And "http://app.example.com/" reaches the Service "app" on the entry point "admin"
      And "http://app.example.com/" reaches the Service "app" on the entry point "other"

  @traefik-routing.router-entrypoints.listed-only
  Rule: With the annotation, an Ingress is served on the entry points that it lists and on no other

    Scenario: One entry point
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.entrypoints: admin |
      Then "http://app.example.com/" reaches the Service "app" on the entry point "admin"
      But "http://app.example.com/" is answered with 404 on the entry point "web"
      And "http://app.example.com/" is answered with 404 on the entry point "other"

    Scenario Outline: Several entry points, as <list>
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.entrypoints: "<list>" |
      Then "http://app.example.com/" reaches the Service "app" on the entry point "web"
      And "http://app.example.com/" reaches the Service "app" on the entry point "admin"
      But "http://app.example.com/" is answered with 404 on the entry point "other"

      Examples:
        | list       |
        | web,admin  |
        | admin, web |

    Scenario: The list is changed
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.entrypoints: admin |
      And "http://app.example.com/" reaches the Service "app" on the entry point "admin"
      When the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.entrypoints: other |
      Then "http://app.example.com/" reaches the Service "app" on the entry point "other"
      But "http://app.example.com/" is answered with 404 on the entry point "admin"

  @traefik-routing.router-entrypoints.unknown-reported
  Rule: The name of an entry point that does not exist is reported as an error

    Scenario: The log names it
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.entrypoints: nowhere |
      When the controller starts
      Then the log has a line with "error" and "nowhere"

  @traefik-routing.router-entrypoints.unknown-beside-known
  Rule: An unknown entry point in the list leaves the Ingress served on the others

    Scenario: One that exists and one that does not
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.entrypoints: "nowhere,admin" |
      Then "http://app.example.com/" reaches the Service "app" on the entry point "admin"
      But "http://app.example.com/" is answered with 404 on the entry point "web"

  @traefik-routing.router-entrypoints.none-left
  Rule: An Ingress all of whose entry points are unknown is served on none

    Scenario: Two that do not exist
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.entrypoints: "nowhere,elsewhere" |
      Then "http://app.example.com/" is answered with 404 on the entry point "web"
      And "http://app.example.com/" is answered with 404 on the entry point "admin"
      And "http://app.example.com/" is answered with 404 on the entry point "other"
