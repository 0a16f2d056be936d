Feature: namespaces
  Which namespaces the provider watches.

  @traefik-provider.namespaces.forms
  Rule: The option takes a list in a YAML file or a TOML file, and names joined by commas as a flag or an environment variable

    Scenario Outline: The option as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            namespaces: [ default, production ]
        """
      And the Services:
        | service        |
        | one            |
        | production/two |
        | staging/three  |
      And the Ingress "one" for "one.example.com"
      And the Ingress "production/two" for "two.example.com"
      And the Ingress "staging/three" for "three.example.com"
      Then "http://one.example.com/" reaches the Service "one"
      And "http://two.example.com/" reaches the Service "production/two"
      And "http://three.example.com/" is not served

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.namespaces.all-by-default
  Rule: While the option is empty, Ingresses of every namespace are served

    Background:
      Given the Services:
        | service        |
        | one            |
        | production/two |
        | kube-system/three |
      And the Ingress "one" for "one.example.com"
      And the Ingress "production/two" for "two.example.com"
      And the Ingress "kube-system/three" for "three.example.com"

    Scenario: The option is not given
      Then "http://one.example.com/" reaches the Service "one"
      And "http://two.example.com/" reaches the Service "production/two"
      And "http://three.example.com/" reaches the Service "kube-system/three"

    Scenario: The option is an empty list
      Given the configuration file "./traefik.yml":
        """
        providers:
          kubernetesIngress:
            namespaces: []
        """
      Then "http://one.example.com/" reaches the Service "one"
      And "http://two.example.com/" reaches the Service "production/two"
      And "http://three.example.com/" reaches the Service "kube-system/three"

  @traefik-provider.namespaces.listed-served
  Rule: While the option is set, Ingresses of each namespace that it lists are served

    Scenario: Ingresses of each listed namespace are served
      Given the provider option namespaces is [production, staging]
      And the Services:
        | service        |
        | production/one |
        | staging/two    |
      And the Ingress "production/one" for "one.example.com"
      And the Ingress "staging/two" for "two.example.com"
      Then "http://one.example.com/" reaches the Service "production/one"
      And "http://two.example.com/" reaches the Service "staging/two"

  @traefik-provider.namespaces.others-not-served
  Rule: While the option is set, Ingresses of a namespace that it does not list are not served

    Background:
      Given the provider option namespaces is [production]
      And the Services:
        | service           |
        | production/listed |
        | default/app       |
        | production-2/app  |

    Scenario Outline: An Ingress in <namespace>
      Given the Ingress "<namespace>/app" for "app.example.com"
      And the Ingress "production/listed" for "listed.example.com"
      Then "http://listed.example.com/" reaches the Service "production/listed"
      And "http://app.example.com/" is not served

      Examples:
        | namespace    |
        | default      |
        | production-2 |

    Scenario: An Ingress that comes later
      Given the controller is running
      When the Ingress "default/app" for "app.example.com" is created
      And the Ingress "production/listed" for "listed.example.com" is created
      Then "http://listed.example.com/" reaches the Service "production/listed"
      And "http://app.example.com/" is not served

    Scenario: An Ingress of a listed namespace does not reach a Service of another
      Given the Ingress "production/app" for "app.example.com"
      Then "http://app.example.com/" is not served

  @traefik-provider.namespaces.created-later
  Rule: A namespace that is listed but does not exist yet is served once it and its Ingresses are created

    Scenario: A listed namespace that is created after the start
      Given the provider option namespaces is [default, later]
      And the controller is running
      When the Service "later/app" is created with 1 pod
      And the Ingress "later/app" for "app.example.com" is created
      Then "http://app.example.com/" reaches the Service "later/app"

  @traefik-provider.namespaces.others-not-watched
  Rule: While the option is set, Ingresses, Services, Endpoints and Secrets are asked for in the listed namespaces alone, and never across the cluster

    Scenario: Nothing is asked for outside the listed namespaces
      Given the provider option namespaces is [default, production]
      And the Service "production/app"
      And the Ingress "production/app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "production/app"
      And each of these was asked for in the namespaces "default, production" alone:
        | ingresses |
        | services  |
        | endpoints |
        | secrets   |

  @traefik-provider.namespaces.roles-suffice
  Rule: While the option is set, Roles in the listed namespaces are rights enough to serve their Ingresses

    Scenario: Roles in the listed namespaces are enough
      Given the provider option namespaces is [production, staging]
      And the controller may do in the namespaces "production, staging":
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | networking.k8s.io | ingresses                    | get, list, watch |
      And the Services:
        | service        |
        | production/one |
        | staging/two    |
      And the Ingress "production/one" for "one.example.com"
      And the Ingress "staging/two" for "two.example.com"
      Then "http://one.example.com/" reaches the Service "production/one"
      And "http://two.example.com/" reaches the Service "staging/two"

  @traefik-provider.namespaces.annotations-without-class-right
  Rule: Without the right to read IngressClasses, Ingresses are still chosen by their class annotation

    Background:
      Given the controller may do in the namespaces "production":
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | networking.k8s.io | ingresses                    | get, list, watch |
      And the provider option namespaces is [production]
      And the provider option ingressClass is internal
      And the Services:
        | service          |
        | production/ours  |
        | production/other |
      And the Ingress "production/ours" for "ours.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: internal |
      And the Ingress "production/other" for "other.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: external |

    Scenario: The annotation decides
      Then "http://ours.example.com/" reaches the Service "production/ours"
      And "http://other.example.com/" is not served

  @traefik-provider.namespaces.class-right-missing-reported
  Rule: The log names the right to read IngressClasses where it is missing

    Scenario: Roles grant none for what belongs to the cluster
      Given the controller may do in the namespaces "production":
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | networking.k8s.io | ingresses                    | get, list, watch |
      And the provider option namespaces is [production]
      When the controller starts
      Then the log has a line with "ingressclasses" and "forbidden"

  @traefik-provider.namespaces.others-without-status
  Rule: While the option is set, Ingresses of a namespace that it does not list are not given a status

    Scenario: Ingresses of other namespaces are given no status
      Given the provider option namespaces is [production]
      And the provider option ingressEndpoint is { ip: 203.0.113.7 }
      And the Services:
        | service        |
        | production/one |
        | staging/two    |
      And the Ingress "staging/two" for "two.example.com"
      And the Ingress "production/one" for "one.example.com"
      Then the status of the Ingress "production/one" has the address "203.0.113.7"
      And the status of the Ingress "staging/two" has no address
