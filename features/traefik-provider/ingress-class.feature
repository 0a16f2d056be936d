Feature: ingressClass
  Which Ingresses are the controller's own: by annotation, and from Kubernetes 1.18 on by IngressClass.

  @traefik-provider.ingress-class.forms
  Scenario Outline: The option as <form>
    Given the Service "app"
    And the static configuration, as <form>:
      """
      providers:
        kubernetesIngress:
          ingressClass: traefik-internal
      """
    And the Service "other"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | kubernetes.io/ingress.class: traefik-internal |
    And the Ingress "other" for "other.example.com" with:
      | metadata.annotations | kubernetes.io/ingress.class: traefik |
    Then "http://app.example.com/" reaches the Service "app"
    And "http://other.example.com/" is not served

    Examples:
      | form        |
      | YAML        |
      | TOML        |
      | flags       |
      | environment |

  # By annotation, with the option empty.

  @traefik-provider.ingress-class.no-annotation
  Scenario: By default an Ingress without the annotation is served
    Given the Service "app"
    And the Ingress "app" for "app.example.com"
    Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.empty-annotation
  Scenario: By default an Ingress with an empty annotation is served
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | kubernetes.io/ingress.class: "" |
    Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.annotation-traefik
  Scenario: By default an Ingress with the annotation "traefik" is served
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | kubernetes.io/ingress.class: traefik |
    Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.foreign-annotation
  Scenario Outline: By default an Ingress with the annotation "<annotation>" is not served
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | kubernetes.io/ingress.class: "<annotation>" |
    Then "http://app.example.com/" is not served

    Examples:
      | annotation       |
      | nginx            |
      | traefik-internal |
      | Traefik          |

  # By annotation, with the option set.

  @traefik-provider.ingress-class.annotation-equals-option
  Scenario: With the option set, an Ingress with that annotation is served
    Given the Service "app"
    And the provider option ingressClass is internal
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | kubernetes.io/ingress.class: internal |
    Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.annotation-differs-from-option
  Scenario Outline: With the option set, an Ingress with the annotation "<annotation>" is not served
    Given the Service "app"
    And the provider option ingressClass is internal
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | kubernetes.io/ingress.class: <annotation> |
    Then "http://app.example.com/" is not served

    Examples:
      | annotation |
      | traefik    |
      | external   |

  @traefik-provider.ingress-class.no-annotation-with-option
  Rule: With the option set, the annotation must be there

    Background:
      Given the Service "app"
      And the provider option ingressClass is internal

    Scenario: It is missing
      Given the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" is not served

    Scenario: It is empty
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: "" |
      Then "http://app.example.com/" is not served

  @traefik-provider.ingress-class.annotation-compared-exactly
  Scenario Outline: The annotation "<annotation>" does not equal the option "internal"
    Given the Service "app"
    And the provider option ingressClass is internal
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | kubernetes.io/ingress.class: "<annotation>" |
    Then "http://app.example.com/" is not served

    Examples:
      | annotation   |
      | Internal     |
      | internal-2   |
      | intern       |
      | \u0020internal |
      | internal\u0020 |

  # By IngressClass.

  @traefik-provider.ingress-class.class-of-controller
  Scenario Outline: An IngressClass of the controller, named "<name>"
    Given the Service "app"
    And the IngressClass "<name>" of the controller "traefik.io/ingress-controller"
    And the Ingress "app" for "app.example.com" with:
      | spec.ingressClassName | <name> |
    Then "http://app.example.com/" reaches the Service "app"

    Examples:
      | name       |
      | traefik-lb |
      | traefik    |
      | nginx      |

  @traefik-provider.ingress-class.class-of-other-controller
  Scenario Outline: An IngressClass of the controller "<controller>"
    Given the Service "app"
    And the IngressClass "traefik" of the controller "<controller>"
    And the Ingress "app" for "app.example.com" with:
      | spec.ingressClassName | traefik |
    Then "http://app.example.com/" is not served

    Examples:
      | controller                      |
      | example.com/ingress-controller  |
      | traefik.io/ingress-controller-2 |
      | traefik.io/other                |

  @traefik-provider.ingress-class.class-missing
  Scenario Outline: An IngressClass "<name>" that does not exist
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | spec.ingressClassName | <name> |
    Then "http://app.example.com/" is not served

    Examples:
      | name    |
      | missing |
      | traefik |

  @traefik-provider.ingress-class.class-name-equals-option
  Scenario: With the option set, a class of that name counts
    Given the Service "app"
    And the provider option ingressClass is internal
    And the IngressClass "internal" of the controller "traefik.io/ingress-controller"
    And the Ingress "app" for "app.example.com" with:
      | spec.ingressClassName | internal |
    Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.class-name-differs-from-option
  Scenario Outline: With the option set, the class "<name>" does not count
    Given the Service "app"
    And the provider option ingressClass is internal
    And the IngressClass "<name>" of the controller "traefik.io/ingress-controller"
    And the Ingress "app" for "app.example.com" with:
      | spec.ingressClassName | <name> |
    Then "http://app.example.com/" is not served

    Examples:
      | name       |
      | external   |
      | internal-2 |

  @traefik-provider.ingress-class.option-and-other-controller
  Scenario: With the option set, a class of that name but of another controller does not count
    Given the Service "app"
    And the provider option ingressClass is internal
    And the IngressClass "internal" of the controller "example.com/ingress-controller"
    And the Ingress "app" for "app.example.com" with:
      | spec.ingressClassName | internal |
    Then "http://app.example.com/" is not served

  @traefik-provider.ingress-class.v1beta1-class
  Scenario: On Kubernetes 1.18 an IngressClass is read as v1beta1
    Given a Kubernetes 1.18 cluster
    And the Service "app"
    And the manifest:
      """
      apiVersion: networking.k8s.io/v1beta1
      kind: IngressClass
      metadata: { name: traefik-lb }
      spec: { controller: traefik.io/ingress-controller }
      """
    And the Ingress "app" for "app.example.com" with:
      | spec.ingressClassName | traefik-lb |
    Then "http://app.example.com/" reaches the Service "app"
    And ingressclasses have been read as "networking.k8s.io/v1beta1" alone

  @traefik-provider.ingress-class.v1-class
  Scenario Outline: On Kubernetes <version> an IngressClass is read as v1
    Given a Kubernetes <version> cluster
    And the Service "app"
    And the manifest:
      """
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: { name: traefik-lb }
      spec: { controller: traefik.io/ingress-controller }
      """
    And the Ingress "app" for "app.example.com" with:
      | spec.ingressClassName | traefik-lb |
    Then "http://app.example.com/" reaches the Service "app"

    Examples:
      | version |
      | 1.19    |
      | 1.21    |
      | 1.22    |
      | 1.34    |

  # Both at once.

  @traefik-provider.ingress-class.class-before-annotation
  Rule: An Ingress that names a class is judged by that alone

    # Kubernetes refuses to create an Ingress with both, so the class comes by a later change.

    Scenario: Its own class counts, whatever the annotation
      Given the Service "app"
      And the IngressClass "ours" of the controller "traefik.io/ingress-controller"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: nginx |
      When the Ingress "app" is changed to have:
        | spec.ingressClassName | ours |
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: A foreign class counts, whatever the annotation
      Given the Service "app"
      And the IngressClass "foreign" of the controller "example.com/ingress-controller"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: traefik |
      When the Ingress "app" is changed to have:
        | spec.ingressClassName | foreign |
      Then "http://app.example.com/" is not served

    Scenario: A class that the option filters out counts, whatever the annotation
      Given the Service "app"
      And the provider option ingressClass is internal
      And the IngressClass "external" of the controller "traefik.io/ingress-controller"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: internal |
      When the Ingress "app" is changed to have:
        | spec.ingressClassName | external |
      Then "http://app.example.com/" is not served

    Scenario: A class that is missing counts, whatever the annotation
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: traefik |
      When the Ingress "app" is changed to have:
        | spec.ingressClassName | missing |
      Then "http://app.example.com/" is not served

  @traefik-provider.ingress-class.annotation-without-class
  Rule: An Ingress that names no class is judged by its annotation

    Background:
      Given the Service "app"
      And the IngressClass "nginx" of the controller "traefik.io/ingress-controller"

    Scenario: Its annotation is its own
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: traefik |
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: Its annotation names a class of the controller, but as an annotation it is foreign
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: nginx |
      Then "http://app.example.com/" is not served

    Scenario: It has no annotation
      Given the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

  # Changes.

  @traefik-provider.ingress-class.class-created-later
  Scenario: The class is created after the Ingress
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | spec.ingressClassName | traefik-lb |
    Then "http://app.example.com/" is not served
    When the IngressClass "traefik-lb" of the controller "traefik.io/ingress-controller" is created
    Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.class-deleted
  Scenario: The class is deleted
    Given the Service "app"
    And the IngressClass "traefik-lb" of the controller "traefik.io/ingress-controller"
    And the Ingress "app" for "app.example.com" with:
      | spec.ingressClassName | traefik-lb |
    Then "http://app.example.com/" reaches the Service "app"
    When the IngressClass "traefik-lb" is deleted
    Then "http://app.example.com/" is not served

  @traefik-provider.ingress-class.annotation-changed
  Rule: A changed annotation is followed

    Scenario: It becomes the controller's
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: nginx |
      Then "http://app.example.com/" is not served
      When the Ingress "app" is changed to have:
        | metadata.annotations | kubernetes.io/ingress.class: traefik |
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: It becomes foreign
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" is changed to have:
        | metadata.annotations | kubernetes.io/ingress.class: nginx |
      Then "http://app.example.com/" is not served

  @traefik-provider.ingress-class.class-name-changed
  Rule: A changed class name is followed

    Background:
      Given the Service "app"
      And the IngressClass "ours" of the controller "traefik.io/ingress-controller"
      And the IngressClass "foreign" of the controller "example.com/ingress-controller"

    Scenario: It becomes the controller's
      Given the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | foreign |
      Then "http://app.example.com/" is not served
      When the Ingress "app" is changed to have:
        | spec.ingressClassName | ours |
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: It becomes foreign
      Given the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | ours |
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" is changed to have:
        | spec.ingressClassName | foreign |
      Then "http://app.example.com/" is not served
