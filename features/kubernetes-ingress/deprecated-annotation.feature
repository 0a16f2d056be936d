Feature: Ingress class / Deprecated annotation

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | kubernetes.io/ingress.class: somebody-else |

  @kubernetes-ingress.deprecated-annotation.own-value
  Rule: An Ingress whose annotation `kubernetes.io/ingress.class` names the controller's class is served

    Scenario: The annotation comes to name it
      Given "http://app.example.com/" is not served
      When the Ingress "app" is annotated with the class of the controller under test
      Then "http://app.example.com/" reaches the Service "app"

  @kubernetes-ingress.deprecated-annotation.other-value
  Rule: An Ingress whose annotation names another class is not served

    Scenario: The annotation names somebody else
      Then "http://app.example.com/" is not served
