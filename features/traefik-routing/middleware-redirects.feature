Feature: Around the document / Middlewares / Redirects

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |

  @traefik-routing.middleware-redirects.scheme
  Rule: `redirectScheme` redirects requests of another scheme to the same host and path

    Scenario: From HTTP to HTTPS
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              redirectScheme: { scheme: https }
        """
      When the client asks for "http://app.example.com:8080/a%2Fb?c=d"
      Then the client is redirected temporarily
      And the answer has the header "Location" with "https://app.example.com/a%2Fb?c=d"
      And the pods have received 0 requests in all

  @traefik-routing.middleware-redirects.scheme-port
  Rule: `redirectScheme` redirects to the port that it names

    Scenario Outline: <port>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              redirectScheme: { scheme: https, port: <port> }
        """
      When the client asks for "http://app.example.com/"
      Then the client is redirected temporarily
      And the answer has the header "Location" with "<location>"

      Examples:
        | port   | location                      |
        | "8443" | https://app.example.com:8443/ |
        | "443"  | https://app.example.com/      |

  @traefik-routing.middleware-redirects.scheme-permanent
  Rule: A redirection of `redirectScheme` is permanent where that is said, and temporary otherwise

    Scenario Outline: <method>, permanent: <permanent>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              redirectScheme: { scheme: https, permanent: <permanent> }
        """
      When the client sends:
        """
        <method> / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 0\r\n
        \r\n
        """
      Then the client is redirected <how>

      Examples:
        | method | permanent | how         |
        | GET    | true      | permanently |
        | GET    | false     | temporarily |
        | POST   | true      | permanently |
        | POST   | false     | temporarily |

  @traefik-routing.middleware-redirects.scheme-satisfied
  Rule: A request that has the scheme of `redirectScheme` already goes to the pod

    Scenario: HTTPS
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              redirectScheme: { scheme: https }
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.middlewares: tested@file, traefik.ingress.kubernetes.io/router.tls: "true" } |
      When the client asks for "https://app.example.com/"
      Then the client is answered with 200
      And the answer is that of the pod

  @traefik-routing.middleware-redirects.scheme-forwarded
  Rule: `redirectScheme` takes the scheme from the `X-Forwarded-Proto` of a proxy that is trusted

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              redirectScheme: { scheme: https }
        """

    Scenario: A trusted one
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.forwardedHeaders.trustedIPs=127.0.0.1
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Forwarded-Proto | https |
      Then the client is answered with 200
      And the answer is that of the pod

    Scenario: One that is not
      When the client asks for "http://app.example.com/" with the headers:
        | X-Forwarded-Proto | https |
      Then the client is redirected temporarily

  @traefik-routing.middleware-redirects.regex
  Rule: `redirectRegex` redirects to what becomes of the URL when what the regular expression finds is replaced

    Scenario: With what its groups have found
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              redirectRegex: { regex: '^http://app\.example\.com/(.*)', replacement: 'https://www.example.com/app/${1}' }
        """
      When the client asks for "http://app.example.com/a%2Fb?c=d"
      Then the client is redirected temporarily
      And the answer has the header "Location" with "https://www.example.com/app/a%2Fb?c=d"
      And the pods have received 0 requests in all

  @traefik-routing.middleware-redirects.regex-permanent
  Rule: A redirection of `redirectRegex` is permanent where that is said, and temporary otherwise

    Scenario Outline: permanent: <permanent>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              redirectRegex: { regex: '^http:', replacement: 'https:', permanent: <permanent> }
        """
      When the client asks for "http://app.example.com/"
      Then the client is redirected <how>

      Examples:
        | permanent | how         |
        | true      | permanently |
        | false     | temporarily |

  @traefik-routing.middleware-redirects.method-kept
  Rule: A redirection of a request that is no GET keeps its method

    Scenario Outline: <middleware>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              <middleware>
        """
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 0\r\n
        \r\n
        """
      Then the client is answered with <status>

      Examples:
        | middleware                                                                 | status |
        | redirectScheme: { scheme: https }                                          | 307    |
        | redirectScheme: { scheme: https, permanent: true }                         | 308    |
        | redirectRegex: { regex: '^http:', replacement: 'https:' }                  | 307    |
        | redirectRegex: { regex: '^http:', replacement: 'https:', permanent: true } | 308    |

  @traefik-routing.middleware-redirects.regex-no-match
  Rule: A request in whose URL `redirectRegex` finds nothing goes to the pod

    Scenario: Another path
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              redirectRegex: { regex: '^http://app\.example\.com/foo', replacement: 'https://www.example.com' }
        """
      When the client asks for "http://app.example.com/bar"
      Then the client is answered with 200
      And the answer is that of the pod
