Feature: TLS / Communication Between Traefik and Pods

  @traefik-routing.tls-to-pods.port-443
  Rule: Pods behind port 443 of a Service are spoken to over HTTPS

    Scenario Outline: The port <ports>
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { rootCAs: ['${authority}'] }
        """
      And the Services:
        | service | ports   | protocol |
        | app     | <ports> | HTTPS    |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" are spoken to over HTTP/1.1 over TLS

      Examples:
        | ports       |
        | 443         |
        | 443 -> 8443 |
        | web:443     |

  @traefik-routing.tls-to-pods.port-name
  Rule: Pods behind a port whose name begins with https are spoken to over HTTPS

    Scenario Outline: The port <ports>
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { rootCAs: ['${authority}'] }
        """
      And the Services:
        | service | ports   | protocol |
        | app     | <ports> | HTTPS    |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port   |
        | app.example.com | /    | Prefix    | app     | <port> |
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" are spoken to over HTTP/1.1 over TLS

      Examples:
        | ports          | port  |
        | https:8443     | https |
        | https:8443     | 8443  |
        | https-web:9000 | 9000  |

    Scenario: A name that only holds it
      Given the Services:
        | service | ports         |
        | app     | web-https:900 |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port      |
        | app.example.com | /    | Prefix    | app     | web-https |
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" are spoken to over HTTP/1.1

  @traefik-routing.tls-to-pods.scheme-annotation
  Rule: Pods of a Service whose scheme annotation is https are spoken to over HTTPS

    Scenario: Behind port 80
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { rootCAs: ['${authority}'] }
        """
      And the Services:
        | service | ports | protocol |
        | app     | 80    | HTTPS    |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serversscheme: https |
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" are spoken to over HTTP/1.1 over TLS

  @traefik-routing.tls-to-pods.verified
  Rule: No request is sent to a pod whose certificate cannot be verified

    Scenario Outline: <case>
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { rootCAs: ['${authority}'] }
        """
      And the Services:
        | service | ports | protocol   | certificate   | signer   |
        | app     | 443   | <protocol> | <certificate> | <signer> |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      When the client asks for "http://app.example.com/"
      Then the client is answered with an error of the server
      And the pods have received 0 requests in all

      Examples:
        | case                                   | certificate     | signer            | protocol          |
        | Nobody is trusted who signed it        | 127.0.0.1       | another authority | HTTPS             |
        | It is for another address              | 127.0.0.2       |                   | HTTPS             |
        | It is for the host that clients ask of | app.example.com |                   | HTTPS             |
        | It would be a pod that speaks HTTP/2   | 127.0.0.1       | another authority | HTTPS, HTTP/2 too |

    Scenario: Nobody is named who may sign them
      Given the Services:
        | service | ports | protocol |
        | app     | 443   | HTTPS    |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      When the client asks for "http://app.example.com/"
      Then the client is answered with an error of the server
      And the pods have received 0 requests in all

  @traefik-routing.tls-to-pods.not-verified-on-demand
  Rule: A transport that skips verification sends requests to a pod with any certificate

    Scenario Outline: <case>
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { insecureSkipVerify: true }
        """
      And the Services:
        | service | ports | protocol | certificate   | signer            |
        | app     | 443   | HTTPS    | <certificate> | another authority |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" are spoken to over HTTP/1.1 over TLS

      Examples:
        | case                            | certificate       |
        | Nobody is trusted who signed it | 127.0.0.1         |
        | It is for somebody else         | other.example.com |

  @traefik-routing.tls-to-pods.failure-is-502
  Rule: A request for a pod with which no TLS connection comes about is answered with 502

    Scenario: A pod that speaks plain HTTP
      Given the Services:
        | service | ports |
        | app     | 443   |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      Then "http://app.example.com/" is answered with 502

    Scenario: A pod that wants a certificate to be shown
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { rootCAs: ['${authority}'] }
        """
      And the Services:
        | service | ports | protocol | client certificates |
        | app     | 443   | HTTPS    | required            |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      Then "http://app.example.com/" is answered with 502

  @traefik-routing.tls-to-pods.certificate-error-is-500
  Rule: A request for a pod whose certificate cannot be verified is answered with 500

    Scenario: Nobody is trusted who signed it
      Given the Services:
        | service | ports | protocol |
        | app     | 443   | HTTPS    |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      Then "http://app.example.com/" is answered with 500

  @traefik-routing.tls-to-pods.web-socket
  Rule: WebSockets to pods are spoken over TLS as other requests are

    Scenario Outline: <case>
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { rootCAs: ['${authority}'] }
        """
      And the Services:
        | service | ports | protocol | signer   |
        | app     | 443   | HTTPS    | <signer> |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      When the client sends:
        """
        GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
        """
      Then the client is answered with <outcome>

      Examples:
        | case                                | signer            | outcome                |
        | The certificate can be verified     | nobody else       | 101                    |
        | Nobody is trusted who has signed it | another authority | an error of the server |
