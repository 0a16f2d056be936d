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

  @traefik-routing.api.middlewares
  Rule: `/api/http/middlewares` lists the middlewares, and a name below it gives one of them

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            to-v2: { addPrefix: { prefix: /v2 } }
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.middlewares: to-v2@file } |

    Scenario: The list
      Then the API shows at "/api/http/middlewares":
        """
        - name: to-v2@file
          provider: file
          type: addprefix
          addPrefix: { prefix: /v2 }
          status: enabled
          usedBy: [default-app-app-example-com@kubernetes]
        """

    Scenario: One of them
      Then the API shows at "/api/http/middlewares/to-v2@file":
        """
        name: to-v2@file
        addPrefix: { prefix: /v2 }
        status: enabled
        """

    Scenario: In the raw data
      Then the API shows at "/api/rawdata":
        """
        middlewares:
          to-v2@file: { addPrefix: { prefix: /v2 }, status: enabled }
        """

    Scenario: One that there is not
      Then "http://proxy.example.com/api/http/middlewares/other@file" is answered with 404 on the entry point "traefik"

  @traefik-routing.api.router-error
  Rule: A router that cannot be used is shown as disabled, with the reason

    Scenario: It names a middleware that there is not
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.middlewares: missing@file } |
      Then the API shows the router "default-app-app-example-com@kubernetes" as disabled, because of "missing@file"

  @traefik-routing.api.tcp-and-udp
  Rule: The lists of TCP and UDP are there, and empty where nothing is configured

    Scenario Outline: <path>
      Then the API shows an empty list at "<path>"

      Examples:
        | path              |
        | /api/tcp/routers  |
        | /api/tcp/services |
        | /api/udp/routers  |
        | /api/udp/services |

  @traefik-routing.api.missing-name
  Rule: A name that there is not is answered with 404 and a message in JSON

    Scenario Outline: <path>
      When the client connects to the entry point "traefik"
      And the client sends:
        """
        GET <path> HTTP/1.1\r\nHost: proxy.example.com\r\n\r\n
        """
      Then the client is answered with 404
      And the answer has the header "Content-Type" with "application/json"
      And the answer has "message" in its text

      Examples:
        | path                             |
        | /api/http/routers/other@file     |
        | /api/http/services/other@file    |
        | /api/http/middlewares/other@file |
        | /api/entrypoints/other           |
        | /api/tcp/routers/other@file      |

  @traefik-routing.api.pages
  Rule: Lists come in pages of `per_page`, and `X-Next-Page` says where they go on

    Scenario: Three routers in pages of two
      Given the Service "app"
      And the Ingress "app" with the rules:
        | host               | path | path type | service |
        | a.page.example.com | /    | Prefix    | app     |
        | b.page.example.com | /    | Prefix    | app     |
        | c.page.example.com | /    | Prefix    | app     |
      And "http://c.page.example.com/" reaches the Service "app"
      When the client connects to the entry point "traefik"
      And the client sends:
        """
        GET /api/http/routers?search=page.example.com&per_page=2 HTTP/1.1\r\nHost: proxy.example.com\r\n\r\n
        """
      Then the client is answered with 200
      And the answer has the header "X-Next-Page" with "2"
      When the client sends:
        """
        GET /api/http/routers?search=page.example.com&per_page=2&page=2 HTTP/1.1\r\nHost: proxy.example.com\r\n\r\n
        """
      Then the client is answered with 200
      And the answer has the header "X-Next-Page" with "1"
      And the answer has "default-app-c-page-example-com@kubernetes" in its text

    Scenario: A page that there is not
      When the client connects to the entry point "traefik"
      And the client sends:
        """
        GET /api/http/routers?page=1000 HTTP/1.1\r\nHost: proxy.example.com\r\n\r\n
        """
      Then the client is answered with 400

  @traefik-routing.api.search
  Rule: `search` and `status` narrow lists down

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      And the Service "broken"
      And the Ingress "broken" for "broken.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.middlewares: missing@file } |

    Scenario: By name
      Then the API shows at "/api/http/routers?search=broken":
        """
        - name: default-broken-broken-example-com@kubernetes
        """
      And the API shows "default-app-app-example-com@kubernetes" at none of "/api/http/routers?search=broken"

    Scenario: By status
      Then the API shows at "/api/http/routers?status=disabled":
        """
        - name: default-broken-broken-example-com@kubernetes
        """
      And the API shows "default-app-app-example-com@kubernetes" at none of "/api/http/routers?status=disabled"

  @traefik-routing.api.read-only
  Rule: The API answers GET and HEAD alone, and tells no other site that it may read it

    Scenario Outline: <method>
      When the client connects to the entry point "traefik"
      And the client sends:
        """
        <method> /api/version HTTP/1.1\r\nHost: proxy.example.com\r\nOrigin: http://other.example.net\r\nContent-Length: 0\r\n\r\n
        """
      Then the client is answered with <status>
      And the answer does not have the header "Access-Control-Allow-Origin"

      Examples:
        | method | status |
        | GET    | 200    |
        | POST   | 405    |
        | PUT    | 405    |
        | DELETE | 405    |

  @traefik-routing.api.internal-service
  Rule: With `api`, a router that names the service `api@internal` gives access to the API

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
            api: { rule: "Host(`ops.example.com`) && PathPrefix(`/api`)", service: api@internal, entryPoints: [web] }
        """
      Then "http://ops.example.com/api/rawdata" comes to be answered with 200
      But "http://proxy.example.com/api/rawdata" is answered with 404 on the entry point "web"
      And "http://ops.example.com/api/rawdata" is answered with 404 on the entry point "traefik"

    Scenario: Without api there is no such service
      Given the static configuration says nothing of "api"
      And the dynamic configuration:
        """
        http:
          routers:
            api: { rule: "Host(`ops.example.com`) && PathPrefix(`/api`)", service: api@internal, entryPoints: [web] }
        """
      Then "http://ops.example.com/api/rawdata" is answered with 404

  @traefik-routing.api.no-secrets
  Rule: Private keys and hashes of passwords are not shown

    Scenario: A hash
      Given the dynamic configuration:
        """
        http:
          middlewares:
            secured: { basicAuth: { users: ["alice:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="] } }
        """
      Then the API shows at "/api/http/middlewares":
        """
        - name: secured@file
          type: basicauth
        """
      And the API shows "W6ph5Mm5Pz8GgiULbPgzG37mj9g" at none of "/api/rawdata, /api/http/middlewares, /api/http/middlewares/secured@file"

    Scenario: A key
      Given the Service "app"
      And the TLS Secret "app" for "app.example.com"
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ hosts: [app.example.com], secretName: app }] |
      Then "https://app.example.com/" reaches the Service "app"
      And the API shows "PRIVATE KEY" at none of "/api/rawdata, /api/http/routers, /api/http/services"
