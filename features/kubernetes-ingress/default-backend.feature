Feature: The Ingress resource / DefaultBackend

  Background:
    Given the Services:
      | service |
      | app     |
      | default |

  @kubernetes-ingress.default-backend.no-rules
  Rule: An Ingress with a default backend and no rules sends every request there

    Scenario: Whatever host and path are asked for
      Given the default backend "default" that is the Service "default"
      Then "http://app.example.com/" reaches the Service "default"
      And "http://other.example.org/any/path?a=b" reaches the Service "default"
      And "http://127.0.0.1/" reaches the Service "default"

  @kubernetes-ingress.default-backend.beside-rules
  Rule: A default backend beside rules takes the requests that match none of them

    Background:
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

    Scenario: Another path of the host of a rule
      Then "http://app.example.com/bar" reaches the Service "default"
      And "http://app.example.com/" reaches the Service "default"
      But "http://app.example.com/foo" reaches the Service "app"

    Scenario: Another host
      Then "http://other.example.com/foo" reaches the Service "default"
      And "http://other.example.com/" reaches the Service "default"

    Scenario: The rules of another Ingress go before it
      Given the Service "other"
      And the Ingress "other" for "other.example.com/foo"
      Then "http://other.example.com/foo" reaches the Service "other"
      And "http://other.example.com/bar" reaches the Service "default"

  @kubernetes-ingress.default-backend.neither
  Rule: A request that matches no rule, with no default backend anywhere, is answered with 404

    Scenario: Another path, another host
      Given the Ingress "app" for "app.example.com/foo"
      Then "http://app.example.com/foo" reaches the Service "app"
      But "http://app.example.com/" is answered with 404
      And "http://other.example.com/foo" is answered with 404
