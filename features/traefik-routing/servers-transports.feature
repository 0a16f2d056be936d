Feature: Around the document / Services / ServersTransport

  Connections to the pods of the Service "app" follow the transport "mine" of the file provider.

  @traefik-routing.servers-transports.server-name
  Rule: `serverName` is the name asked for, and verified, in handshakes with pods

    Scenario: The certificate is for that name
      Given the Services:
        | service | ports | protocol | certificate  |
        | app     | 443   | HTTPS    | pods.example |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
              serverName: pods.example
        """
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" were asked for the server name "pods.example"

    Scenario: The certificate is for the address of the pod alone
      Given the Services:
        | service | ports | protocol | certificate |
        | app     | 443   | HTTPS    | 127.0.0.1   |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
              serverName: pods.example
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with an error of the server
      And the pods have received 0 requests in all

  @traefik-routing.servers-transports.insecure-skip-verify
  Rule: `insecureSkipVerify` turns the verification of the pods' certificates off

    Scenario: Nobody is trusted who signed it, and it is for somebody else
      Given the Services:
        | service | ports | protocol | certificate       | signer            |
        | app     | 443   | HTTPS    | other.example.com | another authority |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              insecureSkipVerify: true
        """
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: Verification is not off by default
      Given the Services:
        | service | ports | protocol | certificate | signer            |
        | app     | 443   | HTTPS    | 127.0.0.1   | another authority |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              insecureSkipVerify: false
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with an error of the server
      And the pods have received 0 requests in all

  @traefik-routing.servers-transports.root-cas
  Rule: `rootCAs` names the authorities that pods' certificates are verified with

    Scenario: One of them has signed it
      Given the Services:
        | service | ports | protocol |
        | app     | 443   | HTTPS    |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
        """
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: None of them has signed it
      Given the Services:
        | service | ports | protocol | signer            |
        | app     | 443   | HTTPS    | another authority |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with an error of the server
      And the pods have received 0 requests in all

  @traefik-routing.servers-transports.certificates
  Rule: `certificates` holds the client certificates presented to pods

    Scenario: A pod that wants one
      Given the Services:
        | service | ports | protocol | client certificates |
        | app     | 443   | HTTPS    | required            |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
              certificates:
                - certFile: ${client.certificate}
                  keyFile: ${client.key}
        """
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" were shown the certificate of "proxy"

    Scenario: A pod that wants one, and there is none
      Given the Services:
        | service | ports | protocol | client certificates |
        | app     | 443   | HTTPS    | required            |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with an error of the server
      And the pods have received 0 requests in all

  @traefik-routing.servers-transports.max-idle-conns-per-host
  Rule: `maxIdleConnsPerHost` limits the idle connections kept to a pod

    Scenario: Two of six
      Given the Service "app"
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" for "app.example.com"
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              maxIdleConnsPerHost: 2
        """
      Then "http://app.example.com/" reaches the Service "app"
      When the pod answers 6 requests to "http://app.example.com/" at a time
      Then the pods of the Service "app" keep 2 connections

  @traefik-routing.servers-transports.dial-timeout
  Rule: `forwardingTimeouts.dialTimeout` limits the time in which a connection has to come about

    Scenario: A pod that takes no connections
      Given the Services:
        | service | protocol                         |
        | app     | nothing, and take no connections |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" for "app.example.com"
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              forwardingTimeouts: { dialTimeout: 200ms }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with an error of the server

  @traefik-routing.servers-transports.response-header-timeout
  Rule: `forwardingTimeouts.responseHeaderTimeout` limits the time until a pod begins its answer

    Scenario Outline: A pod of <protocol> that does not answer
      Given the Services:
        | service | protocol   |
        | app     | <protocol> |
      And the Service "app" is changed to have:
        | metadata.annotations | { traefik.ingress.kubernetes.io/service.serverstransport: mine@file, traefik.ingress.kubernetes.io/service.serversscheme: <scheme> } |
      And the Ingress "app" for "app.example.com"
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              forwardingTimeouts: { responseHeaderTimeout: 300ms }
        """
      When the client asks for "http://app.example.com/?echo-hold=for-ever"
      Then the client is answered with 504

      Examples:
        | protocol | scheme |
        | HTTP     | http   |
        | h2c      | h2c    |

  @traefik-routing.servers-transports.idle-conn-timeout
  Rule: `forwardingTimeouts.idleConnTimeout` limits the time for which an idle connection is kept

    Scenario Outline: A pod of <protocol>
      Given the Services:
        | service | protocol   |
        | app     | <protocol> |
      And the Service "app" is changed to have:
        | metadata.annotations | { traefik.ingress.kubernetes.io/service.serverstransport: mine@file, traefik.ingress.kubernetes.io/service.serversscheme: <scheme> } |
      And the Ingress "app" for "app.example.com"
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              forwardingTimeouts: { idleConnTimeout: 100ms }
        """
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" keep 0 connections

      Examples:
        | protocol | scheme |
        | HTTP     | http   |
        | h2c      | h2c    |

  @traefik-routing.servers-transports.read-idle-timeout
  Rule: A pod from which nothing has come over HTTP/2 for `forwardingTimeouts.readIdleTimeout` is asked whether it is there

    Scenario: A pod that is slow to answer, and is there
      Given the Services:
        | service | protocol |
        | app     | h2c      |
      And a wire to the pod of the Service "app"
      And the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app:
              loadBalancer:
                servers: [{ url: '${wire.app}' }]
                serversTransport: mine
          serversTransports:
            mine:
              forwardingTimeouts: { readIdleTimeout: 100ms, pingTimeout: 10s }
        """
      When the client asks for "http://app.example.com/?echo-hold=a-while"
      Then the pod has a request
      And the pods of the Service "app" are asked at least 2 times whether they are there
      When the pod goes on with "a-while"
      Then the client is answered with 200

  @traefik-routing.servers-transports.ping-timeout
  Rule: A connection to a pod that does not say within `forwardingTimeouts.pingTimeout` that it is there is given up

    Scenario: A pod that is lost while it answers
      Given the Services:
        | service | protocol |
        | app     | h2c      |
      And a wire to the pod of the Service "app"
      And the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app:
              loadBalancer:
                servers: [{ url: '${wire.app}' }]
                serversTransport: mine
          serversTransports:
            mine:
              forwardingTimeouts: { readIdleTimeout: 100ms, pingTimeout: 100ms }
        """
      When the client asks for "http://app.example.com/?echo-hold=for-ever"
      Then the pod has a request
      When the wire is lost
      Then the client is answered with 502

  @traefik-routing.servers-transports.http2
  Rule: Pods that offer HTTP/2 over TLS are spoken to over HTTP/2

    Scenario: A pod that speaks both versions
      Given the Services:
        | service | ports | protocol          |
        | app     | 443   | HTTPS, HTTP/2 too |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
        """
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" are spoken to over HTTP/2 over TLS

  @traefik-routing.servers-transports.disable-http2
  Rule: `disableHTTP2` keeps connections to pods at HTTP/1.1

    Scenario: A pod that speaks both versions
      Given the Services:
        | service | ports | protocol          |
        | app     | 443   | HTTPS, HTTP/2 too |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
              disableHTTP2: true
        """
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" are spoken to over HTTP/1.1 over TLS

  @traefik-routing.servers-transports.peer-cert-uri
  Rule: `peerCertURI` is a URI that the pod's certificate must have

    Scenario: It has that and another one
      Given the Services:
        | service | ports | protocol | uris                                                 |
        | app     | 443   | HTTPS    | spiffe://example.org/other, spiffe://example.org/app |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
              peerCertURI: spiffe://example.org/app
        """
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: It has another one
      Given the Services:
        | service | ports | protocol | uris                             |
        | app     | 443   | HTTPS    | spiffe://example.org/application |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
              peerCertURI: spiffe://example.org/app
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with an error of the server
      And the pods have received 0 requests in all

    Scenario: It has none
      Given the Services:
        | service | ports | protocol |
        | app     | 443   | HTTPS    |
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      And the dynamic configuration:
        """
        http:
          serversTransports:
            mine:
              rootCAs: ['${authority}']
              peerCertURI: spiffe://example.org/app
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with an error of the server
      And the pods have received 0 requests in all
