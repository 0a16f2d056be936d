Feature: allowExternalNameServices
  Whether Ingresses may lead to Services that are names outside the cluster.

  @traefik-provider.allow-external-name-services.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

    Scenario Outline: The option as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            allowExternalNameServices: true
        """
      And the Service "app"
      And the Service "external" of the external name "localhost" with the ports:
        | port | is that of |
        | web  | app        |
      And the Ingress "external" with the rules:
        | host             | path | path type | service  | port |
        | ext.example.com  | /    | Prefix    | external | web  |
      Then "http://ext.example.com/" reaches the Service "app"

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.allow-external-name-services.not-allowed
  Rule: While the option is false, a path that leads to an ExternalName Service is answered with 404

    Background:
      Given the Service "app"
      And the Service "external" of the external name "localhost" with the ports:
        | port | is that of |
        | web  | app        |
      And the Ingress "external" with the rules:
        | host            | path | path type | service  | port |
        | ext.example.com | /    | Prefix    | external | web  |

    Scenario: The option is not given
      Then "http://ext.example.com/" is answered with 404

    Scenario: The option is false
      Given the provider option allowExternalNameServices is false
      Then "http://ext.example.com/" is answered with 404

  @traefik-provider.allow-external-name-services.not-allowed-reported
  Rule: While the option is false, the log says why such a path is not served

    Scenario: The log names the Service and its type
      Given the Service "app"
      And the Service "external" of the external name "localhost" with the ports:
        | port | is that of |
        | web  | app        |
      And the Ingress "to-outside" with the rules:
        | host            | path | path type | service  | port |
        | ext.example.com | /    | Prefix    | external | web  |
      Then the log has a line with "default/external" and "ExternalName"

  @traefik-provider.allow-external-name-services.neighbours-served
  Rule: The other paths of an Ingress that names an ExternalName Service are served, whatever the option

    Scenario Outline: The option is <value>
      Given the provider option allowExternalNameServices is <value>
      And the Services:
        | service |
        | app     |
        | inside  |
      And the Service "external" of the external name "localhost" with the ports:
        | port | is that of |
        | web  | app        |
      And the Ingress "mixed" with the rules:
        | host              | path     | path type | service  | port |
        | mixed.example.com | /outside | Prefix    | external | web  |
        | mixed.example.com | /inside  | Prefix    | inside   | 80   |
      Then "http://mixed.example.com/inside" reaches the Service "inside"

      Examples:
        | value |
        | false |
        | true  |

  @traefik-provider.allow-external-name-services.allowed
  Rule: While the option is true, requests for an ExternalName Service go to its external name

    Background:
      Given the provider option allowExternalNameServices is true
      And the Service "app"

    Scenario: Requests go to the external name
      Given the Service "external" of the external name "localhost" with the ports:
        | port | is that of |
        | web  | app        |
      And the Ingress "external" with the rules:
        | host            | path | path type | service  | port |
        | ext.example.com | /    | Prefix    | external | web  |
      Then "http://ext.example.com/" reaches the Service "app"

    Scenario: A Service becomes one of an external name later
      Given the Service "external" with 0 pods
      And the Ingress "external" with the rules:
        | host            | path | path type | service  | port |
        | ext.example.com | /    | Prefix    | external | web  |
      Then "http://ext.example.com/" is not served
      When the Service "external" of the external name "localhost" with the ports:
        | port | is that of |
        | web  | app        |
      Then "http://ext.example.com/" reaches the Service "app"

  @traefik-provider.allow-external-name-services.service-port
  Rule: The port at the external name is the one that the Service declares

    Scenario Outline: The port <port>
      Given the provider option allowExternalNameServices is true
      And the Services:
        | service |
        | one     |
        | two     |
      And the Service "external" of the external name "localhost" with the ports:
        | port  | is that of |
        | web   | one        |
        | admin | two        |
      And the Ingress "external" with the rules:
        | host            | path | path type | service  | port   |
        | ext.example.com | /    | Prefix    | external | <port> |
      Then "http://ext.example.com/" reaches the Service "<reached>"

      Examples:
        | port  | reached |
        | web   | one     |
        | admin | two     |

  @traefik-provider.allow-external-name-services.host-header
  Rule: The external name receives the client's Host header, and its own where `passhostheader` is false

    Background:
      Given the provider option allowExternalNameServices is true
      And the Service "app"
      And the Service "external" of the external name "localhost" with the ports:
        | port | is that of |
        | web  | app        |
      And the Ingress "external" with the rules:
        | host            | path | path type | service  | port |
        | ext.example.com | /    | Prefix    | external | web  |

    Scenario: The client's
      Then the pod behind "http://ext.example.com/" receives the Host "ext.example.com"

    Scenario: Its own
      When the Service "external" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.passhostheader: "false" |
      Then the pod behind "http://ext.example.com/" receives the Host "localhost:{port}"

  @traefik-provider.allow-external-name-services.unresolvable
  Rule: While the external name does not resolve, requests are answered with 502, and they succeed once it does

    Scenario: A name that comes later
      Given the provider option allowExternalNameServices is true
      And a name server that does not know "app.external.test"
      And the Service "app"
      And the Service "external" of the external name "app.external.test" with the ports:
        | port | is that of |
        | web  | app        |
      And the Ingress "external" with the rules:
        | host            | path | path type | service  | port |
        | ext.example.com | /    | Prefix    | external | web  |
      Then "http://ext.example.com/" is answered with 502
      When the name "app.external.test" gets the address "127.0.0.1"
      Then "http://ext.example.com/" reaches the Service "app"
