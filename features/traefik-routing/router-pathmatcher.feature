Feature: Annotations / On Ingress / router.pathmatcher

  Background:
    Given the Service "app"

  @traefik-routing.router-pathmatcher.path
  Rule: With `Path`, a path of no particular type matches itself alone

    Scenario: The path, and what begins with it
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /foo |           | app     |
      And the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.pathmatcher: Path |
      Then "http://app.example.com/foo" reaches the Service "app"
      But "http://app.example.com/foo/" is not served
      And "http://app.example.com/foo/bar" is not served
      And "http://app.example.com/foobar" is not served

  @traefik-routing.router-pathmatcher.path-prefix
  Rule: With `PathPrefix`, a path of no particular type matches whatever begins with it

    Scenario: The path, and what begins with it
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /foo |           | app     |
      And the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.pathmatcher: PathPrefix |
      Then "http://app.example.com/foo" reaches the Service "app"
      And "http://app.example.com/foo/" reaches the Service "app"
      And "http://app.example.com/foo/bar" reaches the Service "app"
      And "http://app.example.com/foobar" reaches the Service "app"
      But "http://app.example.com/bar" is not served

  @traefik-routing.router-pathmatcher.default
  Rule: Without the annotation, a path of no particular type matches whatever begins with it

    Scenario: The path, and what begins with it
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /foo |           | app     |
      Then "http://app.example.com/foo" reaches the Service "app"
      And "http://app.example.com/foo/bar" reaches the Service "app"
      And "http://app.example.com/foobar" reaches the Service "app"
      But "http://app.example.com/bar" is not served

  @traefik-routing.router-pathmatcher.path-type-before-annotation
  Rule: Paths of type Exact or Prefix are matched by their type, whatever the annotation

    Background:
      Given the Ingress "app" with the rules:
        | host            | path    | path type | service |
        | app.example.com | /exact  | Exact     | app     |
        | app.example.com | /prefix | Prefix    | app     |

    Scenario Outline: With <matcher>
      Given the Ingress "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.pathmatcher: <matcher> |
      Then "http://app.example.com/exact" reaches the Service "app"
      And "http://app.example.com/prefix" reaches the Service "app"
      And "http://app.example.com/prefix/more" reaches the Service "app"
      But "http://app.example.com/exact/more" is not served

      Examples:
        | matcher    |
        | Path       |
        | PathPrefix |

  @traefik-routing.router-pathmatcher.other-value
  Rule: An Ingress with any other value is not served

    Scenario Outline: <value> is no matcher
      Given the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.pathmatcher: <value> |
      Then "http://app.example.com/" is not served

      Examples:
        | value      |
        | Prefix     |
        | PathRegexp |

  @traefik-routing.router-pathmatcher.other-value-reported
  Rule: An error in the log names an Ingress with any other value

    Scenario: A matcher that there is not
      Given the Ingress "shop" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.pathmatcher: PathRegexp |
      When the controller starts
      Then the log has a line with "error" and "default/shop"
