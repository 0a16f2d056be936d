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

    Scenario: Of a file
      Given the Service "app"
      And the dynamic configuration:
        """
        http:
          routers:
            shop: { rule: "Host(`shop.example.com`)", service: goods }
          middlewares:
            to-v2: { addPrefix: { prefix: /v2 } }
          services:
            goods: { loadBalancer: { servers: [{ url: "${pod.app}" }] } }
        """
      Then the API shows at "/api/rawdata":
        """
        routers:
          shop@file: { rule: Host(`shop.example.com`), service: goods, status: enabled }
        middlewares:
          to-v2@file: { addPrefix: { prefix: /v2 }, status: enabled }
        services:
          goods@file: { status: enabled, usedBy: [shop@file] }
        """

  @traefik-routing.api.routers
  Rule: `/api/http/routers` lists the routers, and a name below it gives one of them

    Background:
      Given the Service "app"
      And the dynamic configuration:
        """
        http:
          routers:
            shop: { rule: "Host(`shop.example.com`)", service: goods }
          services:
            goods: { loadBalancer: { servers: [{ url: "${pod.app}" }] } }
        """

    Scenario: The list
      Then the API shows at "/api/http/routers":
        """
        - name: shop@file
          provider: file
          rule: Host(`shop.example.com`)
          service: goods
          status: enabled
        """

    Scenario: One of them
      Then the API shows at "/api/http/routers/shop@file":
        """
        name: shop@file
        provider: file
        service: goods
        status: enabled
        """

    Scenario: One that there is not
      Then "http://proxy.example.com/api/http/routers/other@file" is answered with 404 on the entry point "traefik"

  @traefik-routing.api.services
  Rule: `/api/http/services` lists the services, and a name below it gives one of them

    Background:
      Given the Service "app"
      And the dynamic configuration:
        """
        http:
          routers:
            shop: { rule: "Host(`shop.example.com`)", service: goods }
          services:
            goods: { loadBalancer: { servers: [{ url: "${pod.app}" }] } }
        """

    Scenario: The list
      Then the API shows at "/api/http/services":
        """
        - name: goods@file
          provider: file
          status: enabled
          usedBy: [shop@file]
        """

    Scenario: One of them
      Then the API shows at "/api/http/services/goods@file":
        """
        name: goods@file
        provider: file
        loadBalancer: { servers: [{ url: "${pod.app}" }] }
        status: enabled
        """

    Scenario: One that there is not
      Then "http://proxy.example.com/api/http/services/other@file" is answered with 404 on the entry point "traefik"

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
        - { name: web }
        - { name: admin }
        """

    Scenario: One of them
      Then the API shows at "/api/entrypoints/web":
        """
        name: web
        forwardedHeaders: { trustedIPs: [10.0.0.0/8] }
        """

    Scenario: One that there is not
      Then "http://proxy.example.com/api/entrypoints/other" is answered with 404 on the entry point "traefik"

  @traefik-routing.api.overview
  Rule: `/api/overview` gives counts of routers, services and middlewares by status

    Scenario: One router of two that can't be used
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      And the Service "broken"
      And the Ingress "broken" for "broken.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: missing@file |
      Then the API shows at "/api/overview":
        """
        http:
          routers: { warnings: 0, errors: 1 }
          services: { warnings: 0, errors: 0 }
          middlewares: { warnings: 0, errors: 0 }
        providers: [KubernetesIngress]
        """

  @traefik-routing.api.version
  Rule: `/api/version` gives the version of the program

    Scenario: As the program itself tells it
      Then the API gives the version of the implementation

  @traefik-routing.api.middlewares
  Rule: `/api/http/middlewares` lists the middlewares, and a name below it gives one of them

    Background:
      Given the Service "app"
      And the dynamic configuration:
        """
        http:
          routers:
            shop: { rule: "Host(`shop.example.com`)", service: goods, middlewares: [to-v2] }
          middlewares:
            to-v2: { addPrefix: { prefix: /v2 } }
          services:
            goods: { loadBalancer: { servers: [{ url: "${pod.app}" }] } }
        """

    Scenario: The list
      Then the API shows at "/api/http/middlewares":
        """
        - name: to-v2@file
          provider: file
          addPrefix: { prefix: /v2 }
          status: enabled
          usedBy: [shop@file]
        """

    Scenario: One of them
      Then the API shows at "/api/http/middlewares/to-v2@file":
        """
        name: to-v2@file
        addPrefix: { prefix: /v2 }
        status: enabled
        """

    Scenario: One that there is not
      Then "http://proxy.example.com/api/http/middlewares/other@file" is answered with 404 on the entry point "traefik"

  @traefik-routing.api.router-error
  Rule: A router that cannot be used is shown as disabled, with the reason

    Scenario: It names a middleware that there is not
      Given the Service "app"
      And the dynamic configuration:
        """
        http:
          routers:
            shop: { rule: "Host(`shop.example.com`)", service: goods, middlewares: [missing] }
          services:
            goods: { loadBalancer: { servers: [{ url: "${pod.app}" }] } }
        """
      Then the API shows the router "shop@file" as disabled, because of "missing@file"

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
  Rule: The API refuses methods that could change something

    Scenario Outline: <method>
      When the client connects to the entry point "traefik"
      And the client sends:
        """
        <method> /api/version HTTP/1.1\r\nHost: proxy.example.com\r\nContent-Length: 0\r\n\r\n
        """
      Then the client is answered with 405

      Examples:
        | method |
        | POST   |
        | PUT    |
        | DELETE |

  @traefik-routing.api.other-sites
  Rule: The API tells no other site that it may read it

    Scenario: A page of another site asks
      When the client connects to the entry point "traefik"
      And the client sends:
        """
        GET /api/version HTTP/1.1\r\nHost: proxy.example.com\r\nOrigin: http://other.example.net\r\n\r\n
        """
      Then the client is answered with 200
      And the answer does not have the header "Access-Control-Allow-Origin"

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
      And the Service "app"
      And the dynamic configuration:
        """
        http:
          routers:
            api: { rule: "Host(`ops.example.com`) && PathPrefix(`/api`)", service: api@internal, entryPoints: [web] }
            shop: { rule: "Host(`shop.example.com`)", service: goods }
          services:
            goods: { loadBalancer: { servers: [{ url: "${pod.app}" }] } }
        """
      Then "http://shop.example.com/" reaches the Service "app"
      But "http://ops.example.com/api/rawdata" is answered with 404

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
        """
      And the API shows "W6ph5Mm5Pz8GgiULbPgzG37mj9g" at none of "/api/rawdata, /api/http/middlewares, /api/http/middlewares/secured@file"

    Scenario: A key
      Given the Service "app"
      And the TLS Secret "app" for "app.example.com"
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ hosts: [app.example.com], secretName: app }] |
      Then "https://app.example.com/" reaches the Service "app"
      And the API shows "PRIVATE KEY" at none of "/api/rawdata, /api/http/routers, /api/http/services"
