Feature: Around the document / Routers / Rule

  Background:
    Given the Service "app"

  @traefik-routing.rules.host-and-path
  Rule: A rule with a host and a path matches requests that meet both

    Scenario: Both, and one of them
      Given the Ingress "app" for "app.example.com/api"
      Then "http://app.example.com/api" reaches the Service "app"
      But "http://other.example.com/api" is not served
      And "http://app.example.com/other" is not served

  @traefik-routing.rules.host-alone
  Rule: A rule without a path matches every path of its host

    Scenario: Some paths
      Given the Ingress "app" with the rules:
        | host            | path | path type              | service |
        | app.example.com |      | ImplementationSpecific | app     |
      Then "http://app.example.com/" reaches the Service "app"
      And "http://app.example.com/a/b%2Fc?d=e" reaches the Service "app"
      And "http://app.example.com//" reaches the Service "app"
      But "http://other.example.com/" is not served

  @traefik-routing.rules.path-alone
  Rule: A rule without a host matches its path on every host

    Scenario: Some hosts
      Given the Ingress "app" with the rules:
        | host | path | path type | service |
        |      | /api | Prefix    | app     |
      Then "http://app.example.com/api" reaches the Service "app"
      And "http://localhost/api" reaches the Service "app"
      And "http://192.0.2.1/api" reaches the Service "app"
      But "http://app.example.com/" is not served

  @traefik-routing.rules.neither
  Rule: A rule with neither host nor path matches every request

    Scenario: Some requests
      Given the Ingress "app" with the rules:
        | host | path | path type              | service |
        |      |      | ImplementationSpecific | app     |
      Then "http://app.example.com/" reaches the Service "app"
      And "http://localhost/a/b" reaches the Service "app"
      And "http://192.0.2.1/?a" reaches the Service "app"

  @traefik-routing.rules.wildcard-host
  Rule: A host that begins with `*.` matches exactly one label in its place

    Scenario: One label, none, two
      Given the Ingress "app" for "*.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And "http://xn--bcher-kva.example.com/" reaches the Service "app"
      But "http://example.com/" is not served
      And "http://a.b.example.com/" is not served
      And "http://app.example.org/" is not served
      And "http://appexample.com/" is not served

  @traefik-routing.rules.host-case
  Rule: The case of letters in the host of a request does not matter

    Scenario Outline: <host>
      Given the Ingress "app" for "<rule>"
      Then "http://<host>/" reaches the Service "app"

      Examples:
        | rule            | host            |
        | app.example.com | APP.Example.COM |
        | *.example.com   | App.EXAMPLE.com |

  @traefik-routing.rules.host-port
  Rule: A port in the Host header of a request does not matter

    Scenario Outline: <host>
      Given the Ingress "app" for "<rule>"
      Then "http://<host>/" reaches the Service "app"

      Examples:
        | rule            | host                  |
        | app.example.com | app.example.com:80    |
        | app.example.com | app.example.com:65535 |
        | *.example.com   | app.example.com:8080  |

  @traefik-routing.rules.host-final-dot
  Rule: A dot at the end of the host of a request does not matter

    Scenario Outline: <host>
      Given the Ingress "app" for "<rule>"
      Then "http://<host>/" reaches the Service "app"

      Examples:
        | rule            | host                  |
        | app.example.com | app.example.com.      |
        | app.example.com | app.example.com.:8080 |
        | *.example.com   | app.example.com.      |

  @traefik-routing.rules.host-final-dot-in-rule
  Rule: A dot at the end of a host in a rule does not matter

    Scenario: One with, one without
      Given a router for the Service "app" with the rule:
        """
        Host(`a.example.com.`, `b.example.com`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                | taken |
        | http://a.example.com/  | yes   |
        | http://a.example.com./ | yes   |
        | http://b.example.com./ | yes   |
        | http://c.example.com./ | no    |

  @traefik-routing.rules.path-case
  Rule: The case of letters in the path of a request matters

    Scenario: A prefix in other letters
      Given the Ingress "app" for "app.example.com/Api"
      Then "http://app.example.com/Api" reaches the Service "app"
      But "http://app.example.com/api" is not served
      And "http://app.example.com/API" is not served

  @traefik-routing.rules.host
  Rule: `Host` matches any of the hosts given

    Scenario: Two hosts
      Given a router for the Service "app" with the rule:
        """
        Host(`a.example.com`, `B.Example.com.`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                     | taken |
        | http://a.example.com/       | yes   |
        | http://b.example.com/x?y=z  | yes   |
        | http://A.EXAMPLE.com.:8080/ | yes   |
        | http://c.example.com/       | no    |
        | http://example.com/         | no    |
        | http://x.a.example.com/     | no    |
        | http://axexample.com/       | no    |

  @traefik-routing.rules.host-header
  Rule: `HostHeader` matches like `Host`

    Scenario: Two hosts
      Given a router for the Service "app" with the rule:
        """
        HostHeader(`a.example.com`, `b.example.com`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                | taken |
        | http://a.example.com/  | yes   |
        | http://B.example.com:1 | yes   |
        | http://c.example.com/  | no    |

  @traefik-routing.rules.host-regexp
  Rule: `HostRegexp` matches hosts by regular expressions in braces

    Scenario: A group in front
      Given a router for the Service "app" with the rule:
        """
        HostRegexp(`{subdomain:[a-z]+}.example.com`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                   | taken |
        | http://app.example.com/   | yes   |
        | http://APP.example.com/   | yes   |
        | http://app1.example.com/  | no    |
        | http://a.b.example.com/   | no    |
        | http://example.com/       | no    |
        | http://appxexample.com/   | no    |
        | http://app.example.com.a/ | no    |

    Scenario: Two groups, a repetition with braces, and a host without any
      Given a router for the Service "app" with the rule:
        """
        HostRegexp(`{a:[0-9]{2}}-{b:x|y}.example.com`, `plain.example.com`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                    | taken |
        | http://42-x.example.com/   | yes   |
        | http://42-y.example.com/   | yes   |
        | http://plain.example.com/  | yes   |
        | http://4-x.example.com/    | no    |
        | http://142-x.example.com/  | no    |
        | http://42-z.example.com/   | no    |
        | http://42-x.y.example.com/ | no    |

  @traefik-routing.rules.path
  Rule: `Path` matches the whole path

    Scenario: Two paths
      Given a router for the Service "app" with the rule:
        """
        Path(`/a`, `/b/`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request               | taken |
        | http://example.com/a  | yes   |
        | http://example.com/a? | yes   |
        | http://other.net/b/?c | yes   |
        | http://example.com/%61 | yes  |
        | http://example.com/a/ | no    |
        | http://example.com/ab | no    |
        | http://example.com/A  | no    |
        | http://example.com/b  | no    |
        | http://example.com/   | no    |

  @traefik-routing.rules.path-prefix
  Rule: `PathPrefix` matches the beginning of the path

    Scenario: Two prefixes
      Given a router for the Service "app" with the rule:
        """
        PathPrefix(`/a`, `/b/`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                | taken |
        | http://example.com/a   | yes   |
        | http://example.com/a/b | yes   |
        | http://example.com/abc | yes   |
        | http://example.com/b/  | yes   |
        | http://example.com/b   | no    |
        | http://example.com/x/a | no    |
        | http://example.com/A   | no    |
        | http://example.com/?/a | no    |

  @traefik-routing.rules.path-regexp
  Rule: `Path` and `PathPrefix` take regular expressions in braces

    Scenario: The whole path
      Given a router for the Service "app" with the rule:
        """
        Path(`/{kind:books|films}/{id:[0-9]+}`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                       | taken |
        | http://example.com/books/1    | yes   |
        | http://example.com/films/42   | yes   |
        | http://example.com/books/1/2  | no    |
        | http://example.com/books/a    | no    |
        | http://example.com/books/     | no    |
        | http://example.com/songs/1    | no    |
        | http://example.com/x/books/1  | no    |

    Scenario: Its beginning
      Given a router for the Service "app" with the rule:
        """
        PathPrefix(`/{kind:books|films}/{id:[0-9]+}`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                         | taken |
        | http://example.com/books/1      | yes   |
        | http://example.com/books/1/page | yes   |
        | http://example.com/books/1a     | yes   |
        | http://example.com/books/a1     | no    |
        | http://example.com/x/books/1    | no    |

    Scenario: A group without an expression is one segment
      Given a router for the Service "app" with the rule:
        """
        Path(`/books/{id}/pages`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                              | taken |
        | http://example.com/books/1/pages     | yes   |
        | http://example.com/books/a%20b/pages | yes   |
        | http://example.com/books/1/2/pages   | no    |
        | http://example.com/books//pages      | no    |

  @traefik-routing.rules.method
  Rule: `Method` matches any of the methods given

    Scenario: Two methods
      Given a router for the Service "app" with the rule:
        """
        Method(`POST`, `delete`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                    | taken |
        | POST http://example.com/   | yes   |
        | DELETE http://example.com/ | yes   |
        | GET http://example.com/    | no    |
        | PUT http://example.com/    | no    |

  @traefik-routing.rules.headers
  Rule: `Headers` matches a header of exactly the value given

    Scenario: A header
      Given a router for the Service "app" with the rule:
        """
        Headers(`X-Kind`, `blue`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request             | headers                 | taken |
        | http://example.com/ | X-Kind: blue            | yes   |
        | http://example.com/ | x-kind: blue; X-Other: a | yes  |
        | http://example.com/ |                         | no    |
        | http://example.com/ | X-Kind: Blue            | no    |
        | http://example.com/ | X-Kind: bluer           | no    |
        | http://example.com/ | X-Other: blue           | no    |

  @traefik-routing.rules.headers-regexp
  Rule: `HeadersRegexp` matches a header whose value the regular expression describes

    Scenario: A header
      Given a router for the Service "app" with the rule:
        """
        HeadersRegexp(`Content-Type`, `^(text|application)/json`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request             | headers                              | taken |
        | http://example.com/ | Content-Type: text/json              | yes   |
        | http://example.com/ | Content-Type: application/json-seq | yes   |
        | http://example.com/ |                                      | no    |
        | http://example.com/ | Content-Type: text/plain             | no    |
        | http://example.com/ | Content-Type: x-text/json            | no    |
        | http://example.com/ | X-Content-Type: text/json            | no    |

  @traefik-routing.rules.query
  Rule: `Query` matches a query parameter of exactly the value given

    Scenario: A parameter
      Given a router for the Service "app" with the rule:
        """
        Query(`color=dark blue`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                                  | taken |
        | http://example.com/?color=dark%20blue    | yes   |
        | http://example.com/?a=b&color=dark+blue  | yes   |
        | http://example.com/                      | no    |
        | http://example.com/?color=dark           | no    |
        | http://example.com/?color=dark%20blueish | no    |
        | http://example.com/?Color=dark%20blue    | no    |
        | http://example.com/color=dark%20blue     | no    |

    Scenario: Two parameters, both of which are needed
      Given a router for the Service "app" with the rule:
        """
        Query(`a=1`, `b=2`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                     | taken |
        | http://example.com/?a=1&b=2 | yes   |
        | http://example.com/?b=2&a=1 | yes   |
        | http://example.com/?a=1     | no    |
        | http://example.com/?b=2     | no    |

  @traefik-routing.rules.client-ip
  Rule: `ClientIP` matches clients of an address or a range, IPv4 or IPv6

    Scenario Outline: <rule>
      Given the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.1:0" }
          six: { address: "[::1]:0" }
        providers:
          kubernetesIngress: {}
        """
      And a router for the Service "app" with the rule:
        """
        <rule>
        """
      Then of these requests the Service "app" gets those that are taken:
        | request             | entry point | headers                     | taken  |
        | http://example.com/ | web         |                             | <four> |
        | http://example.com/ | six         |                             | <six>  |
        | http://example.com/ | web         | X-Forwarded-For: 192.0.2.1  | <four> |
        | http://example.com/ | six         | X-Forwarded-For: 192.0.2.1  | <six>  |

      Examples:
        | rule                                  | four | six |
        | ClientIP(`127.0.0.1`)                 | yes  | no  |
        | ClientIP(`127.0.0.0/8`, `192.0.2.1`)  | yes  | no  |
        | ClientIP(`::1`)                       | no   | yes |
        | ClientIP(`::/64`, `192.0.2.0/24`)     | no   | yes |
        | ClientIP(`127.0.0.1/32`, `::1/128`)   | yes  | yes |
        | !ClientIP(`192.0.2.1`)                | yes  | yes |

  @traefik-routing.rules.and-or
  Rule: `&&` needs both sides and `||` needs one, and `&&` binds more tightly

    Scenario: Both in one rule
      Given a router for the Service "app" with the rule:
        """
        Path(`/a`) || Path(`/b`) && Method(`POST`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                   | taken |
        | GET http://example.com/a  | yes   |
        | POST http://example.com/a | yes   |
        | POST http://example.com/b | yes   |
        | GET http://example.com/b  | no    |
        | POST http://example.com/c | no    |

    Scenario: The other way round
      Given a router for the Service "app" with the rule:
        """
        Method(`POST`) && Path(`/b`) || Path(`/a`)
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                   | taken |
        | GET http://example.com/a  | yes   |
        | POST http://example.com/b | yes   |
        | GET http://example.com/b  | no    |

  @traefik-routing.rules.not
  Rule: An exclamation mark turns a matcher around

    Scenario: Before a matcher, before another one, before a parenthesis
      Given a router for the Service "app" with the rule:
        """
        !Path(`/a`) && !!Path(`/b`, `/c`, `/d`) && !(Path(`/c`) || Method(`POST`))
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                   | taken |
        | GET http://example.com/b  | yes   |
        | GET http://example.com/d  | yes   |
        | GET http://example.com/a  | no    |
        | GET http://example.com/c  | no    |
        | POST http://example.com/b | no    |
        | GET http://example.com/e  | no    |

  @traefik-routing.rules.parentheses
  Rule: Parentheses group matchers

    Scenario: Or inside of and
      Given a router for the Service "app" with the rule:
        """
        (Path(`/a`) || Path(`/b`)) && ((Method(`POST`)))
        """
      Then of these requests the Service "app" gets those that are taken:
        | request                   | taken |
        | POST http://example.com/a | yes   |
        | POST http://example.com/b | yes   |
        | GET http://example.com/a  | no    |
        | GET http://example.com/b  | no    |

  @traefik-routing.rules.quotes
  Rule: Values may stand in backticks or in double quotes

    Scenario Outline: <rule>
      Given a router for the Service "app" with the rule:
        """
        <rule>
        """
      Then of these requests the Service "app" gets those that are taken:
        | request              | headers     | taken |
        | http://example.com/a | X-Kind: a"b | yes   |
        | http://example.com/b | X-Kind: a"b | no    |
        | http://example.com/a | X-Kind: ab  | no    |

      Examples:
        | rule                                        |
        | Path(`/a`) && Headers(`X-Kind`, `a"b`)      |
        | Path("/a") && Headers("X-Kind", "a\\"b")    |
        | Path("/\\x61") && Headers(`X-Kind`, "a\\"b") |

  @traefik-routing.rules.syntax-error
  Rule: A rule that does not parse disables its router alone

    Scenario Outline: <rule>
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
            broken: { rule: '<rule>', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then "http://app.example.com/" reaches the Service "app"
      But "http://broken.example.com/" is not served

      Examples:
        | rule                                      |
        | Host(`broken.example.com`                 |
        | Host(`broken.example.com)                 |
        | Host(broken.example.com)                  |
        | Host(`broken.example.com`) &              |
        | Host(`broken.example.com`) and Path(`/`)  |
        | Hots(`broken.example.com`)                |
        | Host()                                    |
        | HostRegexp(`{a:[}.example.com`)           |
        | Host(`broken.example.com`) \|\| Path(`a`) |
        | ClientIP(`127.0.0.1/33`)                  |

  @traefik-routing.rules.syntax-error-reported
  Rule: The log names a router whose rule does not parse

    Scenario: One that does and one that does not
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
            broken: { rule: 'Host(`broken.example.com`', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then "http://app.example.com/" reaches the Service "app"
      And the log has a line with "error" and "broken@file"
