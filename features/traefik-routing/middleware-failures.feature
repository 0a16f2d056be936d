Feature: Around the document / Middlewares / Failures

  Background:
    Given the Service "app" with 2 pods
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |

  @traefik-routing.middleware-failures.retry
  Rule: `retry` sends a request again where a pod gives no answer

    Scenario: One of two pods has died
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              retry: { attempts: 4 }
        """
      And "http://app.example.com/" reaches the Service "app"
      When 1 pod of the Service "app" dies
      And the client asks for "http://app.example.com/"
      Then the client is answered with 200
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200

    Scenario: One of two pods has died, and the request has a body
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              retry: { attempts: 4 }
        """
      And "http://app.example.com/" reaches the Service "app"
      When 1 pod of the Service "app" dies
      And the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 5\r\n
        \r\n
        12345
        """
      Then the client is answered with 200
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 5\r\n
        \r\n
        12345
        """
      Then the client is answered with 200

  @traefik-routing.middleware-failures.retry-gives-up
  Rule: `retry` gives up after the attempts that it is given

    Scenario: No pod ever answers
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              retry: { attempts: 3, initialInterval: 1ms }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Close | before |
      Then the client is answered with 502
      And the pods have received 4 requests in all

  @traefik-routing.middleware-failures.retry-answer
  Rule: `retry` takes any answer for one, whatever its status

    Scenario Outline: <status>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              retry: { attempts: 3 }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Status | <status> |
      Then the client is answered with <status>
      And the pods have received 1 request in all

      Examples:
        | status |
        | 500    |
        | 502    |
        | 503    |

  @traefik-routing.middleware-failures.circuit-open
  Rule: `circuitBreaker` answers with 503 in place of the pod once its expression holds

    Scenario Outline: <expression>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              circuitBreaker: { expression: '<expression>', checkPeriod: 1us, fallbackDuration: 1h }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      When the client asks for "http://app.example.com/" with the headers:
        | <header> | <value> |
      Then the client is answered with <status>
      When the client asks for "http://app.example.com/"
      Then the client is answered with 503
      And the pods have received 2 requests in all

      Examples:
        | expression                                      | header        | value  | status |
        | NetworkErrorRatio() > 0.4                       | X-Echo-Close  | before | 502    |
        | ResponseCodeRatio(500, 600, 0, 600) >= 0.5      | X-Echo-Status | 500    | 500    |
        | NetworkErrorRatio() > 0.9 \|\| ResponseCodeRatio(418, 419, 200, 201) == 1.0 | X-Echo-Status | 418 | 418 |

    Scenario: Answers that take their time
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              circuitBreaker: { expression: LatencyAtQuantileMS(100.0) > 900, checkPeriod: 1us, fallbackDuration: 1h }
        """
      And "http://app.example.com/" reaches the Service "app"
      And a request to "http://app.example.com/" that its pod holds back
      When the pod answers a second later
      Then the request that was held back is answered by the Service "app"
      When the client asks for "http://app.example.com/"
      Then the client is answered with 503

  @traefik-routing.middleware-failures.circuit-closed
  Rule: `circuitBreaker` lets requests through again once a service that failed has recovered

    Scenario: It has failed once
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              circuitBreaker:
                expression: NetworkErrorRatio() > 0.4
                checkPeriod: 1us
                fallbackDuration: 2s
                recoveryDuration: 1s
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Close | before |
      Then the client is answered with 502
      When the client asks for "http://app.example.com/"
      Then the client is answered with 503
      And "http://app.example.com/" reaches the Service "app"

  @traefik-routing.middleware-failures.circuit-per-router
  Rule: Each router has a circuit of its own

    Scenario: Another Ingress names the same middleware
      Given the Service "other"
      And the Ingress "other" for "other.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              circuitBreaker: { expression: NetworkErrorRatio() > 0.4, checkPeriod: 1us, fallbackDuration: 1h }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Close | before |
      Then the client is answered with 502
      When the client asks for "http://app.example.com/"
      Then the client is answered with 503
      And "http://other.example.com/" reaches the Service "other"

  @traefik-routing.middleware-failures.errors
  Rule: `errors` replaces answers of the statuses listed by the page of another service

    Background:
      Given the Service "pages"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              errors: { status: ["404", "500-599"], service: pages, query: "/{status}.html" }
          services:
            pages: { loadBalancer: { servers: [{ url: "${pod.pages}" }] } }
        """

    Scenario Outline: <status>
      When the client asks for "http://app.example.com/?echo-status=<status>"
      Then the client is answered
      And the answer is that of a pod of the Service "pages"

      Examples:
        | status |
        | 404    |
        | 500    |
        | 599    |

    Scenario: No pod answers
      When the client asks for "http://app.example.com/?echo-close=before"
      Then the client is answered
      And the answer is that of a pod of the Service "pages"

  @traefik-routing.middleware-failures.errors-status
  Rule: The page of `errors` is given under the status that it stands for

    Background:
      Given the Service "pages"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              errors: { status: ["400-599"], service: pages, query: "/{status}.html" }
          services:
            pages: { loadBalancer: { servers: [{ url: "${pod.pages}" }] } }
        """

    Scenario Outline: <status>
      When the client asks for "http://app.example.com/?echo-status=<status>"
      Then the client is answered with <status>
      And the answer is that of a pod of the Service "pages"

      Examples:
        | status |
        | 404    |
        | 503    |

    Scenario: No pod answers
      When the client asks for "http://app.example.com/?echo-close=before"
      Then the client is answered with 502
      And the answer is that of a pod of the Service "pages"

  @traefik-routing.middleware-failures.errors-query
  Rule: The query of `errors` may name the status with `{status}` and the URL with `{url}`

    Scenario: Both
      Given the Service "pages"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              errors: { status: ["404"], service: pages, query: "/{status}.html?from={url}" }
          services:
            pages: { loadBalancer: { servers: [{ url: "${pod.pages}" }] } }
        """
      When the client asks for "http://app.example.com/a?echo-status=404&b=c"
      Then the client is answered with 404
      And a pod of the Service "pages" has received the target "/404.html?from=%2Fa%3Fecho-status%3D404%26b%3Dc"

  @traefik-routing.middleware-failures.errors-host
  Rule: The service of the page is asked with the `Host` of the request

    Scenario: Any request
      Given the Service "pages"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              errors: { status: ["404"], service: pages, query: "/" }
          services:
            pages: { loadBalancer: { servers: [{ url: "${pod.pages}" }] } }
        """
      When the client asks for "http://app.example.com/?echo-status=404"
      Then the client is answered with 404
      And the pod of the Service "pages" has received the header "Host" with "app.example.com"

  @traefik-routing.middleware-failures.errors-other
  Rule: Answers of statuses that `errors` does not list stay as they are

    Scenario Outline: <status>
      Given the Service "pages"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              errors: { status: ["404", "500-503"], service: pages, query: "/{status}.html" }
          services:
            pages: { loadBalancer: { servers: [{ url: "${pod.pages}" }] } }
        """
      When the client asks for "http://app.example.com/?echo-status=<status>"
      Then the client is answered with <status>
      And the answer is that of a pod of the Service "app"

      Examples:
        | status |
        | 200    |
        | 403    |
        | 504    |
