Feature: Annotations / On Ingress

  Background:
    Given the Services:
      | service |
      | app     |
      | other   |
    And the Ingress "other" for "other.example.com"

  @traefik-routing.annotations-on-ingress.reference-names-provider
  Rule: What an annotation refers to in another provider is named with that provider after an `@`

    Scenario Outline: A middleware of a file, as <name>
      Given the dynamic configuration:
        """
        http: { middlewares: { away: { redirectRegex: { regex: .*, replacement: 'http://a.example.com/' } } } }
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: <name> |
      Then "http://app.example.com/" is answered with <status>

      Examples:
        | name            | status |
        | away@file       | 302    |
        | away            | 404    |
        | away@kubernetes | 404    |

  @traefik-routing.annotations-on-ingress.invalid-value
  Rule: An Ingress with an annotation whose value does not parse is not served, and every other Ingress is

    Scenario Outline: <annotation> with the value <value>
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/<annotation>: "<value>" |
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is not served
      When the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/<annotation>: "<correct>" |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | annotation      | value | correct |
        | router.priority | high  | 10      |
        | router.tls      | maybe | false   |

  @traefik-routing.annotations-on-ingress.invalid-value-reported
  Rule: The log names the Ingress, the annotation and the value that does not parse

    Scenario: A priority that is no number
      Given the Ingress "shop" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: high |
      When the controller starts
      Then the log has a line with "shop", "router.priority" and "high"

  @traefik-routing.annotations-on-ingress.unknown-annotation
  Rule: An Ingress with a `router.` annotation that does not exist is not served, and every other Ingress is

    Scenario: A name with a typing mistake
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.entrypoint: web |
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is not served

  @traefik-routing.annotations-on-ingress.names-ignore-case
  Rule: The case of letters in the name of an annotation does not matter

    Scenario Outline: <annotation>
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/<annotation>: websecure |
      Then "https://app.example.com/" reaches the Service "app"
      But "http://app.example.com/" is not served

      Examples:
        | annotation         |
        | router.entrypoints |
        | router.entryPoints |
        | Router.ENTRYPOINTS |
