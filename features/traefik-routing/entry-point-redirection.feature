Feature: Around the document / EntryPoints / Redirection

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.entry-point-redirection.to
  Rule: `to` redirects every request to the entry point or port that it names

    Scenario Outline: To an entry point, <what>
      Given the static configuration, as YAML:
        """
        entryPoints:
          front:
            address: "127.0.0.1:0"
            http: { redirections: { entryPoint: { to: websecure } } }
          web: { address: "127.0.0.1:0" }
          websecure: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        """
      When the client connects to the entry point "front"
      And the client sends:
        """
        <method> <target> HTTP/1.1\r\n
        Host: <host>\r\n
        \r\n
        """
      Then the client is answered with <status>
      And the answer leads to "<location>" at the port of the entry point "websecure"
      And the pods have received 0 requests in all

      Examples:
        | what                             | method | host                 | target       | status | location                             |
        | where a pod is for it elsewhere  | GET    | app.example.com      | /            | 301    | https://app.example.com/             |
        | where nothing is                 | GET    | other.example.com    | /            | 301    | https://other.example.com/           |
        | with a path and a query          | GET    | app.example.com      | /a%2Fb/?c=d  | 301    | https://app.example.com/a%2Fb/?c=d   |
        | asked for at a port              | GET    | app.example.com:8080 | /            | 301    | https://app.example.com/             |
        | with another method              | DELETE | app.example.com      | /a           | 308    | https://app.example.com/a            |

    Scenario Outline: To the port <port>
      Given the static configuration, as YAML:
        """
        entryPoints:
          front:
            address: "127.0.0.1:0"
            http: { redirections: { entryPoint: { to: ":<port>" } } }
          web: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        """
      When the client connects to the entry point "front"
      And the client sends:
        """
        GET /a?b HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 301
      And the answer has the header "Location" with "<location>"

      Examples:
        | port | location                         |
        | 443  | https://app.example.com/a?b      |
        | 8443 | https://app.example.com:8443/a?b |

    Scenario: Requests to other entry points are not redirected
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.front.address=127.0.0.1:0
        --entryPoints.front.http.redirections.entryPoint.to=websecure
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.websecure.address=127.0.0.1:0
        """
      Then "http://app.example.com/" is answered with 301 on the entry point "front"
      And "http://app.example.com/" reaches the Service "app" on the entry point "web"

  @traefik-routing.entry-point-redirection.scheme
  Rule: The redirection leads to https, or to the scheme that `scheme` gives

    Scenario Outline: <what>
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.front.address=127.0.0.1:0
        --entryPoints.front.http.redirections.entryPoint.to=:<port>
        <option>
        """
      When the client connects to the entry point "front"
      And the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 301
      And the answer has the header "Location" with "<location>"

      Examples:
        | what         | port | option                                                          | location                      |
        | Not given    | 443  |                                                                 | https://app.example.com/      |
        | Given        | 8443 | --entryPoints.front.http.redirections.entryPoint.scheme=https   | https://app.example.com:8443/ |
        | Another one  | 81   | --entryPoints.front.http.redirections.entryPoint.scheme=wss     | wss://app.example.com:81/     |

  @traefik-routing.entry-point-redirection.permanent
  Rule: The redirection is permanent unless `permanent` is false

    Scenario Outline: <method>, with <permanent>
      Given the static configuration, as YAML:
        """
        entryPoints:
          front:
            address: "127.0.0.1:0"
            http: { redirections: { entryPoint: { to: ":443", permanent: <permanent> } } }
          web: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        """
      When the client connects to the entry point "front"
      And the client sends:
        """
        <method> / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 0\r\n
        \r\n
        """
      Then the client is answered with <status>

      Examples:
        | method | permanent | status |
        | GET    | true      | 301    |
        | POST   | true      | 308    |
        | GET    | false     | 302    |
        | POST   | false     | 307    |

    Scenario: Not given
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.front.address=127.0.0.1:0
        --entryPoints.front.http.redirections.entryPoint.to=:443
        """
      Then "http://app.example.com/" is answered with 301 on the entry point "front"

  @traefik-routing.entry-point-redirection.priority
  Rule: The redirection goes before all routers but those of a higher priority than `priority`

    Scenario Outline: A router of priority <router>, and the redirection's is <redirection>
      Given the static configuration, as YAML:
        """
        entryPoints:
          front:
            address: "127.0.0.1:0"
            http: { redirections: { entryPoint: { to: ":443"<option> } } }
          web: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        """
      And the Service "important"
      And the Ingress "important" for "important.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.priority: "<router>" } |
      Then "http://important.example.com/" is answered with <status> on the entry point "front"
      And "http://app.example.com/" is answered with 301 on the entry point "front"

      Examples:
        | redirection | option           | router     | status |
        | not given   |                  | 2147483645 | 301    |
        | not given   |                  | 2147483647 | 200    |
        | 1000        | , priority: 1000 | 999        | 301    |
        | 1000        | , priority: 1000 | 1001       | 200    |

  @traefik-routing.entry-point-redirection.unknown
  Rule: A redirection to an entry point that does not exist ends the start with an error that names both

    Scenario Outline: To <to>
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            http: { redirections: { entryPoint: { to: "<to>" } } }
          websecure: { address: "127.0.0.1:0" }
        """
      Then the controller refuses to start with exit code 1
      And it says "entryPoints.web.http.redirections.entryPoint.to"
      And it says "<to>"

      Examples:
        | to        |
        | websecur  |
        | 443       |
        | :0        |
        | :70000    |

  @traefik-routing.entry-point-redirection.own-answers
  Rule: What the process answers itself on the entry point is not redirected: ping, and challenges of an ACME server

    Scenario: Ping
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.front.address=127.0.0.1:0
        --entryPoints.front.http.redirections.entryPoint.to=:443
        --ping.entryPoint=front
        """
      Then "http://app.example.com/ping" is answered with 200 on the entry point "front"
      And "http://app.example.com/pin" is answered with 301 on the entry point "front"

    Scenario: An HTTP challenge
      Given an ACME server
      And the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            http: { redirections: { entryPoint: { to: websecure } } }
          websecure: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        certificatesResolvers:
          le:
            acme:
              email: admin@example.com
              caServer: ${acme.directory}
              storage: ${acme.storage}
              keyType: EC256
              httpChallenge: { entryPoint: web }
        """
      And the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And the ACME server has looked at port 80 and not at port 443

  @traefik-routing.entry-point-redirection.names
  Rule: The redirection is the router NAME-to-OTHER of the provider internal, with a middleware and without pods

    Scenario Outline: <router>
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.websecure.address=127.0.0.1:0
        --entryPoints.front.address=127.0.0.1:0
        --entryPoints.front.http.redirections.entryPoint.to=<to>
        """
      Then the API shows at "/api/http/routers/<router>@internal":
        """
        status: enabled
        using: [front]
        service: noop@internal
        middlewares: [redirect-<router>]
        rule: HostRegexp(`{host:.+}`)
        priority: 2147483646
        """
      And the API shows at "/api/http/middlewares/redirect-<router>@internal":
        """
        status: enabled
        type: redirectscheme
        """

      Examples:
        | router             | to        |
        | front-to-websecure | websecure |
        | front-to-443       | :443      |
