Feature: ingressClass
  Which Ingresses are the controller's own: by annotation, and from Kubernetes 1.18 on by IngressClass.

  @traefik-provider.ingress-class.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

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
  Rule: While the option is empty, an Ingress without the annotation is served

    Scenario: By default an Ingress without the annotation is served
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.empty-annotation
  Rule: While the option is empty, an Ingress whose annotation is empty is served

    Scenario: By default an Ingress with an empty annotation is served
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: "" |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.annotation-traefik
  Rule: While the option is empty, an Ingress whose annotation is `traefik` is served

    Scenario: By default an Ingress with the annotation "traefik" is served
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: traefik |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.foreign-annotation
  Rule: While the option is empty, an Ingress with any other annotation is not served

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
  Rule: While the option is set, an Ingress whose annotation has the same value is served

    Scenario: With the option set, an Ingress with that annotation is served
      Given the Service "app"
      And the provider option ingressClass is internal
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | kubernetes.io/ingress.class: internal |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.annotation-differs-from-option
  Rule: While the option is set, an Ingress whose annotation has another value is not served, `traefik` included

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
  Rule: While the option is set, an Ingress whose annotation is missing or empty is not served

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
  Rule: The annotation must equal the option to the letter, in case and white space too

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
  Rule: While the option is empty, an Ingress that names an IngressClass of the controller `traefik.io/ingress-controller` is served, whatever the name of the class

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
  Rule: An Ingress that names an IngressClass of another controller is not served

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
  Rule: An Ingress that names an IngressClass that does not exist is not served

    Scenario Outline: An IngressClass "<name>" that does not exist
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | <name> |
      Then "http://app.example.com/" is not served

      Examples:
        | name    |
        | missing |
        | traefik |

  @traefik-provider.ingress-class.class-not-readable
  Rule: Without the right to read IngressClasses, an Ingress that names one is not served, which is said in the log once and shown in the dynamic configuration

    Scenario: The IngressClass exists
      Given the controller may do in the whole cluster:
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | networking.k8s.io | ingresses                    | get, list, watch |
      And the IngressClass "internal" of the controller "traefik.io/ingress-controller"
      And the provider option ingressClass is internal
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | internal |
      Then the Ingress "app" is shown to have a problem at "spec.ingressClassName"
      And "http://app.example.com/" is not served
      And the log has one line with "app" and "spec.ingressClassName"

  @traefik-provider.ingress-class.class-name-equals-option
  Rule: While the option is set, an Ingress is served that names an IngressClass of the right controller whose name equals the option

    Scenario: With the option set, a class of that name counts
      Given the Service "app"
      And the provider option ingressClass is internal
      And the IngressClass "internal" of the controller "traefik.io/ingress-controller"
      And the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | internal |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.class-name-differs-from-option
  Rule: While the option is set, an Ingress is not served that names an IngressClass of the right controller whose name differs from the option

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
  Rule: An IngressClass of another controller does not count even where its name equals the option

    Scenario: With the option set, a class of that name but of another controller does not count
      Given the Service "app"
      And the provider option ingressClass is internal
      And the IngressClass "internal" of the controller "example.com/ingress-controller"
      And the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | internal |
      Then "http://app.example.com/" is not served

  @traefik-provider.ingress-class.v1beta1-class
  Rule: On Kubernetes 1.18, an IngressClass written as networking.k8s.io/v1beta1 counts

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
  Rule: From Kubernetes 1.19 on, an IngressClass written as networking.k8s.io/v1 counts

    Scenario: A class in its v1 form
      Given the Service "app"
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

  # Both at once.

  @traefik-provider.ingress-class.class-before-annotation
  Rule: An Ingress that names an IngressClass is judged by that alone, whatever its annotation

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
  Rule: An Ingress that names no IngressClass is judged by its annotation even where IngressClasses exist

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
  Rule: An Ingress is served as soon as the IngressClass that it names is created

    Scenario: The class is created after the Ingress
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | traefik-lb |
      Then "http://app.example.com/" is not served
      When the IngressClass "traefik-lb" of the controller "traefik.io/ingress-controller" is created
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.ingress-class.class-deleted
  Rule: An Ingress stops being served when the IngressClass that it names is deleted

    Scenario: The class is deleted
      Given the Service "app"
      And the IngressClass "traefik-lb" of the controller "traefik.io/ingress-controller"
      And the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | traefik-lb |
      Then "http://app.example.com/" reaches the Service "app"
      When the IngressClass "traefik-lb" is deleted
      Then "http://app.example.com/" is not served

  @traefik-provider.ingress-class.annotation-changed
  Rule: An Ingress whose annotation is changed starts or stops being served accordingly

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
  Rule: An Ingress that is changed to name another IngressClass starts or stops being served accordingly

    Background:
      Given the Service "app"
      And the IngressClass "ours" of the controller "traefik.io/ingress-controller"
      And the IngressClass "foreign" of the controller "example.com/ingress-controller"

    Scenario: The class becomes the controller's
      Given the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | foreign |
      Then "http://app.example.com/" is not served
      When the Ingress "app" is changed to have:
        | spec.ingressClassName | ours |
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: The class becomes foreign
      Given the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | ours |
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" is changed to have:
        | spec.ingressClassName | foreign |
      Then "http://app.example.com/" is not served
