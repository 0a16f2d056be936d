Feature: Annotations / On Service / service.sticky.cookie

  Background:
    Given the Service "app" with 3 pods
    And the Ingress "app" for "app.example.com"

  @traefik-routing.service-sticky-cookie.set
  Rule: With the annotation `true`, the first answer sets a cookie

    Scenario: The first answer
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie: "true" |
      When a browser asks for "http://app.example.com/"
      Then it is given a cookie

  @traefik-routing.service-sticky-cookie.same-pod
  Rule: Requests that bring the cookie reach the pod that answered first

    Background:
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie: "true" |

    Scenario: One request after another
      When a browser asks for "http://app.example.com/"
      Then its next 10 requests for "http://app.example.com/other/path" reach the same pod

    Scenario: While others are asked in turn
      When a browser asks for "http://app.example.com/"
      Then 30 requests to "http://app.example.com/" are spread evenly over 3 pods of the Service "app"
      And its next 4 requests for "http://app.example.com/" reach the same pod

    Scenario: While other pods come and go
      When a browser asks for "http://app.example.com/"
      And 2 more ready pods of the Service "app" start
      Then 50 requests to "http://app.example.com/" are spread evenly over 5 pods of the Service "app"
      And its next 6 requests for "http://app.example.com/" reach the same pod

    Scenario: Through another controller
      When a browser asks for "http://app.example.com/"
      And a second controller starts with the provider enabled
      Then its next 6 requests for "http://app.example.com/" reach the same pod through the second controller

  @traefik-routing.service-sticky-cookie.pod-gone
  Rule: Once the pod that a cookie stands for is gone, another one answers and the cookie is set anew

    Scenario: The pod ends
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie: "true" |
      And a browser asks for "http://app.example.com/"
      When the browser's pod of the Service "app" ends
      And a browser asks for "http://app.example.com/"
      Then it is given a cookie
      And its next 6 requests for "http://app.example.com/" reach the same pod

  @traefik-routing.service-sticky-cookie.not-by-default
  Rule: Without the annotation, no cookie is set

    Scenario: No annotation
      When a browser asks for "http://app.example.com/"
      Then it is given no cookie

    Scenario: The annotation is false
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie: "false" |
      When a browser asks for "http://app.example.com/"
      Then it is given no cookie

  @traefik-routing.service-sticky-cookie.name
  Rule: The cookie has the name that its annotation gives

    Scenario: A name
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie: "true"      |
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie.name: my-pod |
      When a browser asks for "http://app.example.com/"
      Then it is given a cookie with the name "my-pod"
      And its next 6 requests for "http://app.example.com/" reach the same pod

  @traefik-routing.service-sticky-cookie.default-name
  Rule: Without a name, the cookie is called by an underscore and five hexadecimal digits that stay the same for a Service

    Background:
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie: "true" |

    Scenario: The name
      When a browser asks for "http://app.example.com/"
      Then it is given a cookie whose name is an underscore and five hexadecimal digits

    Scenario: The same name for another pod, and from another controller
      Given a browser asks for "http://app.example.com/"
      And it is given a cookie
      When the browser's pod of the Service "app" ends
      And a browser asks for "http://app.example.com/"
      Then it is given a cookie with the same name as before
      When the browser's pod of the Service "app" ends
      And the controller stops
      And a browser asks for "http://app.example.com/"
      Then it is given a cookie with the same name as before

  @traefik-routing.service-sticky-cookie.secure
  Rule: The cookie is marked as secure where its annotation says so, and not otherwise

    Scenario Outline: With the value <value>
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie: "true"         |
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie.secure: <value> |
      When a browser asks for "http://app.example.com/"
      Then it is given a cookie with:
        | Secure | <attribute> |

      Examples:
        | value   | attribute |
        | "true"  |           |
        | "false" | absent    |
        | null    | absent    |

  @traefik-routing.service-sticky-cookie.http-only
  Rule: The cookie is hidden from scripts where its annotation says so, and not otherwise

    Scenario Outline: With the value <value>
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie: "true"           |
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie.httponly: <value> |
      When a browser asks for "http://app.example.com/"
      Then it is given a cookie with:
        | HttpOnly | <attribute> |

      Examples:
        | value   | attribute |
        | "true"  |           |
        | "false" | absent    |
        | null    | absent    |

  @traefik-routing.service-sticky-cookie.same-site
  Rule: The cookie has the same-site policy that its annotation gives, which is none, lax or strict

    Scenario Outline: The policy <value>
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie: "true"           |
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie.samesite: <value> |
      When a browser asks for "http://app.example.com/"
      Then it is given a cookie with:
        | SameSite | <attribute> |

      Examples:
        | value  | attribute |
        | none   | None      |
        | lax    | Lax       |
        | strict | Strict    |
        | null   | absent    |

  @traefik-routing.service-sticky-cookie.value-opaque
  Rule: The value of the cookie does not reveal the address of the pod

    Scenario: Neither as it is nor encoded
      Given the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.sticky.cookie: "true" |
      When a browser asks for "http://app.example.com/"
      Then the value of the cookie does not tell the address of any pod of the Service "app"
