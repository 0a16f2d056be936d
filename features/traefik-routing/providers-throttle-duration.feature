Feature: Around the document / Providers / Configuration Reload Frequency

  @traefik-routing.providers-throttle-duration.spacing
  Rule: Two configurations are put in force no closer together than `providersThrottleDuration`

    Scenario: Changes take effect at most once in the duration
      Given the flags:
        """
        --providers.kubernetesIngress
        --providers.providersThrottleDuration=1s
        """
      And 8 Services whose names begin with "app-"
      Then the Ingress "app" follows a walk through the 8 Services "app-" at most once in 1 second

  @traefik-routing.providers-throttle-duration.default
  Rule: Without the option, `providersThrottleDuration` is two seconds

    Background:
      Given the static configuration says nothing of "providers.providersThrottleDuration"

    Scenario: Changes take effect at most once in two seconds
      Given 8 Services whose names begin with "app-"
      Then the Ingress "app" follows a walk through the 8 Services "app-" at most once in 2 seconds

    Scenario: They take effect after two seconds at the latest
      Given the Service "app"
      Then changes that come within 2 seconds of one that took effect wait for its end and take effect together

  @traefik-routing.providers-throttle-duration.last-state
  Rule: Of configurations that come within the duration, the last one is put in force at its end

    Background:
      Given the flags:
        """
        --providers.kubernetesIngress
        --providers.providersThrottleDuration=1s
        """

    Scenario: Changes within the duration take effect together
      Given the Service "app"
      Then changes that come within 1 second of one that took effect wait for its end and take effect together

    Scenario: The last of many changes
      Given 8 Services whose names begin with "app-"
      And the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | app-1   |
      And "http://app.example.com/" reaches the Service "app-1"
      When the Ingress "app" is led to each of the 8 Services "app-" in turn
      Then "http://app.example.com/" reaches the Service "app-8"
