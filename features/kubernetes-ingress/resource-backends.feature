Feature: The Ingress resource / Resource backends

  @kubernetes-ingress.resource-backends.excludes-service
  Rule: A backend with both a resource and a Service is refused by the API server

    Scenario: As the backend of a path
      Then the API server refuses the manifest, naming "cannot set both resource and service backends":
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: app, namespace: default }
        spec:
          rules:
            - http:
                paths:
                  - path: /icons
                    pathType: ImplementationSpecific
                    backend:
                      resource: { apiGroup: k8s.example.com, kind: StorageBucket, name: icons }
                      service: { name: app, port: { number: 80 } }
        """

    Scenario: As the default backend
      Then the API server refuses the manifest, naming "cannot set both resource and service backends":
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: app, namespace: default }
        spec:
          defaultBackend:
            resource: { apiGroup: k8s.example.com, kind: StorageBucket, name: icons }
            service: { name: app, port: { number: 80 } }
        """

  @kubernetes-ingress.resource-backends.unsupported
  Rule: A resource backend that the controller does not support leaves the other paths of the Ingress served

    Scenario Outline: The resource stands <where>
      Given the Service "app"
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: app, namespace: default }
        spec:
          <field>
          rules:
            - host: app.example.com
              http:
                paths:
                  - path: /icons
                    pathType: Prefix
                    backend: <backend of icons>
                  - path: /app
                    pathType: Prefix
                    backend: { service: { name: app, port: { number: 80 } } }
        """
      Then "http://app.example.com/app" reaches the Service "app"

      Examples:
        | where                  | field                                                                                          | backend of icons                                                              |
        | behind another path    |                                                                                                | { resource: { apiGroup: k8s.example.com, kind: StorageBucket, name: icons } } |
        | as the default backend | defaultBackend: { resource: { apiGroup: k8s.example.com, kind: StorageBucket, name: assets } } | { service: { name: app, port: { number: 80 } } }                              |
