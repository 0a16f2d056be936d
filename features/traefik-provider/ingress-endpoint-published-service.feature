Feature: ingressEndpoint / publishedService
  A Service whose load balancer status is copied to Ingresses.

  @traefik-provider.ingress-endpoint-published-service.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

    Scenario Outline: The option as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            ingressEndpoint:
              publishedService: edge/proxy
        """
      And the Service "edge/proxy"
      And the status of the Service "edge/proxy" is set to [{ ip: 203.0.113.7 }]
      And the Ingress "app" for "app.example.com"
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.ingress-endpoint-published-service.copied
  Rule: The load balancer status of the Service named as namespace/name is copied to every processed Ingress

    Scenario Outline: <what>
      Given the provider option ingressEndpoint is { publishedService: edge/proxy }
      And the Service "edge/proxy"
      And the status of the Service "edge/proxy" is set to <status>
      And the Ingress "app" for "app.example.com"
      And the Ingress "production/app" for "production.example.com"
      Then the status of the Ingress "app" becomes <status>
      And the status of the Ingress "production/app" becomes <status>

      Examples:
        | what                   | status                                                       |
        | A hostname             | [{ hostname: lb.example.net }]                               |
        | Both families          | [{ ip: 203.0.113.7 }, { ip: "2001:db8::7" }]                 |
        | Two hostnames | [{ hostname: a.example.net }, { hostname: b.example.net }] |

  @traefik-provider.ingress-endpoint-published-service.copied-again
  Rule: A change of the Service's load balancer status is copied again

    Scenario: The Service gets another address
      Given the provider option ingressEndpoint is { publishedService: edge/proxy }
      And the Service "edge/proxy"
      And the status of the Service "edge/proxy" is set to [{ ip: 203.0.113.7 }]
      And the Ingress "app" for "app.example.com"
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      When the status of the Service "edge/proxy" is changed to [{ hostname: lb.example.net }]
      Then the status of the Ingress "app" becomes [{ hostname: lb.example.net }]

  @traefik-provider.ingress-endpoint-published-service.no-status-yet
  Rule: While the Service has no load balancer status, nothing is written to Ingresses

    Background:
      Given the provider option ingressEndpoint is { publishedService: edge/proxy }
      And the Service "edge/proxy"
      And the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario: The Service never had an address
      Then "http://app.example.com/" reaches the Service "app"
      And the status of the Ingress "app" has been written 0 times

    Scenario: The Service gets its address later
      Then "http://app.example.com/" reaches the Service "app"
      When the status of the Service "edge/proxy" is changed to [{ ip: 203.0.113.7 }]
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      And the status of the Ingress "app" has been written 1 time

    Scenario: The Service loses its address
      Given the status of the Service "edge/proxy" is set to [{ ip: 203.0.113.7 }]
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      When the status of the Service "edge/proxy" is changed to []
      Then the status of the Ingress "app" is still [{ ip: 203.0.113.7 }]

  @traefik-provider.ingress-endpoint-published-service.missing-service
  Rule: A Service that does not exist is reported in the log, and the routes are served all the same

    Scenario: The Service does not exist
      Given the provider option ingressEndpoint is { publishedService: edge/missing }
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then the log has a line with "edge/missing"
      And "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-endpoint-published-service.missing-service-shown
  Rule: A Service that does not exist is shown in the dynamic configuration until it does, and said in the log once

    Scenario: The Service is created later
      Given the provider option ingressEndpoint is { publishedService: edge/missing }
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then the Service "edge/missing" is shown to have a problem at ""
      And the log has one line with "edge/missing" and "error"
      When the Service "edge/missing" is created with 0 pods
      Then the Service "edge/missing" is shown to have no problem

  @traefik-provider.ingress-endpoint-published-service.created-later
  Rule: The status of a Service that is created after the start is copied

    Scenario: The Service is created later
      Given the provider option ingressEndpoint is { publishedService: edge/proxy }
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      When the Service "edge/proxy" is created with 0 pods
      And the status of the Service "edge/proxy" is changed to [{ ip: 203.0.113.7 }]
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]

  @traefik-provider.ingress-endpoint-published-service.malformed
  Rule: A value that is not of the form namespace/name is reported with a message that quotes it

    Scenario Outline: The value <value>
      Given the provider option ingressEndpoint is { publishedService: <value> }
      Then "<value>" is reported in the log or as the reason not to start

      Examples:
        | value            |
        | the-proxy        |
        | edge/the-proxy/x |

  @traefik-provider.ingress-endpoint-published-service.before-ip-and-hostname
  Rule: With the option set, `ip` and `hostname` are not written

    Background:
      Given the provider option ingressEndpoint is { publishedService: edge/proxy, ip: 198.51.100.1, hostname: own.example.net }
      And the Service "edge/proxy"
      And the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario: The Service's address is written instead
      Given the status of the Service "edge/proxy" is set to [{ ip: 203.0.113.7 }]
      Then the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]

    Scenario: Nothing is written while the Service has no address
      Then "http://app.example.com/" reaches the Service "app"
      And the status of the Ingress "app" has been written 0 times
