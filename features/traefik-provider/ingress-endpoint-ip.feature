Feature: ingressEndpoint / ip
  The IP address at which Ingresses are reached, written into their status; and how statuses are written at all.

  @traefik-provider.ingress-endpoint-ip.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

    Scenario Outline: The option as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            ingressEndpoint:
              ip: 203.0.113.7
        """
      And the Ingress "app" for "app.example.com"
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.ingress-endpoint-ip.ipv4
  Rule: An IPv4 address is written to the status of every processed Ingress

    Scenario: An IPv4 address
      Given the provider option ingressEndpoint is { ip: 203.0.113.7 }
      And the Ingress "app" for "app.example.com"
      And the Ingress "production/app" for "production.example.com"
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      And the status of the Ingress "production/app" becomes [{ ip: 203.0.113.7 }]

  @traefik-provider.ingress-endpoint-ip.ipv6
  Rule: An IPv6 address is written to the status of every processed Ingress

    Scenario: An IPv6 address
      Given the provider option ingressEndpoint is { ip: "2001:db8::7" }
      And the Ingress "app" for "app.example.com"
      And the Ingress "production/app" for "production.example.com"
      Then the status of the Ingress "app" becomes [{ ip: "2001:db8::7" }]
      And the status of the Ingress "production/app" becomes [{ ip: "2001:db8::7" }]

  @traefik-provider.ingress-endpoint-ip.invalid
  Rule: A value that is no IP address ends the start with exit code 1 and a message that quotes it

    Scenario Outline: <value> as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            ingressEndpoint:
              ip: "<value>"
        """
      Then the controller refuses to start with exit code 1
      And it says "<value>"

      Examples:
        | value          | form        |
        | 203.0.113.700  | YAML        |
        | lb.example.net | TOML        |
        | 203.0.113.0/24 | flags       |
        | 2001:db8::g    | environment |

  # Of all three options.

  @traefik-provider.ingress-endpoint-ip.created-later
  Rule: An Ingress created after the start is given its status too

    Scenario: An Ingress that is created while the controller runs
      Given the provider option ingressEndpoint is { ip: 203.0.113.7 }
      And the Ingress "before" for "before.example.com"
      Then the status of the Ingress "before" becomes [{ ip: 203.0.113.7 }]
      When the Ingress "later" for "later.example.com" is created
      Then the status of the Ingress "later" becomes [{ ip: 203.0.113.7 }]

  @traefik-provider.ingress-endpoint-ip.unset
  Rule: With none of the three options set, no status is written

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario: An Ingress without a status stays without
      Then "http://app.example.com/" reaches the Service "app"
      And the status of the Ingress "app" has been written 0 times

    Scenario: A status that somebody else has written stays
      Given the status of the Ingress "app" is set to [{ ip: 198.51.100.1 }]
      Then "http://app.example.com/" reaches the Service "app"
      And the status of the Ingress "app" has been written 0 times
      And the status of the Ingress "app" is still [{ ip: 198.51.100.1 }]

  @traefik-provider.ingress-endpoint-ip.already-equal
  Rule: A status that is already as it should be is not written again

    Background:
      Given the provider option ingressEndpoint is { ip: 203.0.113.7 }

    Scenario: A status from a run before is not written again
      Given the Ingress "before" for "before.example.com"
      And the status of the Ingress "before" is set to [{ ip: 203.0.113.7 }]
      And the Ingress "later" for "later.example.com"
      Then the status of the Ingress "later" becomes [{ ip: 203.0.113.7 }]
      And the status of the Ingress "before" has been written 0 times

    Scenario: A status is not written again when its Ingress or its Service changes
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      When the Ingress "app" is changed to have:
        | metadata.labels | changed: "yes" |
      And 1 more ready pod of the Service "app" starts
      Then the status of the Ingress "app" has been written 1 time

    Scenario: Each of many Ingresses is written once
      Given 60 Ingresses whose names begin with "app-"
      Then the status of each of the 60 Ingresses "app-" becomes [{ ip: 203.0.113.7 }]
      And the status of each of the 60 Ingresses "app-" has been written 1 time

  @traefik-provider.ingress-endpoint-ip.conflict
  Rule: A write that meets a conflict is repeated on the fresh Ingress

    Scenario: The Ingress changes while its status is written
      Given the provider option ingressEndpoint is { ip: 203.0.113.7 }
      And the Ingress "app" for "app.example.com"
      And the controller is in the middle of writing the status of the Ingress "app"
      When the Ingress "app" is changed to have:
        | metadata.labels | changed: "yes" |
      And the write goes on
      Then the write of the status of the Ingress "app" has met a conflict
      And the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]

  @traefik-provider.ingress-endpoint-ip.right-missing
  Rule: Without the right to write statuses, Ingresses are served all the same, and the problem is said in the log once and shown in the dynamic configuration until the right is granted

    Background:
      Given the provider option ingressEndpoint is { ip: 203.0.113.7 }

    Scenario: The right is missing, and granted later
      Given the controller may do in the whole cluster:
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | networking.k8s.io | ingresses, ingressclasses    | get, list, watch |
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      And the Ingress "other" for "other.example.com"
      Then the Ingress "app" is shown to have a problem at "status.loadBalancer.ingress"
      And the Ingress "other" is shown to have a problem at "status.loadBalancer.ingress"
      And "http://app.example.com/" reaches the Service "app"
      And the log has one line with "status" and "forbidden"
      When the controller is granted in the whole cluster:
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | networking.k8s.io | ingresses, ingressclasses    | get, list, watch |
        | networking.k8s.io | ingresses/status             | update           |
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      And the Ingress "app" is shown to have no problem

    Scenario: The right is withdrawn
      Given the controller may do in the whole cluster:
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | networking.k8s.io | ingresses, ingressclasses    | get, list, watch |
        | networking.k8s.io | ingresses/status             | update           |
      And the Service "later"
      And the Ingress "app" for "app.example.com"
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      When the controller is granted in the whole cluster:
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | networking.k8s.io | ingresses, ingressclasses    | get, list, watch |
      And the Ingress "later" for "later.example.com" is created
      Then the Ingress "later" is shown to have a problem at "status.loadBalancer.ingress"
      And "http://later.example.com/" reaches the Service "later"

  @traefik-provider.ingress-endpoint-ip.write-refused
  Rule: A write that the API server answers with an error is repeated until it succeeds, said in the log once, and shown in the dynamic configuration until then

    Background:
      Given the provider option ingressEndpoint is { ip: 203.0.113.7 }
      And the Service "app"

    Scenario Outline: The answer is <code>
      Given the API server answers every request for ingresses/status with <code>
      And the Ingress "app" for "app.example.com"
      And the Ingress "other" for "other.example.com"
      Then the Ingress "app" is shown to have a problem at "status.loadBalancer.ingress"
      And the Ingress "other" is shown to have a problem at "status.loadBalancer.ingress"
      And "http://app.example.com/" reaches the Service "app"
      And the log has one line with "status" and "<code>"
      When the API server is well again
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      And the Ingress "app" is shown to have no problem

      Examples:
        | code |
        | 403  |
        | 404  |
        | 409  |
        | 500  |
        | 503  |

    Scenario: The Ingress is deleted while it can't be written
      Given the API server answers every request for ingresses/status with 500
      And the Ingress "app" for "app.example.com"
      Then the Ingress "app" is shown to have a problem at "status.loadBalancer.ingress"
      When the Ingress "app" is deleted
      Then the Ingress "app" is shown to have no problem

  @traefik-provider.ingress-endpoint-ip.not-processed
  Rule: The status of an Ingress that is not processed is left as it is

    Background:
      Given the Service "proxy"
      And the status of the Service "proxy" is set to [{ ip: 203.0.113.7 }]
      And the provider option ingressEndpoint is { publishedService: default/proxy }
      And the Ingress "app" for "app.example.com"

    Scenario: An Ingress of another controller keeps what that one wrote
      Given the Ingress "other" for "other.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: other |
      And the status of the Ingress "other" is set to [{ ip: 198.51.100.1 }]
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      And the status of the Ingress "other" is still [{ ip: 198.51.100.1 }]
      And the status of the Ingress "other" has been written 0 times

    Scenario: An Ingress that is no longer processed keeps its status
      Given the Ingress "leaving" for "leaving.example.com"
      Then the status of the Ingress "leaving" becomes [{ ip: 203.0.113.7 }]
      When the Ingress "leaving" is changed to have:
        | metadata.annotations | kubernetes.io/ingress.class: other |
      And the status of the Service "proxy" is changed to [{ ip: 203.0.113.8 }]
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.8 }]
      And the status of the Ingress "leaving" is still [{ ip: 203.0.113.7 }]

  @traefik-provider.ingress-endpoint-ip.status-subresource
  Rule: Only the status subresource of Ingresses is ever written

    Scenario: Nothing but the status of Ingresses is written
      Given the provider option ingressEndpoint is { ip: 203.0.113.7 }
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      And nothing but ingresses/status has been written

  @traefik-provider.ingress-endpoint-ip.instances-agree
  Rule: Two instances with the same options come to rest after each Ingress has its status

    Scenario: Two instances write each status no more than once each
      Given the provider option ingressEndpoint is { ip: 203.0.113.7 }
      And the Ingress "app" for "app.example.com"
      And the controller is running
      When a second controller starts with the same options
      And the Ingress "later" for "later.example.com" is created
      Then the status of the Ingress "later" has the address "203.0.113.7"
      And the status of the Ingress "app" has been written at most 2 times
      And the status of the Ingress "later" has been written at most 2 times
