Feature: throttleDuration
  How often what has changed in the cluster takes effect.

  @traefik-provider.throttle-duration.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

    Scenario Outline: The option as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            throttleDuration: 1h
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" with the rules is changed to:
        | host              | path | path type | service |
        | later.example.com | /    | Prefix    | app     |
      And a second controller starts with the provider enabled
      Then "http://later.example.com/" reaches the Service "app" through the second controller
      But "http://later.example.com/" is answered with 404 through the first controller

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.throttle-duration.unset
  Rule: While the option is empty or 0, no event is held back or dropped

    Background:
      Given the Service "app"

    Scenario: The option is not given
      Then each of 20 Ingresses of the Service "app" is served before the next is created

    Scenario Outline: The option is <value>
      Given the provider option throttleDuration is <value>
      Then each of 20 Ingresses of the Service "app" is served before the next is created

      Examples:
        | value |
        | ""    |
        | 0     |
        | 0s    |

  @traefik-provider.throttle-duration.spacing
  Rule: While the option is set, events are handled no more often than once in the duration

    Scenario: Changes take effect at most once in the duration
      Given the provider option throttleDuration is 1s
      And 8 Services whose names begin with "app-"
      Then the Ingress "app" follows a walk through the 8 Services "app-" at most once in 1 second

  @traefik-provider.throttle-duration.merged
  Rule: Events that come within the duration take effect together at its end

    Scenario: Changes within the duration take effect together
      Given the provider option throttleDuration is 1s
      And the Service "app"
      Then changes that come within 1 second of one that took effect wait for its end and take effect together

  @traefik-provider.throttle-duration.last-state
  Rule: The state of the cluster after the last event of a burst always takes effect

    Background:
      Given 8 Services whose names begin with "app-"
      And the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | app-1   |

    Scenario: The last of many changes
      Given the provider option throttleDuration is 500ms
      Then "http://app.example.com/" reaches the Service "app-1"
      When the Ingress "app" is led to each of the 8 Services "app-" in turn
      Then "http://app.example.com/" reaches the Service "app-8"

    Scenario: The last of many changes, with a throttle for all providers besides
      Given the flags:
        """
        --providers.kubernetesIngress.throttleDuration=500ms
        --providers.providersThrottleDuration=700ms
        """
      Then "http://app.example.com/" reaches the Service "app-1"
      When the Ingress "app" is led to each of the 8 Services "app-" in turn
      Then "http://app.example.com/" reaches the Service "app-8"

  @traefik-provider.throttle-duration.seconds
  Rule: A number without a unit counts seconds

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario: 60 is too long for milliseconds
      Given the provider option throttleDuration is 60
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" with the rules is changed to:
        | host              | path | path type | service |
        | later.example.com | /    | Prefix    | app     |
      And a second controller starts with the provider enabled
      Then "http://later.example.com/" reaches the Service "app" through the second controller
      But "http://later.example.com/" is answered with 404 through the first controller

    Scenario: 1 is too short for minutes
      Given the provider option throttleDuration is 1
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" with the rules is changed to:
        | host              | path | path type | service |
        | later.example.com | /    | Prefix    | app     |
      Then "http://later.example.com/" reaches the Service "app"

  @traefik-provider.throttle-duration.go-duration
  Rule: A value may be written as Go writes durations, such as 1m30s, 500ms, 1.5h or 2h45m

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario Outline: <value> is long
      Given the provider option throttleDuration is <value>
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" with the rules is changed to:
        | host              | path | path type | service |
        | later.example.com | /    | Prefix    | app     |
      And a second controller starts with the provider enabled
      Then "http://later.example.com/" reaches the Service "app" through the second controller
      But "http://later.example.com/" is answered with 404 through the first controller

      Examples:
        | value |
        | 1m30s |
        | 1.5h  |
        | 2h45m |

    Scenario Outline: <value> is short
      Given the provider option throttleDuration is <value>
      Then "http://app.example.com/" reaches the Service "app"
      When the Ingress "app" with the rules is changed to:
        | host              | path | path type | service |
        | later.example.com | /    | Prefix    | app     |
      Then "http://later.example.com/" reaches the Service "app"

      Examples:
        | value |
        | 500ms |
        | 250us |
        | 0.5s  |

  @traefik-provider.throttle-duration.invalid
  Rule: A value that is no duration, or a negative one, ends the start with exit code 1 and a message that quotes it

    Scenario Outline: <value> as <form>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            throttleDuration: "<value>"
        """
      Then the controller refuses to start with exit code 1
      And it says "<value>"

      Examples:
        | value      | form        |
        | soon       | YAML        |
        | 10 parsecs | TOML        |
        | -1s        | flags       |
        | -5         | environment |
        | 1h-5m      | YAML        |
