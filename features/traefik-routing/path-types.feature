Feature: Path Types on Kubernetes 1.18+

  @traefik-routing.path-types.exact
  Rule: A path of type Exact matches itself alone, neither with a slash after it nor anything below it

    Scenario: The path, with a slash after it, and below it
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /bar | Exact     | app     |
      Then "http://app.example.com/bar" reaches the Service "app"
      And "http://app.example.com/bar?a=b" reaches the Service "app"
      But "http://app.example.com/bar/" is not served
      And "http://app.example.com/bar/x" is not served
      And "http://app.example.com/barx" is not served
      And "http://app.example.com/Bar" is not served

    Scenario: A path that ends in a slash
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host            | path  | path type | service |
        | app.example.com | /bar/ | Exact     | app     |
      Then "http://app.example.com/bar/" reaches the Service "app"
      But "http://app.example.com/bar" is not served

  @traefik-routing.path-types.prefix
  Rule: A path of type Prefix matches itself and everything below it

    Scenario: The path, with a slash after it, and below it
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /bar | Prefix    | app     |
      Then "http://app.example.com/bar" reaches the Service "app"
      And "http://app.example.com/bar/" reaches the Service "app"
      And "http://app.example.com/bar/x/y" reaches the Service "app"
      But "http://app.example.com/" is not served
      And "http://app.example.com/x/bar" is not served
      And "http://app.example.com/Bar" is not served

  @traefik-routing.path-types.prefix-of-string
  Rule: A path of type Prefix also matches a longer name that begins like its last element

    Scenario: A longer name
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host            | path     | path type | service |
        | app.example.com | /foo/bar | Prefix    | app     |
      Then "http://app.example.com/foo/barbaz" reaches the Service "app"

  @traefik-routing.path-types.implementation-specific
  Rule: A path of type ImplementationSpecific matches like one without a type

    Scenario: What begins with it
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host            | path | path type              | service |
        | app.example.com | /bar | ImplementationSpecific | app     |
      Then "http://app.example.com/bar" reaches the Service "app"
      And "http://app.example.com/bar/x" reaches the Service "app"
      And "http://app.example.com/barx" reaches the Service "app"
      But "http://app.example.com/ba" is not served

    Scenario: As the annotation says
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host            | path | path type              | service |
        | app.example.com | /bar | ImplementationSpecific | app     |
      And the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.pathmatcher: Path |
      Then "http://app.example.com/bar" reaches the Service "app"
      But "http://app.example.com/bar/x" is not served

  @traefik-routing.path-types.none
  Rule: A path without a type matches whatever begins with it

    Scenario Outline: On Kubernetes <version>
      Given a Kubernetes <version> cluster
      And the Service "app"
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1beta1
        kind: Ingress
        metadata: { name: untyped, namespace: default }
        spec:
          rules:
            - host: untyped.example.com
              http: { paths: [{ path: /bar, backend: { serviceName: app, servicePort: 80 } }] }
        """
      Then "http://untyped.example.com/bar" reaches the Service "app"
      And "http://untyped.example.com/bar/x" reaches the Service "app"
      And "http://untyped.example.com/barx" reaches the Service "app"
      But "http://untyped.example.com/ba" is not served

      Examples:
        | version |
        | 1.14    |
        | 1.17    |
        | 1.18    |
        | 1.21    |

  @traefik-routing.path-types.strict-prefix-matching
  Rule: With the option `strictPrefixMatching`, a path of type Prefix matches by whole elements

    Background:
      Given the provider option strictPrefixMatching is true
      And the Service "app"

    Scenario Outline: The path <path>
      Given the Ingress "app" with the rules:
        | host            | path   | path type | service |
        | app.example.com | <path> | Prefix    | app     |
      Then "http://app.example.com/foo/bar" reaches the Service "app"
      And "http://app.example.com/foo/bar/" reaches the Service "app"
      And "http://app.example.com/foo/bar/baz" reaches the Service "app"
      But "http://app.example.com/foo/barbaz" is not served
      And "http://app.example.com/foo" is not served

      Examples:
        | path      |
        | /foo/bar  |
        | /foo/bar/ |

    Scenario: The path / is everything
      Given the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And "http://app.example.com/anything/at/all" reaches the Service "app"

    Scenario: Paths of other types are matched as before
      Given the Ingress "app" with the rules:
        | host            | path   | path type              | service |
        | app.example.com | /foo   | ImplementationSpecific | app     |
        | app.example.com | /exact | Exact                  | app     |
      Then "http://app.example.com/foobar" reaches the Service "app"
      And "http://app.example.com/exact" reaches the Service "app"
      But "http://app.example.com/exact/" is not served
