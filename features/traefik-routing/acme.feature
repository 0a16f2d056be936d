Feature: Around the document / Let's Encrypt
  Certificate resolvers of the static configuration get certificates from an ACME server (RFC 8555).

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
        alpn:
          acme:
            email: admin@example.com
            caServer: ${acme.directory}
            storage: ${acme.storage}
            keyType: EC256
            tlsChallenge: {}
      """
    And the Service "app"

  # How control of a name is shown.

  @traefik-routing.acme.http-challenge
  Rule: With `httpChallenge`, a certificate is obtained by an answer on the entry point named

    Scenario: A name that nothing else answers for on that entry point
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And the ACME server has looked at port 80 and not at port 443

    Scenario: A name whose every path is served by an Ingress
      Given the Service "plain"
      And the Ingress "plain" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.entrypoints: web |
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And "http://app.example.com/" reaches the Service "plain"
      And "https://app.example.com/" reaches the Service "app"

    Scenario: A name whose every path is redirected to HTTPS
      Given the dynamic configuration:
        """
        http:
          middlewares:
            to-https: { redirectScheme: { scheme: https } }
        """
      And the Service "plain"
      And the Ingress "plain" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.entrypoints: web, traefik.ingress.kubernetes.io/router.middlewares: to-https@file } |
      And "http://app.example.com/" is answered with 302
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And the ACME server has looked at port 80 and not at port 443

  @traefik-routing.acme.other-challenges
  Rule: A challenge that is not the resolver's own goes to the routers as any other request

    Scenario: cert-manager's solver beside a resolver
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      When cert-manager adds a solver for "other.example.com" with the token "token-1"
      Then "http://other.example.com/.well-known/acme-challenge/token-1" reaches the Service "cm-acme-http-solver"
      And "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"

  @traefik-routing.acme.tls-challenge
  Rule: With `tlsChallenge`, a certificate is obtained by a handshake on the TLS entry point

    Scenario: A name without a certificate
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: alpn |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And the ACME server has looked at port 443 and not at port 80
      And "https://app.example.com/" reaches the Service "app"

    Scenario: Several names in one certificate
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls.certresolver: alpn, traefik.ingress.kubernetes.io/router.tls.domains.0.main: app.example.com, traefik.ingress.kubernetes.io/router.tls.domains.0.sans: www.example.com } |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com, www.example.com"

  # Who asks.

  @traefik-routing.acme.entry-point-resolver
  Rule: An entry point can name the resolver for the Ingresses on it that say nothing of TLS

    Scenario: An Ingress without annotations
      Given the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.1:0" }
          websecure: { address: "127.0.0.1:0", http: { tls: { certResolver: le } } }
        providers:
          kubernetesIngress: {}
        certificatesResolvers:
          le:
            acme:
              caServer: ${acme.directory}
              storage: ${acme.storage}
              keyType: EC256
              httpChallenge: { entryPoint: web }
        """
      And the Ingress "app" for "app.example.com"
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And "https://app.example.com/" reaches the Service "app"

  @traefik-routing.acme.entry-point-domains
  Rule: An entry point can name the domains of the certificates, in place of the hosts of the rules

    Scenario: One certificate for the hosts of two Ingresses
      Given the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.1:0" }
          websecure:
            address: "127.0.0.1:0"
            http:
              tls:
                certResolver: le
                domains:
                  - main: one.example.com
                    sans: [two.example.com]
        providers:
          kubernetesIngress: {}
        certificatesResolvers:
          le:
            acme:
              caServer: ${acme.directory}
              storage: ${acme.storage}
              keyType: EC256
              httpChallenge: { entryPoint: web }
        """
      And the Services:
        | service |
        | one     |
        | two     |
      And the Ingress "one" for "one.example.com"
      And the Ingress "two" for "two.example.com"
      Then "https://one.example.com/" presents a certificate of the ACME server for "one.example.com, two.example.com"
      And "https://two.example.com/" presents a certificate of the ACME server for "one.example.com, two.example.com"

  # What is kept.

  @traefik-routing.acme.storage
  Rule: Certificates are kept in the storage file and used again after a restart

    Scenario: The ACME server is away when the controller starts again
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      And "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      When the controller stops
      And the ACME server goes away
      And the controller starts
      Then "https://app.example.com/" presents the same certificate as before

  @traefik-routing.acme.storage-mode
  Rule: The storage file is readable and writable by its owner alone

    Background:
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |

    Scenario: A file that the controller makes
      Given "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      Then the storage file has mode 600

    Scenario: An empty file that is there
      Given a storage file with mode 600
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And the storage file has mode 600

  @traefik-routing.acme.storage-readable
  Rule: A storage file that others may read is not used

    Scenario: HTTPS is answered all the same, with the default certificate
      Given a storage file with mode 644
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" reaches the Service "app"
      And the log has a line with "le" and "644"
      And "https://app.example.com/" presents the default certificate
      And the storage file has mode 644

  # What becomes of it.

  @traefik-routing.acme.renewal
  Rule: A certificate is renewed before it expires, and presented without a restart

    Scenario: With ten of ninety days left
      Given a storage file in which "le" has a certificate for "app.example.com" with 10 days left
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"

    Scenario: Until it is renewed, the old one is presented
      Given a storage file in which "le" has a certificate for "app.example.com" with 10 days left
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      And the ACME server is away
      Then "https://app.example.com/" presents the certificate in the storage file
      When the controller stops
      And the ACME server comes back
      And the controller starts
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"

    Scenario: Not with forty days left
      Given a storage file in which "le" has a certificate for "app.example.com" with 40 days left
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      And the Service "other"
      And the Ingress "other" for "other.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://other.example.com/" presents a certificate of the ACME server for "other.example.com"
      And the ACME server has not asked for "app.example.com"
      And "https://app.example.com/" presents the certificate in the storage file

  @traefik-routing.acme.covered
  Rule: A name for which there is a certificate already is not asked for

    Scenario: A certificate in a Secret
      Given the TLS Secret "app-tls" for "*.example.com"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
        | spec.tls             | [{ secretName: app-tls }]                                  |
      And "https://app.example.com/" presents the certificate of the Secret "app-tls"
      When the Service "other"
      And the Ingress "other" for "other.example.org" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://other.example.org/" presents a certificate of the ACME server for "other.example.org"
      And the ACME server has not asked for "app.example.com"
      And "https://app.example.com/" presents the certificate of the Secret "app-tls"

  @traefik-routing.acme.away
  Rule: While the ACME server is away, HTTPS is answered, with certificates that are there or with the default one

    Scenario: A name that has no certificate yet
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      And "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      When the ACME server goes away
      And the Service "other"
      And the Ingress "other" for "other.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://other.example.com/" reaches the Service "other"
      And "https://other.example.com/" presents the default certificate
      And "https://app.example.com/" presents the same certificate as before

  @traefik-routing.acme.tried-again
  Rule: A certificate that could not be obtained is obtained once the ACME server is there

    Scenario: It comes back
      Given the ACME server is away
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      And "https://app.example.com/" presents the default certificate
      And the log has a line with "error" and "app.example.com"
      When the ACME server comes back
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"

  @traefik-routing.acme.default-generated
  Rule: The default certificate is obtained from a resolver where the default store says so

    Scenario: For any name that no certificate is for
      Given the dynamic configuration:
        """
        tls:
          stores:
            default:
              defaultGeneratedCert:
                resolver: le
                domain: { main: any.example.com, sans: [other.example.com] }
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      Then "https://any.example.com/" presents a certificate of the ACME server for "any.example.com, other.example.com"
      And "https://app.example.com/" presents the same certificate as "https://any.example.com/"
      And "https://app.example.com/" reaches the Service "app"
