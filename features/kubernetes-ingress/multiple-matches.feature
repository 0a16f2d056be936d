Feature: The Ingress resource / Path types / Multiple matches

  @kubernetes-ingress.multiple-matches.longest-path
  Rule: Of several paths that match a request the longest one serves it

    Background:
      Given the Services:
        | service |
        | root    |
        | aaa     |
        | bbb     |

    Scenario Outline: The paths / and /aaa, and the request <request>
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | root    |
        | app.example.com | /aaa | Prefix    | aaa     |
      Then "http://app.example.com<request>" reaches the Service "<service>"

      Examples: Of the page
        | request  | service |
        | /aaa/ccc | aaa     |

      Examples: Further
        | request | service |
        | /       | root    |
        | /aaa    | aaa     |
        | /aaab   | root    |

    Scenario Outline: The paths /, /aaa and /aaa/bbb, and the request <request>
      Given the Ingress "app" with the rules:
        | host            | path     | path type | service |
        | app.example.com | /        | Prefix    | root    |
        | app.example.com | /aaa     | Prefix    | aaa     |
        | app.example.com | /aaa/bbb | Prefix    | bbb     |
      Then "http://app.example.com<request>" reaches the Service "<service>"

      Examples: Of the page
        | request  | service |
        | /aaa/bbb | bbb     |
        | /ccc     | root    |

      Examples: Further
        | request      | service |
        | /aaa/bbb/ccc | bbb     |
        | /aaa/bbbccc  | aaa     |

    Scenario: Wherever it stands in the Ingress
      Given the Ingress "app" with the rules:
        | host            | path     | path type | service |
        | app.example.com | /aaa/bbb | Prefix    | bbb     |
        | app.example.com | /        | Prefix    | root    |
        | app.example.com | /aaa     | Prefix    | aaa     |
      Then "http://app.example.com/aaa/bbb/ccc" reaches the Service "bbb"
      And "http://app.example.com/aaa/ccc" reaches the Service "aaa"
      And "http://app.example.com/ccc" reaches the Service "root"

    Scenario: Whatever its type
      Given the Ingress "app" with the rules:
        | host            | path               | path type | service |
        | app.example.com | /                  | Exact     | root    |
        | app.example.com | /aaa/long/prefix   | Prefix    | aaa     |
        | app.example.com | /aaa/long/prefix/b | Exact     | bbb     |
      Then "http://app.example.com/aaa/long/prefix/b" reaches the Service "bbb"
      And "http://app.example.com/aaa/long/prefix/c" reaches the Service "aaa"
      And "http://app.example.com/aaa/long/prefix" reaches the Service "aaa"
      And "http://app.example.com/" reaches the Service "root"

  @kubernetes-ingress.multiple-matches.exact-before-prefix
  Rule: Of an Exact and a Prefix path that are equally long and match a request, the Exact one serves it

    Background:
      Given the Services:
        | service |
        | exact   |
        | prefix  |

    Scenario Outline: The <first> path stands before the <second> one
      Given the Ingress "app" with the rules:
        | host            | path | path type | service          |
        | app.example.com | /foo | <first>   | <first service>  |
        | app.example.com | /foo | <second>  | <second service> |
      Then "http://app.example.com/foo" reaches the Service "exact"
      And "http://app.example.com/foo/bar" reaches the Service "prefix"
      And "http://app.example.com/foo/" reaches the Service "prefix"

      Examples: Of the page
        | first  | first service | second | second service |
        | Prefix | prefix        | Exact  | exact          |

      Examples: Further
        | first | first service | second | second service |
        | Exact | exact         | Prefix | prefix         |

    Scenario: The path /
      Given the Ingress "app" with the rules:
        | host            | path | path type | service |
        | app.example.com | /    | Prefix    | prefix  |
        | app.example.com | /    | Exact     | exact   |
      Then "http://app.example.com/" reaches the Service "exact"
      And "http://app.example.com/foo" reaches the Service "prefix"

    Scenario: For any host
      Given the Ingress "app" with the rules:
        | host | path | path type | service |
        |      | /foo | Prefix    | prefix  |
        |      | /foo | Exact     | exact   |
      Then "http://app.example.com/foo" reaches the Service "exact"
      And "http://app.example.com/foo/bar" reaches the Service "prefix"
