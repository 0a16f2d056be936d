Feature: Annotations / On Service / service.nativelb

  @traefik-routing.service-nativelb.cluster-ip
  Rule: With the annotation `true`, requests go to the cluster IP and port of the Service

    Background:
      Given the Service "app" with 2 pods and a cluster IP that answers
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | web  |

    Scenario: The annotation comes and goes
      Given 10 requests to "http://app.example.com/" are spread evenly over 2 pods of the Service "app"
      When the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.nativelb: "true" |
      Then 10 requests to "http://app.example.com/" all reach the cluster IP of the Service "app"
      When the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.nativelb: null |
      Then 10 requests to "http://app.example.com/" are spread evenly over 2 pods of the Service "app"

    Scenario: The pods are not ready
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.nativelb: "true" |
      When the pods of the Service "app" become unready
      Then 10 requests to "http://app.example.com/" all reach the cluster IP of the Service "app"

  @traefik-routing.service-nativelb.default-pods
  Rule: Without the annotation, requests go to the addresses of the ready pods

    Background:
      Given the Service "app" with 2 pods and a cluster IP that answers
      And the Ingress "app" with the rules:
        | host            | path | path type | service | port |
        | app.example.com | /    | Prefix    | app     | web  |

    Scenario: No annotation
      Then 10 requests to "http://app.example.com/" are spread evenly over 2 pods of the Service "app"

    Scenario: The annotation is false
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.nativelb: "false" |
      Then 10 requests to "http://app.example.com/" are spread evenly over 2 pods of the Service "app"

  @traefik-routing.service-nativelb.headless
  Rule: With the annotation, paths that lead to a Service without a cluster IP are left out

    Scenario: A headless Service
      Given the manifest:
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: headless
          annotations: { traefik.ingress.kubernetes.io/service.nativelb: "true" }
        spec:
          clusterIP: None
          selector: { ingress-conformance.dev/service: headless }
          ports: [{ port: 80 }]
        """
      And 1 ready pod of the Service "headless" starts
      And the Service "app"
      And the Ingress "app" with the rules:
        | host            | path      | path type | service  |
        | app.example.com | /headless | Prefix    | headless |
        | app.example.com | /app      | Prefix    | app      |
      Then "http://app.example.com/app" reaches the Service "app"
      But "http://app.example.com/headless" is not served

  @traefik-routing.service-nativelb.headless-reported
  Rule: An error in the log names a Service with the annotation that has no cluster IP

    Scenario: A Service without a cluster IP
      Given the manifest:
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: headless
          annotations: { traefik.ingress.kubernetes.io/service.nativelb: "true" }
        spec:
          clusterIP: None
          selector: { ingress-conformance.dev/service: headless }
          ports: [{ port: 80 }]
        """
      And 1 ready pod of the Service "headless" starts
      And the Service "app"
      And the Ingress "app" with the rules:
        | host            | path      | path type | service  |
        | app.example.com | /headless | Prefix    | headless |
        | app.example.com | /app      | Prefix    | app      |
      When the controller starts
      Then the log has a line with "error" and "default/headless"
