Feature: Around the document / TLS / Default Certificate

  Background:
    Given the static configuration, as YAML:
      """
      entryPoints:
        web: { address: "127.0.0.1:0" }
        websecure: { address: "127.0.0.1:0", http: { tls: {} } }
      providers:
        kubernetesIngress: {}
        file: { filename: "${files}/dynamic.yml" }
      """
    And the dynamic configuration:
      """
      tls: { stores: { default: { defaultCertificate: { certFile: "${server.certificate}", keyFile: "${server.key}" } } } }
      """
    And the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.default-certificate.from-store
  Rule: The default certificate of the store named default takes the place of the self-signed one

    Scenario Outline: <case>
      Then "<url>" presents a certificate with the common name "server.example.com"

      Examples:
        | case                           | url                      |
        | A name without a certificate   | https://app.example.com/ |
        | A client that asks for no name | https://127.0.0.1/       |

    Scenario: The store is taken away, and comes back
      Given "https://app.example.com/" presents a certificate with the common name "server.example.com"
      When the dynamic configuration is changed to:
        """
        http: {}
        """
      Then "https://app.example.com/" comes to present a certificate with the common name "TRAEFIK DEFAULT CERT"
      When the dynamic configuration is changed to:
        """
        tls: { stores: { default: { defaultCertificate: { certFile: "${server.certificate}", keyFile: "${server.key}" } } } }
        """
      Then "https://app.example.com/" comes to present a certificate with the common name "server.example.com"

  @traefik-routing.default-certificate.others-first
  Rule: A certificate that has the name asked for is presented before the default one

    Scenario: The certificate of a Secret
      Given the TLS Secret "app-tls" for "app.example.com"
      When the Ingress "app" is changed to have:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"

  @traefik-routing.default-certificate.unusable
  Rule: A default certificate that is of no use leaves the self-signed one in its place

    Scenario: A key of another certificate
      Given the dynamic configuration:
        """
        tls: { stores: { default: { defaultCertificate: { certFile: "${server.certificate}", keyFile: "${client.key}" } } } }
        """
      Then "https://app.example.com/" presents a certificate with the common name "TRAEFIK DEFAULT CERT"

  @traefik-routing.default-certificate.unusable-reported
  Rule: An error in the log names a default certificate that is of no use

    Scenario: A key of another certificate
      Given the dynamic configuration:
        """
        tls: { stores: { default: { defaultCertificate: { certFile: "${server.certificate}", keyFile: "${client.key}" } } } }
        """
      When the controller starts
      Then the log has a line with "error" and "defaultCertificate"
