Feature: Annotations / On Service / service.serverstransport

  Background:
    Given the Services:
      | service | ports | protocol | signer            |
      | app     | 443   | HTTPS    | another authority |
      | other   | 443   | HTTPS    | another authority |
    And the Ingress "app" with the rules:
      | host            | path   | path type | service | port |
      | app.example.com | /app   | Prefix    | app     | 443  |
      | app.example.com | /other | Prefix    | other   | 443  |
    And the Service "app" is changed to have:
      | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: mine@file |

  @traefik-routing.service-serverstransport.used
  Rule: Connections to the pods follow the transport that the annotation names

    Scenario: One that does not verify certificates
      Given the dynamic configuration:
        """
        http: { serversTransports: { mine: { insecureSkipVerify: true } } }
        """
      Then "http://app.example.com/app" reaches the Service "app"

    Scenario: Not as the static configuration says
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { insecureSkipVerify: true }
        """
      And the dynamic configuration:
        """
        http: { serversTransports: { mine: { rootCAs: ['${authority}'] } } }
        """
      Then "http://app.example.com/other" reaches the Service "other"
      When the client asks for "http://app.example.com/app"
      Then the client is answered with an error of the server
      And no pod has received a request for "/app"

  @traefik-routing.service-serverstransport.others-unaffected
  Rule: The annotation does not change connections to the pods of other Services

    Scenario: One that verifies no certificates
      Given the dynamic configuration:
        """
        http: { serversTransports: { mine: { insecureSkipVerify: true } } }
        """
      Then "http://app.example.com/app" reaches the Service "app"
      When the client asks for "http://app.example.com/other"
      Then the client is answered with an error of the server
      And no pod has received a request for "/other"

  @traefik-routing.service-serverstransport.changed
  Rule: When the transport changes, connections follow what it says then

    Scenario: Certificates are verified no more
      Given the dynamic configuration:
        """
        http: { serversTransports: { mine: { rootCAs: ['${authority}'] } } }
        """
      When the client asks for "http://app.example.com/app"
      Then the client is answered with an error of the server
      When the dynamic configuration is changed to:
        """
        http: { serversTransports: { mine: { insecureSkipVerify: true } } }
        """
      Then "http://app.example.com/app" reaches the Service "app"

    Scenario: Certificates are verified from now on, whatever connections there are
      Given the dynamic configuration:
        """
        http: { serversTransports: { mine: { insecureSkipVerify: true } } }
        """
      And "http://app.example.com/app" reaches the Service "app"
      When the dynamic configuration is changed to:
        """
        http: { serversTransports: { mine: { rootCAs: ['${authority}'] } } }
        """
      Then "http://app.example.com/app" comes to be answered with an error of the server

  @traefik-routing.service-serverstransport.missing
  Rule: Paths that lead to a Service with a transport that does not exist are not served, and others are

    Scenario: A name that nothing has, until something has
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { insecureSkipVerify: true }
        """
      And the dynamic configuration:
        """
        http: { serversTransports: { yours: { insecureSkipVerify: true } } }
        """
      Then "http://app.example.com/other" reaches the Service "other"
      But "http://app.example.com/app" is not served
      When the dynamic configuration is changed to:
        """
        http: { serversTransports: { mine: { insecureSkipVerify: true } } }
        """
      Then "http://app.example.com/app" reaches the Service "app"

  @traefik-routing.service-serverstransport.missing-reported
  Rule: A transport that does not exist is reported by its name

    Scenario: A name that nothing has
      Given the dynamic configuration:
        """
        http: { serversTransports: { yours: { insecureSkipVerify: true } } }
        """
      When the controller starts
      Then the log has a line with "mine@file" and "default-app-443"
