Feature: Requirements
  Which Kubernetes versions are supported, and what the version of a cluster changes.

  @traefik-provider.requirements.every-version
  Rule: Ingresses are served on every Kubernetes version from 1.14 on

    Scenario Outline: Ingresses are served on Kubernetes <version>
      Given a Kubernetes <version> cluster
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | version |
        | 1.14    |
        | 1.15    |
        | 1.16    |
        | 1.17    |
        | 1.18    |
        | 1.19    |
        | 1.20    |
        | 1.21    |
        | 1.22    |
        | 1.23    |
        | 1.24    |
        | 1.25    |
        | 1.26    |
        | 1.27    |
        | 1.28    |
        | 1.29    |
        | 1.30    |
        | 1.31    |
        | 1.32    |
        | 1.33    |
        | 1.34    |

  @traefik-provider.requirements.server-version-decides
  Rule: The version that the API server reports decides in which API version Ingresses are read

    Scenario Outline: The reported version decides which API version is read (<version>)
      Given a Kubernetes <version> cluster
      And the controller is running
      Then ingresses have been read as "<api version>" alone

      Examples:
        | version | api version               |
        | 1.14    | networking.k8s.io/v1beta1 |
        | 1.18    | networking.k8s.io/v1beta1 |
        | 1.19    | networking.k8s.io/v1      |
        | 1.21    | networking.k8s.io/v1      |
        | 1.22    | networking.k8s.io/v1      |
        | 1.34    | networking.k8s.io/v1      |

  @traefik-provider.requirements.version-suffix
  Rule: A suffix that a distribution adds to the reported version does not change which API version is read

    Scenario Outline: What a distribution adds to the version is of no account (<version>)
      Given a Kubernetes "<version>" cluster
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And ingresses have been read as "<api version>" alone

      Examples:
        | version               | api version               |
        | v1.14.10-gke.27       | networking.k8s.io/v1beta1 |
        | v1.18.9-eks-d1db3c    | networking.k8s.io/v1beta1 |
        | v1.19.3-eks-1-2       | networking.k8s.io/v1      |
        | v1.27.4+k3s1          | networking.k8s.io/v1      |
        | v1.30.0-rc.2          | networking.k8s.io/v1      |

  @traefik-provider.requirements.v1beta1-before-1-19
  Rule: Before Kubernetes 1.19, Ingresses are read as networking.k8s.io/v1beta1

    Scenario Outline: Before 1.19 Ingresses are read as v1beta1 (<version>)
      Given a Kubernetes <version> cluster
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And ingresses have been read as "networking.k8s.io/v1beta1" alone

      Examples:
        | version |
        | 1.14    |
        | 1.15    |
        | 1.16    |
        | 1.17    |
        | 1.18    |

  @traefik-provider.requirements.v1-from-1-19
  Rule: From Kubernetes 1.19 on, Ingresses and IngressClasses are read as networking.k8s.io/v1 alone, even while v1beta1 is still offered

    Scenario Outline: From 1.19 on Ingresses and IngressClasses are read as v1 (<version>)
      Given a Kubernetes <version> cluster
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And ingresses have been read as "networking.k8s.io/v1" alone
      And ingressclasses have been read as "networking.k8s.io/v1" alone

      Examples:
        | version |
        | 1.19    |
        | 1.20    |
        | 1.21    |
        | 1.22    |
        | 1.34    |

  @traefik-provider.requirements.no-ingress-class-before-1-18
  Rule: Before Kubernetes 1.18, IngressClasses are never asked for

    Scenario Outline: Before 1.18 IngressClasses are not asked for (<version>)
      Given a Kubernetes <version> cluster
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And ingressclasses have never been asked for

      Examples:
        | version |
        | 1.14    |
        | 1.15    |
        | 1.16    |
        | 1.17    |

  @traefik-provider.requirements.path-type-on-1-18
  Rule: On Kubernetes 1.18, the path type of a v1beta1 Ingress is honoured

    Background:
      Given a Kubernetes 1.18 cluster
      And the Service "app"

    Scenario: A path of type Exact is matched as a whole
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /foo | Exact     | app     |
      Then "http://app.example.com/foo" reaches the Service "app"
      And "http://app.example.com/foo/bar" is not served

    Scenario: A path of type Prefix is matched from its beginning
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /foo | Prefix    | app     |
      Then "http://app.example.com/foo" reaches the Service "app"
      And "http://app.example.com/foo/bar" reaches the Service "app"

  @traefik-provider.requirements.cluster-upgraded
  Rule: When the cluster is upgraded past the last version with v1beta1 under a running controller, everything stays served and later changes are followed

    Background:
      Given a Kubernetes 1.18 cluster
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      And the controller is running

    Scenario: What was served before the upgrade is served after it
      Then "http://app.example.com/" reaches the Service "app"
      When the cluster is upgraded to Kubernetes 1.22
      Then "http://app.example.com/" still reaches the Service "app"

    Scenario: Changes after the upgrade are followed
      Then "http://app.example.com/" reaches the Service "app"
      When the cluster is upgraded to Kubernetes 1.22
      And the Service "late"
      And the Ingress "late" for "late.example.com" is created
      And the Ingress "app" is deleted
      Then "http://late.example.com/" reaches the Service "late"
      And "http://app.example.com/" is not served

    Scenario: No request fails during the upgrade
      Then "http://app.example.com/" reaches the Service "app"
      Given steady traffic to "http://app.example.com/"
      When the cluster is upgraded to Kubernetes 1.22
      And the traffic goes on
      Then no request has failed

  @traefik-provider.requirements.same-routes-in-both-versions
  Rule: An Ingress gives the same routes whether it was written as v1beta1 or as v1

    Scenario Outline: An Ingress written as <api version> on Kubernetes <version>
      Given a Kubernetes <version> cluster
      And the Services:
        | service | ports   |
        | one     | 80      |
        | two     | web:80  |
      And the manifest:
        """
        <manifest>
        """
      Then "http://app.example.com/one" reaches the Service "one"
      And "http://app.example.com/one/below" is not served
      And "http://app.example.com/two" reaches the Service "two"
      And "http://app.example.com/two/below" reaches the Service "two"
      And "http://app.example.com/" is not served

      Examples:
        | version | api version | manifest |
        | 1.19 | v1      | {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: app}, spec: {rules: [{host: app.example.com, http: {paths: [{path: /one, pathType: Exact, backend: {service: {name: one, port: {number: 80}}}}, {path: /two, pathType: Prefix, backend: {service: {name: two, port: {name: web}}}}]}}]}} |
        | 1.19 | v1beta1 | {apiVersion: networking.k8s.io/v1beta1, kind: Ingress, metadata: {name: app}, spec: {rules: [{host: app.example.com, http: {paths: [{path: /one, pathType: Exact, backend: {serviceName: one, servicePort: 80}}, {path: /two, pathType: Prefix, backend: {serviceName: two, servicePort: web}}]}}]}} |
        | 1.21 | v1      | {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: app}, spec: {rules: [{host: app.example.com, http: {paths: [{path: /one, pathType: Exact, backend: {service: {name: one, port: {number: 80}}}}, {path: /two, pathType: Prefix, backend: {service: {name: two, port: {name: web}}}}]}}]}} |
        | 1.21 | v1beta1 | {apiVersion: networking.k8s.io/v1beta1, kind: Ingress, metadata: {name: app}, spec: {rules: [{host: app.example.com, http: {paths: [{path: /one, pathType: Exact, backend: {serviceName: one, servicePort: 80}}, {path: /two, pathType: Prefix, backend: {serviceName: two, servicePort: web}}]}}]}} |

  @traefik-provider.requirements.v1beta1-service-port
  Rule: In a v1beta1 Ingress the backend's port may be the number or the name of a port of the Service

    Scenario Outline: The servicePort of a v1beta1 backend may be a <kind>
      Given a Kubernetes <version> cluster
      And the Services:
        | service | ports        |
        | app     | web:8080     |
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1beta1
        kind: Ingress
        metadata: { name: app }
        spec:
          rules:
            - host: app.example.com
              http:
                paths:
                  - backend: { serviceName: app, servicePort: <port> }
        """
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | version | kind   | port |
        | 1.14    | number | 8080 |
        | 1.14    | name   | web  |
        | 1.21    | number | 8080 |
        | 1.21    | name   | web  |

  @traefik-provider.requirements.v1beta1-default-backend
  Rule: In a v1beta1 Ingress the field `spec.backend` is the default backend

    Scenario Outline: The field spec.backend of a v1beta1 Ingress is its default backend (<version>)
      Given a Kubernetes <version> cluster
      And the Service "fallback"
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1beta1
        kind: Ingress
        metadata: { name: fallback }
        spec:
          backend: { serviceName: fallback, servicePort: 80 }
        """
      Then "http://anything.example.com/at/all" reaches the Service "fallback"

      Examples:
        | version |
        | 1.14    |
        | 1.18    |
        | 1.21    |
