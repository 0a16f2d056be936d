Feature: Around the document / Prometheus

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.metrics.off-by-default
  Rule: Without `metrics` there is no `/metrics`

    Scenario: Not given
      Given the static configuration says nothing of "metrics"
      Then "http://proxy.example.com/metrics" is answered with 404 on the entry point "traefik"

  @traefik-routing.metrics.endpoint
  Rule: `metrics.prometheus` gives metrics at `/metrics` in the format of Prometheus

    Scenario: With its defaults
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: {} }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      When the client connects to the entry point "traefik"
      And the client sends:
        """
        GET /metrics HTTP/1.1\r\nHost: proxy.example.com\r\n\r\n
        """
      Then the client is answered with 200
      And the answer has "# TYPE traefik_config_reloads_total counter" in its text
      And the metrics have:
        | traefik_config_reloads_total | > 0 |

  @traefik-routing.metrics.entry-point
  Rule: `entryPoint` names the entry point that answers `/metrics`, `traefik` by default

    Scenario: Another one
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: { entryPoint: web } }
        providers:
          kubernetesIngress: {}
        """
      Then "http://proxy.example.com/metrics" is answered with 200 on the entry point "web"
      But "http://proxy.example.com/metrics" is answered with 404 on the entry point "traefik"

    Scenario: By default
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: {} }
        providers:
          kubernetesIngress: {}
        """
      Then "http://proxy.example.com/metrics" is answered with 200 on the entry point "traefik"
      But "http://proxy.example.com/metrics" is answered with 404 on the entry point "web"

  @traefik-routing.metrics.entry-point-unknown
  Rule: An `entryPoint` that does not exist keeps the process from starting

    Scenario: One that there is not
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: { entryPoint: nowhere } }
        providers:
          kubernetesIngress: {}
        """
      Then the controller refuses to start with exit code 1
      And it says "nowhere"

  @traefik-routing.metrics.manual-routing
  Rule: With `manualRouting`, `/metrics` is answered only where a router names the service `prometheus@internal`

    Scenario: A router for it
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: { manualRouting: true } }
        providers:
          kubernetesIngress: {}
        """
      And the dynamic configuration:
        """
        http:
          routers:
            metrics: { rule: "Host(`ops.example.com`) && Path(`/metrics`)", service: prometheus@internal }
        """
      Then "http://ops.example.com/metrics" comes to be answered with 200
      But "http://proxy.example.com/metrics" is answered with 404 on the entry point "traefik"

  @traefik-routing.metrics.counts-requests
  Rule: Requests are counted by entry point and by service under the names that Traefik documents

    Scenario: Three requests
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: {} }
        providers:
          kubernetesIngress: {}
        """
      And the dynamic configuration:
        """
        http:
          routers:
            shop: { rule: "Host(`shop.example.com`)", service: goods }
          services:
            goods: { loadBalancer: { servers: [{ url: "${pod.app}" }] } }
        """
      And "http://shop.example.com/" reaches the Service "app"
      When 3 POST requests to "http://shop.example.com/" are answered by the Service "app"
      Then the metrics have:
        | traefik_entrypoint_requests_total{code="200",method="POST",protocol="http",entrypoint="web"} | 3 |
        | traefik_service_requests_total{code="200",method="POST",protocol="http",service="goods@file"} | 3 |

  @traefik-routing.metrics.server-up
  Rule: A gauge is 1 for each server of a service that is there

    Scenario: A pod
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: {} }
        providers:
          kubernetesIngress: {}
        """
      And the dynamic configuration:
        """
        http:
          routers:
            shop: { rule: "Host(`shop.example.com`)", service: goods }
          services:
            goods: { loadBalancer: { servers: [{ url: "${pod.app}" }] } }
        """
      And "http://shop.example.com/" reaches the Service "app"
      Then the metrics have:
        | traefik_service_server_up{service="goods@file"} | 1 |

  @traefik-routing.metrics.router-labels
  Rule: Requests are counted by router too where `addRoutersLabels` is true, and not by default

    Scenario: True
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: { addRoutersLabels: true } }
        providers:
          kubernetesIngress: {}
        """
      And the dynamic configuration:
        """
        http:
          routers:
            shop: { rule: "Host(`shop.example.com`)", service: goods }
          services:
            goods: { loadBalancer: { servers: [{ url: "${pod.app}" }] } }
        """
      And "http://shop.example.com/" reaches the Service "app"
      When 2 POST requests to "http://shop.example.com/" are answered by the Service "app"
      Then the metrics have:
        | traefik_router_requests_total{code="200",method="POST",router="shop@file",service="goods@file"} | 2 |

    Scenario: By default
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: {} }
        providers:
          kubernetesIngress: {}
        """
      When 2 POST requests to "http://app.example.com/" are answered by the Service "app"
      Then the metrics have:
        | traefik_service_requests_total{method="POST"} | 2 |
      But no metric begins with "traefik_router"

  @traefik-routing.metrics.labels-off
  Rule: Requests are not counted by entry point or by service where `addEntryPointsLabels` or `addServicesLabels` is false

    Scenario: Not by entry point
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: { addEntryPointsLabels: false } }
        providers:
          kubernetesIngress: {}
        """
      When 1 POST requests to "http://app.example.com/" are answered by the Service "app"
      Then the metrics have:
        | traefik_service_requests_total{method="POST"} | 1 |
      But no metric begins with "traefik_entrypoint"

    Scenario: Not by service
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: { addServicesLabels: false } }
        providers:
          kubernetesIngress: {}
        """
      When 1 POST requests to "http://app.example.com/" are answered by the Service "app"
      Then the metrics have:
        | traefik_entrypoint_requests_total{method="POST"} | 1 |
      But no metric begins with "traefik_service"

  @traefik-routing.metrics.durations
  Rule: Durations are counted in the buckets that `buckets` names

    Scenario: Two buckets
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: { buckets: [0.25, 600] } }
        providers:
          kubernetesIngress: {}
        """
      When 2 POST requests to "http://app.example.com/" are answered by the Service "app"
      Then the metrics have:
        | traefik_service_request_duration_seconds_bucket{method="POST",le="600"}  | 2   |
        | traefik_service_request_duration_seconds_bucket{method="POST",le="+Inf"} | 2   |
        | traefik_service_request_duration_seconds_bucket{method="POST",le="0.25"} | > -1 |
        | traefik_service_request_duration_seconds_count{method="POST"}            | 2   |
        | traefik_entrypoint_request_duration_seconds_count{method="POST"}         | 2   |

    Scenario: By default
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: {} }
        providers:
          kubernetesIngress: {}
        """
      When 2 POST requests to "http://app.example.com/" are answered by the Service "app"
      Then the metrics have:
        | traefik_service_request_duration_seconds_bucket{method="POST",le="0.1"}  | > -1 |
        | traefik_service_request_duration_seconds_bucket{method="POST",le="0.3"}  | > -1 |
        | traefik_service_request_duration_seconds_bucket{method="POST",le="1.2"}  | > -1 |
        | traefik_service_request_duration_seconds_bucket{method="POST",le="5"}    | > -1 |
        | traefik_service_request_duration_seconds_bucket{method="POST",le="+Inf"} | 2   |

  @traefik-routing.metrics.sizes
  Rule: Bytes of requests and of answers are counted

    Scenario: A body each way
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: { addRoutersLabels: true } }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      When the client sends:
        """
        POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 5\r\n\r\nhello
        """
      And the client is answered with 200
      Then the metrics have:
        | traefik_entrypoint_requests_bytes_total{method="POST"}  | > 4 |
        | traefik_router_requests_bytes_total{method="POST"}      | > 4 |
        | traefik_service_requests_bytes_total{method="POST"}     | > 4 |
        | traefik_entrypoint_responses_bytes_total{method="POST"} | > 4 |
        | traefik_router_responses_bytes_total{method="POST"}     | > 4 |
        | traefik_service_responses_bytes_total{method="POST"}    | > 4 |

  @traefik-routing.metrics.tls
  Rule: Requests over TLS are counted by version and cipher suite

    Scenario: TLS 1.2
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: { addRoutersLabels: true } }
        providers:
          kubernetesIngress: {}
        """
      And the TLS Secret "app" for "app.example.com"
      And the Ingress "app" is changed to have:
        | spec.tls | [{ hosts: [app.example.com], secretName: app }] |
      And a TLS client that offers:
        | versions | 1.2                           |
        | ciphers  | ECDHE-ECDSA-AES128-GCM-SHA256 |
      Then the TLS client reaches the Service "app" with "https://app.example.com/"
      And the metrics have:
        | traefik_entrypoint_requests_tls_total{tls_version="1.2",tls_cipher="TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",entrypoint="websecure"} | > 0 |
        | traefik_router_requests_tls_total{tls_version="1.2",tls_cipher="TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"}                            | 1   |
        | traefik_service_requests_tls_total{tls_version="1.2",tls_cipher="TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"}                           | 1   |

  @traefik-routing.metrics.under-way
  Rule: Gauges tell what is open by method and protocol

    Scenario: A request that is not answered yet
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: { addRoutersLabels: true } }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      And a request to "http://app.example.com/" that its pod holds back
      Then the metrics have:
        | traefik_entrypoint_open_connections{method="GET",protocol="http",entrypoint="web"} | 1 |
        | traefik_router_open_connections{method="GET",protocol="http"}                      | 1 |
        | traefik_service_open_connections{method="GET",protocol="http"}                     | 1 |
      When the pod answers
      Then the request that was held back is answered by the Service "app"
      And the metrics have:
        | traefik_entrypoint_open_connections{method="GET",protocol="http",entrypoint="web"} | 0 |
        | traefik_router_open_connections{method="GET",protocol="http"}                      | 0 |
        | traefik_service_open_connections{method="GET",protocol="http"}                     | 0 |

  @traefik-routing.metrics.retries
  Rule: Requests that are sent once more are counted by service

    Scenario: A server that is not there
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: {} }
        providers:
          kubernetesIngress: {}
        """
      And the dynamic configuration:
        """
        http:
          middlewares:
            again: { retry: { attempts: 3 } }
          routers:
            half: { rule: "Host(`half.example.com`)", service: half, middlewares: [again] }
          services:
            half: { loadBalancer: { servers: [{ url: "http://127.0.0.1:1" }, { url: "${pod.app}" }] } }
        """
      And "http://half.example.com/" reaches the Service "app"
      When 2 POST requests to "http://half.example.com/" are answered by the Service "app"
      Then the metrics have:
        | traefik_service_retries_total{service="half@file"} | > 0 |

  @traefik-routing.metrics.configurations
  Rule: Configurations are counted, with the time of the last one

    Scenario: One is in force
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: {} }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      Then the metrics have:
        | traefik_config_reloads_total       | > 0          |
        | traefik_config_last_reload_success | > 1700000000 |

  @traefik-routing.metrics.certificates
  Rule: A gauge tells when each certificate expires

    Scenario: That of an Ingress
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: {} }
        providers:
          kubernetesIngress: {}
        """
      And the TLS Secret "app" for "cert.example.com"
      And the Ingress "app" is changed to have:
        | spec.tls | [{ hosts: [cert.example.com], secretName: app }] |
      Then the metrics have:
        | traefik_tls_certs_not_after{cn="cert.example.com",sans="cert.example.com"} | > 1700000000 |

  @traefik-routing.metrics.methods
  Rule: Methods that HTTP does not define are counted as one

    Scenario: Of WebDAV
      Given the static configuration, as YAML:
        """
        metrics: { prometheus: {} }
        providers:
          kubernetesIngress: {}
        """
      When 1 PROPFIND requests to "http://app.example.com/" are answered by the Service "app"
      And 1 REPORT requests to "http://app.example.com/" are answered by the Service "app"
      Then the metrics have:
        | traefik_service_requests_total{method="EXTENSION_METHOD"} | 2 |
