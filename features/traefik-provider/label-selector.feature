Feature: labelSelector
  Which Ingresses are chosen by their labels.

  @traefik-provider.label-selector.forms
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

  # The four kinds of requirement, alone and joined. Each row is an Ingress, and whether it is chosen.
  Rule: What a selector chooses

    Background:
      Given the Service "app"

    @traefik-provider.label-selector.selected-served
    Scenario Outline: "<selector>" chooses <labels>
      Given the provider option labelSelector is "<selector>"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" reaches the Service "app"

      @traefik-provider.label-selector.equality
      Examples:
        | selector      | labels                        |
        | tier=front    | { tier: front }               |
        | tier==front   | { tier: front }               |
        | tier = front  | { tier: front, other: thing } |
        | tier=         | { tier: "" }                  |

      @traefik-provider.label-selector.inequality
      Examples:
        | selector     | labels           |
        | tier!=front  | { tier: back }   |
        | tier!=front  | {}               |
        | tier != front | { other: front } |

      @traefik-provider.label-selector.membership
      Examples:
        | selector               | labels          |
        | tier in (front,back)   | { tier: front } |
        | tier in (front, back)  | { tier: back }  |
        | tier in (front)        | { tier: front } |

      @traefik-provider.label-selector.exclusion
      Examples:
        | selector                 | labels         |
        | tier notin (front,back)  | { tier: cold } |
        | tier notin (front, back) | {}             |

      @traefik-provider.label-selector.existence
      Examples:
        | selector          | labels             |
        | tier              | { tier: front }    |
        | tier              | { tier: "" }       |
        | example.com/tier  | { example.com/tier: front } |

      @traefik-provider.label-selector.absence
      Examples:
        | selector | labels           |
        | !tier    | {}               |
        | !tier    | { other: tier }  |

      @traefik-provider.label-selector.conjunction
      Examples:
        | selector                                  | labels                              |
        | tier=front,app=shop                       | { tier: front, app: shop }          |
        | tier in (front,back),!legacy,app!=blog    | { tier: back, app: shop }           |

    @traefik-provider.label-selector.others-not-served
    Scenario Outline: "<selector>" does not choose <labels>
      Given the provider option labelSelector is "<selector>"
      And the Ingress "app" for "app.example.com" with:
        | metadata.labels | <labels> |
      Then "http://app.example.com/" is not served

      @traefik-provider.label-selector.equality
      Examples:
        | selector    | labels           |
        | tier=front  | { tier: back }   |
        | tier=front  | {}               |
        | tier==front | { tier: Front }  |
        | tier=front  | { other: front } |
        | tier=       | {}               |

      @traefik-provider.label-selector.inequality
      Examples:
        | selector    | labels          |
        | tier!=front | { tier: front } |

      @traefik-provider.label-selector.membership
      Examples:
        | selector             | labels         |
        | tier in (front,back) | { tier: cold } |
        | tier in (front,back) | {}             |

      @traefik-provider.label-selector.exclusion
      Examples:
        | selector                | labels          |
        | tier notin (front,back) | { tier: front } |
        | tier notin (front,back) | { tier: back }  |

      @traefik-provider.label-selector.existence
      Examples:
        | selector | labels          |
        | tier     | {}              |
        | tier     | { other: tier } |

      @traefik-provider.label-selector.absence
      Examples:
        | selector | labels          |
        | !tier    | { tier: front } |
        | !tier    | { tier: "" }    |

      @traefik-provider.label-selector.conjunction
      Examples:
        | selector             | labels                        |
        | tier=front,app=shop  | { tier: front }               |
        | tier=front,app=shop  | { app: shop }                 |
        | tier=front,app=shop  | { tier: front, app: blog }    |
        | tier,!legacy         | { tier: front, legacy: "yes" } |

  @traefik-provider.label-selector.within-namespaces
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
  Scenario: Services and Endpoints need no label
    Given the provider option labelSelector is "app=traefik"
    And the Service "plain"
    And the Ingress "plain" for "plain.example.com" with:
      | metadata.labels | app: traefik |
    Then "http://plain.example.com/" reaches the Service "plain"

  @traefik-provider.label-selector.invalid
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
  Scenario: A label that is gained
    Given the provider option labelSelector is "app=traefik"
    And the Service "app"
    And the Ingress "app" for "app.example.com"
    Then "http://app.example.com/" is not served
    When the Ingress "app" is changed to have:
      | metadata.labels | app: traefik |
    Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.label-selector.label-lost
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
