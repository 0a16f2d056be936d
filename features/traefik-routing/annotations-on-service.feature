Feature: Annotations / On Service

  Background:
    Given the Services:
      | service |
      | app     |
      | other   |
    And the Ingress "app" with the rules:
      | host            | path   | path type | service |
      | app.example.com | /app   | Prefix    | app     |
      | app.example.com | /other | Prefix    | other   |

  @traefik-routing.annotations-on-service.invalid-value
  Rule: A path that leads to a Service with an annotation whose value does not parse is left out, and others are served

    Scenario Outline: <annotation> with the value <value>
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/<annotation>: "<value>" |
      Then "http://app.example.com/other" reaches the Service "other"
      But "http://app.example.com/app" is not served
      When the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/<annotation>: "<correct>" |
      Then "http://app.example.com/app" reaches the Service "app"

      Examples:
        | annotation                     | value  | correct |
        | service.nativelb               | maybe  | false   |
        | service.passhostheader         | never  | false   |
        | service.serversscheme          | ftp    | http    |
        | service.sticky.cookie          | please | true    |
        | service.sticky.cookie.name     | a=b; c | abc     |
        | service.sticky.cookie.secure   | maybe  | true    |
        | service.sticky.cookie.httponly | maybe  | true    |
        | service.sticky.cookie.samesite | never  | strict  |

  @traefik-routing.annotations-on-service.invalid-value-reported
  Rule: The log names the Service, the annotation and the value that does not parse

    Scenario: Neither true nor false
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.passhostheader: perhaps |
      When the controller starts
      Then the log has a line with "default/app", "service.passhostheader" and "perhaps"

  @traefik-routing.annotations-on-service.unknown-annotation
  Rule: A path that leads to a Service with a `service.` annotation that does not exist is left out, and others are served

    Scenario: A name with a typing mistake
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.stickycookie: "true" |
      Then "http://app.example.com/other" reaches the Service "other"
      But "http://app.example.com/app" is not served
