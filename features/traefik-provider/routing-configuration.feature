Feature: Routing Configuration
  The least that an Ingress promises: its rules lead to its Services.

  @traefik-provider.routing-configuration.rule-reaches-service
  Rule: A request that matches host and path of a rule is answered by a pod of the Service that the rule names

    Background:
      Given the Services:
        | service |
        | one     |
        | two     |
      And the Ingress "app" with the rules:
        | host            | path         | path type | service |
        | one.example.com | /            | Prefix    | one     |
        | two.example.com | /            | Prefix    | two     |
        | two.example.com | /exactly/one | Exact     | one     |

    Scenario Outline: <url> is answered by <service>
      Then "<url>" reaches the Service "<service>"

      Examples:
        | url                            | service |
        | http://one.example.com/        | one     |
        | http://one.example.com/two     | one     |
        | http://two.example.com/        | two     |
        | http://two.example.com/exactly/one     | one     |
        | http://two.example.com/exactly/one?a=b | one     |
        | http://two.example.com/exactly/one/two | two     |
        | http://two.example.com/exactly         | two     |

  @traefik-provider.routing-configuration.service-port-by-number
  Rule: A backend may name the port of its Service by number, which need not be the port of the pods

    Scenario Outline: A Service port of number <port> that leads to port <target> of the pods
      Given the Services:
        | service | ports              |
        | app     | <port> -> <target> |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port   |
        | app.example.com | /    | Prefix    | app     | <port> |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | port  | target |
        | 80    | 80     |
        | 8080  | 3000   |
        | 65535 | web    |

  @traefik-provider.routing-configuration.service-port-by-name
  Rule: A backend may name the port of its Service by name

    Scenario: A Service port by name
      Given the Services:
        | service | ports                      |
        | app     | admin:9000, web:80 -> 3000 |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | web  |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.routing-configuration.ingresses-side-by-side
  Rule: Rules of several Ingresses are served side by side, also for the same host

    Background:
      Given the Services:
        | service     |
        | one         |
        | two         |
        | other/three |

    Scenario: Two Ingresses with a host each
      Given the Ingress "one" for "one.example.com"
      And the Ingress "two" for "two.example.com"
      Then "http://one.example.com/" reaches the Service "one"
      And "http://two.example.com/" reaches the Service "two"

    Scenario: Ingresses of two namespaces share a host
      Given the Ingress "one" for "shared.example.com/one"
      And the Ingress "other/three" for "shared.example.com/three"
      Then "http://shared.example.com/one" reaches the Service "one"
      And "http://shared.example.com/three" reaches the Service "other/three"

    Scenario: Ingresses of the same name in two namespaces
      Given the Service "other/one"
      And the Ingress "one" for "one.example.com"
      And the Ingress "other/one" for "other.example.com"
      Then "http://one.example.com/" reaches the Service "one"
      And "http://other.example.com/" reaches the Service "other/one"

    Scenario: Namespaces and names that read the same when joined are kept apart
      Given the Services:
        | service |
        | a/b-c   |
        | a-b/c   |
      And the Ingress "a/b-c" for "first.example.com"
      And the Ingress "a-b/c" for "second.example.com"
      Then "http://first.example.com/" reaches the Service "a/b-c"
      And "http://second.example.com/" reaches the Service "a-b/c"

  @traefik-provider.routing-configuration.broken-neighbour
  Rule: An Ingress whose backend does not exist leaves the routes of every other Ingress as they are

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario Outline: <what>
      Given the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: aaa-broken }
        spec:
          rules:
            - host: broken.example.com
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: <backend>
        """
      Then "http://app.example.com/" reaches the Service "app"
      And "http://broken.example.com/" is not served
      And "http://app.example.com/" is answered with 200

      Examples:
        | what                          | backend                                                            |
        | Its Service does not exist    | { service: { name: missing, port: { number: 80 } } }               |
        | Its Service has no such port  | { service: { name: app, port: { number: 81 } } }                   |
        | Its port has no such name     | { service: { name: app, port: { name: web } } }                    |
        | Its backend is not a Service  | { resource: { apiGroup: example.com, kind: Bucket, name: files } } |

    Scenario: One broken path of an Ingress leaves its other paths alone
      Given the Ingress "mixed" with the rules:
        | host              | path    | path type | service |
        | mixed.example.com | /works  | Prefix    | app     |
        | mixed.example.com | /broken | Prefix    | missing |
      Then "http://mixed.example.com/works" reaches the Service "app"
      And "http://mixed.example.com/broken" is not served

  @traefik-provider.routing-configuration.no-match-is-404
  Rule: A request that no rule matches is answered with 404

    Background:
      Given the Service "app"

    Scenario: There is no Ingress
      Then "http://app.example.com/" is answered with 404

    Scenario: The host is another
      Given the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And "http://other.example.com/" is answered with 404

    Scenario: The path is another
      Given the Ingress "app" for "app.example.com/app"
      Then "http://app.example.com/app" reaches the Service "app"
      And "http://app.example.com/" is answered with 404
