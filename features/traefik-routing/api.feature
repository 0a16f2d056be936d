Feature: Around the document / API

  @traefik-routing.api.off-by-default
  Rule: Without `api` in the static configuration no endpoint of the API answers

    Scenario Outline: <path>
      Given the static configuration says nothing of "api"
      Then "http://proxy.example.com<path>" is answered with 404 on the entry point "traefik"
      And "http://proxy.example.com<path>" is answered with 404 on the entry point "web"

      Examples:
        | path               |
        | /api/rawdata       |
        | /api/version       |
        | /api/overview      |
        | /api/entrypoints   |
        | /api/http/routers  |
        | /api/http/services |

  @traefik-routing.api.rawdata
  Rule: `/api/rawdata` gives routers, services and middlewares, each with its status

    Scenario: Of an Ingress
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      Then the API shows at "/api/rawdata":
        """
        routers:
          default-app-app-example-com@kubernetes:
            rule: Host(`app.example.com`) && PathPrefix(`/`)
            service: default-app-80
            status: enabled
        services:
          default-app-80@kubernetes:
            status: enabled
            usedBy: [default-app-app-example-com@kubernetes]
        """

  @traefik-routing.api.routers
  Rule: `/api/http/routers` lists the routers, and a name below it gives one of them

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario: The list
      Then the API shows at "/api/http/routers":
        """
        - name: default-app-app-example-com@kubernetes
          provider: kubernetes
          rule: Host(`app.example.com`) && PathPrefix(`/`)
          service: default-app-80
          status: enabled
          using: [web]
        """

    Scenario: One of them
      Then the API shows at "/api/http/routers/default-app-app-example-com@kubernetes":
        """
        name: default-app-app-example-com@kubernetes
        provider: kubernetes
        service: default-app-80
        status: enabled
        """

    Scenario: One that there is not
      Then "http://proxy.example.com/api/http/routers/other@kubernetes" is answered with 404 on the entry point "traefik"

  @traefik-routing.api.services
  Rule: `/api/http/services` lists the services, and a name below it gives one of them

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario: The list
      Then the API shows at "/api/http/services":
        """
        - name: default-app-80@kubernetes
          provider: kubernetes
          status: enabled
          usedBy: [default-app-app-example-com@kubernetes]
        """

    Scenario: One of them
      Then the API shows at "/api/http/services/default-app-80@kubernetes":
        """
        name: default-app-80@kubernetes
        provider: kubernetes
        loadBalancer: { passHostHeader: true }
        status: enabled
        """

    Scenario: One that there is not
      Then "http://proxy.example.com/api/http/services/other@kubernetes" is answered with 404 on the entry point "traefik"

  @traefik-routing.api.entry-points
  Rule: `/api/entrypoints` lists the entry points, and a name below it gives one of them

    Background:
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            forwardedHeaders: { trustedIPs: [10.0.0.0/8] }
          admin: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        """

    Scenario: The list
      Then the API shows at "/api/entrypoints":
        """
        - { name: web, address: "127.0.0.1:0" }
        - { name: admin, address: "127.0.0.1:0" }
        """

    Scenario: One of them
      Then the API shows at "/api/entrypoints/web":
        """
        name: web
        address: "127.0.0.1:0"
        forwardedHeaders: { trustedIPs: [10.0.0.0/8] }
        """

    Scenario: One that there is not
      Then "http://proxy.example.com/api/entrypoints/other" is answered with 404 on the entry point "traefik"

  @traefik-routing.api.overview
  Rule: `/api/overview` gives counts of routers, services and middlewares by status

    Scenario: Two Ingresses of one Service
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host             | path | path type | service |
        | one.example.com  | /    | Prefix    | app     |
        | two.example.com  | /    | Prefix    | app     |
      Then the API shows at "/api/overview":
        """
        http:
          routers: { total: 2, warnings: 0, errors: 0 }
          services: { total: 1, warnings: 0, errors: 0 }
          middlewares: { total: 0, warnings: 0, errors: 0 }
        providers: [KubernetesIngress]
        """

  @traefik-routing.api.version
  Rule: `/api/version` gives the version of the program

    Scenario: As the program itself tells it
      Then the API gives the version of the implementation
