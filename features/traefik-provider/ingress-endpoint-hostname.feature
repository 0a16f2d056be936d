Feature: ingressEndpoint / hostname
  The hostname at which Ingresses are reached, written into their status.

  @traefik-provider.ingress-endpoint-hostname.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

    Scenario Outline: The option as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            ingressEndpoint:
              hostname: lb.example.net
        """
      And the Ingress "app" for "app.example.com"
      Then the status of the Ingress "app" becomes [{ hostname: lb.example.net }]

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.ingress-endpoint-hostname.written
  Rule: The hostname is written to the status of every processed Ingress

    Background:
      Given the provider option ingressEndpoint is { hostname: lb.example.net }

    Scenario: Ingresses of every namespace have it in their status
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      And the Ingress "production/app" for "production.example.com"
      Then the status of the Ingress "app" becomes [{ hostname: lb.example.net }]
      And the status of the Ingress "production/app" becomes [{ hostname: lb.example.net }]

    Scenario: It replaces what was written before
      Given the Ingress "app" for "app.example.com"
      And the status of the Ingress "app" is set to [{ ip: 198.51.100.1 }, { hostname: old.example.net }]
      Then the status of the Ingress "app" becomes [{ hostname: lb.example.net }]

    Scenario: An Ingress none of whose paths can be served has it too
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | missing |
      Then the status of the Ingress "app" becomes [{ hostname: lb.example.net }]

  @traefik-provider.ingress-endpoint-hostname.with-ip
  Rule: Hostname and IP together are written as one entry that has both

    Scenario: Hostname and IP are one entry
      Given the provider option ingressEndpoint is { hostname: lb.example.net, ip: 203.0.113.7 }
      And the Ingress "app" for "app.example.com"
      Then the status of the Ingress "app" becomes [{ hostname: lb.example.net, ip: 203.0.113.7 }]
