Feature: Configuration Example

  @traefik-routing.configuration-example.example
  Rule: The page's example is served as written, on the entry point that its annotation names

    Scenario: The Service and the Ingress of the example
      Given the flags:
        """
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.other.address=127.0.0.1:0
        --providers.kubernetesingress
        """
      And the manifest:
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: whoami
        spec:
          ports:
            - protocol: TCP
              name: web
              port: 80
          selector:
            app: whoami
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: myingress
          annotations:
            traefik.ingress.kubernetes.io/router.entrypoints: web
        spec:
          rules:
            - host: example.com
              http:
                paths:
                  - path: /bar
                    pathType: Exact
                    backend:
                      service:
                        name: whoami
                        port:
                          number: 80
                  - path: /foo
                    pathType: Exact
                    backend:
                      service:
                        name: whoami
                        port:
                          number: 80
        """
      And 2 ready pods of the Service "whoami" start
      Then "http://example.com/bar" reaches the Service "whoami" on the entry point "web"
      And "http://example.com/foo" reaches the Service "whoami" on the entry point "web"
      But "http://example.com/" is answered with 404 on the entry point "web"
      And "http://example.com/bar" is answered with 404 on the entry point "other"

  @traefik-routing.configuration-example.cluster-role-suffices
  Rule: The rights of the page's ClusterRole are enough to serve Ingresses and write their status

    Background:
      Given the controller may do in the whole cluster:
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | extensions        | ingresses, ingressclasses    | get, list, watch |
        | networking.k8s.io | ingresses, ingressclasses    | get, list, watch |
        | extensions        | ingresses/status             | update           |
        | networking.k8s.io | ingresses/status             | update           |
      And the provider option ingressEndpoint is { ip: 203.0.113.7 }

    Scenario: Routes, statuses and changes
      Given the Services:
        | service        |
        | app            |
        | production/app |
      And the Ingress "app" for "app.example.com"
      And the Ingress "production/app" for "production.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And "http://production.example.com/" reaches the Service "production/app"
      And the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      And the status of the Ingress "production/app" becomes [{ ip: 203.0.113.7 }]
      When the Ingress "app" for "new.example.com" is created
      Then "http://new.example.com/" reaches the Service "app"

    Scenario: An Ingress of a class, with a certificate
      Given a cluster of Kubernetes 1.18 or later
      And the Service "app"
      And the IngressClass "ours" of the controller "traefik.io/ingress-controller"
      And the TLS Secret "app-tls" for "app.example.com"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations  | traefik.ingress.kubernetes.io/router.tls: "true"      |
        | spec.ingressClassName | ours                                                  |
        | spec.tls              | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      And "https://app.example.com/" reaches the Service "app"
      And the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]

  @traefik-routing.configuration-example.nothing-else-asked
  Rule: The controller asks the API server for nothing that the page's ClusterRole does not grant

    Scenario Outline: Ingresses, Services and statuses on Kubernetes <version>
      Given a Kubernetes <version> cluster
      And the provider option ingressEndpoint is { publishedService: default/app }
      And the Service "app"
      And the status of the Service "app" is set to [{ ip: 203.0.113.7 }]
      And the TLS Secret "app-tls" for "app.example.com"
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      Then "http://app.example.com/" reaches the Service "app"
      And the status of the Ingress "app" becomes [{ ip: 203.0.113.7 }]
      And the controller has asked for the version of the cluster, and otherwise at most:
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | extensions        | ingresses, ingressclasses    | get, list, watch |
        | networking.k8s.io | ingresses, ingressclasses    | get, list, watch |
        | extensions        | ingresses/status             | update           |
        | networking.k8s.io | ingresses/status             | update           |

      Examples:
        | version |
        | 1.14    |
        | 1.18    |
        | 1.19    |
        | 1.34    |
