Feature: allowEmptyServices
  What becomes of requests for a Service that has no pod to answer them.

  @traefik-provider.allow-empty-services.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

    Scenario Outline: The option as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            allowEmptyServices: true
        """
      And the Service "app" with 0 pods
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with 503

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.allow-empty-services.not-allowed
  Rule: While the option is false, a request for a Service without ready endpoints is answered with 404

    Scenario: No pod, and the option is not given
      Given the Service "app" with 0 pods
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with 404

    Scenario: No pod, and the option is false
      Given the provider option allowEmptyServices is false
      And the Service "app" with 0 pods
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with 404

    Scenario: No pod that is ready
      Given the Service "app" with 0 pods
      And 2 unready pods of the Service "app" start
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with 404

    Scenario: No Endpoints at all
      Given the manifest:
        """
        apiVersion: v1
        kind: Service
        metadata: { name: app }
        spec: { ports: [{ port: 80 }] }
        """
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with 404

  @traefik-provider.allow-empty-services.allowed
  Rule: While the option is true, a request for a Service without ready endpoints is answered with 503

    Background:
      Given the provider option allowEmptyServices is true

    Scenario: No pod
      Given the Service "app" with 0 pods
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with 503

    Scenario: No pod that is ready
      Given the Service "app" with 0 pods
      And 2 unready pods of the Service "app" start
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with 503

    Scenario: No Endpoints at all
      Given the manifest:
        """
        apiVersion: v1
        kind: Service
        metadata: { name: app }
        spec: { ports: [{ port: 80 }] }
        """
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with 503

    Scenario: No pod any more
      Given the Service "app" with 1 pod
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      When 1 pod of the Service "app" ends
      Then "http://app.example.com/" is answered with 503

  @traefik-provider.allow-empty-services.empty-load-balancer
  Rule: While the option is true, a Service without ready endpoints has a load balancer without servers in the dynamic configuration

    Scenario: The load balancer has no servers
      Given the provider option allowEmptyServices is true
      And the Service "app" with 0 pods
      And the Ingress "app" for "app.example.com"
      Then the dynamic configuration has 1 router and 1 service of the provider "kubernetes"
      And each service of the provider "kubernetes" has 0 servers

  @traefik-provider.allow-empty-services.missing-service
  Rule: A Service that does not exist gives 404 even while the option is true

    Scenario: The Service does not exist
      Given the provider option allowEmptyServices is true
      And the Ingress "missing" for "missing.example.com"
      Then "http://missing.example.com/" is answered with 404

  @traefik-provider.allow-empty-services.not-ready-unused
  Rule: Addresses that are not ready receive no request, whatever the option

    Scenario Outline: The option is <value>
      Given the provider option allowEmptyServices is <value>
      And the Service "app" with 1 pod
      And 2 unready pods of the Service "app" start
      And the Ingress "app" for "app.example.com"
      Then 9 requests to "http://app.example.com/" are spread evenly over 1 pod of the Service "app"

      Examples:
        | value |
        | false |
        | true  |

  @traefik-provider.allow-empty-services.filled-later
  Rule: An empty Service is served as soon as an endpoint of it is ready, whatever the option

    Scenario Outline: A pod becomes ready while the option is <value>
      Given the provider option allowEmptyServices is <value>
      And the Service "app" with 0 pods
      And 1 unready pod of the Service "app" starts
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with <status>
      When the pods of the Service "app" become ready
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | value | status |
        | false | 404    |
        | true  | 503    |

    Scenario: The first pod starts later
      Given the Service "app" with 0 pods
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is answered with 404
      When 1 ready pod of the Service "app" starts
      Then "http://app.example.com/" reaches the Service "app"
