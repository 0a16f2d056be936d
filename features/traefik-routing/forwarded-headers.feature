Feature: Around the document / EntryPoints / Forwarded Headers
  What a pod is told of the client and of what it asked for.

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.forwarded-headers.for
  Rule: `X-Forwarded-For` ends in the address of the client

    Scenario: The client says nothing of it
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-For" with "127.0.0.1"

    Scenario: A trusted client speaks for others
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.forwardedHeaders.insecure
        """
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-For" with "192.0.2.1, 192.0.2.2, 127.0.0.1"

  @traefik-routing.forwarded-headers.host
  Rule: `X-Forwarded-Host` is the host that the client asked for

    Scenario Outline: <host>
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: <host>\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-Host" with "<host>"

      Examples:
        | host                 |
        | app.example.com      |
        | app.example.com:8080 |

  @traefik-routing.forwarded-headers.port
  Rule: `X-Forwarded-Port` is the port that the client asked at

    Scenario: The host is given with a port
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com:8080\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-Port" with "8080"

    Scenario: The host is given without a port
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-Port" with "80"

    Scenario: The host is given without a port over TLS
      Given the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      When the client connects over TLS to "app.example.com"
      And the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-Port" with "443"

  @traefik-routing.forwarded-headers.proto
  Rule: `X-Forwarded-Proto` is the scheme of the request

    Scenario: Plain HTTP
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-Proto" with "http"

    Scenario: HTTPS
      Given the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      When the client connects over TLS to "app.example.com"
      And the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-Proto" with "https"

  @traefik-routing.forwarded-headers.proto-web-socket
  Rule: `X-Forwarded-Proto` is that of WebSockets for their handshakes

    Scenario: Without TLS
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: Upgrade\r\n
        Upgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\n
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        \r\n
        """
      Then the client is answered with 101
      And the pod has received the header "X-Forwarded-Proto" with "ws"

    Scenario: Over TLS
      Given the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      When the client connects over TLS to "app.example.com"
      And the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Connection: Upgrade\r\n
        Upgrade: websocket\r\n
        Sec-WebSocket-Version: 13\r\n
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        \r\n
        """
      Then the client is answered with 101
      And the pod has received the header "X-Forwarded-Proto" with "wss"

  @traefik-routing.forwarded-headers.server
  Rule: `X-Forwarded-Server` names the machine that the proxy runs on

    Scenario: Its host name
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Forwarded-Server" with the name of this machine

  @traefik-routing.forwarded-headers.real-ip
  Rule: `X-Real-Ip` is the address of the client

    Scenario: The client says nothing of it
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Real-Ip" with "127.0.0.1"

  @traefik-routing.forwarded-headers.untrusted-removed
  Rule: By default such headers that the client sent itself are removed first

    Scenario: All of them
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Forwarded-For: 192.0.2.1\r\n
        X-Forwarded-Host: admin.example.com\r\n
        X-Forwarded-Port: 8443\r\n
        X-Forwarded-Proto: https\r\n
        X-Forwarded-Server: edge\r\n
        X-Real-Ip: 192.0.2.1\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the headers in this order:
        | X-Forwarded-For   | 127.0.0.1       |
        | X-Forwarded-Host  | app.example.com |
        | X-Forwarded-Port  | 80              |
        | X-Forwarded-Proto | http            |
        | X-Real-Ip         | 127.0.0.1       |
      And the pod has received the header "X-Forwarded-Server" with the name of this machine

    Scenario Outline: <header>, which the proxy does not set itself
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        <header>: anything\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has not received the header "<header>"

      Examples:
        | header                             |
        | X-Forwarded-Prefix                 |
        | X-Forwarded-Tls-Client-Cert        |
        | X-Forwarded-Tls-Client-Cert-Info   |

    Scenario: In another spelling, and named by Connection
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        x-forwarded-PROTO: https\r\n
        Connection: X-Forwarded-Proto\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the headers in this order:
        | X-Forwarded-Proto | http |

  @traefik-routing.forwarded-headers.not-listed-away
  Rule: No client can have such headers taken away by listing them in `Connection`

    Scenario Outline: <header>, behind somebody who is believed
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            forwardedHeaders: { insecure: true }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        <header>: <value>\r\n
        Connection: <header>\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the headers in this order:
        | <header> | <value> |

      Examples:
        | header            | value             |
        | X-Forwarded-Host  | admin.example.com |
        | X-Forwarded-Proto | https             |
        | X-Real-Ip         | 192.0.2.7         |

  @traefik-routing.forwarded-headers.insecure
  Rule: `insecure` keeps such headers of every client

    Scenario Outline: <header>
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            forwardedHeaders: { insecure: true }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        <header>: <value>\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the headers in this order:
        | <header> | <value> |

      Examples:
        | header             | value             |
        | X-Forwarded-Host   | admin.example.com |
        | X-Forwarded-Port   | 8443              |
        | X-Forwarded-Proto  | https             |
        | X-Forwarded-Server | edge              |
        | X-Forwarded-Prefix | /sub              |
        | X-Real-Ip          | 192.0.2.1         |

  @traefik-routing.forwarded-headers.trusted-ips
  Rule: `trustedIPs` keeps such headers of clients in the ranges listed, and of no others

    Scenario Outline: The client is at 127.0.0.1, and <listed> is trusted
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            forwardedHeaders: { trustedIPs: ["192.0.2.0/24", "<listed>"] }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Forwarded-Proto: https\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the headers in this order:
        | X-Forwarded-Proto | <scheme> |

      Examples:
        | listed      | scheme |
        | 127.0.0.1   | https  |
        | 127.0.0.0/8 | https  |
        | 127.0.0.2   | http   |
        | ::1         | http   |
        | 10.0.0.0/8  | http   |
