Feature: Around the document / Middlewares / Headers

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |

  @traefik-routing.middleware-headers.request-set
  Rule: `customRequestHeaders` sets headers of the request, in place of those of the same name

    Scenario: One that the client sends as well
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers:
                customRequestHeaders: { X-Script-Name: test }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | x-script-name | other |
      Then the client is answered with 200
      And the pod has received the headers in this order:
        | X-Script-Name | test |

  @traefik-routing.middleware-headers.request-removed
  Rule: An empty value in `customRequestHeaders` removes the header from the request

    Scenario: One that the client sends
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers:
                customRequestHeaders: { X-Custom: "" }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Custom | test |
        | X-Other  | test |
      Then the client is answered with 200
      And the pod has not received the header "X-Custom"
      And the pod has received the header "X-Other" with "test"

  @traefik-routing.middleware-headers.response-set
  Rule: `customResponseHeaders` sets headers of the answer, in place of those of the same name

    Scenario: One that the pod sends as well
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers:
                customResponseHeaders: { X-Custom: test }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Echo-Header | x-custom: other |
      Then the client is answered with 200
      And the answer has the headers in this order:
        | X-Custom | test |

  @traefik-routing.middleware-headers.response-removed
  Rule: An empty value in `customResponseHeaders` removes the header from the answer

    Scenario: One that the pod sends
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers:
                customResponseHeaders: { X-Echo-Pod: "" }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And the answer is that of the pod
      And the answer does not have the header "X-Echo-Pod"

  @traefik-routing.middleware-headers.security
  Rule: Each option for a security header adds it to the answer

    Scenario Outline: <option>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { <option> }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And the answer has the header "<header>" with "<value>"

      Examples:
        | option                                       | header                    | value           |
        | frameDeny: true                              | X-Frame-Options           | DENY            |
        | frameDeny: true, customFrameOptionsValue: X  | X-Frame-Options           | X               |
        | contentTypeNosniff: true                     | X-Content-Type-Options    | nosniff         |
        | browserXssFilter: true                       | X-XSS-Protection          | 1; mode=block   |
        | browserXssFilter: true, customBrowserXSSValue: "0" | X-XSS-Protection    | 0               |
        | contentSecurityPolicy: "default-src 'self'"  | Content-Security-Policy   | default-src 'self' |
        | referrerPolicy: same-origin                  | Referrer-Policy           | same-origin     |
        | permissionsPolicy: geolocation=()            | Permissions-Policy        | geolocation=()  |
        | forceSTSHeader: true, stsSeconds: 60, stsIncludeSubdomains: true, stsPreload: true | Strict-Transport-Security | max-age=60; includeSubDomains; preload |

  @traefik-routing.middleware-headers.sts-plain
  Rule: `Strict-Transport-Security` is only added over HTTPS, unless `forceSTSHeader` is set

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { stsSeconds: 60 }
        """

    Scenario: Over HTTP
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And the answer is that of the pod
      And the answer does not have the header "Strict-Transport-Security"

    Scenario: Over HTTPS
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | { traefik.ingress.kubernetes.io/router.middlewares: tested@file, traefik.ingress.kubernetes.io/router.tls: "true" } |
      When the client asks for "https://app.example.com/"
      Then the client is answered with 200
      And the answer has the header "Strict-Transport-Security" with "max-age=60"

  @traefik-routing.middleware-headers.allowed-hosts
  Rule: While `allowedHosts` is set, a request for another host does not reach the pod

    Scenario: One that is listed, and one that is not
      Given the Ingress "app" for "*.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { allowedHosts: [app.example.com] }
        """
      When the client asks for "http://other.example.com/"
      Then the client is refused
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And the pods have received 1 request in all

  @traefik-routing.middleware-headers.allowed-hosts-proxied
  Rule: A header of `hostsProxyHeaders` that is there names the host that must be allowed

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { allowedHosts: [www.example.com], hostsProxyHeaders: [X-Original-Host] }
        """

    Scenario: One that is listed
      When the client asks for "http://app.example.com/" with the headers:
        | X-Original-Host | www.example.com |
      Then the client is answered with 200

    Scenario: One that is not
      When the client asks for "http://app.example.com/" with the headers:
        | X-Original-Host | app.example.com |
      Then the client is refused
      And the pods have received 0 requests in all

  @traefik-routing.middleware-headers.ssl-proxy
  Rule: A header of `sslProxyHeaders` with its value makes a request count as one over HTTPS

    Scenario Outline: <value>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { sslRedirect: true, sslProxyHeaders: { X-Original-Proto: https } }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-Original-Proto | <value> |
      Then the client is <what>

      Examples:
        | value | what                   |
        | https | answered with 200      |
        | http  | redirected permanently |

  @traefik-routing.middleware-headers.ssl-redirect
  Rule: `sslRedirect` redirects requests over HTTP to HTTPS

    Scenario Outline: <options>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { sslRedirect: true <options> }
        """
      When the client asks for "http://app.example.com/path?query"
      Then the client is answered with <status>
      And the answer has the header "Location" with "<location>"
      And the pods have received 0 requests in all

      Examples:
        | options                      | status | location                           |
        |                              | 301    | https://app.example.com/path?query |
        | , sslTemporaryRedirect: true | 302    | https://app.example.com/path?query |
        | , sslHost: www.example.com   | 301    | https://www.example.com/path?query |

  @traefik-routing.middleware-headers.development
  Rule: While `isDevelopment` is set, hosts, redirections to HTTPS and `Strict-Transport-Security` are left out

    Scenario Outline: <options>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { isDevelopment: true, <options> }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And the answer is that of the pod
      And the answer does not have the header "Strict-Transport-Security"

      Examples:
        | options                              |
        | allowedHosts: [www.example.com]      |
        | sslRedirect: true                    |
        | stsSeconds: 60, forceSTSHeader: true |

  @traefik-routing.middleware-headers.cors-origin
  Rule: `Access-Control-Allow-Origin` is sent to the origins of `accessControlAllowOriginList`

    Scenario Outline: <origin> of <list>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { accessControlAllowOriginList: [<list>] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Origin | <origin> |
      Then the client is answered with 200
      And the answer has the header "Access-Control-Allow-Origin" with "<allowed>"

      Examples:
        | list                                             | origin                  | allowed                 |
        | "https://foo.example.com", "https://example.org" | https://foo.example.com | https://foo.example.com |
        | "https://foo.example.com", "https://example.org" | https://example.org     | https://example.org     |
        | "*"                                              | https://example.org     | *                       |

  @traefik-routing.middleware-headers.cors-origin-regex
  Rule: `Access-Control-Allow-Origin` is sent to the origins that an expression of `accessControlAllowOriginListRegex` finds

    Scenario: Any host of a domain
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { accessControlAllowOriginListRegex: ['^https://[a-z]+\.example\.org$'] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Origin | https://foo.example.org |
      Then the client is answered with 200
      And the answer has the header "Access-Control-Allow-Origin" with "https://foo.example.org"

  @traefik-routing.middleware-headers.cors-overwritten
  Rule: An `Access-Control-Allow-Origin` of the pod is overwritten

    Scenario: Another one
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { accessControlAllowOriginList: ["https://foo.example.com"] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Origin        | https://foo.example.com        |
        | X-Echo-Header | Access-Control-Allow-Origin: * |
      Then the client is answered with 200
      And the answer has the headers in this order:
        | Access-Control-Allow-Origin | https://foo.example.com |

  @traefik-routing.middleware-headers.cors-other
  Rule: An origin that is not listed is sent no `Access-Control-Allow-Origin`

    Scenario Outline: <origin>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers:
                accessControlAllowOriginList: ["https://foo.example.com"]
                accessControlAllowOriginListRegex: ['^https://[a-z]+\.example\.org$']
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Origin | <origin> |
      Then the client is answered with 200
      And the answer is that of the pod
      And the answer does not have the header "Access-Control-Allow-Origin"

      Examples:
        | origin                       |
        | http://foo.example.com       |
        | https://foo.example.com.evil |
        | https://foo.example.org.evil |

  @traefik-routing.middleware-headers.cors-preflight
  Rule: What a browser asks before a cross-origin request is answered from the options, without the pod

    Scenario: Methods, headers and how long the answer holds
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers:
                accessControlAllowOriginList: ["https://foo.example.com"]
                accessControlAllowMethods: [GET, PUT]
                accessControlAllowHeaders: [X-Custom]
                accessControlMaxAge: 100
        """
      When the client sends:
        """
        OPTIONS / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Origin: https://foo.example.com\r\n
        Access-Control-Request-Method: PUT\r\n
        \r\n
        """
      Then the client is answered with 200
      And the answer has the header "Access-Control-Allow-Origin" with "https://foo.example.com"
      And the answer lists "GET, PUT" in the header "Access-Control-Allow-Methods"
      And the answer lists "X-Custom" in the header "Access-Control-Allow-Headers"
      And the answer has the header "Access-Control-Max-Age" with "100"
      And the pods have received 0 requests in all

  @traefik-routing.middleware-headers.cors-vary
  Rule: With `addVaryHeader`, the answer says in `Vary` that it depends on `Origin`

    Scenario: Beside what the pod says
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { accessControlAllowOriginList: ["https://foo.example.com"], addVaryHeader: true }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Origin        | https://foo.example.com |
        | X-Echo-Header | Vary: Accept            |
      Then the client is answered with 200
      And the answer lists "Accept, Origin" in the header "Vary"

  @traefik-routing.middleware-headers.cors-credentials
  Rule: `accessControlAllowCredentials` lets cross-origin requests carry credentials

    Scenario: A request from another origin
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { accessControlAllowOriginList: ["https://foo.example.com"], accessControlAllowCredentials: true }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Origin | https://foo.example.com |
      Then the client is answered with 200
      And the answer has the header "Access-Control-Allow-Credentials" with "true"

  @traefik-routing.middleware-headers.cors-expose
  Rule: `accessControlExposeHeaders` names the headers of the answer that a page may see

    Scenario: Two of them
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              headers: { accessControlAllowOriginList: ["https://foo.example.com"], accessControlExposeHeaders: [X-One, X-Two] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Origin | https://foo.example.com |
      Then the client is answered with 200
      And the answer lists "X-One, X-Two" in the header "Access-Control-Expose-Headers"
