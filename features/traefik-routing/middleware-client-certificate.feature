Feature: Around the document / Middlewares / Client certificates

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | { traefik.ingress.kubernetes.io/router.middlewares: tested@file, traefik.ingress.kubernetes.io/router.tls: "true" } |

  @traefik-routing.middleware-client-certificate.pem
  Rule: With `pem`, `X-Forwarded-Tls-Client-Cert` is the certificate of the client in PEM, without delimiters and line ends

    Scenario: A client that presents one
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              passTLSClientCert: { pem: true }
        tls:
          options:
            default:
              clientAuth: { clientAuthType: RequestClientCert }
        """
      And a TLS client that offers:
        | certificate | of the authority |
      When the TLS client reaches the Service "app" with "https://app.example.com/"
      Then the pod has received the certificate of the TLS client in the header "X-Forwarded-Tls-Client-Cert"

  @traefik-routing.middleware-client-certificate.info
  Rule: `X-Forwarded-Tls-Client-Cert-Info` has what `info` selects of the certificate, escaped as a query

    Scenario: The common name
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              passTLSClientCert: { info: { subject: { commonName: true, country: true } } }
        tls:
          options:
            default:
              clientAuth: { clientAuthType: RequestClientCert }
        """
      And a TLS client that offers:
        | certificate | of the authority |
      When the TLS client reaches the Service "app" with "https://app.example.com/"
      Then the pod has received the header "X-Forwarded-Tls-Client-Cert-Info" with "Subject%3D%22CN%3Dclient%22"
      And the pod has not received the header "X-Forwarded-Tls-Client-Cert"

  @traefik-routing.middleware-client-certificate.forged
  Rule: What a client says of a certificate in these headers does not reach the pod

    Scenario Outline: <header>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              passTLSClientCert: { pem: true, info: { sans: true } }
        """
      When the client asks for "https://app.example.com/" with the headers:
        | <header> | abc |
      Then the client is answered with 200
      And the pod has not received the header "<header>"

      Examples:
        | header                           |
        | X-Forwarded-Tls-Client-Cert      |
        | x-forwarded-tls-client-cert-info |

    Scenario: Where the client is trusted
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.websecure.address=127.0.0.1:0
        --entryPoints.websecure.http.tls
        --entryPoints.websecure.forwardedHeaders.insecure
        """
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              passTLSClientCert: { pem: true }
        """
      When the client asks for "https://app.example.com/" with the headers:
        | X-Forwarded-Tls-Client-Cert | abc |
      Then the client is answered with 200
      And the pod has not received the header "X-Forwarded-Tls-Client-Cert"
