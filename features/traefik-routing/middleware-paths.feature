Feature: Around the document / Middlewares / Paths

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |

  @traefik-routing.middleware-paths.add-prefix
  Rule: `addPrefix` puts a prefix before the path

    Scenario: Any path
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              addPrefix: { prefix: /foo }
        """
      When the client asks for "http://app.example.com/bar"
      Then the client is answered with 200
      And the pod has received the target "/foo/bar"

  @traefik-routing.middleware-paths.strip-prefix
  Rule: `stripPrefix` takes away a prefix that the path begins with

    Scenario Outline: <path>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              stripPrefix: { prefixes: [/foo, /bar] }
        """
      When the client asks for "http://app.example.com<path>"
      Then the client is answered with 200
      And the pod has received the target "<target>"

      Examples:
        | path     | target |
        | /foo/baz | /baz   |
        | /bar/baz | /baz   |

  @traefik-routing.middleware-paths.strip-prefix-told
  Rule: `stripPrefix` tells the pod in `X-Forwarded-Prefix` what it has taken away

    Scenario: The second of two prefixes
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              stripPrefix: { prefixes: [/foo, /bar] }
        """
      When the client asks for "http://app.example.com/bar/baz"
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-Prefix" with "/bar"

  @traefik-routing.middleware-paths.strip-prefix-root
  Rule: A path that `stripPrefix` leaves nothing of becomes `/`

    Scenario: The path is the prefix
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              stripPrefix: { prefixes: [/foo] }
        """
      When the client asks for "http://app.example.com/foo"
      Then the client is answered with 200
      And the pod has received the target "/"

  @traefik-routing.middleware-paths.strip-prefix-other
  Rule: A path that begins with none of the prefixes of `stripPrefix` stays as it is

    Scenario: The prefix stands further behind
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              stripPrefix: { prefixes: [/foo] }
        """
      When the client asks for "http://app.example.com/bar/foo"
      Then the client is answered with 200
      And the pod has received the target "/bar/foo"
      And the pod has not received the header "X-Forwarded-Prefix"

  @traefik-routing.middleware-paths.strip-prefix-regex
  Rule: `stripPrefixRegex` takes away what a regular expression finds at the beginning of the path

    Scenario Outline: <path>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              stripPrefixRegex: { regex: ['/foo/[a-z0-9]+'] }
        """
      When the client asks for "http://app.example.com<path>"
      Then the client is answered with 200
      And the pod has received the target "<target>"

      Examples:
        | path        | target      |
        | /foo/1/baz  | /baz        |
        | /foo/one    | /           |
        | /x/foo/1/ba | /x/foo/1/ba |

  @traefik-routing.middleware-paths.strip-prefix-regex-told
  Rule: `stripPrefixRegex` tells the pod in `X-Forwarded-Prefix` what it has taken away

    Scenario: What was found
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              stripPrefixRegex: { regex: ['/foo/[a-z0-9]+'] }
        """
      When the client asks for "http://app.example.com/foo/1/baz"
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-Prefix" with "/foo/1"

  @traefik-routing.middleware-paths.replace-path
  Rule: `replacePath` puts another path in the place of that of the request

    Scenario: Any path
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              replacePath: { path: /foo }
        """
      When the client asks for "http://app.example.com/bar/baz"
      Then the client is answered with 200
      And the pod has received the target "/foo"

  @traefik-routing.middleware-paths.replace-path-told
  Rule: `replacePath` tells the pod the former path in `X-Replaced-Path`

    Scenario: Any path
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              replacePath: { path: /foo }
        """
      When the client asks for "http://app.example.com/bar/baz"
      Then the client is answered with 200
      And the pod has received the header "X-Replaced-Path" with "/bar/baz"

  @traefik-routing.middleware-paths.replace-path-regex
  Rule: `replacePathRegex` replaces what a regular expression finds in the path, and may name what its groups have found

    Scenario Outline: <path>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              replacePathRegex: { regex: '^/foo/(.*)', replacement: '/bar/$1' }
        """
      When the client asks for "http://app.example.com<path>"
      Then the client is answered with 200
      And the pod has received the target "<target>"

      Examples:
        | path     | target   |
        | /foo/baz | /bar/baz |
        | /x/foo/b | /x/foo/b |

  @traefik-routing.middleware-paths.replace-path-regex-told
  Rule: `replacePathRegex` tells the pod the former path in `X-Replaced-Path`

    Scenario: What was found
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              replacePathRegex: { regex: '^/foo/(.*)', replacement: '/bar/$1' }
        """
      When the client asks for "http://app.example.com/foo/baz"
      Then the client is answered with 200
      And the pod has received the header "X-Replaced-Path" with "/foo/baz"

  @traefik-routing.middleware-paths.query
  Rule: Middlewares that change the path leave the query alone

    Scenario Outline: <middleware>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              <middleware>
        """
      When the client asks for "http://app.example.com/foo/1?a=%2Ffoo/1&a"
      Then the client is answered with 200
      And the pod has received the target "<target>"

      Examples:
        | middleware                                                   | target                |
        | addPrefix: { prefix: /x }                                    | /x/foo/1?a=%2Ffoo/1&a |
        | stripPrefix: { prefixes: [/foo] }                            | /1?a=%2Ffoo/1&a       |
        | stripPrefixRegex: { regex: ['/f[a-z]+'] }                    | /1?a=%2Ffoo/1&a       |
        | replacePath: { path: /x }                                    | /x?a=%2Ffoo/1&a       |
        | replacePathRegex: { regex: '/foo/(.*)', replacement: '/$1' } | /1?a=%2Ffoo/1&a       |

  @traefik-routing.middleware-paths.escapes
  Rule: What a middleware leaves of a path keeps its percent-escapes

    Scenario Outline: <middleware>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              <middleware>
        """
      When the client asks for "http://app.example.com<path>"
      Then the client is answered with 200
      And the pod has received the target "<target>"

      Examples:
        | middleware                                                   | path              | target          |
        | addPrefix: { prefix: /x }                                    | /a%2Fb%20%63      | /x/a%2Fb%20%63  |
        | stripPrefix: { prefixes: [/foo] }                            | /foo/a%2Fb%20%63  | /a%2Fb%20%63    |
        | stripPrefixRegex: { regex: ['/f[a-z]+'] }                    | /foo/a%2Fb%20%63  | /a%2Fb%20%63    |
        | replacePathRegex: { regex: '/foo/(.*)', replacement: '/$1' } | /foo/a%2Fb%20%63  | /a%2Fb%20%63    |

  @traefik-routing.middleware-paths.escaped-prefix
  Rule: A prefix is taken away however the client has escaped it

    Scenario Outline: <middleware>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              <middleware>
        """
      When the client asks for "http://app.example.com/%66oo/bar"
      Then the client is answered with 200
      And the pod has received the target "/bar"

      Examples:
        | middleware                                |
        | stripPrefix: { prefixes: [/foo] }         |
        | stripPrefixRegex: { regex: ['/f[a-z]+'] } |
