Feature: labelSelector
  Which Ingresses are chosen by their labels.

  @traefik-provider.label-selector.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

    Scenario Outline: The option as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            labelSelector: app=traefik
        """
      And the Services:
        | service |
        | ours    |
        | other   |
      And the Ingress "ours" for "ours.example.com" with:
        | metadata.labels | app: traefik |
      And the Ingress "other" for "other.example.com" with:
        | metadata.labels | app: nginx |
      Then "http://ours.example.com/" reaches the Service "ours"
      And "http://other.example.com/" is not served

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.label-selector.empty-selects-all
  Rule: While the option is empty, Ingresses are served whatever their labels

    Scenario Outline: Without a selector an Ingress with the labels <labels> is served
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | labels             |
        | {}                 |
        | { app: traefik }   |
        | { app: other }     |

  @traefik-provider.label-selector.selected-served
  Rule: While the option is set, an Ingress whose labels match it is served

    Scenario: An Ingress with the label that is asked for
      Given the provider option labelSelector is "app=traefik"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | { app: traefik, tier: front } |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.label-selector.others-not-served
  Rule: While the option is set, an Ingress whose labels do not match it is not served

    Scenario Outline: An Ingress with the labels <labels>
      Given the provider option labelSelector is "app=traefik"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" is not served

      Examples:
        | labels          |
        | {}              |
        | { app: nginx }  |
        | { tier: front } |

  @traefik-provider.label-selector.within-namespaces
  Rule: With both set, an Ingress must match the selector and be in one of the listed namespaces

    Scenario Outline: Selector and namespaces both count: <ingress> with <labels>
      Given the provider option labelSelector is "app=traefik"
      And the provider option namespaces is [production]
      And the Services:
        | service        |
        | production/app |
        | staging/app    |
      And the Ingress "<ingress>" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" is answered with <status>

      Examples:
        | ingress        | labels           | status |
        | production/app | { app: traefik } | 200    |
        | production/app | { app: other }   | 404    |
        | staging/app    | { app: traefik } | 404    |
        | staging/app    | { app: other }   | 404    |

  @traefik-provider.label-selector.ingresses-only
  Rule: The selector applies to Ingresses alone; Services, Endpoints and Secrets are used whatever their labels

    Scenario: Services and Endpoints need no label
      Given the provider option labelSelector is "app=traefik"
      And the Service "plain"
      And the Ingress "plain" for "plain.example.com" with:
        | metadata.labels | app: traefik |
      Then "http://plain.example.com/" reaches the Service "plain"

  # The syntax is Kubernetes'.

  @traefik-provider.label-selector.equality
  Rule: The selectors `key=value` and `key==value` choose the Ingresses that have the label with that value

    Scenario Outline: "<selector>" chooses <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | selector     | labels                        |
        | tier=front   | { tier: front }               |
        | tier==front  | { tier: front }               |
        | tier = front | { tier: front, other: thing } |
        | tier=        | { tier: "" }                  |

    Scenario Outline: "<selector>" does not choose <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" is not served

      Examples:
        | selector    | labels           |
        | tier=front  | { tier: back }   |
        | tier=front  | {}               |
        | tier==front | { tier: Front }  |
        | tier=front  | { other: front } |
        | tier=       | {}               |

  @traefik-provider.label-selector.inequality
  Rule: The selector `key!=value` chooses the Ingresses with another value, and those without the label

    Scenario Outline: "<selector>" chooses <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | selector      | labels           |
        | tier!=front   | { tier: back }   |
        | tier!=front   | {}               |
        | tier != front | { other: front } |

    Scenario Outline: "<selector>" does not choose <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" is not served

      Examples:
        | selector    | labels          |
        | tier!=front | { tier: front } |

  @traefik-provider.label-selector.membership
  Rule: The selector `key in (a,b)` chooses the Ingresses whose label has one of the values

    Scenario Outline: "<selector>" chooses <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | selector              | labels          |
        | tier in (front,back)  | { tier: front } |
        | tier in (front, back) | { tier: back }  |
        | tier in (front)       | { tier: front } |

    Scenario Outline: "<selector>" does not choose <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" is not served

      Examples:
        | selector             | labels         |
        | tier in (front,back) | { tier: cold } |
        | tier in (front,back) | {}             |

  @traefik-provider.label-selector.exclusion
  Rule: The selector `key notin (a,b)` chooses the Ingresses whose label has none of the values, and those without the label

    Scenario Outline: "<selector>" chooses <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | selector                 | labels         |
        | tier notin (front,back)  | { tier: cold } |
        | tier notin (front, back) | {}             |

    Scenario Outline: "<selector>" does not choose <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" is not served

      Examples:
        | selector                | labels          |
        | tier notin (front,back) | { tier: front } |
        | tier notin (front,back) | { tier: back }  |

  @traefik-provider.label-selector.existence
  Rule: The selector `key` chooses the Ingresses that have the label, whatever its value

    Scenario Outline: "<selector>" chooses <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | selector         | labels                      |
        | tier             | { tier: front }             |
        | tier             | { tier: "" }                |
        | example.com/tier | { example.com/tier: front } |

    Scenario Outline: "<selector>" does not choose <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" is not served

      Examples:
        | selector | labels          |
        | tier     | {}              |
        | tier     | { other: tier } |

  @traefik-provider.label-selector.absence
  Rule: The selector `!key` chooses the Ingresses that do not have the label

    Scenario Outline: "<selector>" chooses <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | selector | labels          |
        | !tier    | {}              |
        | !tier    | { other: tier } |

    Scenario Outline: "<selector>" does not choose <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" is not served

      Examples:
        | selector | labels          |
        | !tier    | { tier: front } |
        | !tier    | { tier: "" }    |

  @traefik-provider.label-selector.conjunction
  Rule: Of requirements joined by commas an Ingress must meet every one

    Scenario Outline: "<selector>" chooses <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | selector                               | labels                     |
        | tier=front,app=shop                    | { tier: front, app: shop } |
        | tier in (front,back),!legacy,app!=blog | { tier: back, app: shop }  |

    Scenario Outline: "<selector>" does not choose <labels>
      Given the provider option labelSelector is "<selector>"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" is not served

      Examples:
        | selector            | labels                         |
        | tier=front,app=shop | { tier: front }                |
        | tier=front,app=shop | { app: shop }                  |
        | tier=front,app=shop | { tier: front, app: blog }     |
        | tier,!legacy        | { tier: front, legacy: "yes" } |

  @traefik-provider.label-selector.invalid
  Rule: A selector that does not parse ends the start with exit code 1 and a message that quotes it

    Scenario Outline: The selector "<selector>" stops the start
      Given the provider option labelSelector is "<selector>"
      Then the controller refuses to start with exit code 1
      And it says "<selector>"
      And it says "labelSelector"

      Examples:
        | selector         |
        | tier in          |
        | tier in (front   |
        | =front           |
        | tier=front,      |
        | tier=a=b         |
        | -tier=front      |
        | tier ~ front     |

  @traefik-provider.label-selector.label-gained
  Rule: An Ingress that is relabelled so that it matches the selector is served from then on

    Scenario: A label that is gained
      Given the provider option labelSelector is "app=traefik"
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is not served
      When the Ingress "app" is changed to have:
        | metadata.labels | app: traefik |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.label-selector.label-lost
  Rule: An Ingress that is relabelled so that it no longer matches the selector stops being served

    Scenario Outline: A label that is <lost>
      Given the provider option labelSelector is "app=traefik"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | app: traefik |
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" is changed to have:
        | metadata.labels.app | <value> |
      Then "http://app.example.com/" is not served

      Examples:
        | lost    | value |
        | removed | null  |
        | changed | other |
