Feature: Around the document / Ping

  @traefik-routing.ping.ok
  Rule: With `ping` in the static configuration, `/ping` answers with 200

    Scenario: On the entry point traefik by default
      Given the static configuration, as YAML:
        """
        ping: {}
        providers:
          kubernetesIngress: {}
        """
      Then "http://proxy.example.com/ping" is answered with 200 on the entry point "traefik"
      But "http://proxy.example.com/ping" is answered with 404 on the entry point "web"

    Scenario: On another entry point
      Given the static configuration, as YAML:
        """
        ping: { entryPoint: web }
        providers:
          kubernetesIngress: {}
        """
      Then "http://proxy.example.com/ping" is answered with 200 on the entry point "web"
      But "http://proxy.example.com/ping" is answered with 404 on the entry point "traefik"

    Scenario: Without it
      Then "http://proxy.example.com/ping" is answered with 404 on the entry point "traefik"

  @traefik-routing.ping.terminating
  Rule: While the process stops, `/ping` answers with 503

    Scenario: New requests are still taken
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            transport: { lifeCycle: { requestAcceptGraceTimeout: 3s } }
        ping: { entryPoint: web }
        providers:
          kubernetesIngress: {}
        """
      And "http://proxy.example.com/ping" is answered with 200
      When the controller is told to stop
      Then "http://proxy.example.com/ping" comes to be answered with 503
