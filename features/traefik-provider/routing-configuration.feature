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
        | url                                    | service |
        | http://one.example.com/                | one     |
        | http://one.example.com/two             | one     |
        | http://two.example.com/                | two     |
        | http://two.example.com/exactly/one     | one     |
        | http://two.example.com/exactly/one?a=b | one     |
        | http://two.example.com/exactly         | two     |

    Scenario: A path below one of type Exact is another path
      Given a cluster of Kubernetes 1.18 or later
      Then "http://two.example.com/exactly/one/two" reaches the Service "two"

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

  @traefik-provider.routing-configuration.every-subset
  Rule: Pods of one Service that listen on different ports all receive requests

    Scenario: Pods that each listen on a port of their own
      Given the Service "app" with 3 pods
      And the Ingress "app" for "app.example.com"
      Then 9 requests to "http://app.example.com/" are spread evenly over 3 pods of the Service "app"

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
      Given a cluster of Kubernetes <since> or later
      And the manifest:
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
        | what                         | since | backend                                                            |
        | Its Service does not exist   | 1.14  | { service: { name: missing, port: { number: 80 } } }               |
        | Its Service has no such port | 1.14  | { service: { name: app, port: { number: 81 } } }                   |
        | Its port has no such name    | 1.14  | { service: { name: app, port: { name: web } } }                    |
        | Its backend is not a Service | 1.19  | { resource: { apiGroup: example.com, kind: Bucket, name: files } } |

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

  # Why is this Ingress not served?

  @traefik-provider.routing-configuration.problem-logged
  Rule: What is left out of an Ingress is said in the log, with the names of the Ingress and of what is wrong

    Background:
      Given the Services:
        | service | pods |
        | app     | 1    |
        | empty   | 0    |

    Scenario Outline: <what>, for a path
      Given the Ingress "not-served" with the rules:
        | host            | path   | path type   | service   | port   |
        | app.example.com | <path> | <path type> | <service> | <port> |
      Then the log has a line with "not-served" and "<named>"

      Examples:
        | what                            | path  | path type              | service | port | named           |
        | A Service that does not exist   | /     | Prefix                 | missing | 80   | default/missing |
        | A port that the Service has not | /     | Prefix                 | app     | 81   | 81              |
        | A port name that it has not     | /     | Prefix                 | app     | web  | web             |
        | A Service without ready pods    | /     | Prefix                 | empty   | 80   | default/empty   |
        | A pattern that does not parse   | /{a:( | ImplementationSpecific | app     | 80   | /{a:(           |

    Scenario Outline: <what>, in an Ingress
      Given a cluster of Kubernetes <since> or later
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: not-served }
        spec: <spec>
        """
      Then the log has a line with "not-served" and "<named>"

      Examples:
        | what                                | since | named           | spec                                                                                                                    |
        | A backend that is no Service        | 1.19  | Bucket          | { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { resource: { kind: Bucket, name: files } } }] } }] } |
        | A Secret that does not exist        | 1.14  | default/missing | { tls: [{ secretName: missing }], defaultBackend: { service: { name: app, port: { number: 80 } } } }                    |
        | An IngressClass that does not exist | 1.18  | missing         | { ingressClassName: missing, defaultBackend: { service: { name: app, port: { number: 80 } } } }                         |

    Scenario: A second default backend
      Given the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: older }
        spec: { defaultBackend: { service: { name: app, port: { number: 80 } } } }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: second }
        spec: { defaultBackend: { service: { name: app, port: { number: 80 } } } }
        """
      Then the log has a line with "default/second" and "default/older"

  @traefik-provider.routing-configuration.problem-logged-once
  Rule: For as long as it lasts, what is left out of an Ingress is said in the log once

    Scenario: What stays wrong is not said again when other things change
      Given the Service "app"
      And the Ingress "not-served" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | missing |
      Then the log has one line with "not-served" and "default/missing"
      When the Ingress "other" for "other.example.com" is created
      And the Ingress "not-served" is changed to have:
        | metadata.labels | changed: "yes" |
      Then the log has one line with "not-served" and "default/missing"

  @traefik-provider.routing-configuration.problem-shown
  Rule: The dynamic configuration says what is left out of an Ingress, at which field, why, and what to do about it

    Background:
      Given the Services:
        | service | pods |
        | app     | 1    |
        | empty   | 0    |

    Scenario Outline: <what>, for a path
      Given the Ingress "not-served" with the rules:
        | host            | path  | path type | service   | port   |
        | app.example.com | /good | Prefix    | app       | 80     |
        | app.example.com | /     | Prefix    | <service> | <port> |
      Then the Ingress "not-served" is shown to have a problem at "spec.rules[0].http.paths[1]<field>"

      Examples:
        | what                            | service | port | field                 |
        | A Service that does not exist   | missing | 80   | .backend.service.name |
        | A port that the Service has not | app     | 81   | .backend.service.port |
        | A Service without ready pods    | empty   | 80   | .backend.service      |

    Scenario: A Secret that does not exist
      Given the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ secretName: missing }] |
      Then the Ingress "app" is shown to have a problem at "spec.tls[0].secretName"

  @traefik-provider.routing-configuration.problem-solved
  Rule: A problem that is solved is no longer shown in the dynamic configuration

    Scenario: The Service that was missing is created
      Given the Ingress "app" for "app.example.com"
      Then the Ingress "app" is shown to have a problem at "spec.rules[0].http.paths[0].backend.service.name"
      When the Service "app" is created with 1 pod
      Then the Ingress "app" is shown to have no problem

    Scenario: The Ingress that was wrong is deleted
      Given the Ingress "app" for "app.example.com"
      Then the Ingress "app" is shown to have a problem at "spec.rules[0].http.paths[0].backend.service.name"
      When the Ingress "app" is deleted
      Then the Ingress "app" is shown to have no problem

  @traefik-provider.routing-configuration.every-reason
  Rule: Whatever the reason for which a part of an Ingress is left out, it is said in the log once, and shown in the dynamic configuration until it is gone

    Background:
      Given the Services:
        | service | pods |
        | app     | 1    |
        | empty   | 0    |

    Scenario Outline: <what>, for a path
      Given the manifest:
        """
        apiVersion: v1
        kind: Service
        metadata: { name: external }
        spec: { type: ExternalName, externalName: localhost, ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: headless, annotations: { traefik.ingress.kubernetes.io/service.nativelb: "true" } }
        spec: { clusterIP: None, ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: datagrams }
        spec: { ports: [{ port: 80, protocol: UDP }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: unread, annotations: { traefik.ingress.kubernetes.io/service.passhostheader: maybe } }
        spec: { ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: mistyped, annotations: { traefik.ingress.kubernetes.io/service.pashostheader: "true" } }
        spec: { ports: [{ port: 80 }] }
        """
      And the Ingress "not-served" with the rules:
        | host            | path   | path type   | service   | port   |
        | app.example.com | /good  | Prefix      | app       | 80     |
        | app.example.com | <path> | <path type> | <service> | <port> |
      Then the Ingress "not-served" is shown to have a problem at "spec.rules[0].http.paths[1]<field>"
      And the log has one line with "not-served" and "<named>"
      When the Ingress "not-served" with the rules is changed to:
        | host            | path  | path type | service | port |
        | app.example.com | /good | Prefix    | app     | 80   |
      Then the Ingress "not-served" is shown to have no problem

      Examples:
        | what                                               | path  | path type              | service   | port | field                 | named                 |
        | A Service that does not exist                      | /     | Prefix                 | missing   | 80   | .backend.service.name | default/missing       |
        | A Service of a type that is not allowed            | /     | Prefix                 | external  | 80   | .backend.service.name | ExternalName          |
        | A port that the Service has not                    | /     | Prefix                 | app       | 81   | .backend.service.port | 81                    |
        | A port name that it has not                        | /     | Prefix                 | app       | web  | .backend.service.port | web                   |
        | A port that is not for TCP                         | /     | Prefix                 | datagrams | 80   | .backend.service.port | TCP                   |
        | A Service without ready pods                       | /     | Prefix                 | empty     | 80   | .backend.service      | default/empty         |
        | A Service without the IP that it asks for          | /     | Prefix                 | headless  | 80   | .backend.service      | service.nativelb      |
        | An annotation of the Service's that does not parse | /     | Prefix                 | unread    | 80   | .backend.service      | maybe                 |
        | An annotation of the Service's that does not exist | /     | Prefix                 | mistyped  | 80   | .backend.service      | service.pashostheader |
        | A pattern that does not parse                      | /{a:( | ImplementationSpecific | app       | 80   | .path                 | /{a:(                 |
        | A path that stands there twice                     | /good | Prefix                 | app       | 80   |                       | paths[1]              |

    Scenario Outline: <what>, in an Ingress
      Given a cluster of Kubernetes <since> or later
      And the manifest:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: not-served }
        spec: <spec>
        """
      Then the Ingress "not-served" is shown to have a problem at "<field>"
      And the log has one line with "not-served" and "<field>"
      When the manifest is applied:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: not-served }
        spec: { defaultBackend: { service: { name: app, port: { number: 80 } } } }
        """
      Then the Ingress "not-served" is shown to have no problem

      Examples:
        | what                                  | since | field                                        | spec                                                                                                                    |
        | A backend that is no Service          | 1.19  | spec.rules[0].http.paths[0].backend.resource | { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { resource: { kind: Bucket, name: files } } }] } }] } |
        | A default backend that is no Service  | 1.19  | spec.defaultBackend.resource                 | { defaultBackend: { resource: { kind: Bucket, name: files } } }                                                         |
        | A rule without paths                  | 1.14  | spec.rules[0].http                           | { rules: [{ host: app.example.com }] }                                                                                  |
        | A default backend beside rules        | 1.14  | spec.defaultBackend                          | { rules: [{ host: app.example.com }], defaultBackend: { service: { name: app, port: { number: 80 } } } }                |
        | A default backend that does not exist | 1.14  | spec.defaultBackend.service.name             | { defaultBackend: { service: { name: missing, port: { number: 80 } } } }                                                |
        | A default backend without pods        | 1.14  | spec.defaultBackend.service                  | { defaultBackend: { service: { name: empty, port: { number: 80 } } } }                                                  |
        | A Secret that does not exist          | 1.14  | spec.tls[0].secretName                       | { tls: [{ secretName: missing }], defaultBackend: { service: { name: app, port: { number: 80 } } } }                    |
        | An IngressClass that does not exist   | 1.18  | spec.ingressClassName                        | { ingressClassName: missing, defaultBackend: { service: { name: app, port: { number: 80 } } } }                         |

    Scenario Outline: <what>, on an Ingress
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | { <annotations> } |
      Then the Ingress "app" is shown to have a problem at "metadata.annotations[<annotation>]"
      And the log has one line with "app" and "metadata.annotations[<annotation>]"
      When the Ingress "app" is changed to have:
        | metadata.annotations | { <annotation>: null } |
      Then the Ingress "app" is shown to have no problem

      Examples:
        | what                              | annotation                                    | annotations                                                                                            |
        | An annotation that does not exist | traefik.ingress.kubernetes.io/router.prority  | traefik.ingress.kubernetes.io/router.prority: "1"                                                      |
        | An annotation that does not parse | traefik.ingress.kubernetes.io/router.priority | traefik.ingress.kubernetes.io/router.priority: high                                                    |
        | An annotation that is there twice | traefik.ingress.kubernetes.io/router.priority | traefik.ingress.kubernetes.io/router.priority: "1", traefik.ingress.kubernetes.io/router.Priority: "2" |

    Scenario Outline: A Secret <flaw>
      Given the TLS Secret "app-tls" for "app.example.com" <flaw>
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ secretName: app-tls }] |
      Then the Ingress "app" is shown to have a problem at "spec.tls[0].secretName"
      And the log has one line with "app" and "spec.tls[0].secretName"
      When the Secret "app-tls" is deleted
      And the TLS Secret "app-tls" for "app.example.com" is created
      Then the Ingress "app" is shown to have no problem

      Examples:
        | flaw                             |
        | without a certificate            |
        | without a key                    |
        | whose certificate does not parse |
        | whose key does not parse         |
        | with the key of another          |

    Scenario Outline: A certificate <validity>
      Given the TLS Secret "app-tls" for "app.example.com" <validity>
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ secretName: app-tls }] |
      Then the Secret "app-tls" is shown to have a problem at "data[tls.crt]"
      And the log has one line with "app-tls" and "data[tls.crt]"
      When the TLS Secret "app-tls" is changed to one for "app.example.com"
      Then the Secret "app-tls" is shown to have no problem

      Examples:
        | validity              |
        | that has expired      |
        | that is not valid yet |

    Scenario Outline: <what>, by annotation
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/<annotation>: <value> } |
      Then the Router "default-app-app-example-com@kubernetes" is shown to have a problem at "<field>"
      And the log has one line with "default-app-app-example-com@kubernetes" and "<named>"
      When the Ingress "app" is changed to have:
        | metadata.annotations | { traefik.ingress.kubernetes.io/<annotation>: null } |
      Then the Router "default-app-app-example-com@kubernetes" is shown to have no problem

      Examples:
        | what                               | annotation         | value         | field       | named           |
        | An entry point that does not exist | router.entrypoints | "web,nowhere" | entryPoints | nowhere         |
        | No entry point that exists         | router.entrypoints | nowhere       | entryPoints | no entry point. |
        | A middleware that does not exist   | router.middlewares | no-such@file  | middlewares | no-such@file    |
        | TLS options that do not exist      | router.tls.options | no-such@file  | tls.options | no-such@file    |

    Scenario: A transport that does not exist
      Given the Ingress "app" for "app.example.com"
      When the Service "app" is changed to have:
        | metadata.annotations | { traefik.ingress.kubernetes.io/service.serverstransport: no-such@file } |
      Then the Service "default-app-80@kubernetes" is shown to have a problem at "loadBalancer.serversTransport"
      And the log has one line with "default-app-80@kubernetes" and "serversTransport no-such@file"
      When the Service "app" is changed to have:
        | metadata.annotations | { traefik.ingress.kubernetes.io/service.serverstransport: null } |
      Then the Service "default-app-80@kubernetes" is shown to have no problem

    Scenario: A second default backend
      Given the default backend "older" that is the Service "app"
      And the cluster gives later times of creation
      And the default backend "second" that is the Service "app"
      Then the Ingress "second" is shown to have a problem at "spec.defaultBackend"
      And the log has one line with "default/second" and "default/older"
      When the Ingress "older" is deleted
      Then the Ingress "second" is shown to have no problem

    Scenario: A path that an older Ingress has
      Given the Ingress "older" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | app     |
      And the cluster gives later times of creation
      And the Ingress "second" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | app     |
      Then the Ingress "second" is shown to have a problem at "spec.rules[0].http.paths[0]"
      And the log has one line with "default/second" and "default/older"
      When the Ingress "older" is deleted
      Then the Ingress "second" is shown to have no problem

  @traefik-provider.routing-configuration.unreadable-object
  Rule: An object that is not what the API describes is said in the log once, is shown in the dynamic configuration until it is gone, and leaves every other one as it is

    Background:
      Given the Service "good"
      And the Ingress "good" for "good.example.com"

    Scenario Outline: An Ingress with <what>
      Given the Service "app"
      And the API server holds, unchecked:
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: app }
        spec:
          rules:
            - host: <host>
              http: { paths: [{ path: <path>, pathType: <type>, backend: { service: { name: app, port: { number: 80 } } } }] }
        """
      Then the Ingress "app" is shown to have a problem at "<field>"
      And the log has one line with "app" and "<field>"
      And "http://good.example.com/" reaches the Service "good"
      When the Ingress "app" is deleted
      Then the Ingress "app" is shown to have no problem

      Examples:
        | what                                    | host               | path | type   | field                                |
        | a host that is no name                  | app.example.com:80 | /    | Prefix | spec.rules[0].host                   |
        | a wildcard that is not at the start     | app.*.com          | /    | Prefix | spec.rules[0].host                   |
        | a path that does not begin with a slash | app.example.com    | app  | Prefix | spec.rules[0].http.paths[0].path     |
        | a path type that does not exist         | app.example.com    | /    | Regexp | spec.rules[0].http.paths[0].pathType |

    Scenario Outline: <kind> with a wrong <field>
      Given the API server holds, unchecked:
        """
        apiVersion: <version>
        kind: <kind>
        metadata: { name: odd }
        <content>
        """
      Then the <kind> "odd" is shown to have a problem at "<field>"
      And the log has one line with "odd" and "<field>"
      And "http://good.example.com/" reaches the Service "good"
      When the <kind> "odd" is deleted
      Then the <kind> "odd" is shown to have no problem

      Examples:
        | kind      | version              | field                      | content                                        |
        | Ingress   | networking.k8s.io/v1 | spec.rules[0].host         | spec: { rules: [{ host: 8080 }] }              |
        | Service   | v1                   | spec.type                  | spec: { type: Virtual, ports: [{ port: 80 }] } |
        | Endpoints | v1                   | subsets[0].addresses[0].ip | subsets: [{ addresses: [{ hostname: pod }] }]  |
        | Secret    | v1                   | data.tls.crt               | data: { tls.crt: 5 }                           |

    Scenario: An IngressClass with a wrong spec.controller
      Given a cluster of Kubernetes 1.18 or later
      And the API server holds, unchecked:
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: { name: odd }
        spec: { controller: 5 }
        """
      Then the IngressClass "odd" is shown to have a problem at "spec.controller"
      And the log has one line with "odd" and "spec.controller"
      And "http://good.example.com/" reaches the Service "good"
      When the IngressClass "odd" is deleted
      Then the IngressClass "odd" is shown to have no problem

    Scenario: An external name that is none
      Given the provider option allowExternalNameServices is true
      And the API server holds, unchecked:
        """
        apiVersion: v1
        kind: Service
        metadata: { name: odd }
        spec: { type: ExternalName, externalName: not a name, ports: [{ port: 80 }] }
        """
      And the Ingress "odd" for "odd.example.com"
      Then the Service "default-odd-80@kubernetes" is shown to have a problem at "loadBalancer.servers[0].url"
      And the log has one line with "default-odd-80@kubernetes" and "not a name"
      And "http://good.example.com/" reaches the Service "good"
      When the Ingress "odd" is deleted
      Then the Service "default-odd-80@kubernetes" is shown to have no problem
