Feature: TLS / Enabling TLS via HTTP Options on Entrypoint

  Background:
    Given the static configuration, as YAML:
      """
      entryPoints:
        web: { address: "127.0.0.1:0" }
        websecure: { address: "127.0.0.1:0", http: { tls: {} } }
      providers:
        kubernetesIngress: {}
      """
    And the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.tls-by-entry-point.every-router
  Rule: Every Ingress on an entry point with `http.tls` answers HTTPS there, without an annotation of its own

    Scenario: Two Ingresses answer HTTPS
      Given the Service "production/shop"
      And the Ingress "production/shop" for "shop.example.com"
      Then "https://app.example.com/" reaches the Service "app"
      And "https://shop.example.com/" reaches the Service "production/shop"

    Scenario: With the certificate of its Secret
      Given the TLS Secret "app-tls" for "app.example.com"
      When the Ingress "app" is changed to have:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      And "https://app.example.com/" reaches the Service "app"

  @traefik-routing.tls-by-entry-point.https-only
  Rule: No Ingress on an entry point with `http.tls` answers plain HTTP there

    Scenario: A plain request to that entry point
      Then "https://app.example.com/" reaches the Service "app"
      But "http://app.example.com/" is answered with 404 on the entry point "websecure"

  @traefik-routing.tls-by-entry-point.other-entry-points
  Rule: On an entry point without `http.tls`, the same Ingresses go on answering plain HTTP

    Scenario: A plain request to the other entry point
      Then "https://app.example.com/" reaches the Service "app"
      And "http://app.example.com/" reaches the Service "app" on the entry point "web"
