Feature: Further
  The examples that the page itself prints are served exactly as they are written.

  @traefik-provider.further.example-v1
  Rule: The page's first example in its v1 form is served exactly as written

    Scenario: The first example in its v1 form
      Given the Service "production/service1" with 2 pods
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: foo
          namespace: production

        spec:
          rules:
            - host: example.net
              http:
                paths:
                  - path: /bar
                    pathType: Exact
                    backend:
                      service:
                        name:  service1
                        port:
                          number: 80
                  - path: /foo
                    pathType: Exact
                    backend:
                      service:
                        name:  service1
                        port:
                          number: 80
        """
      Then "http://example.net/bar" reaches the Service "production/service1"
      And "http://example.net/foo" reaches the Service "production/service1"
      And 10 requests to "http://example.net/bar" are spread evenly over 2 pods of the Service "production/service1"
      And "http://example.net/" is not served
      And "http://example.com/bar" is not served

  @traefik-provider.further.example-v1beta1
  Rule: The page's first example in its v1beta1 form is served exactly as written

    Scenario Outline: The first example in its v1beta1 form, on Kubernetes <version>
      Given a Kubernetes <version> cluster
      And the Service "production/service1" with 2 pods
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1beta1
        kind: Ingress
        metadata:
          name: foo
          namespace: production

        spec:
          rules:
            - host: example.net
              http:
                paths:
                  - path: /bar
                    backend:
                      serviceName: service1
                      servicePort: 80
                  - path: /foo
                    backend:
                      serviceName: service1
                      servicePort: 80
        """
      Then "http://example.net/bar" reaches the Service "production/service1"
      And "http://example.net/foo" reaches the Service "production/service1"
      And 10 requests to "http://example.net/foo" are spread evenly over 2 pods of the Service "production/service1"
      And "http://example.net/" is not served
      And "http://example.com/bar" is not served

      Examples:
        | version |
        | 1.14    |
        | 1.17    |
        | 1.18    |
        | 1.19    |
        | 1.21    |

  @traefik-provider.further.example-v1-exact
  Rule: In its v1 form, whose paths are of type Exact, the first example does not answer for paths below them

    Scenario: Paths below those of the example
      Given the Service "production/service1"
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: foo
          namespace: production

        spec:
          rules:
            - host: example.net
              http:
                paths:
                  - path: /bar
                    pathType: Exact
                    backend:
                      service:
                        name:  service1
                        port:
                          number: 80
                  - path: /foo
                    pathType: Exact
                    backend:
                      service:
                        name:  service1
                        port:
                          number: 80
        """
      Then "http://example.net/bar" reaches the Service "production/service1"
      And "http://example.net/bar/below" is not served
      And "http://example.net/bar/" is not served
      And "http://example.net/foobar" is not served

  @traefik-provider.further.example-v1beta1-prefix
  Rule: In its v1beta1 form, which has no path types, the first example answers for paths below them too

    Scenario Outline: Paths below those of the example, on Kubernetes <version>
      Given a Kubernetes <version> cluster
      And the Service "production/service1"
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1beta1
        kind: Ingress
        metadata:
          name: foo
          namespace: production

        spec:
          rules:
            - host: example.net
              http:
                paths:
                  - path: /bar
                    backend:
                      serviceName: service1
                      servicePort: 80
                  - path: /foo
                    backend:
                      serviceName: service1
                      servicePort: 80
        """
      Then "http://example.net/bar/below" reaches the Service "production/service1"
      And "http://example.net/foo/" reaches the Service "production/service1"

      Examples:
        | version |
        | 1.14    |
        | 1.18    |
        | 1.21    |

  @traefik-provider.further.class-example-v1
  Rule: The page's IngressClass and the Ingress that names it, in their v1 form, are served exactly as written

    Scenario: The example of an IngressClass in its v1 form
      Given the Service "example-service"
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: traefik-lb
        spec:
          controller: traefik.io/ingress-controller
        """
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: example-ingress
        spec:
          ingressClassName: traefik-lb
          rules:
          - host: "*.example.com"
            http:
              paths:
              - path: /example
                pathType: Exact
                backend:
                  service:
                    name: example-service
                    port:
                        number: 80
        """
      Then "http://any.example.com/example" reaches the Service "example-service"
      And "http://any.example.com/other" is not served
      And "http://example.com/example" is not served

  @traefik-provider.further.class-example-v1beta1
  Rule: The page's IngressClass and the Ingress that names it, in their v1beta1 form, are served exactly as written

    Scenario Outline: The example of an IngressClass in its v1beta1 form, on Kubernetes <version>
      Given a Kubernetes <version> cluster
      And the Service "example-service"
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1beta1
        kind: IngressClass
        metadata:
          name: traefik-lb
        spec:
          controller: traefik.io/ingress-controller
        """
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1beta1
        kind: Ingress
        metadata:
          name: example-ingress
        spec:
          ingressClassName: traefik-lb
          rules:
          - host: "*.example.com"
            http:
              paths:
              - path: /example
                backend:
                  serviceName: example-service
                  servicePort: 80
        """
      Then "http://any.example.com/example" reaches the Service "example-service"
      And "http://any.example.com/other" is not served
      And "http://example.com/example" is not served

      Examples:
        | version |
        | 1.18    |
        | 1.19    |
        | 1.21    |
