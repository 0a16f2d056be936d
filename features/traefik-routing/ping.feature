Feature: Around the document / Ping

  @traefik-routing.ping.ok
  Rule: With `ping` in the static configuration, `/ping` answers with 200

    Scenario: It is asked for
      Given the static configuration, as YAML:
        """
        ping: {}
        providers:
          kubernetesIngress: {}
        """
      Then "http://proxy.example.com/ping" is answered with 200 on the entry point "traefik"

  @traefik-routing.ping.off-by-default
  Rule: Without `ping` there is no `/ping`

    Scenario: Not given
      Given the static configuration says nothing of "ping"
      Then "http://proxy.example.com/ping" is answered with 404 on the entry point "traefik"

  @traefik-routing.ping.entry-point
  Rule: `entryPoint` names the entry point that answers `/ping`, `traefik` by default

    Scenario: By default
      Given the static configuration, as YAML:
        """
        ping: {}
        providers:
          kubernetesIngress: {}
        """
      Then "http://proxy.example.com/ping" is answered with 200 on the entry point "traefik"
      But "http://proxy.example.com/ping" is answered with 404 on the entry point "web"

    Scenario: Another one
      Given the static configuration, as YAML:
        """
        ping: { entryPoint: web }
        providers:
          kubernetesIngress: {}
        """
      Then "http://proxy.example.com/ping" is answered with 200 on the entry point "web"
      But "http://proxy.example.com/ping" is answered with 404 on the entry point "traefik"

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

  @traefik-routing.ping.terminating-status
  Rule: `terminatingStatusCode` is what `/ping` answers with in place of 503 while the process stops

    Scenario: 204
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            transport: { lifeCycle: { requestAcceptGraceTimeout: 3s } }
        ping: { entryPoint: web, terminatingStatusCode: 204 }
        providers:
          kubernetesIngress: {}
        """
      And "http://proxy.example.com/ping" is answered with 200
      When the controller is told to stop
      Then "http://proxy.example.com/ping" comes to be answered with 204

  @traefik-routing.ping.manual-routing
  Rule: With `manualRouting`, `/ping` is answered only where a router names the service `ping@internal`

    Scenario: A router for it
      Given the static configuration, as YAML:
        """
        ping: { manualRouting: true }
        providers:
          kubernetesIngress: {}
        """
      And the dynamic configuration:
        """
        http:
          routers:
            ping: { rule: "Host(`ops.example.com`) && Path(`/ping`)", service: ping@internal }
        """
      Then "http://ops.example.com/ping" comes to be answered with 200
      But "http://proxy.example.com/ping" is answered with 404 on the entry point "traefik"
