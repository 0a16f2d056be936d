Feature: Around the document / EntryPoints / EncodeQuerySemicolons

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.entry-point-query-semicolons.default
  Rule: A semicolon in a query reaches the pod as `&`

    Scenario Outline: <target>
      When the client sends:
        """
        GET <target> HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the target "<received>"

      Examples:
        | target                  | received                |
        | /?foo=bar;baz=bar       | /?foo=bar&baz=bar       |
        | /a;b?foo=bar&baz=bar;fo | /a;b?foo=bar&baz=bar&fo |
        | /a;b                    | /a;b                    |
        | /?foo=a%3Bb             | /?foo=a%3Bb             |

    Scenario: A rule that asks for what stands behind it
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`by-query.example.com`) && Query(`baz=bar`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      When the client sends:
        """
        GET /?foo=bar;baz=bar HTTP/1.1\r\n
        Host: by-query.example.com\r\n
        \r\n
        """
      Then the client is answered with 200

  @traefik-routing.entry-point-query-semicolons.encoded
  Rule: With `encodeQuerySemicolons`, a semicolon in a query reaches the pod as `%3B`

    Scenario Outline: <target>
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            http: { encodeQuerySemicolons: true }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        GET <target> HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the target "<received>"

      Examples:
        | target                   | received                    |
        | /?foo=bar;baz=bar        | /?foo=bar%3Bbaz=bar         |
        | /a;b?foo=bar&baz=bar;foo | /a;b?foo=bar&baz=bar%3Bfoo  |
