Feature: Around the document / Middlewares / Limits

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |

  @traefik-routing.middleware-limits.ip-white-list
  Rule: `ipWhiteList` lets clients of the ranges listed pass

    Scenario Outline: <range>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              ipWhiteList: { sourceRange: [192.0.2.1, <range>] }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And the answer is that of the pod

      Examples:
        | range       |
        | 127.0.0.1   |
        | 127.0.0.0/8 |

  @traefik-routing.middleware-limits.ip-white-list-refused
  Rule: `ipWhiteList` answers other clients with 403

    Scenario: A client that says to come from elsewhere
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              ipWhiteList: { sourceRange: [192.0.2.0/24] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Forwarded-For | 192.0.2.1 |
      Then the client is answered with 403
      And the pods have received 0 requests in all

  @traefik-routing.middleware-limits.ip-depth
  Rule: With a depth, the client is the address at that place of `X-Forwarded-For`, counted from its end

    Scenario Outline: Depth <depth>
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.forwardedHeaders.insecure
        """
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              ipWhiteList:
                sourceRange: [192.0.2.1]
                ipStrategy: { depth: <depth> }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Forwarded-For | 192.0.2.1, 192.0.2.2 |
      Then the client is answered with <status>

      Examples:
        | depth | status |
        | 1     | 403    |
        | 2     | 200    |
        | 3     | 403    |

  @traefik-routing.middleware-limits.ip-excluded
  Rule: With `excludedIPs`, the client is the last address of `X-Forwarded-For` that is not among them

    Scenario Outline: <excluded>
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.forwardedHeaders.insecure
        """
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              ipWhiteList:
                sourceRange: [192.0.2.2]
                ipStrategy: { excludedIPs: [<excluded>] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Forwarded-For | 192.0.2.1, 192.0.2.2, 192.0.2.3 |
      Then the client is answered with <status>

      Examples:
        | excluded             | status |
        | 192.0.2.3            | 200    |
        | 192.0.2.1            | 403    |
        | 192.0.2.2, 192.0.2.3 | 403    |

  @traefik-routing.middleware-limits.rate
  Rule: `rateLimit` answers with 429 what comes faster than its average, once the burst is used up

    Scenario: Three requests where two may come at once
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              rateLimit: { average: 1, period: 1h, burst: 2 }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      When the client asks for "http://app.example.com/"
      Then the client is answered with 429
      And the pods have received 2 requests in all

    Scenario: Some time has gone by
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              rateLimit: { average: 5 }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And "http://app.example.com/" reaches the Service "app"

  @traefik-routing.middleware-limits.rate-sources
  Rule: `rateLimit` counts each source by itself, as its criterion tells them apart

    Scenario: By a header
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              rateLimit:
                average: 1
                period: 1h
                sourceCriterion: { requestHeaderName: X-User }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-User | jane |
      Then the client is answered with 200
      When the client asks for "http://app.example.com/" with the headers:
        | X-User | joe |
      Then the client is answered with 200
      When the client asks for "http://app.example.com/" with the headers:
        | X-User | jane |
      Then the client is answered with 429

    Scenario: By host
      Given the Ingress "app" for "*.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              rateLimit:
                average: 1
                period: 1h
                sourceCriterion: { requestHost: true }
        """
      When the client asks for "http://one.example.com/"
      Then the client is answered with 200
      When the client asks for "http://two.example.com/"
      Then the client is answered with 200
      When the client asks for "http://one.example.com/"
      Then the client is answered with 429

    Scenario: By address
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              rateLimit: { average: 1, period: 1h }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Forwarded-For | 192.0.2.1 |
      Then the client is answered with 200
      When the client asks for "http://app.example.com/" with the headers:
        | X-Forwarded-For | 192.0.2.2 |
      Then the client is answered with 429

  @traefik-routing.middleware-limits.rate-retry-after
  Rule: `rateLimit` says in `Retry-After` when to come again

    Scenario: An hour from now
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              rateLimit: { average: 1, period: 1h }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      When the client asks for "http://app.example.com/"
      Then the client is answered with 429
      And the answer has the header "Retry-After" with a number from 3000 to 3600

  @traefik-routing.middleware-limits.rate-outlives
  Rule: What `rateLimit` has counted outlives changes of other Ingresses

    Scenario: Another one is created
      Given the Service "other"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              rateLimit: { average: 1, period: 1h }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      When the Ingress "other" for "other.example.com" is created
      Then "http://other.example.com/" reaches the Service "other"
      When the client asks for "http://app.example.com/"
      Then the client is answered with 429

    Scenario: Another middleware changes
      Given the Service "other"
      And the Ingress "other" for "other.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: other@file |
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              rateLimit: { average: 1, period: 1h }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      When the dynamic configuration is changed to:
        """
        http:
          middlewares:
            tested:
              rateLimit: { average: 1, period: 1h }
            other:
              addPrefix: { prefix: /x }
        """
      Then "http://other.example.com/" reaches the Service "other"
      When the client asks for "http://app.example.com/"
      Then the client is answered with 429

  @traefik-routing.middleware-limits.in-flight
  Rule: `inFlightReq` answers with 429 what exceeds the number of requests that may be under way at a time

    Scenario: One may be, and is
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              inFlightReq: { amount: 1 }
        """
      And "http://app.example.com/" reaches the Service "app"
      And a request to "http://app.example.com/" that its pod holds back
      When the client asks for "http://app.example.com/"
      Then the client is answered with 429
      When the pod answers
      Then the request that was held back is answered by the Service "app"

  @traefik-routing.middleware-limits.in-flight-ended
  Rule: A request that has ended makes room for another one

    Scenario: The pod has answered
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              inFlightReq: { amount: 1 }
        """
      And "http://app.example.com/" reaches the Service "app"
      And a request to "http://app.example.com/" that its pod holds back
      When the pod answers
      Then the request that was held back is answered by the Service "app"
      And "http://app.example.com/" reaches the Service "app"

    Scenario: The client has left
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              inFlightReq: { amount: 1 }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Hold | label |
      And the pod has a request
      And the client leaves
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-routing.middleware-limits.in-flight-hosts
  Rule: Unless it is told otherwise, `inFlightReq` counts each host by itself

    Scenario: Two hosts of one Ingress
      Given the Ingress "app" for "*.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              inFlightReq: { amount: 1 }
        """
      And "http://one.example.com/" reaches the Service "app"
      And a request to "http://one.example.com/" that its pod holds back
      When the client asks for "http://two.example.com/"
      Then the client is answered with 200
      When the client asks for "http://one.example.com/"
      Then the client is answered with 429
