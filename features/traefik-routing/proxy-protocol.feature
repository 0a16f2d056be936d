Feature: Around the document / EntryPoints / ProxyProtocol
  A load balancer that passes on connections says whose they are before anything else is sent on them. Clients are
  at 127.0.0.1 here; that they come from 192.0.2.7 can only be known from such a header.

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.proxy-protocol.version-1
  Rule: A header of version 1 from a trusted sender gives the address of the client

    Background:
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.proxyProtocol.trustedIPs=127.0.0.1
        """

    Scenario Outline: Of <family>
      When the client sends:
        """
        PROXY <family> <address> <destination> 50000 80\r\n
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Real-Ip" with "<address>"
      And the pod has received the header "X-Forwarded-For" with "<address>"

      Examples:
        | family | address     | destination |
        | TCP4   | 192.0.2.7   | 203.0.113.1 |
        | TCP6   | 2001:db8::7 | 2001:db8::1 |

    Scenario: It comes in pieces
      When the client sends:
        """
        PROXY TCP4 192.0.2.7 203.
        """
      And the client sends:
        """
        0.113.1 50000 80\r\nGET / HTTP/1.1\r\nHost: app.exam
        """
      And the client sends:
        """
        ple.com\r\n\r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Real-Ip" with "192.0.2.7"

  @traefik-routing.proxy-protocol.version-2
  Rule: A header of version 2 from a trusted sender gives the address of the client

    Scenario Outline: Of <family>
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.proxyProtocol.trustedIPs=127.0.0.1
        """
      When the client sends:
        """
        \r\n\r\n\0\r\nQUIT\n
        <header>
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Real-Ip" with "<address>"

      # Version and command, family, length; both addresses, both ports; and what else a sender has to say.
      Examples:
        | family                | address     | header |
        | IPv4                  | 192.0.2.7   | \\x21\\x11\\x00\\x0c\\xc0\\x00\\x02\\x07\\xcb\\x00\\x71\\x01\\xc3\\x50\\x00\\x50 |
        | IPv4, and a host name | 192.0.2.7   | \\x21\\x11\\x00\\x12\\xc0\\x00\\x02\\x07\\xcb\\x00\\x71\\x01\\xc3\\x50\\x00\\x50\\x02\\x00\\x03a.b |
        | IPv6                  | 2001:db8::7 | \\x21\\x21\\x00\\x24\\x20\\x01\\x0d\\xb8\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x07\\x20\\x01\\x0d\\xb8\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\xc3\\x50\\x00\\x50 |

  @traefik-routing.proxy-protocol.insecure
  Rule: `insecure` trusts every sender

    Scenario: One that no range has
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            proxyProtocol: { insecure: true }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        PROXY TCP4 192.0.2.7 203.0.113.1 50000 80\r\n
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Real-Ip" with "192.0.2.7"

  @traefik-routing.proxy-protocol.trusted-ips
  Rule: `trustedIPs` trusts senders in the ranges listed, and ignores the address that others give

    Scenario Outline: The sender is at 127.0.0.1, and <listed> is trusted
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            proxyProtocol: { trustedIPs: ["198.51.100.0/24", "<listed>"] }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        PROXY TCP4 192.0.2.7 203.0.113.1 50000 80\r\n
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Real-Ip" with "<address>"

      Examples:
        | listed      | address   |
        | 127.0.0.1   | 192.0.2.7 |
        | 127.0.0.0/8 | 192.0.2.7 |
        | 127.0.0.2   | 127.0.0.1 |
        | 192.0.2.7   | 127.0.0.1 |
        | ::/0        | 127.0.0.1 |

  @traefik-routing.proxy-protocol.no-header
  Rule: A trusted sender that sends no header is served as it is

    Scenario: A client that is there itself
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.proxyProtocol.insecure
        """
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 5\r\n
        \r\n
        hello
        """
      Then the client is answered with 200
      And the pod has received the header "X-Real-Ip" with "127.0.0.1"

  @traefik-routing.proxy-protocol.for-itself
  Rule: A header by which a sender speaks for itself gives no address

    Scenario Outline: <header>
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.proxyProtocol.insecure
        """
      When the client sends:
        """
        <header>
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Real-Ip" with "127.0.0.1"

      Examples:
        | header                                                         |
        | PROXY UNKNOWN\r\\n                                             |
        | PROXY UNKNOWN ffff::1 ffff::2 50000 80\r\\n                    |
        | \r\\n\r\\n\\0\r\\nQUIT\\n\\x20\\x00\\x00\\x00                  |

  @traefik-routing.proxy-protocol.malformed
  Rule: A header that is malformed ends the connection, and nothing on it reaches a pod

    Scenario Outline: <what>
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.proxyProtocol.insecure
        """
      When the client sends:
        """
        <header>
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the connection is closed
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

      Examples:
        | what                         | header                                                  |
        | A name for an address        | PROXY TCP4 localhost 203.0.113.1 50000 80\r\\n          |
        | A port that there is not     | PROXY TCP4 192.0.2.7 203.0.113.1 70000 80\r\\n          |
        | A family that there is not   | PROXY TCP5 192.0.2.7 203.0.113.1 50000 80\r\\n          |
        | A line without an end        | PROXY UNKNOWN \\{200}                                   |
        | A version that there is not  | \r\\n\r\\n\\0\r\\nQUIT\\n\\x31\\x00\\x00\\x00           |
        | Addresses that are cut short | \r\\n\r\\n\\0\r\\nQUIT\\n\\x21\\x11\\x00\\x02\\x7f\\x00 |

  @traefik-routing.proxy-protocol.slow
  Rule: A sender that does not complete its header in time is cut off

    Scenario Outline: <what>
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            proxyProtocol: { insecure: true }
            transport: { respondingTimeouts: { readTimeout: 300ms } }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        <beginning>
        """
      Then the connection is closed
      And "http://app.example.com/" reaches the Service "app"
      And the pods have received 1 request in all

      Examples:
        | what                       | beginning                                                   |
        | Half a line                | PROXY TCP4 192.0.2.7 203                                    |
        | Half a signature           | \r\\n\r\\n\\0\r\\nQU                                         |
        | Addresses that do not come | \r\\n\r\\n\\0\r\\nQUIT\\n\\x21\\x11\\x00\\x0c\\xc0\\x00 |

  @traefik-routing.proxy-protocol.before-all
  Rule: The header stands before everything else that is sent, TLS and HTTP/2 too

    Background:
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            proxyProtocol: { insecure: true }
          websecure:
            address: "127.0.0.1:0"
            http: { tls: {} }
            proxyProtocol: { insecure: true }
        providers:
          kubernetesIngress: {}
        """

    Scenario: Before a TLS handshake
      When the client connects over TLS to "app.example.com", behind:
        """
        PROXY TCP4 192.0.2.7 203.0.113.1 50000 443\r\n
        """
      And the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the pod has received the header "X-Real-Ip" with "192.0.2.7"

    Scenario: Before HTTP/2
      When the HTTP/2 client connects behind:
        """
        PROXY TCP4 192.0.2.7 203.0.113.1 50000 80\r\n
        """
      And the HTTP/2 client sends 1 request to "http://app.example.com/"
      Then the Service "app" answers all requests of the HTTP/2 client
      And the pod has received the header "X-Real-Ip" with "192.0.2.7"

  @traefik-routing.proxy-protocol.counts-in-rules
  Rule: The address that a header gives is that of the client for rules

    Scenario Outline: A router for clients at 192.0.2.7, and a client at <address>
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.proxyProtocol.insecure
        """
      And the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`by-rule.example.com`) && ClientIP(`192.0.2.7`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      When the client sends:
        """
        PROXY TCP4 <address> 203.0.113.1 50000 80\r\n
        GET / HTTP/1.1\r\n
        Host: by-rule.example.com\r\n
        \r\n
        """
      Then the client is answered with <status>

      Examples:
        | address   | status |
        | 192.0.2.7 | 200    |
        | 192.0.2.8 | 404    |

  @traefik-routing.proxy-protocol.counts-in-middlewares
  Rule: The address that a header gives is that of the client for middlewares

    Scenario Outline: A white list of 192.0.2.7, and a client at <address>
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.proxyProtocol.insecure
        """
      And the dynamic configuration:
        """
        http:
          middlewares:
            listed: { ipWhiteList: { sourceRange: [192.0.2.7] } }
          routers:
            app: { rule: 'Host(`listed.example.com`)', service: app, middlewares: [listed] }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      When the client sends:
        """
        PROXY TCP4 <address> 203.0.113.1 50000 80\r\n
        GET / HTTP/1.1\r\n
        Host: listed.example.com\r\n
        \r\n
        """
      Then the client is answered with <status>

      Examples:
        | address   | status |
        | 192.0.2.7 | 200    |
        | 192.0.2.8 | 403    |

  @traefik-routing.proxy-protocol.counts-in-access-log
  Rule: The address that a header gives is that of the client in the access log

    Scenario: In JSON
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.proxyProtocol.insecure
        --accessLog.filePath=${files}/access.log
        --accessLog.format=json
        """
      When the client sends:
        """
        PROXY TCP4 192.0.2.7 203.0.113.1 50000 80\r\n
        GET /logged HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the file "access.log" has a line of JSON with:
        """
        RequestPath: /logged
        ClientHost: 192.0.2.7
        ClientAddr: 192.0.2.7:50000
        """
