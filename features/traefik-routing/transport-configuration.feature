Feature: Around the document / Routing / Transport configuration
  Of connections to the pods of Services that name no transport.

  @traefik-routing.transport-configuration.insecure-skip-verify
  Rule: `insecureSkipVerify` turns the verification of the pods' certificates off

    Scenario: Nobody is trusted who signed it
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { insecureSkipVerify: true }
        """
      And the Services:
        | service | ports | protocol | signer            |
        | app     | 443   | HTTPS    | another authority |
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | 443  |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-routing.transport-configuration.root-cas
  Rule: `rootCAs` names the authorities that pods' certificates are verified with

    Scenario Outline: As <form>
      Given the static configuration, as <form>:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { rootCAs: ['${authority}'] }
        """
      And the Services:
        | service | ports | protocol | signer            |
        | app     | 443   | HTTPS    |                   |
        | other   | 443   | HTTPS    | another authority |
      And the Ingress "app" with the rules:
        | host            | path   | path type | service | port |
        | app.example.com | /app   | Prefix    | app     | 443  |
        | app.example.com | /other | Prefix    | other   | 443  |
      Then "http://app.example.com/app" reaches the Service "app"
      When the client asks for "http://app.example.com/other"
      Then the client is answered with an error of the server
      And no pod has received a request for "/other"

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-routing.transport-configuration.max-idle-conns-per-host
  Rule: `maxIdleConnsPerHost` limits the idle connections kept to a pod

    Scenario: Three of six
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { maxIdleConnsPerHost: 3 }
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      When the pod answers 6 requests to "http://app.example.com/" at a time
      Then the pods of the Service "app" keep 3 connections

  @traefik-routing.transport-configuration.dial-timeout
  Rule: `forwardingTimeouts.dialTimeout` limits the time in which a connection has to come about

    Scenario: A pod that takes no connections
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { forwardingTimeouts: { dialTimeout: 200ms } }
        """
      And the Services:
        | service | protocol                         |
        | app     | nothing, and take no connections |
      And the Ingress "app" for "app.example.com"
      When the client asks for "http://app.example.com/"
      Then the client is answered with an error of the server

  @traefik-routing.transport-configuration.response-header-timeout
  Rule: `forwardingTimeouts.responseHeaderTimeout` limits the time until a pod begins its answer

    Scenario: A pod that does not answer
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { forwardingTimeouts: { responseHeaderTimeout: 300ms } }
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      When the client asks for "http://app.example.com/?echo-hold=for-ever"
      Then the client is answered with an error of the server

  @traefik-routing.transport-configuration.idle-conn-timeout
  Rule: `forwardingTimeouts.idleConnTimeout` limits the time for which an idle connection is kept

    Scenario: A pod that was asked once
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { forwardingTimeouts: { idleConnTimeout: 100ms } }
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And the pods of the Service "app" keep 0 connections
