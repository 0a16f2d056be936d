Feature: Around the document / File provider

  Background:
    Given the Services:
      | service |
      | app     |
      | other   |

  @traefik-routing.file-provider.filename
  Rule: `filename` names the file whose dynamic configuration is put in force

    Scenario Outline: A file in <format>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress: {}
          file: { filename: "${files}/<name>" }
        """
      And the file "<name>":
        """
        <text>
        """
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | format | form        | name         | text                                                                                                                                                                     |
        | YAML   | YAML        | routing.yml  | http: { routers: { app: { rule: "Host(`app.example.com`)", service: app } }, services: { app: { loadBalancer: { servers: [{ url: "${pod.app}" }] } } } }                 |
        | YAML   | flags       | routing.yaml | http: { routers: { app: { rule: "Host(`app.example.com`)", service: app } }, services: { app: { loadBalancer: { servers: [{ url: "${pod.app}" }] } } } }                 |
        | TOML   | TOML        | routing.toml | http = { routers = { app = { rule = "Host(`app.example.com`)", service = "app" } }, services = { app = { loadBalancer = { servers = [{ url = "${pod.app}" }] } } } }     |
        | TOML   | environment | routing.toml | http = { routers = { app = { rule = "Host(`app.example.com`)", service = "app" } }, services = { app = { loadBalancer = { servers = [{ url = "${pod.app}" }] } } } }     |

    Scenario: A file in TOML with tables
      Given the dynamic configuration, as TOML:
        """
        [http.routers.app]
        rule = "Host(`app.example.com`)"
        service = "app"

        [http.services.app.loadBalancer]
        [[http.services.app.loadBalancer.servers]]
        url = "${pod.app}"
        """
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-routing.file-provider.broken-file
  Rule: A file that no longer parses leaves the last good configuration in force

    Scenario Outline: <fault>
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And "http://app.example.com/" reaches the Service "app"
      When the dynamic configuration is changed to:
        """
        http:
          routers:
            other: { rule: 'Host(`other.example.com`)', service: app }
          services:
            app: { loadBalancer: { <broken>: [{ url: '${pod.app}' }] } }
        """
      Then the log has a line with "error" and "dynamic.yml"
      And "http://app.example.com/" still reaches the Service "app"
      But "http://other.example.com/" is not served

      Examples:
        | fault                       | broken   |
        | An option that there is not | server   |
        | No YAML                     | "servers |
