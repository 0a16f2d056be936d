Feature: Around the document / EntryPoints / HTTP/2

  Background:
    Given the Service "app"

  @traefik-routing.http2.over-tls
  Rule: A client that agrees on HTTP/2 in its handshake is served over it

    Scenario: A request
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      And a TLS client that offers:
        | protocols | h2 |
      Then the TLS client agrees on "h2" with "https://app.example.com/"
      And the TLS client reaches the Service "app" with "https://app.example.com/"

  @traefik-routing.http2.prior-knowledge
  Rule: A client without TLS that begins with HTTP/2 is served over it

    Scenario: Requests one after the other, and beside one another
      Given the Ingress "app" for "app.example.com"
      When the HTTP/2 client sends 3 requests to "http://app.example.com/"
      Then the Service "app" answers all requests of the HTTP/2 client

  @traefik-routing.http2.no-upgrade
  Rule: A request to switch to HTTP/2 is answered over HTTP/1.1

    Scenario: As some clients ask first
      Given the Ingress "app" for "app.example.com"
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: Upgrade, HTTP2-Settings\r\n
        Upgrade: h2c\r\n
        HTTP2-Settings: AAMAAABkAAQAAP__\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has not received the header "HTTP2-Settings"

  @traefik-routing.http2.no-upgrade-in-list
  Rule: No pod is asked to switch to HTTP/2 or TLS, whatever else a client lists beside them

    Scenario Outline: <list>
      Given the Ingress "app" for "app.example.com"
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: Upgrade\r\n
        Upgrade: <list>\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has not received the header "Upgrade"

      Examples:
        | list           |
        | websocket, h2c |
        | a/1,TLS/1.0    |
        | ,h2c           |
        | TLS/1.3        |

  @traefik-routing.http2.max-concurrent-streams
  Rule: `http2.maxConcurrentStreams` limits the requests that a client may have under way on a connection

    Scenario Outline: <case>
      Given the static configuration, as YAML:
        """
        entryPoints: { web: { address: "127.0.0.1:0"<option> } }
        providers: { kubernetesIngress: {} }
        """
      And the Ingress "app" for "app.example.com"
      Then the HTTP/2 client may have <limit> requests under way

      Examples:
        | case       | option                                | limit |
        | As set     | , http2: { maxConcurrentStreams: 10 } | 10    |
        | By default |                                       | 250   |

  @traefik-routing.http2.graceful-end
  Rule: When the controller stops, requests under way over HTTP/2 end, and clients are told to begin no more

    Scenario: A pod that takes its time
      Given the Ingress "app" for "app.example.com"
      And the HTTP/2 client sends a request to "http://app.example.com/" that its pod holds back
      When the controller is told to stop
      Then the HTTP/2 client is told to begin no more requests
      When the pod answers
      Then the Service "app" answers all requests of the HTTP/2 client
      And the controller has ended
