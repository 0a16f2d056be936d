Feature: Around the document / EntryPoints / Middlewares

  Background:
    Given the static configuration, as YAML:
      """
      entryPoints:
        web: { address: "127.0.0.1:0" }
        admin: { address: "127.0.0.1:0", http: { middlewares: [one@file, two@file] } }
      providers:
        kubernetesIngress: {}
      """
    And the Services:
      | service |
      | app     |
      | other   |

  @traefik-routing.entry-point-middlewares.every-router
  Rule: The middlewares of an entry point are applied to every router on it

    Scenario Outline: In their order, to routers of both providers
      Given the dynamic configuration:
        """
        http:
          routers:
            other: { rule: 'Host(`other.example.com`)', service: other }
          middlewares:
            one: { addPrefix: { prefix: /one } }
            two: { addPrefix: { prefix: /two } }
          services:
            other: { loadBalancer: { servers: [{ url: '${pod.other}' }] } }
        """
      And the Ingress "app" for "app.example.com"
      When the client connects to the entry point "admin"
      And the client sends:
        """
        GET /<host> HTTP/1.1\r\n
        Host: <host>.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the target "/two/one/<host>"

      Examples:
        | host  |
        | app   |
        | other |

    Scenario: Not on other entry points
      Given the dynamic configuration:
        """
        http: { middlewares: { one: { addPrefix: { prefix: /one } }, two: { addPrefix: { prefix: /two } } } }
        """
      And the Ingress "app" for "app.example.com"
      When the client asks for "http://app.example.com/path"
      Then the client is answered with 200
      And the pod has received the target "/path"

  @traefik-routing.entry-point-middlewares.before-own
  Rule: The middlewares of an entry point are applied before those of the router

    Scenario: Prefixes of both
      Given the dynamic configuration:
        """
        http:
          middlewares:
            one: { addPrefix: { prefix: /one } }
            two: { addPrefix: { prefix: /two } }
            own: { addPrefix: { prefix: /own } }
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: own@file |
      When the client connects to the entry point "admin"
      And the client sends:
        """
        GET /path HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the target "/own/two/one/path"

  @traefik-routing.entry-point-middlewares.missing
  Rule: A middleware that does not exist disables every router on the entry point

    Scenario: It is missing, and then there
      Given the dynamic configuration:
        """
        http: { middlewares: { one: { addPrefix: { prefix: /one } } } }
        """
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      But "http://app.example.com/" is answered with 404 on the entry point "admin"
      When the dynamic configuration is changed to:
        """
        http: { middlewares: { one: { addPrefix: { prefix: /one } }, two: { addPrefix: { prefix: /two } } } }
        """
      Then "http://app.example.com/" reaches the Service "app" on the entry point "admin"

  @traefik-routing.entry-point-middlewares.missing-reported
  Rule: An error in the log names a middleware of an entry point that does not exist

    Scenario: One of two
      Given the dynamic configuration:
        """
        http: { middlewares: { one: { addPrefix: { prefix: /one } } } }
        """
      When the controller starts
      Then the log has a line with "error" and "two@file"
