Feature: The Ingress resource / Hostname wildcards

  Background:
    Given the Service "app"

  @kubernetes-ingress.hostname-wildcards.precise
  Rule: A host without a wildcard matches requests for that very host

    Scenario: The host, and one that ends like it
      Given the Ingress "app" for "foo.bar.com"
      Then "http://foo.bar.com/" reaches the Service "app"
      But "http://baz.foo.bar.com/" is not served
      And "http://baz.bar.com/" is not served

  # The rows of the page's table of examples: of a wildcard and a host that is asked for.

  @kubernetes-ingress.hostname-wildcards.one-label
  Rule: A wildcard matches exactly one label in its place

    Scenario Outline: The wildcard <wildcard> and the host <host>
      Given the Ingress "app" for "<wildcard>"
      Then "http://<host>/" reaches the Service "app"

      Examples: Of the page
        | wildcard  | host        |
        | *.foo.com | bar.foo.com |

      Examples: Further
        | wildcard      | host            |
        | *.foo.com     | b-a-r.foo.com   |
        | *.foo.com     | 1.foo.com       |
        | *.bar.foo.com | baz.bar.foo.com |

  @kubernetes-ingress.hostname-wildcards.not-several-labels
  Rule: A wildcard does not match two labels or more

    Scenario Outline: The wildcard *.foo.com and the host <host>
      Given the Ingress "app" for "*.foo.com"
      Then "http://bar.foo.com/" reaches the Service "app"
      But "http://<host>/" is not served

      Examples: Of the page
        | host            |
        | baz.bar.foo.com |

      Examples: Further
        | host              |
        | x.baz.bar.foo.com |

  @kubernetes-ingress.hostname-wildcards.not-none
  Rule: A host with a wildcard does not match the domain without a label before it

    Scenario Outline: The wildcard *.foo.com and the host <host>
      Given the Ingress "app" for "*.foo.com"
      Then "http://bar.foo.com/" reaches the Service "app"
      But "http://<host>/" is not served

      Examples: Of the page
        | host    |
        | foo.com |

      Examples: Further
        | host       |
        | barfoo.com |
