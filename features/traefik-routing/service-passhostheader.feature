Feature: Annotations / On Service / service.passhostheader

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.service-passhostheader.default-client-host
  Rule: Without the annotation, the pod receives the client's Host header

    Scenario: No annotation
      Then the pod behind "http://app.example.com/" receives the Host "app.example.com"
      And the pod behind "http://app.example.com:8080/" receives the Host "app.example.com:8080"

    Scenario: The annotation is true
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.passhostheader: "true" |
      Then the pod behind "http://app.example.com/" receives the Host "app.example.com"

  @traefik-routing.service-passhostheader.false-server-host
  Rule: With the annotation `false`, the pod receives its own address and port as the Host header

    Scenario: The annotation is false
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.passhostheader: "false" |
      Then the pod behind "http://app.example.com/" receives the Host "{address}:{port}"

    Scenario: The annotation comes and goes
      Given the pod behind "http://app.example.com/" receives the Host "app.example.com"
      When the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.passhostheader: "false" |
      Then the pod behind "http://app.example.com/" receives the Host "{address}:{port}"
      When the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.passhostheader: null |
      Then the pod behind "http://app.example.com/" receives the Host "app.example.com"
