Feature: Annotations / On Ingress / router.middlewares

  Background:
    Given the static configuration, as YAML:
      """
      providers:
        kubernetesIngress: {}
      """
    And the Services:
      | service |
      | app     |
      | other   |
    And the Ingress "other" for "other.example.com"

  @traefik-routing.router-middlewares.applied
  Rule: A middleware that the annotation names is applied to the requests of the Ingress

    Scenario: One, from a file
      Given the dynamic configuration:
        """
        http: { middlewares: { prefix: { addPrefix: { prefix: /added } } } }
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: prefix@file |
      When the client asks for "http://app.example.com/path"
      Then the client is answered with 200
      And the pod has received the target "/added/path"

    Scenario: A chain of two
      Given the dynamic configuration:
        """
        http:
          middlewares:
            one: { addPrefix: { prefix: /one } }
            two: { addPrefix: { prefix: /two } }
            both: { chain: { middlewares: [two, one@file] } }
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: both@file |
      When the client asks for "http://app.example.com/path"
      Then the client is answered with 200
      And the pod has received the target "/one/two/path"

  @traefik-routing.router-middlewares.in-order
  Rule: Several middlewares are applied in the order of the list

    Scenario Outline: <list>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            one: { addPrefix: { prefix: /one } }
            two: { addPrefix: { prefix: /two } }
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: "<list>" |
      When the client asks for "http://app.example.com/path"
      Then the client is answered with 200
      And the pod has received the target "<target>"

      Examples:
        | list                      | target             |
        | one@file,two@file         | /two/one/path      |
        | two@file, one@file        | /one/two/path      |
        | one@file,two@file,one@file | /one/two/one/path |

  @traefik-routing.router-middlewares.others-unaffected
  Rule: The annotation does not change requests of other Ingresses

    Scenario: Another Ingress for the same host
      Given the dynamic configuration:
        """
        http: { middlewares: { prefix: { addPrefix: { prefix: /added } } } }
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: prefix@file |
      And the Ingress "other" for "app.example.com/other"
      When the client asks for "http://app.example.com/other/path"
      Then the client is answered with 200
      And the pod has received the target "/other/path"

  @traefik-routing.router-middlewares.unqualified
  Rule: A middleware that the annotation names without a provider is not one of the files

    Scenario: The name of one that a file has
      Given the dynamic configuration:
        """
        http: { middlewares: { prefix: { addPrefix: { prefix: /added } } } }
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: prefix |
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404

  @traefik-routing.router-middlewares.missing-disables
  Rule: A middleware that does not exist disables the routers of the Ingress, which answer with 404

    Background:
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: no-such-thing@file |

    Scenario: One that no provider knows
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404

    Scenario: The annotation is removed
      Then "http://app.example.com/" is answered with 404
      When the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: null |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-routing.router-middlewares.missing-reported
  Rule: A middleware that does not exist is named in an error

    Background:
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: no-such-thing@file |

    Scenario: The log names it
      When the controller starts
      Then the log has a line with "error" and "no-such-thing@file"
