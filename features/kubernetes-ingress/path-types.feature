Feature: The Ingress resource / Path types

  Background:
    Given the Service "app"

  @kubernetes-ingress.path-types.type-required
  Rule: A path without a type is refused by the API server

    Scenario: One path of two has none
      Then the API server refuses the manifest, naming "pathType must be specified":
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: app, namespace: default }
        spec:
          rules:
            - http:
                paths:
                  - path: /typed
                    pathType: Prefix
                    backend: { service: { name: app, port: { number: 80 } } }
                  - path: /untyped
                    backend: { service: { name: app, port: { number: 80 } } }
        """

  @kubernetes-ingress.path-types.implementation-specific
  Rule: A path of type ImplementationSpecific matches at least itself

    Scenario: The path itself
      Given the Ingress "app" with the rules:
        | host            | path | path type              | service |
        | app.example.com | /foo | ImplementationSpecific | app     |
      Then "http://app.example.com/foo" reaches the Service "app"

  # The rows of the page's table of examples stand with the sentences that they illustrate: what matches first, so
  # that what does not match is known to be served otherwise.

  @kubernetes-ingress.path-types.exact
  Rule: A path of type Exact matches itself and no other path

    Scenario Outline: The path <path> and the request <other>
      Given the Ingress "app" with the rules:
        | host            | path   | path type | service |
        | app.example.com | <path> | Exact     | app     |
      Then "http://app.example.com<path>" reaches the Service "app"
      And "http://app.example.com<path>?a=b" reaches the Service "app"
      But "http://app.example.com<other>" is not served

      Examples: Of the page
        | path | other |
        | /foo | /bar  |

      Examples: Further
        | path     | other    |
        | /foo     | /        |
        | /foo     | /foobar  |
        | /foo     | /foo/bar |
        | /foo/bar | /foo     |
        | /        | /foo     |

  @kubernetes-ingress.path-types.exact-case
  Rule: The case of letters matters in paths of type Exact

    Scenario: A capital letter
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /foo | Exact     | app     |
      Then "http://app.example.com/foo" reaches the Service "app"
      But "http://app.example.com/Foo" is not served

  @kubernetes-ingress.path-types.exact-final-slash
  Rule: A slash at the end matters in paths of type Exact

    Scenario Outline: The path <path> and the request <other>
      Given the Ingress "app" with the rules:
        | host            | path   | path type | service |
        | app.example.com | <path> | Exact     | app     |
      Then "http://app.example.com<path>" reaches the Service "app"
      But "http://app.example.com<other>" is not served

      Examples: Of the page
        | path  | other |
        | /foo  | /foo/ |
        | /foo/ | /foo  |

  @kubernetes-ingress.path-types.prefix-all
  Rule: The path `/` of type Prefix matches every path

    Scenario Outline: The request <request>
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | app     |
      Then "http://app.example.com<request>" reaches the Service "app"

      Examples: Of the page, which says: all
        | request    |
        | /          |
        | /foo       |
        | /foo/      |
        | /foo/bar/x |
        | /?a=b      |

  @kubernetes-ingress.path-types.prefix-below
  Rule: A path of type Prefix matches itself and what lies below it, element by element

    Scenario Outline: The path <path> and the request <request>
      Given the Ingress "app" with the rules:
        | host            | path   | path type | service |
        | app.example.com | <path> | Prefix    | app     |
      Then "http://app.example.com<request>" reaches the Service "app"
      But "http://app.example.com<other>" is not served

      Examples: Of the page
        | path     | request      | other |
        | /foo     | /foo         | /bar  |
        | /aaa/bbb | /aaa/bbb     | /aaa  |
        | /aaa/bbb | /aaa/bbb/ccc | /bbb  |

      Examples: Further
        | path     | request              | other        |
        | /aaa/bbb | /aaa/bbb/ccc/ddd?e=f | /            |
        | /aaa/bbb | /aaa/bbb             | /ccc/aaa/bbb |

  @kubernetes-ingress.path-types.prefix-by-element
  Rule: A path of type Prefix does not match a longer name that merely begins like its last element

    Scenario Outline: The path <path> and the request <other>
      Given the Ingress "app" with the rules:
        | host            | path   | path type | service |
        | app.example.com | <path> | Prefix    | app     |
      Then "http://app.example.com<path>" reaches the Service "app"
      But "http://app.example.com<other>" is not served

      Examples: Of the page
        | path     | other       |
        | /aaa/bb  | /aaa/bbb    |
        | /aaa/bbb | /aaa/bbbxyz |

      Examples: Further
        | path      | other       |
        | /foo      | /foobar     |
        | /aaa/bbb/ | /aaa/bbbxyz |
        | /aaa      | /aaax/bbb   |
        | /aaa      | /aaa.html   |

  @kubernetes-ingress.path-types.prefix-case
  Rule: The case of letters matters in paths of type Prefix

    Scenario: A capital letter
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /foo | Prefix    | app     |
      Then "http://app.example.com/foo/bar" reaches the Service "app"
      And "http://app.example.com/foo/BAR" reaches the Service "app"
      But "http://app.example.com/Foo/bar" is not served

  @kubernetes-ingress.path-types.prefix-final-slash
  Rule: A slash at the end does not matter in paths of type Prefix, in the Ingress or in the request

    Scenario Outline: The path <path> and the request <request>
      Given the Ingress "app" with the rules:
        | host            | path   | path type | service |
        | app.example.com | <path> | Prefix    | app     |
      Then "http://app.example.com<request>" reaches the Service "app"

      Examples: Of the page
        | path      | request   |
        | /foo      | /foo      |
        | /foo      | /foo/     |
        | /foo/     | /foo      |
        | /foo/     | /foo/     |
        | /aaa/bbb/ | /aaa/bbb  |
        | /aaa/bbb  | /aaa/bbb/ |

  @kubernetes-ingress.path-types.no-match
  Rule: A request that matches no path of its host reaches the default backend

    Background:
      Given the Service "default"
      And the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /aaa | Prefix    | app     |
      And the default backend "default" that is the Service "default"

    Scenario Outline: The path /aaa and the request <request>
      Then "http://app.example.com/aaa" reaches the Service "app"
      And "http://app.example.com<request>" reaches the Service "default"

      Examples: Of the page
        | request |
        | /ccc    |

      Examples: Further
        | request |
        | /       |
        | /aaab   |
