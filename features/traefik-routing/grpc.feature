Feature: Around the document / gRPC

  Background:
    Given the Services:
      | service | protocol |
      | app     | gRPC     |
    And the Service "app" is changed to have:
      | metadata.annotations | traefik.ingress.kubernetes.io/service.serversscheme: h2c |
    And the TLS Secret "app" for "app.example.com"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true" |
      | spec.tls             | [{ hosts: [app.example.com], secretName: app }] |
    And the Ingress "plain" with the rules:
      | host              | path | path type | service |
      | plain.example.com | /    | Prefix    | app     |

  @traefik-routing.grpc.over-tls
  Rule: Calls over TLS reach pods that speak HTTP/2 without TLS

    Scenario: One message in each direction
      Given a gRPC client of "https://app.example.com"
      When it calls Say with "hello"
      Then it receives the message "hello"
      And the call ends with OK

  @traefik-routing.grpc.without-tls
  Rule: Calls without TLS reach pods that speak HTTP/2 without TLS

    Scenario: One message in each direction
      Given a gRPC client of "http://plain.example.com"
      When it calls Say with "hello"
      Then it receives the message "hello"
      And the call ends with OK

  @traefik-routing.grpc.tls-to-pods
  Rule: Calls reach pods that speak gRPC over TLS

    Scenario: One message in each direction
      Given the static configuration, as YAML:
        """
        providers: { kubernetesIngress: {} }
        serversTransport: { rootCAs: ['${authority}'] }
        """
      And the Services:
        | service | ports | protocol      |
        | secure  | 443   | gRPC over TLS |
      And the Ingress "secure" with the rules:
        | host               | path | path type | service | port |
        | secure.example.com | /    | Prefix    | secure  | 443  |
      And a gRPC client of "http://secure.example.com"
      When it calls Say with "hello"
      Then it receives the message "hello"
      And the call ends with OK

  @traefik-routing.grpc.streams
  Rule: Messages of a stream pass as they come, in either direction

    Scenario: From the client
      Given a gRPC client of "https://app.example.com"
      When it calls Collect with the messages "one, two, three"
      Then it receives the message "one two three"
      And the call ends with OK

    Scenario: From the pod
      Given a gRPC client of "https://app.example.com"
      When it calls Split with "one two three"
      Then it receives the message "one"
      And it receives the message "two"
      And it receives the message "three"
      And the call ends with OK

    Scenario Outline: In both directions, each awaited before the next, from a client of <url>
      Given a gRPC client of "<url>"
      When it begins to call Converse
      And it sends the message "one"
      Then it receives the message "one"
      When it sends the message "two"
      Then it receives the message "two"
      When it has sent all messages
      Then the call ends with OK

      Examples:
        | url                      |
        | https://app.example.com  |
        | http://plain.example.com |

  @traefik-routing.grpc.status
  Rule: The status that a pod ends a call with reaches the client, with its text and metadata

    Scenario Outline: <method>, with <words>
      Given a gRPC client of "https://app.example.com"
      When it calls <method> with "<words>" and the metadata:
        | x-echo-status  | 5             |
        | x-echo-details | no such thing |
        | x-echo-trailer | x-reason: why |
      Then the call ends with NOT_FOUND and the text "no such thing"
      And the call has the trailing metadata "x-reason" with "why"

      Examples:
        | method   | words   |
        | Say      | hello   |
        | Split    | one two |
        | Converse | hello   |

    Scenario: A good one, with metadata
      Given a gRPC client of "https://app.example.com"
      When it calls Say with "hello" and the metadata:
        | x-echo-trailer | x-sum: 5 |
      Then the call ends with OK
      And the call has the trailing metadata "x-sum" with "5"

    Scenario: A method that the pod does not have
      Given a gRPC client of "https://app.example.com"
      When it calls Shout with "hello"
      Then the call ends with UNIMPLEMENTED

  @traefik-routing.grpc.metadata
  Rule: Metadata of a call reaches the pod

    Scenario: Of its own
      Given a gRPC client of "https://app.example.com"
      When it calls Say with "hello" and the metadata:
        | x-one | 1 |
      Then the call ends with OK
      And the pod has received the header "x-one" with "1"

  @traefik-routing.grpc.cancellation
  Rule: A call that its client cancels is cancelled at the pod

    Scenario Outline: From a client of <url>
      Given a gRPC client of "<url>"
      When it calls Say in vain
      Then the pod has a request
      When it cancels the call
      Then the call ends with CANCELLED
      And 1 request of the pods was cancelled

      Examples:
        | url                      |
        | https://app.example.com  |
        | http://plain.example.com |

  @traefik-routing.grpc.deadline
  Rule: A call whose deadline passes is cancelled at the pod

    Scenario: A pod that is slow
      Given a gRPC client of "https://app.example.com"
      When it calls Say in vain, with a deadline in 2000 ms
      Then the call ends with DEADLINE_EXCEEDED
      And 1 request of the pods was cancelled

  @traefik-routing.grpc.no-pod
  Rule: A call whose pod does not answer ends with UNAVAILABLE

    Scenario: A pod that has died
      Given a gRPC client of "https://app.example.com"
      When it calls Say with "hello"
      Then the call ends with OK
      When the pods of the Service "app" die
      And it calls Say with "hello"
      Then the call ends with UNAVAILABLE
