Feature: TLS

  @kubernetes-ingress.tls.secret
  Rule: HTTPS for a host is served with the certificate and key of the Secret that the Ingress names

    Scenario: The Secret is there before the Ingress
      Given the Service "app"
      And the TLS Secret "app-tls" for "app.example.com"
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      And "https://app.example.com/" reaches the Service "app"

    Scenario: The Secret is changed
      Given the Service "app"
      And the TLS Secret "app-tls" for "app.example.com"
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      And "https://app.example.com/" presents the certificate of the Secret "app-tls"
      When the TLS Secret "app-tls" is renewed
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"

  @kubernetes-ingress.tls.by-server-name
  Rule: Several hosts with certificates of their own share a port, told apart by the server name in the handshake

    Background:
      Given the TLS Secret "one-tls" for "one.example.com"
      And the TLS Secret "two-tls" for "two.example.com"
      And the Services:
        | service |
        | one     |
        | two     |

    Scenario: Two hosts of one Ingress
      Given the Ingress "hosts" with the rules:
        | host            | path | path type | service |
        | one.example.com | /    | Prefix    | one     |
        | two.example.com | /    | Prefix    | two     |
      And the Ingress "hosts" is changed to have:
        | spec.tls | [{ hosts: [ one.example.com ], secretName: one-tls }, { hosts: [ two.example.com ], secretName: two-tls }] |
      Then "https://one.example.com/" presents the certificate of the Secret "one-tls"
      And "https://two.example.com/" presents the certificate of the Secret "two-tls"
      And "https://one.example.com/" reaches the Service "one"
      And "https://two.example.com/" reaches the Service "two"

    Scenario: The hosts of two Ingresses
      Given the Ingress "one" for "one.example.com" with:
        | spec.tls | [{ hosts: [ one.example.com ], secretName: one-tls }] |
      And the Ingress "two" for "two.example.com" with:
        | spec.tls | [{ hosts: [ two.example.com ], secretName: two-tls }] |
      Then "https://one.example.com/" presents the certificate of the Secret "one-tls"
      And "https://two.example.com/" presents the certificate of the Secret "two-tls"

  @kubernetes-ingress.tls.terminated
  Rule: Pods receive plain HTTP, whether the client came over HTTPS or not

    Scenario: A client over HTTP, and one over HTTPS
      Given the Service "app"
      And the TLS Secret "app-tls" for "app.example.com"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" is changed to have:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      And "https://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" are spoken to over HTTP/1.1

  @kubernetes-ingress.tls.default-backend
  Rule: Requests over HTTPS that match no rule reach the default backend

    Scenario: A host that no Ingress names
      Given the Services:
        | service |
        | app     |
        | default |
      And the TLS Secret "app-tls" for "app.example.com"
      And the Ingress "app" for "app.example.com/app" with:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      And the default backend "default" that is the Service "default"
      Then "https://nobody.example.com/" reaches the Service "default"
      And "https://app.example.com/other" reaches the Service "default"
      But "https://app.example.com/app" reaches the Service "app"
