Feature: Enabling and Using the Provider
  How the provider is switched on, where its options come from, and what it does with what it watches.

  # Enabling.

  @traefik-provider.enabling.off-unless-enabled
  Rule: No Ingress is served while the provider is not enabled

    Scenario Outline: The provider is off when <what>
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      And the flags:
        """
        <flag>
        """
      And the controller is running
      When a second controller starts with the provider enabled
      Then "http://app.example.com/" reaches the Service "app" through the second controller
      But "http://app.example.com/" is answered with 404 through the first controller

      Examples:
        | what                        | flag                                 |
        | nothing is said about it    | --log.level=DEBUG                    |
        | its flag has the value false | --providers.kubernetesingress=false |

  @traefik-provider.enabling.yaml-file
  Rule: An empty `providers.kubernetesIngress` in a YAML file enables the provider

    Scenario Outline: An empty section of the file <file> enables the provider
      Given the configuration file "<file>":
        """
        providers:
          kubernetesIngress: {}
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | file           |
        | ./traefik.yml  |
        | ./traefik.yaml |

  @traefik-provider.enabling.toml-file
  Rule: An empty table `providers.kubernetesIngress` in a TOML file enables the provider

    Scenario: An empty table of a TOML file enables the provider
      Given the configuration file "./traefik.toml":
        """
        [providers.kubernetesIngress]
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.enabling.flag
  Rule: The flag `--providers.kubernetesingress=true` enables the provider

    Scenario: A flag with the value true enables the provider
      Given the flags:
        """
        --providers.kubernetesingress=true
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.enabling.bare-flag
  Rule: The flag `--providers.kubernetesingress` without a value enables the provider

    Scenario: A flag without a value enables the provider
      Given the flags:
        """
        --providers.kubernetesingress
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.enabling.environment
  Rule: The environment variable `TRAEFIK_PROVIDERS_KUBERNETESINGRESS=true` enables the provider

    Scenario: An environment variable enables the provider
      Given the environment variables:
        """
        TRAEFIK_PROVIDERS_KUBERNETESINGRESS=true
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.enabling.defaults
  Rule: Enabling the provider and nothing else leaves every one of its options at its default

    Background:
      Given the flags:
        """
        --providers.kubernetesingress
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario: Every namespace is watched, whatever the labels
      Given the Service "production/labelled"
      And the Ingress "production/labelled" for "labelled.example.com" with:
        | metadata.labels | tier: front |
      Then "http://app.example.com/" reaches the Service "app"
      And "http://labelled.example.com/" reaches the Service "production/labelled"

    Scenario: Only its own annotation or none counts
      Given the Service "ours"
      And the Service "foreign"
      And the Ingress "ours" for "ours.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: traefik |
      And the Ingress "foreign" for "foreign.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: foreign |
      Then "http://ours.example.com/" reaches the Service "ours"
      And "http://foreign.example.com/" is not served

    Scenario: A Service without pods and an ExternalName Service are not served
      Given the Service "empty" with 0 pods
      And the Ingress "empty" for "empty.example.com"
      And the manifest:
        """
        apiVersion: v1
        kind: Service
        metadata: { name: external }
        spec:
          type: ExternalName
          externalName: localhost
          ports: [{ port: 80 }]
        """
      And the Ingress "external" for "external.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And "http://empty.example.com/" is answered with 404
      And "http://external.example.com/" is answered with 404

    Scenario: No status is written
      Then "http://app.example.com/" reaches the Service "app"
      And ingresses/status have never been asked for

  # How options are written.

  @traefik-provider.enabling.flag-names-ignore-case
  Rule: The case of letters in the name of a flag does not matter

    Scenario Outline: The flag <flag> is understood
      Given the flags:
        """
        <flag>
        """
      And the Services:
        | service          |
        | production/app   |
        | default/elsewhere |
      And the Ingress "production/app" for "app.example.com"
      And the Ingress "default/elsewhere" for "elsewhere.example.com"
      Then "http://app.example.com/" reaches the Service "production/app"
      And "http://elsewhere.example.com/" is not served

      Examples:
        | flag                                              |
        | --providers.kubernetesIngress.namespaces=production |
        | --providers.kubernetesingress.namespaces=production |
        | --PROVIDERS.KUBERNETESINGRESS.NAMESPACES=production |
        | --Providers.KubernetesIngress.Namespaces=production |

  @traefik-provider.enabling.environment-names-ignore-case
  Rule: The case of letters in the name of an environment variable does not matter

    Scenario Outline: The environment variable <name> is understood
      Given the environment variables:
        """
        <name>=production
        """
      And the Services:
        | service           |
        | production/app    |
        | default/elsewhere |
      And the Ingress "production/app" for "app.example.com"
      And the Ingress "default/elsewhere" for "elsewhere.example.com"
      Then "http://app.example.com/" reaches the Service "production/app"
      And "http://elsewhere.example.com/" is not served

      Examples:
        | name                                             |
        | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_NAMESPACES   |
        | traefik_providers_kubernetesingress_namespaces   |
        | Traefik_Providers_KubernetesIngress_Namespaces   |

  @traefik-provider.enabling.flag-value-forms
  Rule: The value of a flag may follow it after an equals sign or as the next argument

    Scenario Outline: A value <where> the name of its flag
      Given the flags:
        """
        <first>
        <second>
        """
      And the Services:
        | service           |
        | production/app    |
        | default/elsewhere |
      And the Ingress "production/app" for "app.example.com"
      And the Ingress "default/elsewhere" for "elsewhere.example.com"
      Then "http://app.example.com/" reaches the Service "production/app"
      And "http://elsewhere.example.com/" is not served

      Examples:
        | where                 | first                                               | second     |
        | behind an equals sign after | --providers.kubernetesIngress.namespaces=production |            |
        | as the argument after | --providers.kubernetesIngress.namespaces            | production |

  # Where options come from.

  @traefik-provider.enabling.file-excludes-others
  Rule: Where there is a configuration file, options given as flags or environment variables are not used

    Background:
      Given the Services:
        | service        |
        | production/app |
        | staging/app    |
      And the Ingress "production/app" for "production.example.com"
      And the Ingress "staging/app" for "staging.example.com"
      And the configuration file "./traefik.yml":
        """
        providers:
          kubernetesIngress:
            namespaces: [ production ]
        """

    Scenario: Flags are not used
      Given the flags:
        """
        --providers.kubernetesIngress.namespaces=staging
        """
      Then "http://production.example.com/" reaches the Service "production/app"
      And "http://staging.example.com/" is not served

    Scenario: Environment variables are not used
      Given the environment variables:
        """
        TRAEFIK_PROVIDERS_KUBERNETESINGRESS_NAMESPACES=staging
        """
      Then "http://production.example.com/" reaches the Service "production/app"
      And "http://staging.example.com/" is not served

    Scenario: Options that the file does not set stay at their defaults
      Given the flags:
        """
        --providers.kubernetesIngress.ingressClass=internal
        """
      Then "http://production.example.com/" reaches the Service "production/app"

  @traefik-provider.enabling.flags-exclude-environment
  Rule: Where options are given as flags, those in environment variables are not used

    Scenario: Flags exclude environment variables
      Given the Services:
        | service        |
        | production/app |
        | staging/app    |
      And the Ingress "production/app" for "production.example.com"
      And the Ingress "staging/app" for "staging.example.com"
      And the flags:
        """
        --providers.kubernetesIngress.namespaces=production
        """
      And the environment variables:
        """
        TRAEFIK_PROVIDERS_KUBERNETESINGRESS_NAMESPACES=staging
        TRAEFIK_PROVIDERS_KUBERNETESINGRESS_INGRESSCLASS=internal
        """
      Then "http://production.example.com/" reaches the Service "production/app"
      And "http://staging.example.com/" is not served

  @traefik-provider.enabling.config-file-flag
  Rule: The flag `--configFile` names the configuration file to read

    Scenario Outline: The file is named by <flag>
      Given the flags:
        """
        <flag>
        """
      And the configuration file "./somewhere/else.<type>":
        """
        <text>
        """
      And the Services:
        | service           |
        | production/app    |
        | default/elsewhere |
      And the Ingress "production/app" for "app.example.com"
      And the Ingress "default/elsewhere" for "elsewhere.example.com"
      Then "http://app.example.com/" reaches the Service "production/app"
      And "http://elsewhere.example.com/" is not served

      Examples:
        | flag                               | type | text                                                      |
        | --configFile=somewhere/else.yml    | yml  | providers: { kubernetesIngress: { namespaces: [ production ] } } |
        | --configfile=./somewhere/else.yaml | yaml | providers: { kubernetesIngress: { namespaces: [ production ] } } |
        | --configFile=somewhere/else.toml   | toml | providers.kubernetesIngress.namespaces = [ "production" ] |

  @traefik-provider.enabling.default-file-locations
  Rule: Without `--configFile`, the file is looked for as traefik.yml, traefik.yaml and traefik.toml in /etc/traefik, $XDG_CONFIG_HOME, $HOME/.config and the working folder

    Scenario Outline: The file is found at <path>
      Given the configuration file "<path>":
        """
        <text>
        """
      And the Services:
        | service           |
        | production/app    |
        | default/elsewhere |
      And the Ingress "production/app" for "app.example.com"
      And the Ingress "default/elsewhere" for "elsewhere.example.com"
      Then "http://app.example.com/" reaches the Service "production/app"
      And "http://elsewhere.example.com/" is not served

      Examples:
        | path                          | text                                                             |
        | /etc/traefik/traefik.yml      | providers: { kubernetesIngress: { namespaces: [ production ] } } |
        | /etc/traefik/traefik.toml     | providers.kubernetesIngress.namespaces = [ "production" ]        |
        | $XDG_CONFIG_HOME/traefik.yml  | providers: { kubernetesIngress: { namespaces: [ production ] } } |
        | $XDG_CONFIG_HOME/traefik.yaml | providers: { kubernetesIngress: { namespaces: [ production ] } } |
        | $HOME/.config/traefik.yaml    | providers: { kubernetesIngress: { namespaces: [ production ] } } |
        | $HOME/.config/traefik.toml    | providers.kubernetesIngress.namespaces = [ "production" ]        |
        | ./traefik.yml                 | providers: { kubernetesIngress: { namespaces: [ production ] } } |
        | ./traefik.yaml                | providers: { kubernetesIngress: { namespaces: [ production ] } } |
        | ./traefik.toml                | providers.kubernetesIngress.namespaces = [ "production" ]        |

  @traefik-provider.enabling.default-file-order
  Rule: Of several files in the default locations only the first is read, in the order of the locations and then of the names

    Scenario Outline: <first> is read before <second>
      Given the configuration file "<first>":
        """
        providers: { kubernetesIngress: { namespaces: [ production ] } }
        """
      And the configuration file "<second>":
        """
        providers: { kubernetesIngress: { namespaces: [ staging ] } }
        """
      And the Services:
        | service        |
        | production/app |
        | staging/app    |
      And the Ingress "production/app" for "production.example.com"
      And the Ingress "staging/app" for "staging.example.com"
      Then "http://production.example.com/" reaches the Service "production/app"
      And "http://staging.example.com/" is not served

      Examples:
        | first                        | second                        |
        | /etc/traefik/traefik.yml     | ./traefik.yml                 |
        | /etc/traefik/traefik.yaml    | $XDG_CONFIG_HOME/traefik.yml  |
        | $XDG_CONFIG_HOME/traefik.yml | $HOME/.config/traefik.yml     |
        | $HOME/.config/traefik.yaml   | ./traefik.yml                 |
        | ./traefik.yml                | ./traefik.yaml                |

  # Mistakes.

  @traefik-provider.enabling.unknown-option
  Rule: An option that does not exist ends the start with exit code 1

    Scenario Outline: As <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            namespace: [ production ]
        """
      Then the controller refuses to start with exit code 1

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.enabling.wrong-type
  Rule: A value of the wrong type for its option ends the start with exit code 1

    Scenario Outline: <option> with the value <value>, as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            <option>: <value>
        """
      Then the controller refuses to start with exit code 1

      Examples:
        | form        | option                    | value    |
        | YAML        | allowEmptyServices        | perhaps  |
        | TOML        | allowEmptyServices        | perhaps  |
        | flags       | allowExternalNameServices | perhaps  |
        | environment | allowExternalNameServices | perhaps  |
        | YAML        | throttleDuration          | soon     |
        | TOML        | throttleDuration          | soon     |
        | flags       | throttleDuration          | soon     |
        | environment | throttleDuration          | soon     |
        | YAML        | namespaces                | { a: b } |
        | TOML        | namespaces                | { a: b } |
        | YAML        | ingressClass              | [ a, b ] |
        | TOML        | ingressClass              | [ a, b ] |

  @traefik-provider.enabling.error-names-option
  Rule: The message about a wrong option names the option, and the flag, the variable, or the file and line that it came from

    Scenario: An option that does not exist, in a YAML file
      Given the configuration file "./traefik.yml":
        """
        providers:
          kubernetesIngress:
            namespace: [ production ]
        """
      Then the controller refuses to start with exit code 1
      And it says "providers.kubernetesIngress.namespace"
      And it says "traefik.yml:3"

    Scenario: An option that does not exist, in a TOML file
      Given the configuration file "./traefik.toml":
        """
        [providers.kubernetesIngress]
          namespace = [ "production" ]
        """
      Then the controller refuses to start with exit code 1
      And it says "providers.kubernetesIngress.namespace"
      And it says "traefik.toml:2"

    Scenario: A value of the wrong type, in a YAML file
      Given the configuration file "./traefik.yaml":
        """
        providers:
          kubernetesIngress:
            ingressClass: internal
            allowEmptyServices: perhaps
        """
      Then the controller refuses to start with exit code 1
      And it says "providers.kubernetesIngress.allowEmptyServices"
      And it says "traefik.yaml:4"

    Scenario Outline: The flag <flag>
      Given the flags:
        """
        <flag>
        """
      Then the controller refuses to start with exit code 1
      And it says "<named>"

      Examples:
        | flag                                                          | named                                                    |
        | --providers.kubernetesIngress.namespace=production            | --providers.kubernetesIngress.namespace                  |
        | --providers.kubernetesIngress.allowExternalNameServices=maybe | --providers.kubernetesIngress.allowExternalNameServices  |

    Scenario Outline: The environment variable <variable>
      Given the environment variables:
        """
        <variable>
        """
      Then the controller refuses to start with exit code 1
      And it says "<named>"

      Examples:
        | variable                                                | named                                             |
        | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_NAMESPACE=x         | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_NAMESPACE     |
        | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_THROTTLEDURATION=x  | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_THROTTLEDURATION |

    Scenario Outline: <value> for <option>, as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            <given>
        """
      Then the controller refuses to start with exit code 1
      And it says "providers.kubernetesIngress.<option>"
      And it says "<source>"

      Examples:
        | option                           | value         | form        | given                                            | source                                                               |
        | endpoint                         | kubernetes    | YAML        | endpoint: kubernetes                             | traefik.yml:                                                         |
        | endpoint                         | kubernetes    | TOML        | endpoint: kubernetes                             | traefik.toml:                                                        |
        | endpoint                         | kubernetes    | flags       | endpoint: kubernetes                             | --providers.kubernetesIngress.endpoint                               |
        | endpoint                         | kubernetes    | environment | endpoint: kubernetes                             | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_ENDPOINT                         |
        | namespaces                       | Bad_Name      | YAML        | namespaces: [ production, Bad_Name ]             | traefik.yml:                                                         |
        | namespaces                       | Bad_Name      | TOML        | namespaces: [ production, Bad_Name ]             | traefik.toml:                                                        |
        | namespaces                       | Bad_Name      | flags       | namespaces: [ production, Bad_Name ]             | --providers.kubernetesIngress.namespaces                             |
        | namespaces                       | Bad_Name      | environment | namespaces: [ production, Bad_Name ]             | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_NAMESPACES                       |
        | labelSelector                    | tier in (     | YAML        | labelSelector: "tier in ("                       | traefik.yml:                                                         |
        | labelSelector                    | tier in (     | TOML        | labelSelector: "tier in ("                       | traefik.toml:                                                        |
        | labelSelector                    | tier in (     | flags       | labelSelector: "tier in ("                       | --providers.kubernetesIngress.labelSelector                          |
        | labelSelector                    | tier in (     | environment | labelSelector: "tier in ("                       | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_LABELSELECTOR                    |
        | ingressEndpoint.ip               | 203.0.113.700 | YAML        | ingressEndpoint: { ip: 203.0.113.700 }           | traefik.yml:                                                         |
        | ingressEndpoint.ip               | 203.0.113.700 | TOML        | ingressEndpoint: { ip: 203.0.113.700 }           | traefik.toml:                                                        |
        | ingressEndpoint.ip               | 203.0.113.700 | flags       | ingressEndpoint: { ip: 203.0.113.700 }           | --providers.kubernetesIngress.ingressEndpoint.ip                     |
        | ingressEndpoint.ip               | 203.0.113.700 | environment | ingressEndpoint: { ip: 203.0.113.700 }           | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_INGRESSENDPOINT_IP               |
        | ingressEndpoint.hostname         | lb example    | YAML        | ingressEndpoint: { hostname: "lb example" }      | traefik.yml:                                                         |
        | ingressEndpoint.hostname         | lb example    | TOML        | ingressEndpoint: { hostname: "lb example" }      | traefik.toml:                                                        |
        | ingressEndpoint.hostname         | lb example    | flags       | ingressEndpoint: { hostname: "lb example" }      | --providers.kubernetesIngress.ingressEndpoint.hostname               |
        | ingressEndpoint.hostname         | lb example    | environment | ingressEndpoint: { hostname: "lb example" }      | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_INGRESSENDPOINT_HOSTNAME         |
        | ingressEndpoint.publishedService | the-proxy     | YAML        | ingressEndpoint: { publishedService: the-proxy } | traefik.yml:                                                         |
        | ingressEndpoint.publishedService | the-proxy     | TOML        | ingressEndpoint: { publishedService: the-proxy } | traefik.toml:                                                        |
        | ingressEndpoint.publishedService | the-proxy     | flags       | ingressEndpoint: { publishedService: the-proxy } | --providers.kubernetesIngress.ingressEndpoint.publishedService       |
        | ingressEndpoint.publishedService | the-proxy     | environment | ingressEndpoint: { publishedService: the-proxy } | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_INGRESSENDPOINT_PUBLISHEDSERVICE |
        | throttleDuration                 | -1s           | YAML        | throttleDuration: -1s                            | traefik.yml:                                                         |
        | throttleDuration                 | -1s           | TOML        | throttleDuration: -1s                            | traefik.toml:                                                        |
        | throttleDuration                 | -1s           | flags       | throttleDuration: -1s                            | --providers.kubernetesIngress.throttleDuration                       |
        | throttleDuration                 | -1s           | environment | throttleDuration: -1s                            | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_THROTTLEDURATION                 |
        | allowEmptyServices               | perhaps       | YAML        | allowEmptyServices: perhaps                      | traefik.yml:                                                         |
        | allowEmptyServices               | perhaps       | TOML        | allowEmptyServices: perhaps                      | traefik.toml:                                                        |
        | allowEmptyServices               | perhaps       | flags       | allowEmptyServices: perhaps                      | --providers.kubernetesIngress.allowEmptyServices                     |
        | allowEmptyServices               | perhaps       | environment | allowEmptyServices: perhaps                      | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_ALLOWEMPTYSERVICES               |
        | allowExternalNameServices        | perhaps       | YAML        | allowExternalNameServices: perhaps               | traefik.yml:                                                         |
        | allowExternalNameServices        | perhaps       | TOML        | allowExternalNameServices: perhaps               | traefik.toml:                                                        |
        | allowExternalNameServices        | perhaps       | flags       | allowExternalNameServices: perhaps               | --providers.kubernetesIngress.allowExternalNameServices              |
        | allowExternalNameServices        | perhaps       | environment | allowExternalNameServices: perhaps               | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_ALLOWEXTERNALNAMESERVICES        |
        | strictPrefixMatching             | perhaps       | YAML        | strictPrefixMatching: perhaps                    | traefik.yml:                                                         |
        | strictPrefixMatching             | perhaps       | TOML        | strictPrefixMatching: perhaps                    | traefik.toml:                                                        |
        | strictPrefixMatching             | perhaps       | flags       | strictPrefixMatching: perhaps                    | --providers.kubernetesIngress.strictPrefixMatching                   |
        | strictPrefixMatching             | perhaps       | environment | strictPrefixMatching: perhaps                    | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_STRICTPREFIXMATCHING             |

    Scenario Outline: A file of authorities that does not exist, as <form>
      Given the controller runs outside of the cluster
      And the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            endpoint: https://127.0.0.1:6443
            certAuthFilePath: /nowhere/authority.pem
        """
      Then the controller refuses to start with exit code 1
      And it says "providers.kubernetesIngress.certAuthFilePath"
      And it says "<source>"

      Examples:
        | form        | source       |
        | YAML        | traefik.yml  |
        | TOML        | traefik.toml |
        | flags       | flags        |
        | environment | environment  |

    Scenario Outline: The provider itself is neither on nor off, as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress: perhaps
        """
      Then the controller refuses to start with exit code 1
      And it says "providers.kubernetesIngress"
      And it says "<source>"

      Examples:
        | form        | source                              |
        | YAML        | traefik.yml:2                       |
        | TOML        | traefik.toml:2                      |
        | flags       | --providers.kubernetesIngress       |
        | environment | TRAEFIK_PROVIDERS_KUBERNETESINGRESS |

  @traefik-provider.enabling.error-suggests-name
  Rule: The message about an option that does not exist names the known option that is nearest to it

    Scenario Outline: For <option> the message suggests <nearest>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            <option>: x
        """
      Then the controller refuses to start with exit code 1
      And it says "<nearest>"

      Examples:
        | form        | option         | nearest                                       |
        | YAML        | namespace      | namespaces                                    |
        | TOML        | ingressclas    | ingressClass                                  |
        | flags       | labelselectors | labelSelector                                 |
        | environment | throtleDuration | TRAEFIK_PROVIDERS_KUBERNETESINGRESS_THROTTLEDURATION |

  @traefik-provider.enabling.error-says-remedy
  Rule: The message about a value that an option does not take says what it does take

    Scenario Outline: <option>
      Given the provider option <option> is <value>
      Then the controller refuses to start with exit code 1
      And it says "<remedy>"

      Examples:
        | option                    | value                           | remedy                   |
        | endpoint                  | kubernetes                      | http://localhost:8001    |
        | namespaces                | [ Bad_Name ]                    | small letters            |
        | labelSelector             | tier in (                       | app=web,tier in (a, b)   |
        | ingressEndpoint           | { ip: 203.0.113.700 }           | 192.0.2.1 or 2001:db8::1 |
        | ingressEndpoint           | { hostname: "lb example" }      | example.net              |
        | ingressEndpoint           | { publishedService: the-proxy } | namespace/name           |
        | throttleDuration          | -1s                             | zero or more             |
        | throttleDuration          | soon                            | 1m30s                    |
        | allowEmptyServices        | perhaps                         | true or false            |
        | allowExternalNameServices | perhaps                         | true or false            |
        | strictPrefixMatching      | perhaps                         | true or false            |

    Scenario: certAuthFilePath
      Given the controller runs outside of the cluster
      And the provider option endpoint is https://127.0.0.1:6443
      And the provider option certAuthFilePath is /nowhere/authority.pem
      Then the controller refuses to start with exit code 1
      And it says "PEM file"

  @traefik-provider.enabling.secret-not-shown
  Rule: The message about a token that cannot be sent does not show it

    Scenario Outline: A token of two lines, as <form>
      Given the controller runs outside of the cluster
      And the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            endpoint: http://127.0.0.1:6443
            token: "first\nhunter2"
        """
      Then the controller refuses to start with exit code 1
      And it says "providers.kubernetesIngress.token"
      And it does not say "hunter2"

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.enabling.option-given-twice
  Rule: A file that gives an option twice ends the start with exit code 1 and a message that names the file and the line

    Scenario Outline: <what>
      Given the configuration file "./<file>":
        """
        <text>
        """
      Then the controller refuses to start with exit code 1
      And it says "<file>:<line>"
      And it says "twice"

      Examples:
        | what                            | file         | line | text                                                                                                |
        | In YAML                         | traefik.yml  | 4    | providers:\n  kubernetesIngress:\n    ingressClass: a\n    ingressClass: b                         |
        | In YAML, a section              | traefik.yml  | 3    | providers:\n  kubernetesIngress: {}\n  kubernetesIngress: {}                                      |
        | In YAML, in other letters       | traefik.yml  | 4    | providers:\n  kubernetesIngress:\n    ingressClass: a\n    ingressclass: b                         |
        | In TOML                         | traefik.toml | 3    | [providers.kubernetesIngress]\n  ingressClass = "a"\n  ingressClass = "b"                           |
        | In TOML, a section              | traefik.toml | 3    | [providers.kubernetesIngress]\n  ingressClass = "a"\n[providers.kubernetesIngress]                  |
        | In TOML, in other letters       | traefik.toml | 3    | [providers.kubernetesIngress]\n  ingressClass = "a"\n  ingressclass = "b"                           |

  @traefik-provider.enabling.file-format
  Rule: A file whose name says neither YAML nor TOML, or both, or another format than it has, ends the start with exit code 1 and a message that names it

    Scenario Outline: <file> with <format> in it
      Given the flags:
        """
        --configFile=<file>
        """
      And the configuration file "./<file>":
        """
        <text>
        """
      Then the controller refuses to start with exit code 1
      And it says "<file>"
      And it says "<named>"

      Examples:
        | file              | format | named         | text                                            |
        | traefik.toml.yml  | YAML   | both          | providers: { kubernetesIngress: {} }            |
        | traefik.yaml.toml | TOML   | both          | [providers.kubernetesIngress]                   |
        | traefik.conf      | YAML   | .yaml or .toml | providers: { kubernetesIngress: {} }            |
        | traefik           | TOML   | .yaml or .toml | [providers.kubernetesIngress]                   |
        | traefik.yml       | TOML   | is TOML       | [providers.kubernetesIngress]\ningressClass = "a" |
        | traefik.toml      | YAML   | is YAML       | providers: { kubernetesIngress: {} }            |
        | traefik.yml       | neither | traefik.yml:2 | providers:\n  kubernetesIngress: [              |

    Scenario: A file that does not exist
      Given the flags:
        """
        --configFile=./nowhere.yml
        """
      Then the controller refuses to start with exit code 1
      And it says "nowhere.yml"

  # Using: what is watched.

  @traefik-provider.enabling.existing-ingress
  Rule: An Ingress that was there before the start is served

    Scenario: An Ingress that was there before the start
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      When the controller starts
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.enabling.ingress-created
  Rule: An Ingress created after the start is served without a restart

    Scenario: An Ingress that is created while the controller runs
      Given the controller is running
      And the Service "app"
      Then "http://app.example.com/" is not served
      When the Ingress "app" for "app.example.com" is created
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.enabling.ingress-changed
  Rule: A change of an Ingress changes its routes without a restart

    Scenario: An Ingress that is changed
      Given the Services:
        | service |
        | app     |
        | other   |
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" with the rules is changed to:
        | host              | path | path type | service |
        | moved.example.com | /    | Prefix    | other   |
      Then "http://moved.example.com/" reaches the Service "other"
      And "http://app.example.com/" is not served

  @traefik-provider.enabling.ingress-deleted
  Rule: The routes of an Ingress that is deleted disappear without a restart

    Scenario: An Ingress that is deleted
      Given the Services:
        | service |
        | app     |
        | stays   |
      And the Ingress "app" for "app.example.com"
      And the Ingress "stays" for "stays.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" is deleted
      Then "http://app.example.com/" is not served
      And "http://stays.example.com/" reaches the Service "stays"

  @traefik-provider.enabling.service-followed
  Rule: A Service that is created, changed or deleted changes the routes that lead to it without a restart

    Scenario: A Service that is created after its Ingress
      Given the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is not served
      When the Service "app" is created with 1 pod
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: A Service that is changed
      Given the Services:
        | service | ports   |
        | app     | 81      |
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is not served
      When the Service "app" is changed to have:
        | spec.ports | [{ port: 80, targetPort: 81 }] |
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: A port of a Service that is renamed
      Given the Services:
        | service | ports   |
        | app     | http:80 |
      And the Ingress "app" with the rules:
        | host            | path    | path type | service | port |
        | app.example.com | /name   | Prefix    | app     | web  |
        | app.example.com | /number | Prefix    | app     | 80   |
      Then "http://app.example.com/number" reaches the Service "app"
      But "http://app.example.com/name" is not served
      When the Service "app" is changed to have:
        | spec.ports | [{ name: web, port: 80, targetPort: 80 }] |
      Then "http://app.example.com/name" reaches the Service "app"
      And "http://app.example.com/number" still reaches the Service "app"

    Scenario: A Service that is deleted
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      When the Service "app" is deleted
      Then "http://app.example.com/" is not served

  @traefik-provider.enabling.endpoints-followed
  Rule: Pods that come and go behind a Service receive and stop receiving requests without a restart

    Background:
      Given the Service "app" with 1 pod
      And the Ingress "app" for "app.example.com"
      And the controller is running

    Scenario: Pods that come get their share
      Then 10 requests to "http://app.example.com/" are spread evenly over 1 pod of the Service "app"
      When 2 more ready pods of the Service "app" start
      Then 12 requests to "http://app.example.com/" are spread evenly over 3 pods of the Service "app"

    Scenario: Pods that go get nothing any more
      When 2 more ready pods of the Service "app" start
      And 1 pod of the Service "app" ends
      Then 10 requests to "http://app.example.com/" are spread evenly over 2 pods of the Service "app"

    Scenario: Pods that are not ready get nothing until they are
      When 1 more unready pod of the Service "app" starts
      Then 10 requests to "http://app.example.com/" are spread evenly over 1 pod of the Service "app"
      When the pods of the Service "app" become ready
      Then 10 requests to "http://app.example.com/" are spread evenly over 2 pods of the Service "app"

    Scenario: The last pod goes
      When the pods of the Service "app" become unready
      Then "http://app.example.com/" is not served
      When the pods of the Service "app" become ready
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.enabling.secret-followed
  Rule: A TLS Secret that is created, changed or deleted changes the certificate presented without a restart

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      And the controller is running

    Scenario: A Secret that is created
      Given "https://app.example.com/" presents the default certificate
      When the TLS Secret "app-tls" for "app.example.com" is created
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"

    Scenario: A Secret that gets a new certificate
      Given the TLS Secret "app-tls" for "app.example.com"
      And "https://app.example.com/" presents the certificate of the Secret "app-tls"
      When the TLS Secret "app-tls" is renewed
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"

    Scenario: A Secret that gets a certificate for another name
      Given the TLS Secret "app-tls" for "app.example.com"
      And "https://app.example.com/" presents the certificate of the Secret "app-tls"
      When the TLS Secret "app-tls" is changed to one for "other.example.com"
      Then "https://other.example.com/" presents the certificate of the Secret "app-tls"
      And "https://app.example.com/" presents the default certificate

    Scenario: A Secret that is deleted
      Given the TLS Secret "app-tls" for "app.example.com"
      And "https://app.example.com/" presents the certificate of the Secret "app-tls"
      When the Secret "app-tls" is deleted
      Then "https://app.example.com/" presents the default certificate

  @traefik-provider.enabling.no-request-lost
  Rule: No request fails because the configuration changes while it is under way

    Background:
      Given the Services:
        | service | pods |
        | app     | 2    |
        | other   | 1    |
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      Given steady traffic to "http://app.example.com/"

    Scenario: Other Ingresses come and go
      When the Ingress "other" for "other.example.com" is created
      And the traffic goes on
      And the Ingress "other" is deleted
      And the traffic goes on
      Then no request has failed

    Scenario: The Ingress itself changes
      When the Ingress "app" is changed to have:
        | metadata.labels | changed: "yes" |
      And the traffic goes on
      And the Ingress "app" with the rules is changed to:
        | host            | path   | path type | service |
        | app.example.com | /      | Prefix    | app     |
        | app.example.com | /other | Prefix    | other   |
      And the traffic goes on
      Then no request has failed

    Scenario: Pods come and go
      When 2 more ready pods of the Service "app" start
      And the traffic goes on
      And 2 pods of the Service "app" end
      And the traffic goes on
      Then no request has failed

    Scenario: A request that is under way is answered by its pod although the Ingress is deleted meanwhile
      Given a request to "http://app.example.com/slow" that its pod holds back
      When the traffic ends
      And the Ingress "app" is deleted
      Then "http://app.example.com/" is not served
      When the pod answers
      Then the request that was held back is answered by the Service "app"

  @traefik-provider.enabling.routers-and-services
  Rule: In the dynamic configuration each path of an Ingress has a router and each backend a service, both marked as coming from this provider

    Scenario: The dynamic configuration has a router for each path and a service for each backend
      Given the Services:
        | service |
        | one     |
        | two     |
      And the Ingress "app" with the rules:
        | host            | path   | path type | service |
        | app.example.com | /one   | Prefix    | one     |
        | app.example.com | /two   | Prefix    | two     |
        | app.example.com | /three | Exact     | two     |
      Then the dynamic configuration has 3 routers and 2 services of the provider "kubernetes"
