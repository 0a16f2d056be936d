Feature: Annotations / On Ingress / router.tls.options
  What the options themselves do is the matter of the section on TLS options.

  Background:
    Given the dynamic configuration:
      """
      tls: { options: { modern: { minVersion: VersionTLS13 }, other: { maxVersion: VersionTLS12 } } }
      """
    And the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls: "true", traefik.ingress.kubernetes.io/router.tls.options: modern@file } |
    And the Service "plain"
    And the Ingress "plain" for "plain.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |

  @traefik-routing.router-tls-options.by-server-name
  Rule: The TLS options named apply to handshakes whose server name is a host of the Ingress

    Scenario: A client that speaks TLS 1.3
      Given a TLS client that offers:
        | versions | 1.2 to 1.3 |
      Then the TLS client reaches the Service "app" with "https://app.example.com/"
      And the TLS client agrees on "TLSv1.3" with "https://app.example.com/"

    Scenario: A client that speaks TLS 1.2 alone
      Given a TLS client that offers:
        | versions | 1.2 |
      Then the TLS client reaches the Service "plain" with "https://plain.example.com/"
      But the TLS client is refused by "https://app.example.com/"

    Scenario: A server name that differs in case alone
      Given a TLS client that offers:
        | versions    | 1.2             |
        | server name | APP.Example.com |
      Then the TLS client is refused by "https://app.example.com/"

    Scenario: A host with a wildcard
      Given the Service "wild"
      And the Ingress "wild" for "*.wild.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls: "true", traefik.ingress.kubernetes.io/router.tls.options: modern@file } |
      And a TLS client that offers:
        | versions | 1.2 |
      Then the TLS client reaches the Service "plain" with "https://plain.example.com/"
      But the TLS client is refused by "https://any.wild.example.com/"

    Scenario: The annotation is added later
      Given a TLS client that offers:
        | versions | 1.2 |
      And the TLS client reaches the Service "plain" with "https://plain.example.com/"
      When the Ingress "plain" is changed to have:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls: "true", traefik.ingress.kubernetes.io/router.tls.options: modern@file } |
      Then the TLS client is refused by "https://plain.example.com/"

  @traefik-routing.router-tls-options.conflict
  Rule: Where two Ingresses give one host different TLS options, the default options apply to it

    Scenario Outline: The second one <says>
      Given the Service "second"
      And the Ingress "second" with the rules:
        | host            | path    | path type | service | port |
        | app.example.com | /second | Prefix    | second  | 80   |
      And the Ingress "second" is changed to have:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls: "true"<options> } |
      And a TLS client that offers:
        | versions | 1.2 |
      Then the TLS client reaches the Service "app" with "https://app.example.com/"
      And the TLS client reaches the Service "second" with "https://app.example.com/second"
      Given a TLS client that offers:
        | versions | 1.3 |
      Then the TLS client reaches the Service "app" with "https://app.example.com/"

      Examples:
        | says                | options                                                        |
        | names other options | , traefik.ingress.kubernetes.io/router.tls.options: other@file |
        | names none          |                                                                |

  @traefik-routing.router-tls-options.conflict-reported
  Rule: The log names a host that is given different TLS options

    Scenario: Two Ingresses
      Given the Service "second"
      And the Ingress "second" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls: "true", traefik.ingress.kubernetes.io/router.tls.options: other@file } |
      Then the log has a line with "app.example.com" and "modern@file"

  @traefik-routing.router-tls-options.misdirected
  Rule: A request whose host has other TLS options than the server name of its handshake is answered with 421

    Scenario Outline: <protocol>
      Given a TLS client that offers:
        | server name | plain.example.com |
        | protocols   | <protocol>        |
      Then the TLS client reaches the Service "plain" with "https://plain.example.com/"
      But the TLS client is answered with 421 by "https://app.example.com/"

      Examples:
        | protocol |
        | http/1.1 |
        | h2       |

    Scenario: A client that asks for no name
      Given a TLS client that offers:
        | server name |  |
      Then the TLS client reaches the Service "plain" with "https://plain.example.com/"
      But the TLS client is answered with 421 by "https://app.example.com/"

    Scenario: Another host with the same options
      Given the Service "third"
      And the Ingress "third" for "third.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls: "true", traefik.ingress.kubernetes.io/router.tls.options: modern@file } |
      And a TLS client that offers:
        | server name | app.example.com |
      Then the TLS client reaches the Service "third" with "https://third.example.com/"

  @traefik-routing.router-tls-options.unknown
  Rule: A handshake for a host whose TLS options do not exist fails

    Scenario: Options that the file does not have
      When the Ingress "app" is changed to have:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls: "true", traefik.ingress.kubernetes.io/router.tls.options: lost@file } |
      And a TLS client that offers:
        | versions | 1.2 to 1.3 |
      Then the TLS client reaches the Service "plain" with "https://plain.example.com/"
      But the TLS client is refused by "https://app.example.com/"

  @traefik-routing.router-tls-options.unknown-not-evaded
  Rule: A host whose TLS options do not exist is not reached through a handshake for another one

    Scenario: The host of another Ingress as the server name
      When the Ingress "app" is changed to have:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls: "true", traefik.ingress.kubernetes.io/router.tls.options: lost@file } |
      And a TLS client that offers:
        | server name | plain.example.com |
      Then the TLS client reaches the Service "plain" with "https://plain.example.com/"
      But the TLS client is answered with 421 by "https://app.example.com/"

  @traefik-routing.router-tls-options.unknown-reported
  Rule: The log names TLS options that do not exist, and the router that names them

    Scenario: Options that the file does not have
      When the Ingress "app" is changed to have:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.tls: "true", traefik.ingress.kubernetes.io/router.tls.options: lost@file } |
      Then the log has a line with "default-app-app-example-com" and "lost@file"
