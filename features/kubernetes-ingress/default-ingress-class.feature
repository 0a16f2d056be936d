Feature: Ingress class / Default IngressClass

  @kubernetes-ingress.default-ingress-class.assigned
  Rule: An Ingress created without a class is given the IngressClass that is marked as the default

    Scenario: One of two classes is the default
      Given the IngressClass "plain" of the controller under test
      And the default IngressClass "standard" of the controller under test
      When the Ingress "app" for "app.example.com" is created
      Then the Ingress "app" has the IngressClass "standard"

  @kubernetes-ingress.default-ingress-class.served
  Rule: An Ingress created without a class is served by the controller of the default IngressClass

    Background:
      Given the Service "app"

    Scenario: The default is of this controller
      Given the default IngressClass "standard" of the controller under test
      When the Ingress "app" for "app.example.com" is created
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: The default is of another controller
      Given the IngressClass "plain" of the controller under test
      And the default IngressClass "standard" of the controller "example.com/ingress-controller"
      When the Ingress "app" for "app.example.com" is created
      Then "http://app.example.com/" is not served

  @kubernetes-ingress.default-ingress-class.several
  Rule: An Ingress without a class is refused while more than one IngressClass is marked as the default

    Scenario: Two defaults
      Given the default IngressClass "one" of the controller under test
      And the default IngressClass "two" of the controller under test
      Then the API server refuses the manifest, naming "default IngressClasses":
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: app, namespace: default }
        spec:
          defaultBackend: { service: { name: app, port: { number: 80 } } }
        """

  @kubernetes-ingress.default-ingress-class.newest
  Rule: Of several IngressClasses that are marked as the default, an Ingress without a class is given the newest

    Scenario Outline: <older> before <newer>
      Given the default IngressClass "<older>" of the controller under test
      And the cluster gives later times of creation
      And the default IngressClass "<newer>" of the controller under test
      When the Ingress "app" for "app.example.com" is created
      Then the Ingress "app" has the IngressClass "<newer>"

      Examples:
        | older | newer |
        | ant   | zebra |
        | zebra | ant   |

  @kubernetes-ingress.default-ingress-class.class-kept
  Rule: An Ingress created with a class keeps it, whatever the default

    Scenario: Another class is the default
      Given the default IngressClass "standard" of the controller "example.com/ingress-controller"
      And the IngressClass "own" of the controller under test
      And the Service "app"
      When the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | own |
      Then the Ingress "app" has the IngressClass "own"
      And "http://app.example.com/" reaches the Service "app"
