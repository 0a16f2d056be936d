Feature: The Ingress resource

  @kubernetes-ingress.the-ingress-resource.minimal
  Rule: An Ingress with a single path and without a host is served

    Scenario: One path, for any host
      Given the Service "app"
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: app, namespace: default }
        spec:
          rules:
            - http:
                paths:
                  - path: /testpath
                    pathType: Prefix
                    backend: { service: { name: app, port: { number: 80 } } }
        """
      Then "http://app.example.com/testpath" reaches the Service "app"
      And "http://other.example.com/testpath/below" reaches the Service "app"
      But "http://app.example.com/other" is not served

  @kubernetes-ingress.the-ingress-resource.rules-or-default-backend
  Rule: An Ingress with neither rules nor a default backend is refused by the API server

    Scenario Outline: <what>
      Then the API server refuses the manifest, naming "`rules` must be specified":
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: app, namespace: default }
        spec: <spec>
        """

      Examples:
        | what                   | spec                               |
        | Nothing at all         | {}                                 |
        | An empty list of rules | { rules: [] }                      |
        | TLS, for nothing       | { tls: [{ secretName: app-tls }] } |
