Feature: Global Default Backend Ingresses

  Background:
    Given the Services:
      | service |
      | app     |
      | default |
      | later   |

  @traefik-routing.global-default-backend.takes-unmatched
  Rule: An Ingress with a default backend and no rules takes every request that nothing else matches

    Scenario: Hosts and paths that no rule has
      Given the default backend "default" that is the Service "default"
      And the Ingress "app" for "app.example.com/foo"
      Then "http://nobody.example.com/" reaches the Service "default"
      And "http://nobody.example.com/any/path?a=b" reaches the Service "default"
      And "http://127.0.0.1/" reaches the Service "default"
      And "http://app.example.com/" reaches the Service "default"
      But "http://app.example.com/foo" reaches the Service "app"

    Scenario: It comes, leads elsewhere and goes
      Then "http://nobody.example.com/" is not served
      When the default backend "default" that is the Service "default" is created
      Then "http://nobody.example.com/" reaches the Service "default"
      When the default backend "default" that is the Service "later" is created
      Then "http://nobody.example.com/" reaches the Service "later"
      When the Ingress "default" is deleted
      Then "http://nobody.example.com/" is not served

  @traefik-routing.global-default-backend.lowest-priority
  Rule: Any other route is preferred to the default backend, whatever its rule

    Scenario: A rule for every host and path
      Given the Ingress "app" with the rules:
        | host | path | path type | service |
        |      | /    | Prefix    | app     |
      And the default backend "default" that is the Service "default"
      Then "http://nobody.example.com/" reaches the Service "app"
      When the Ingress "app" is deleted
      Then "http://nobody.example.com/" reaches the Service "default"
      When the Ingress "app" with the rules is changed to:
        | host | path | path type | service |
        |      | /    | Prefix    | app     |
      Then "http://nobody.example.com/" reaches the Service "app"

    Scenario: A route with a priority below zero
      Given the default backend "default" that is the Service "default"
      And "http://app.example.com/" reaches the Service "default"
      When the Ingress "app" for "app.example.com" is created
      And the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.priority: "-1000" |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-routing.global-default-backend.entry-points-annotation
  Rule: The default backend answers only on the entry points that its Ingress is annotated with

    Scenario: One of two
      Given the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.1:0" }
          admin: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        """
      And the default backend "default" that is the Service "default"
      And the Ingress "default" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.entrypoints: admin |
      Then "http://nobody.example.com/" reaches the Service "default" on the entry point "admin"
      But "http://nobody.example.com/" is answered with 404 on the entry point "web"

  @traefik-routing.global-default-backend.middlewares-annotation
  Rule: The middlewares that its Ingress is annotated with are applied to the default backend

    Scenario: One that changes the path, and one that is missing
      Given the static configuration, as YAML:
        """
        providers:
          kubernetesIngress: {}
        """
      And the dynamic configuration:
        """
        http: { middlewares: { prefix: { addPrefix: { prefix: /added } } } }
        """
      And the default backend "default" that is the Service "default"
      And the Ingress "default" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: prefix@file |
      When the client asks for "http://nobody.example.com/path"
      Then the client is answered with 200
      And the pod has received the target "/added/path"
      When the Ingress "default" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: missing@file |
      Then "http://nobody.example.com/path" is not served

  @traefik-routing.global-default-backend.tls-annotation
  Rule: The default backend answers HTTPS where its Ingress is annotated for TLS

    Scenario: HTTPS alone
      Given the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.1:0" }
          websecure: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        """
      And the default backend "default" that is the Service "default"
      And the Ingress "default" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      Then "https://nobody.example.com/" reaches the Service "default"
      But "http://nobody.example.com/" is not served
      And "http://nobody.example.com/" is answered with 404 on the entry point "websecure"

  @traefik-routing.global-default-backend.second-one
  Rule: Of two default backends the one of the older Ingress is used

    Background:
      Given the default backend "zebra" that is the Service "default"
      And the cluster gives later times of creation
      And the default backend "ant" that is the Service "later"

    Scenario: The older one, whatever its name
      When the controller starts
      Then "http://nobody.example.com/" reaches the Service "default" after everything has been seen

    Scenario: The older one goes
      Given "http://nobody.example.com/" reaches the Service "default"
      When the Ingress "zebra" is deleted
      Then "http://nobody.example.com/" reaches the Service "later"

  @traefik-routing.global-default-backend.second-one-reported
  Rule: A second default backend is reported as an error that names both Ingresses

    Scenario: The log names both
      Given the Services:
        | service           |
        | production/first  |
        | staging/second    |
      And the default backend "production/first" that is the Service "first"
      And the cluster gives later times of creation
      And the default backend "staging/second" that is the Service "second"
      When the controller starts
      Then the log has a line with "error", "production/first" and "staging/second"

  @traefik-routing.global-default-backend.beside-rules
  Rule: A default backend beside rules takes no request

    Scenario: An Ingress with both
      Given the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: app, namespace: default }
        spec:
          defaultBackend: { service: { name: default, port: { number: 80 } } }
          rules:
            - host: app.example.com
              http:
                paths:
                  - path: /foo
                    pathType: Prefix
                    backend: { service: { name: app, port: { number: 80 } } }
        """
      Then "http://app.example.com/foo" reaches the Service "app"
      But "http://app.example.com/" is not served
      And "http://nobody.example.com/" is not served
