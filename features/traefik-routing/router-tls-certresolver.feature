Feature: Annotations / On Ingress / router.tls.certresolver

  Background:
    Given an ACME server
    And the static configuration, as YAML:
      """
      entryPoints:
        web: { address: "127.0.0.1:0" }
        websecure: { address: "127.0.0.1:0" }
      providers:
        kubernetesIngress: {}
      certificatesResolvers:
        le:
          acme:
            email: admin@example.com
            caServer: ${acme.directory}
            storage: ${acme.storage}
            keyType: EC256
            httpChallenge: { entryPoint: web }
      """
    And the Service "app"

  @traefik-routing.router-tls-certresolver.certificate-obtained
  Rule: The certificate of the Ingress is obtained from the resolver that the annotation names

    Scenario: Once the Ingress is there
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And "https://app.example.com/" reaches the Service "app"

    Scenario: Once the annotation is there
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      And "https://app.example.com/" presents the default certificate
      When the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"

  @traefik-routing.router-tls-certresolver.domains-from-host
  Rule: Without domains of its own, the certificate is for the hosts of the rules

    Scenario: Two rules
      Given the Ingress "app" with the rules:
        | host              | path | path type | service |
        | app.example.com   | /    | Prefix    | app     |
        | other.example.com | /    | Prefix    | app     |
      When the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And "https://other.example.com/" presents a certificate of the ACME server for "other.example.com"

    Scenario: A rule without a host has none
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | app     |
        |                 | /    | Prefix    | app     |
      When the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And "https://other.example.com/" reaches the Service "app"
      But "https://other.example.com/" presents the default certificate

  @traefik-routing.router-tls-certresolver.default-certificate-meanwhile
  Rule: While the resolver has no certificate, HTTPS is answered with the default certificate

    Scenario: The ACME server is away
      Given the ACME server is away
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" reaches the Service "app"
      And "https://app.example.com/" presents the default certificate

  @traefik-routing.router-tls-certresolver.unknown-resolver
  Rule: An Ingress that names a resolver which does not exist is served with the default certificate

    Scenario: A resolver of another name
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: other |
      Then "https://app.example.com/" reaches the Service "app"
      And "https://app.example.com/" presents the default certificate

  @traefik-routing.router-tls-certresolver.unknown-resolver-reported
  Rule: An error in the log names a resolver that does not exist

    Scenario: A resolver of another name
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: nobody |
      Then "https://app.example.com/" reaches the Service "app"
      And the log has a line with "error" and "nobody"
