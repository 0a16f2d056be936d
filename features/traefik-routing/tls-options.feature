Feature: Around the document / TLS / TLS Options

  Background:
    Given the static configuration, as YAML:
      """
      entryPoints:
        web: { address: "127.0.0.1:0" }
        websecure: { address: "127.0.0.1:0", http: { tls: { options: chosen@file } } }
      providers:
        kubernetesIngress: {}
        file: { filename: "${files}/dynamic.yml" }
      """
    And the Service "app"
    And the Ingress "app" for "app.example.com"

  # Which versions and algorithms are agreed on.

  @traefik-routing.tls-options.min-version-default
  Rule: By default handshakes of TLS versions before 1.2 are refused

    Background:
      Given the dynamic configuration:
        """
        tls: { options: { chosen: {} } }
        """

    Scenario: TLS 1.2 and 1.3
      Given a TLS client that offers:
        | versions | 1.2 |
      Then the TLS client agrees on "TLSv1.2" with "https://app.example.com/"
      When the TLS client offers:
        | versions | 1.2 to 1.3 |
      Then the TLS client agrees on "TLSv1.3" with "https://app.example.com/"

    Scenario Outline: TLS <version>
      Given a TLS client that offers:
        | versions | <version> |
      Then the TLS client is refused by "https://app.example.com/"
      When the TLS client offers:
        | versions | <version> to 1.2 |
      Then the TLS client agrees on "TLSv1.2" with "https://app.example.com/"

      Examples:
        | version |
        | 1.0     |
        | 1.1     |

  @traefik-routing.tls-options.min-version
  Rule: `minVersion` refuses handshakes of earlier versions

    Scenario: 1.3
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { minVersion: VersionTLS13 } } }
        """
      And a TLS client that offers:
        | versions | 1.2 to 1.3 |
      Then the TLS client agrees on "TLSv1.3" with "https://app.example.com/"
      When the TLS client offers:
        | versions | 1.2 |
      Then the TLS client is refused by "https://app.example.com/"

    Scenario Outline: One before the default one, <option>
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { minVersion: <option> } } }
        """
      And a TLS client that offers:
        | versions | <version> |
      Then the TLS client agrees on "<agreed>" with "https://app.example.com/"

      Examples:
        | option       | version | agreed  |
        | VersionTLS10 | 1.0     | TLSv1   |
        | VersionTLS11 | 1.1     | TLSv1.1 |

  @traefik-routing.tls-options.max-version
  Rule: `maxVersion` refuses handshakes of later versions

    Scenario: 1.2
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { maxVersion: VersionTLS12 } } }
        """
      And a TLS client that offers:
        | versions | 1.2 to 1.3 |
      Then the TLS client agrees on "TLSv1.2" with "https://app.example.com/"
      When the TLS client offers:
        | versions | 1.3 |
      Then the TLS client is refused by "https://app.example.com/"

  @traefik-routing.tls-options.cipher-suites
  Rule: `cipherSuites` limits the ciphers of TLS 1.2 to those listed

    Background:
      Given the dynamic configuration:
        """
        tls:
          options:
            chosen:
              cipherSuites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]
        """

    Scenario: A client that offers one of them among others
      Given a TLS client that offers:
        | versions | 1.2                                                          |
        | ciphers  | ECDHE-ECDSA-AES128-GCM-SHA256, ECDHE-ECDSA-AES256-GCM-SHA384 |
      Then the TLS client agrees on "ECDHE-ECDSA-AES256-GCM-SHA384" with "https://app.example.com/"

    Scenario: A client that offers none of them
      Given a TLS client that offers:
        | versions | 1.2                           |
        | ciphers  | ECDHE-ECDSA-AES128-GCM-SHA256 |
      Then the TLS client is refused by "https://app.example.com/"

    Scenario: TLS 1.3, whose ciphers are not for choosing
      Given a TLS client that offers:
        | versions | 1.3                    |
        | ciphers  | TLS_AES_128_GCM_SHA256 |
      Then the TLS client agrees on "TLS_AES_128_GCM_SHA256" with "https://app.example.com/"

  @traefik-routing.tls-options.curve-preferences
  Rule: `curvePreferences` limits the curves to those listed

    Scenario Outline: <curve> in TLS <version>
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { curvePreferences: [<curve>] } } }
        """
      And a TLS client that offers:
        | versions | <version>            |
        | curves   | X25519, P-256, P-384 |
      Then the TLS client agrees on "<agreed>" with "https://app.example.com/"
      When the TLS client offers:
        | versions | <version>     |
        | curves   | X25519, P-256 |
      Then the TLS client is refused by "https://app.example.com/"

      Examples:
        | curve     | version | agreed    |
        | CurveP384 | 1.2     | secp384r1 |
        | secp384r1 | 1.3     | secp384r1 |

  # Who is admitted.

  @traefik-routing.tls-options.sni-strict
  Rule: `sniStrict` refuses handshakes for names without a certificate

    Background:
      Given the dynamic configuration:
        """
        tls: { options: { default: { sniStrict: true } } }
        """
      And the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.1:0" }
          websecure: { address: "127.0.0.1:0", http: { tls: {} } }
        providers:
          kubernetesIngress: {}
          file: { filename: "${files}/dynamic.yml" }
        """
      And the TLS Secret "app-tls" for "app.example.com"
      And the Ingress "app" is changed to have:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |

    Scenario: A name with a certificate
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"

    Scenario Outline: <case>
      Given a TLS client that offers:
        | server name | <name> |
      Then the TLS client is refused by "https://app.example.com/"

      Examples:
        | case            | name              |
        | Another name    | other.example.com |
        | A name below it | a.app.example.com |
        | No name         |                   |

  @traefik-routing.tls-options.client-auth
  Rule: `clientAuth` asks clients for a certificate, and refuses them as its type says

    Scenario Outline: <type> takes a certificate <certificate>
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { clientAuth: { clientAuthType: <type>, caFiles: ["${authority}"] } } } }
        """
      And a TLS client that offers:
        | versions    | <version>     |
        | certificate | <certificate> |
      Then the TLS client reaches the Service "app" with "https://app.example.com/"

      Examples:
        | type                       | certificate          | version    |
        | NoClientCert               | none                 | 1.2 to 1.3 |
        | RequestClientCert          | none                 | 1.2 to 1.3 |
        | RequestClientCert          | of another authority | 1.2 to 1.3 |
        | RequireAnyClientCert       | of another authority | 1.2        |
        | RequireAnyClientCert       | of another authority | 1.2 to 1.3 |
        | VerifyClientCertIfGiven    | none                 | 1.2 to 1.3 |
        | VerifyClientCertIfGiven    | of the authority     | 1.2 to 1.3 |
        | RequireAndVerifyClientCert | of the authority     | 1.2        |
        | RequireAndVerifyClientCert | of the authority     | 1.2 to 1.3 |

    Scenario Outline: <type> refuses a certificate <certificate> in TLS <version>
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { clientAuth: { clientAuthType: <type>, caFiles: ["${authority}"] } } } }
        """
      And a TLS client that offers:
        | versions    | <version>     |
        | certificate | <certificate> |
      Then the TLS client is refused by "https://app.example.com/"

      Examples:
        | type                       | certificate          | version |
        | RequireAnyClientCert       | none                 | 1.2     |
        | RequireAnyClientCert       | none                 | 1.3     |
        | VerifyClientCertIfGiven    | of another authority | 1.2     |
        | VerifyClientCertIfGiven    | of another authority | 1.3     |
        | RequireAndVerifyClientCert | none                 | 1.2     |
        | RequireAndVerifyClientCert | none                 | 1.3     |
        | RequireAndVerifyClientCert | of another authority | 1.2     |
        | RequireAndVerifyClientCert | of another authority | 1.3     |

  # What is spoken.

  @traefik-routing.tls-options.alpn
  Rule: HTTP/2 is agreed on in the handshake with clients that offer it

    Scenario Outline: <case>
      Given the dynamic configuration:
        """
        tls: { options: { chosen: {} } }
        """
      And a TLS client that offers:
        | protocols | <offered> |
      Then the TLS client agrees on "<agreed>" with "https://app.example.com/"
      And the TLS client reaches the Service "app" with "https://app.example.com/"

      Examples:
        | case                            | offered      | agreed   |
        | A client that offers it         | http/1.1, h2 | h2       |
        | A client that does not offer it | http/1.1     | http/1.1 |

  @traefik-routing.tls-options.alpn-protocols
  Rule: `alpnProtocols` lists what is agreed on in handshakes, in the order of preference

    Scenario Outline: <listed>
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { alpnProtocols: [<listed>] } } }
        """
      And a TLS client that offers:
        | protocols | <offered> |
      Then the TLS client agrees on "<agreed>" with "https://app.example.com/"
      And the TLS client reaches the Service "app" with "https://app.example.com/"

      Examples:
        | listed       | offered      | agreed   |
        | http/1.1     | h2, http/1.1 | http/1.1 |
        | http/1.1, h2 | h2, http/1.1 | http/1.1 |
        | h2, http/1.1 | http/1.1, h2 | h2       |

    Scenario: A client that offers nothing that is listed
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { alpnProtocols: [h2] } } }
        """
      And a TLS client that offers:
        | protocols | imap |
      Then the TLS client is refused by "https://app.example.com/"

  # Whose they are.

  @traefik-routing.tls-options.default
  Rule: Options named default apply to every router that names none

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
        tls: { options: { default: { minVersion: VersionTLS13 }, old: {} } }
        """
      And a TLS client that offers:
        | versions | 1.2 |

    Scenario: An Ingress that names none, and one that does
      Given the Service "other"
      And the Ingress "other" for "other.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls: "true", traefik.ingress.kubernetes.io/router.tls.options: old@file } |
      Then the TLS client reaches the Service "other" with "https://other.example.com/"
      But the TLS client is refused by "https://app.example.com/"
      And the TLS client is refused by "https://nobody.example.com/"

    Scenario: They are changed
      Given the TLS client is refused by "https://app.example.com/"
      When the dynamic configuration is changed to:
        """
        tls: { options: { default: {} } }
        """
      Then the TLS client reaches the Service "app" with "https://app.example.com/"

  @traefik-routing.tls-options.entry-point
  Rule: The options of an entry point apply to its routers that say nothing of TLS themselves

    Scenario: One that says nothing, and one that does
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { minVersion: VersionTLS13 } } }
        """
      And the Service "other"
      And the Ingress "other" for "other.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      And a TLS client that offers:
        | versions | 1.2 |
      Then the TLS client reaches the Service "other" with "https://other.example.com/"
      But the TLS client is refused by "https://app.example.com/"

  @traefik-routing.tls-options.unusable
  Rule: Options under which no handshake can succeed refuse every handshake

    Scenario Outline: <case>
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { <options> } } }
        """
      And the Service "other"
      And the Ingress "other" for "other.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      And a TLS client that offers:
        | versions | 1.2 to 1.3 |
      Then the TLS client reaches the Service "other" with "https://other.example.com/"
      But the TLS client is refused by "https://app.example.com/"

      Examples:
        | case                              | options                                                                       |
        | Versions that exclude one another | minVersion: VersionTLS13, maxVersion: VersionTLS12                            |
        | Ciphers that do not exist         | cipherSuites: [TLS_NONE]                                                      |
        | No authority to verify by         | clientAuth: { clientAuthType: RequireAndVerifyClientCert }                    |
        | An authority that can't be read   | clientAuth: { clientAuthType: VerifyClientCertIfGiven, caFiles: [/lost.pem] } |

  @traefik-routing.tls-options.unusable-reported
  Rule: An error in the log names options under which no handshake can succeed

    Scenario Outline: <case>
      Given the dynamic configuration:
        """
        tls: { options: { chosen: { <options> } } }
        """
      When the controller starts
      Then the log has a line with "error" and "chosen"

      Examples:
        | case                              | options                                                                       |
        | Versions that exclude one another | minVersion: VersionTLS13, maxVersion: VersionTLS12                            |
        | Ciphers that do not exist         | cipherSuites: [TLS_NONE]                                                      |
        | No authority to verify by         | clientAuth: { clientAuthType: RequireAndVerifyClientCert }                    |
        | An authority that can't be read   | clientAuth: { clientAuthType: VerifyClientCertIfGiven, caFiles: [/lost.pem] } |

  @traefik-routing.tls-options.client-auth-added
  Rule: A connection that was there before certificates were asked for takes no more requests

    Scenario: A client that keeps its connection
      Given the dynamic configuration:
        """
        tls: { options: { chosen: {} } }
        """
      And the client connects over TLS to "app.example.com"
      And the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      And the client is answered with 200
      When the dynamic configuration is changed to:
        """
        tls: { options: { chosen: { clientAuth: { clientAuthType: RequireAnyClientCert } } } }
        """
      Then the TLS client comes to be refused by "https://app.example.com/"
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 421
