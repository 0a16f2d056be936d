Feature: Around the document / The Dashboard

  @traefik-routing.dashboard.served
  Rule: With `api.insecure` the dashboard is at `/dashboard/` on the entry point `traefik`

    Scenario: There, and not elsewhere
      Given the static configuration, as YAML:
        """
        api: { insecure: true }
        providers:
          kubernetesIngress: {}
        """
      Then "http://proxy.example.com/dashboard/" is answered with 200 on the entry point "traefik"
      But "http://proxy.example.com/dashboard/" is answered with 404 on the entry point "web"

    Scenario: It is a page
      Given the static configuration, as YAML:
        """
        api: { insecure: true }
        providers:
          kubernetesIngress: {}
        """
      When the client connects to the entry point "traefik"
      And the client sends:
        """
        GET /dashboard/ HTTP/1.1\r\nHost: proxy.example.com\r\n\r\n
        """
      Then the client is answered with 200
      And the answer has "<html" in its text

  @traefik-routing.dashboard.redirect
  Rule: `/` leads to the dashboard

    Scenario: On the entry point traefik
      Given the static configuration, as YAML:
        """
        api: { insecure: true }
        providers:
          kubernetesIngress: {}
        """
      When the client connects to the entry point "traefik"
      And the client sends:
        """
        GET / HTTP/1.1\r\nHost: proxy.example.com\r\n\r\n
        """
      Then the client is answered
      And the client is led to "http://proxy.example.com/dashboard/" from "http://proxy.example.com/"

  @traefik-routing.dashboard.off
  Rule: Without `api.dashboard` there is none

    Scenario: False
      Given the static configuration, as YAML:
        """
        api: { insecure: true, dashboard: false }
        providers:
          kubernetesIngress: {}
        """
      Then "http://proxy.example.com/dashboard/" is answered with 404 on the entry point "traefik"
      And "http://proxy.example.com/api/version" is answered with 200 on the entry point "traefik"

    Scenario: No API at all
      Given the static configuration says nothing of "api"
      Then "http://proxy.example.com/dashboard/" is answered with 404 on the entry point "traefik"

  @traefik-routing.dashboard.with-api
  Rule: A router that names `api@internal` for `/dashboard` gives access to it

    Scenario: Behind a host name
      Given the static configuration, as YAML:
        """
        api: { insecure: false }
        providers:
          kubernetesIngress: {}
        """
      And the dynamic configuration:
        """
        http:
          routers:
            api:
              rule: Host(`ops.example.com`) && (PathPrefix(`/api`) || PathPrefix(`/dashboard`))
              service: api@internal
              entryPoints: [web]
        """
      Then "http://ops.example.com/dashboard/" comes to be answered with 200
      And "http://ops.example.com/api/overview" comes to be answered with 200
      But "http://proxy.example.com/dashboard/" is answered with 404 on the entry point "web"
