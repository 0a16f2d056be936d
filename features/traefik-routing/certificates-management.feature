Feature: TLS / Certificates Management

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
    And the Ingress "app" for "app.example.com" with:
      | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |

  # What the Secrets do.

  @traefik-routing.certificates-management.loaded
  Rule: The certificate in a Secret that an Ingress names is presented to clients that ask for its name

    Scenario: One certificate
      Given the TLS Secret "app-tls" for "app.example.com"
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"

    Scenario: Each of two Ingresses has its own
      Given the TLS Secret "app-tls" for "app.example.com"
      And the TLS Secret "production/shop-tls" for "shop.example.com"
      And the Service "production/shop"
      And the Ingress "production/shop" for "shop.example.com" with:
        | spec.tls | [{ hosts: [ shop.example.com ], secretName: shop-tls }] |
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      And "https://shop.example.com/" presents the certificate of the Secret "production/shop-tls"

    Scenario: One certificate for several names
      Given the TLS Secret "app-tls" for "other.example.com, app.example.com"
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      And "https://other.example.com/" presents the certificate of the Secret "app-tls"

  @traefik-routing.certificates-management.not-https-by-itself
  Rule: Naming a Secret does not make an Ingress an HTTPS one

    Scenario: On an entry point that is not for HTTPS
      Given the TLS Secret "app-tls" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app" on the entry point "web"
      But "https://app.example.com/" is answered with 404 on the entry point "web"

  @traefik-routing.certificates-management.shared
  Rule: A certificate loaded for one Ingress is presented for its names whichever Ingress serves them

    Scenario: The Ingress that serves the name has no Secret
      Given the TLS Secret "app-tls" for "*.example.com"
      And the Service "production/shop"
      And the Ingress "production/shop" for "shop.example.com"
      Then "https://shop.example.com/" presents the certificate of the Secret "app-tls"
      And "https://shop.example.com/" reaches the Service "production/shop"

  @traefik-routing.certificates-management.own-namespace
  Rule: A Secret is read in the namespace of its Ingress and in no other

    Scenario: A Secret of that name in another namespace
      Given the TLS Secret "production/app-tls" for "app.example.com"
      Then "https://app.example.com/" reaches the Service "app"
      And "https://app.example.com/" presents the default certificate

  @traefik-routing.certificates-management.changed
  Rule: When a Secret changes, handshakes are given what it then holds, without a restart

    Scenario: The certificate is renewed
      Given the TLS Secret "app-tls" for "app.example.com"
      And "https://app.example.com/" presents the certificate of the Secret "app-tls"
      When the TLS Secret "app-tls" is renewed
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"

  # Which certificate is chosen.

  @traefik-routing.certificates-management.exact-name-first
  Rule: A certificate with the exact name asked for is chosen before one with a wildcard

    Scenario Outline: The wildcard comes <when>
      Given the TLS Secret "app-tls" for "<first>"
      And the TLS Secret "other-tls" for "<second>"
      And the Service "other"
      And the Ingress "other" for "other.example.com" with:
        | spec.tls | [{ hosts: [ other.example.com ], secretName: other-tls }] |
      Then "https://app.example.com/" presents the certificate of the Secret "<exact>"
      And "https://other.example.com/" presents the certificate of the Secret "<wildcard>"

      Examples:
        | when   | first           | second          | exact     | wildcard  |
        | first  | *.example.com   | app.example.com | other-tls | app-tls   |
        | second | app.example.com | *.example.com   | app-tls   | other-tls |

  @traefik-routing.certificates-management.wildcard
  Rule: A certificate with a wildcard is chosen for a name that the wildcard covers

    Background:
      Given the TLS Secret "app-tls" for "*.example.com"

    Scenario: A name with one label in place of the wildcard
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"

    Scenario Outline: Not for <name>
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      But "https://<name>/" presents the default certificate

      Examples:
        | name              |
        | a.app.example.com |
        | example.com       |
        | app.example.org   |

  @traefik-routing.certificates-management.default-certificate
  Rule: Where no certificate has the name asked for, a self-signed default certificate is presented

    Scenario: Another name than that of the certificate
      Given the TLS Secret "app-tls" for "other.example.com"
      Then "https://app.example.com/" reaches the Service "app"
      And "https://app.example.com/" presents the default certificate

    Scenario: A client that asks for no name
      Given the TLS Secret "app-tls" for "app.example.com"
      Then "https://127.0.0.1/" presents the default certificate

  @traefik-routing.certificates-management.default-certificate-name
  Rule: The common name of the default certificate is TRAEFIK DEFAULT CERT

    Scenario: Without any certificate
      Then "https://app.example.com/" presents a certificate with the common name "TRAEFIK DEFAULT CERT"

  # Secrets that are of no use.

  @traefik-routing.certificates-management.secret-missing
  Rule: A Secret that does not exist leaves routes and other certificates as they are

    Scenario: One of two Secrets
      Given the TLS Secret "other-tls" for "app.example.com"
      When the Ingress "app" is changed to have:
        | spec.tls | [{ secretName: app-tls }, { secretName: other-tls }] |
      Then "https://app.example.com/" presents the certificate of the Secret "other-tls"
      And "https://app.example.com/" reaches the Service "app"
      And "http://app.example.com/" reaches the Service "app"

  @traefik-routing.certificates-management.secret-incomplete
  Rule: A Secret without certificate or key leaves routes and other certificates as they are

    Scenario Outline: A Secret <flaw>
      Given the TLS Secret "app-tls" for "app.example.com" <flaw>
      And the TLS Secret "shop-tls" for "shop.example.com"
      And the Service "shop"
      And the Ingress "shop" for "shop.example.com" with:
        | spec.tls | [{ hosts: [ shop.example.com ], secretName: shop-tls }] |
      Then "https://shop.example.com/" presents the certificate of the Secret "shop-tls"
      And "https://app.example.com/" reaches the Service "app"
      And "https://app.example.com/" presents the default certificate

      Examples:
        | flaw                  |
        | without a certificate |
        | without a key         |

  @traefik-routing.certificates-management.secret-unparsable
  Rule: A Secret whose certificate or key does not parse leaves routes and other certificates as they are

    Scenario Outline: A Secret <flaw>
      Given the TLS Secret "app-tls" for "app.example.com" <flaw>
      And the TLS Secret "shop-tls" for "shop.example.com"
      And the Service "shop"
      And the Ingress "shop" for "shop.example.com" with:
        | spec.tls | [{ hosts: [ shop.example.com ], secretName: shop-tls }] |
      Then "https://shop.example.com/" presents the certificate of the Secret "shop-tls"
      And "https://app.example.com/" reaches the Service "app"
      And "https://app.example.com/" presents the default certificate

      Examples:
        | flaw                             |
        | whose certificate does not parse |
        | whose key does not parse         |
        | with the key of another          |

    Scenario: A Secret that was of use
      Given the TLS Secret "app-tls" for "app.example.com"
      And "https://app.example.com/" presents the certificate of the Secret "app-tls"
      When the TLS Secret "app-tls" is changed to one for "app.example.com" whose key does not parse
      Then "https://app.example.com/" presents the default certificate
      And "https://app.example.com/" reaches the Service "app"

  @traefik-routing.certificates-management.secret-too-weak
  Rule: A Secret whose key is too weak for TLS leaves routes and other certificates as they are

    Scenario: An RSA key of 512 bits
      Given the TLS Secret "app-tls" for "app.example.com" whose key is too weak for TLS
      And the TLS Secret "shop-tls" for "shop.example.com"
      And the Service "shop"
      And the Ingress "shop" for "shop.example.com" with:
        | spec.tls | [{ hosts: [ shop.example.com ], secretName: shop-tls }] |
      Then "https://shop.example.com/" presents the certificate of the Secret "shop-tls"
      And "https://app.example.com/" reaches the Service "app"
      And "https://app.example.com/" presents the default certificate

  @traefik-routing.certificates-management.secret-fault-reported
  Rule: A Secret that cannot be used is reported as an error that names it

    Scenario: A Secret that does not exist
      When the controller starts
      Then the log has a line with "error" and "app-tls"

    Scenario Outline: A Secret <flaw>
      Given the TLS Secret "app-tls" for "app.example.com" <flaw>
      When the controller starts
      Then the log has a line with "error" and "app-tls"

      Examples:
        | flaw                             |
        | without a certificate            |
        | without a key                    |
        | whose certificate does not parse |
        | whose key does not parse         |
        | whose key is too weak for TLS    |
        | with the key of another          |
