Feature: Ingress class

  Background:
    Given the Service "app"

  @kubernetes-ingress.ingress-class.own-class
  Rule: An Ingress is served by the controller that its IngressClass names

    Scenario: The class names the controller
      Given the IngressClass "own" of the controller under test
      And the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | own |
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: From another controller's class to its own
      Given the IngressClass "own" of the controller under test
      And the IngressClass "other" of the controller "example.com/ingress-controller"
      And the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | other |
      And "http://app.example.com/" is not served
      When the Ingress "app" is changed to have:
        | spec.ingressClassName | own |
      Then "http://app.example.com/" reaches the Service "app"

  @kubernetes-ingress.ingress-class.other-class
  Rule: An Ingress whose IngressClass names another controller is not served

    Scenario: The class names another controller
      Given the IngressClass "other" of the controller "example.com/ingress-controller"
      And the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | other |
      Then "http://app.example.com/" is not served

  @kubernetes-ingress.ingress-class.missing-class
  Rule: An Ingress whose IngressClass does not exist is not served

    Scenario: There is no such class
      Given the Ingress "app" for "app.example.com" with:
        | spec.ingressClassName | missing |
      Then "http://app.example.com/" is not served
