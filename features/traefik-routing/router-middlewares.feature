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
      And the log has a line with "error" and "prefix@kubernetes"

  @traefik-routing.router-middlewares.missing-disables
  Rule: A middleware that does not exist disables the routers of the Ingress, which answer with 404

    Background:
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: no-such-thing@file |

    Scenario: One that no provider knows
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404

    Scenario: One that can't be made as it is defined
      Given the dynamic configuration:
        """
        http: { middlewares: { no-such-thing: { stripPrefixRegex: { regex: ["("] } } } }
        """
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404

    Scenario Outline: A chain that <fault>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            no-such-thing: { chain: { middlewares: [good, <member>] } }
            good: { addPrefix: { prefix: /good } }
            back: { chain: { middlewares: [no-such-thing] } }
        """
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404
      And the Middleware "no-such-thing@file" is shown to have a problem at "chain.middlewares[1]"

      Examples:
        | fault                            | member        |
        | names one that there is not      | missing       |
        | names itself                     | no-such-thing |
        | names one that leads back to it  | back          |

    Scenario: One whose file can't be read
      Given the dynamic configuration:
        """
        http: { middlewares: { no-such-thing: { basicAuth: { usersFile: "${files}/no-users" } } } }
        """
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404
      And the log has a line with "http.middlewares.no-such-thing.basicAuth.usersFile" and "no-users"

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
