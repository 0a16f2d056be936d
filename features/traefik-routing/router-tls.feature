Feature: Annotations / On Ingress / router.tls

  Background:
    Given the static configuration, as YAML:
      """
      entryPoints:
        web: { address: "127.0.0.1:0" }
        websecure: { address: "127.0.0.1:0" }
      providers:
        kubernetesIngress: {}
      """
    And the Service "app"

  @traefik-routing.router-tls.https-served
  Rule: With the annotation `true`, an Ingress answers HTTPS requests

    Scenario: An HTTPS request
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      Then "https://app.example.com/" reaches the Service "app"

    Scenario: The annotation is added later
      Given the Ingress "app" for "app.example.com"
      And "https://app.example.com/" is answered with 404
      When the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      Then "https://app.example.com/" reaches the Service "app"

  @traefik-routing.router-tls.https-only
  Rule: With the annotation `true`, an Ingress does not answer plain HTTP requests

    Scenario Outline: A plain request on the entry point <entry point>
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      Then "https://app.example.com/" reaches the Service "app"
      But "http://app.example.com/" is answered with 404 on the entry point "<entry point>"

      Examples:
        | entry point |
        | web         |
        | websecure   |

  @traefik-routing.router-tls.false-is-http
  Rule: With the annotation `false`, an Ingress answers plain HTTP requests and no HTTPS ones

    Scenario: A request of each kind
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "false" |
      Then "http://app.example.com/" reaches the Service "app"
      But "https://app.example.com/" is answered with 404
