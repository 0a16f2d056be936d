Feature: TLS / Enabling TLS via Annotations

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
    And the TLS Secret "app-tls" for "app.example.com"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true"       |
      | spec.tls             | [{ hosts: [ app.example.com ], secretName: app-tls }] |

  @traefik-routing.tls-by-annotation.this-ingress
  Rule: An Ingress with the annotation answers HTTPS requests

    Scenario: One with a Secret
      Then "https://app.example.com/" reaches the Service "app"

  @traefik-routing.tls-by-annotation.https-only
  Rule: An Ingress with the annotation answers no plain HTTP requests

    Scenario: One with a Secret
      Then "https://app.example.com/" reaches the Service "app"
      But "http://app.example.com/" is not served

  @traefik-routing.tls-by-annotation.certificate
  Rule: An Ingress with the annotation answers with the certificate of the Secret that it names

    Scenario: One with a Secret
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"

  @traefik-routing.tls-by-annotation.others-stay-http
  Rule: Ingresses without the annotation go on answering plain HTTP on the same entry point

    Scenario: Two Ingresses on one entry point
      Given the Service "plain"
      And the Ingress "plain" for "plain.example.com"
      Then "http://plain.example.com/" reaches the Service "plain" on the entry point "web"
      And "https://app.example.com/" reaches the Service "app" on the entry point "web"
      But "https://plain.example.com/" is answered with 404 on the entry point "web"
