Feature: Annotations / On Ingress / router.tls.domains

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

  @traefik-routing.router-tls-domains.main
  Rule: The certificate asked for has the main domain as its name, in place of the hosts of the rules

    Scenario: Another name than that of the rule
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls.certresolver: le, traefik.ingress.kubernetes.io/router.tls.domains.0.main: main.example.com } |
      Then "https://main.example.com/" presents a certificate of the ACME server for "main.example.com"
      And "https://app.example.com/" reaches the Service "app"
      But "https://app.example.com/" presents the default certificate

  @traefik-routing.router-tls-domains.sans
  Rule: The certificate asked for has the alternative names listed beside the main domain

    Scenario: Two of them
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls.certresolver: le, traefik.ingress.kubernetes.io/router.tls.domains.0.main: app.example.com, traefik.ingress.kubernetes.io/router.tls.domains.0.sans: "a.example.com,b.example.com" } |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com, a.example.com, b.example.com"
      And "https://b.example.com/" presents a certificate of the ACME server for "app.example.com, a.example.com, b.example.com"

  @traefik-routing.router-tls-domains.several
  Rule: For each number N a certificate of its own is asked for

    Scenario: Two numbers
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls.certresolver: le, traefik.ingress.kubernetes.io/router.tls.domains.0.main: one.example.com, traefik.ingress.kubernetes.io/router.tls.domains.7.main: two.example.com, traefik.ingress.kubernetes.io/router.tls.domains.7.sans: three.example.com } |
      Then "https://one.example.com/" presents a certificate of the ACME server for "one.example.com"
      And "https://two.example.com/" presents a certificate of the ACME server for "two.example.com, three.example.com"
