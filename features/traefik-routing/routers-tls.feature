Feature: Around the document / Routers / TLS

  Background:
    Given the static configuration, as YAML:
      """
      entryPoints:
        web: { address: "127.0.0.1:0" }
        websecure: { address: "127.0.0.1:0" }
      providers:
        kubernetesIngress: {}
      """
    And the Services:
      | service |
      | plain   |
      | secure  |
    And the Ingress "plain" for "plain.example.com"
    And the Ingress "secure" for "secure.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |

  @traefik-routing.routers-tls.https-router
  Rule: A router with TLS never answers a plain request, which gets 404 where nothing else matches

    Scenario: Nothing else matches
      Then "https://secure.example.com/" reaches the Service "secure"
      But "http://secure.example.com/" is answered with 404

    Scenario: A router without TLS matches as well
      Given the Service "fallback"
      And the Ingress "fallback" for "secure.example.com"
      Then "http://secure.example.com/" reaches the Service "fallback"
      And "https://secure.example.com/" reaches the Service "secure"

  @traefik-routing.routers-tls.http-router
  Rule: A router without TLS never answers an HTTPS request, which gets 404 where nothing else matches

    Scenario: Nothing else matches
      Then "http://plain.example.com/" reaches the Service "plain"
      But "https://plain.example.com/" is answered with 404

  @traefik-routing.routers-tls.one-port
  Rule: One entry point takes plain HTTP and TLS on the same port

    Scenario: A request of each kind
      Then "http://plain.example.com/" reaches the Service "plain" on the entry point "web"
      And "https://secure.example.com/" reaches the Service "secure" on the entry point "web"
