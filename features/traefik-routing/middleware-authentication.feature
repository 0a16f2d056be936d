Feature: Around the document / Middlewares / Authentication
  The password of every user is `secret`.

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com" with:
      | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: tested@file |

  @traefik-routing.middleware-authentication.basic-refused
  Rule: `basicAuth` answers with 401, and asks for name and password, where they are missing or wrong

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              basicAuth: { users: ['jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ='] }
        """

    Scenario: Without any
      When the client asks for "http://app.example.com/"
      Then the client is answered with 401
      And the answer has the header "WWW-Authenticate" with "Basic realm=\"traefik\""
      And the pods have received 0 requests in all

    Scenario Outline: <name> with the password <password>
      When the client asks for "http://app.example.com/" as "<name>" with the password "<password>"
      Then the client is answered with 401
      And the pods have received 0 requests in all

      Examples:
        | name   | password |
        | jane   | wrong    |
        | nobody | secret   |

  @traefik-routing.middleware-authentication.basic-hashes
  Rule: `basicAuth` lets pass users whose passwords are hashed with MD5, SHA1 or bcrypt

    Scenario Outline: <hash>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              basicAuth: { users: ['jane:<hash>'] }
        """
      When the client asks for "http://app.example.com/" as "jane" with the password "secret"
      Then the client is answered with 200
      And the answer is that of the pod
      When the client asks for "http://app.example.com/" as "jane" with the password "Secret"
      Then the client is answered with 401

      Examples:
        | hash                                                         |
        | $apr1$salt$VEpBc9VHGUKwI9.yg13Iu0                            |
        | {SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=                            |
        | $2b$04$SlDhKO01wOlotGUbOZHCE.Sc9vebVRc9ATpVojkP7YhY6i4gb/l1K |

  @traefik-routing.middleware-authentication.basic-users-file
  Rule: Users may stand in the file that `usersFile` names

    Scenario: One in the file, one in the option
      Given the file "users":
        """
        jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=
        """
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              basicAuth: { usersFile: "${files}/users", users: ['joe:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ='] }
        """
      When the client asks for "http://app.example.com/" as "jane" with the password "secret"
      Then the client is answered with 200
      When the client asks for "http://app.example.com/" as "joe" with the password "secret"
      Then the client is answered with 200

  @traefik-routing.middleware-authentication.basic-users-file-first
  Rule: Of a user in both `users` and `usersFile`, the entry in the file counts

    Scenario: Another password in the option
      Given the file "users":
        """
        jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=
        """
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              basicAuth: { usersFile: "${files}/users", users: ['jane:{SHA}0JQeaNqPOBUf+Gph/Fn3xc+fyqI='] }
        """
      When the client asks for "http://app.example.com/" as "jane" with the password "other"
      Then the client is answered with 401
      When the client asks for "http://app.example.com/" as "jane" with the password "secret"
      Then the client is answered with 200

  @traefik-routing.middleware-authentication.basic-realm
  Rule: The realm that `basicAuth` asks for is `traefik`, or that of its option

    Scenario Outline: <option>
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              basicAuth: { users: ['jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ='] <option> }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 401
      And the answer has the header "WWW-Authenticate" with "Basic realm=\"<realm>\""

      Examples:
        | option         | realm   |
        |                | traefik |
        | , realm: Mine  | Mine    |

  @traefik-routing.middleware-authentication.basic-header-field
  Rule: `headerField` tells the pod the name of the user, whatever the client has put there

    Scenario: The client says to be somebody else
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              basicAuth: { users: ['jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ='], headerField: X-User }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Authorization | Basic amFuZTpzZWNyZXQ= |
        | x-user        | admin                  |
      Then the client is answered with 200
      And the pod has received the headers in this order:
        | X-User | jane |

  @traefik-routing.middleware-authentication.basic-header-field-spelling
  Rule: No field goes on to the pod that applications could take for that of `headerField`

    Scenario: The client spells it with an underscore
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              basicAuth: { users: ['jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ='], headerField: X-User }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | Authorization | Basic amFuZTpzZWNyZXQ= |
        | X_User        | admin                  |
      Then the client is answered with 200
      And the pod has received the header "X-User" with "jane"
      And the pod has not received the header "X_User"

  @traefik-routing.middleware-authentication.basic-remove-header
  Rule: `Authorization` goes on to the pod unless `removeHeader` is set

    Scenario: It is not
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              basicAuth: { users: ['jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ='] }
        """
      When the client asks for "http://app.example.com/" as "jane" with the password "secret"
      Then the client is answered with 200
      And the pod has received the header "Authorization" with "Basic amFuZTpzZWNyZXQ="

    Scenario: It is
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              basicAuth: { users: ['jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ='], removeHeader: true }
        """
      When the client asks for "http://app.example.com/" as "jane" with the password "secret"
      Then the client is answered with 200
      And the pod has not received the header "Authorization"

  @traefik-routing.middleware-authentication.digest-refused
  Rule: `digestAuth` answers with 401, and asks for a digest, where it is missing or wrong

    Background:
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              digestAuth: { users: ['jane:traefik:b78b07da57ce6d2e6693f2929dbc458e'] }
        """

    Scenario: Without any
      When the client asks for "http://app.example.com/"
      Then the client is answered with 401
      And the answer asks for a digest in the realm "traefik"
      And the pods have received 0 requests in all

    Scenario Outline: <name> with the password <password>
      When the client asks for "http://app.example.com/"
      Then the client is answered with 401
      When the client asks again, with the digest of "<name>" and the password "<password>"
      Then the client is answered with 401
      And the pods have received 0 requests in all

      Examples:
        | name   | password |
        | jane   | wrong    |
        | nobody | secret   |

  @traefik-routing.middleware-authentication.digest-users
  Rule: `digestAuth` lets pass users that prove to know their password

    Scenario: The right password
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              digestAuth: { users: ['jane:traefik:b78b07da57ce6d2e6693f2929dbc458e'] }
        """
      When the client asks for "http://app.example.com/path?query"
      Then the client is answered with 401
      When the client asks again, with the digest of "jane" and the password "secret"
      Then the client is answered with 200
      And the answer is that of the pod

  @traefik-routing.middleware-authentication.digest-replayed
  Rule: A digest that has been used lets nobody pass a second time

    Scenario: The same request twice
      Given the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              digestAuth: { users: ['jane:traefik:b78b07da57ce6d2e6693f2929dbc458e'] }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 401
      When the client asks again, with the digest of "jane" and the password "secret"
      Then the client is answered with 200
      When the client sends the same digest again
      Then the client is answered with 401
      And the pods have received 1 request in all

  @traefik-routing.middleware-authentication.digest-options
  Rule: `digestAuth` has the options of `basicAuth`: `usersFile`, `realm`, `headerField` and `removeHeader`

    Scenario: All of them
      Given the file "users":
        """
        jane:Mine:4ae1c419a34adb26f0c803e01eb08ccb
        """
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              digestAuth: { usersFile: "${files}/users", realm: Mine, headerField: X-User, removeHeader: true }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 401
      And the answer asks for a digest in the realm "Mine"
      When the client asks again, with the digest of "jane" and the password "secret"
      Then the client is answered with 200
      And the pod has received the header "X-User" with "jane"
      And the pod has not received the header "Authorization"

  @traefik-routing.middleware-authentication.forward-accepted
  Rule: A request goes on to the pod where the server of `forwardAuth` answers with a 2xx

    Scenario Outline: <status>
      Given the Service "auth"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              forwardAuth: { address: "${pod.auth}/?echo-status=<status>" }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And the answer is that of a pod of the Service "app"
      And a pod of the Service "auth" has received the target "/?echo-status=<status>"

      Examples:
        | status |
        | 200    |
        | 204    |

  @traefik-routing.middleware-authentication.forward-refused
  Rule: Any other answer of the server of `forwardAuth` is that of the client

    Scenario Outline: <status>
      Given the Service "auth"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              forwardAuth: { address: "${pod.auth}/?echo-status=<status>&echo-header=Location:%20http://login.example.com/" }
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with <status>
      And the answer is that of a pod of the Service "auth"
      And the answer has the header "Location" with "http://login.example.com/"
      And the pods have received 1 request in all

      Examples:
        | status |
        | 302    |
        | 401    |
        | 500    |

  @traefik-routing.middleware-authentication.forward-told
  Rule: `forwardAuth` tells the server the method, scheme, host and target of the request, and the client

    Scenario Outline: <header>
      Given the Service "auth"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              forwardAuth: { address: "${pod.auth}/?echo-status=401" }
        """
      When the client sends:
        """
        PUT /path%2F?query HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Forwarded-Uri: /other\r\n
        Content-Length: 0\r\n
        \r\n
        """
      Then the client is answered with 401
      And the pod has received the headers in this order:
        | <header> | <value> |

      Examples:
        | header             | value           |
        | X-Forwarded-Method | PUT             |
        | X-Forwarded-Proto  | http            |
        | X-Forwarded-Host   | app.example.com |
        | X-Forwarded-Uri    | /path%2F?query  |
        | X-Forwarded-For    | 127.0.0.1       |

  @traefik-routing.middleware-authentication.forward-trusted
  Rule: With `trustForwardHeader`, the server of `forwardAuth` is told what a proxy before says of the request

    Scenario Outline: <header>
      Given the flags:
        """
        --providers.kubernetesIngress
        --entryPoints.web.address=127.0.0.1:0
        --entryPoints.web.forwardedHeaders.insecure
        """
      And the Service "auth"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              forwardAuth: { address: "${pod.auth}/?echo-status=401", trustForwardHeader: true }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | <header> | <value> |
      Then the client is answered with 401
      And the pod has received the headers in this order:
        | <header> | <told> |

      Examples:
        | header            | value           | told                 |
        | X-Forwarded-Uri   | /other          | /other               |
        | X-Forwarded-Proto | https           | https                |
        | X-Forwarded-For   | 192.0.2.1       | 192.0.2.1, 127.0.0.1 |

  @traefik-routing.middleware-authentication.forward-request-headers
  Rule: While `authRequestHeaders` is set, of the headers of the request only those listed are sent to the server

    Scenario: One of two
      Given the Service "auth"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              forwardAuth: { address: "${pod.auth}/?echo-status=401", authRequestHeaders: [X-One] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-One | a |
        | X-Two | b |
      Then the client is answered with 401
      And the pod has received the header "X-One" with "a"
      And the pod has not received the header "X-Two"

  @traefik-routing.middleware-authentication.forward-response-headers
  Rule: `authResponseHeaders` are copied from the answer of the server to the request, in place of those of the client

    Scenario: The server gives it
      Given the Service "auth"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              forwardAuth: { address: "${pod.auth}/?echo-header=X-User:%20jane", authResponseHeaders: [X-User] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-User | admin |
      Then the client is answered with 200
      And the pod of the Service "app" has received the headers in this order:
        | X-User | jane |

  @traefik-routing.middleware-authentication.forward-response-headers-missing
  Rule: Of `authResponseHeaders` that the server does not give, those of the client do not reach the pod either

    Scenario: The server does not give it
      Given the Service "auth"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              forwardAuth: { address: "${pod.auth}/", authResponseHeaders: [X-User] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X-User | admin |
      Then the client is answered with 200
      And the pod of the Service "app" has not received the header "X-User"

  @traefik-routing.middleware-authentication.forward-response-headers-spelling
  Rule: No field goes on to the pod that applications could take for one of `authResponseHeaders`

    Scenario: The client spells it with an underscore
      Given the Service "auth"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              forwardAuth: { address: "${pod.auth}/?echo-header=X-User:%20jane", authResponseHeaders: [X-User] }
        """
      When the client asks for "http://app.example.com/" with the headers:
        | X_User | admin |
      Then the client is answered with 200
      And the pod of the Service "app" has received the headers in this order:
        | X-User | jane |
      And the pod of the Service "app" has not received the header "X_User"

  @traefik-routing.middleware-authentication.forward-response-headers-regex
  Rule: Headers that `authResponseHeadersRegex` finds are copied from the answer of the server to the request

    Scenario: All that begin alike
      Given the Service "auth"
      And the dynamic configuration:
        """
        http:
          middlewares:
            tested:
              forwardAuth:
                address: "${pod.auth}/?echo-header=X-Auth-User:%20jane&echo-header=X-Other:%20a"
                authResponseHeadersRegex: ^X-Auth-
        """
      When the client asks for "http://app.example.com/"
      Then the client is answered with 200
      And the pod of the Service "app" has received the header "X-Auth-User" with "jane"
      And the pod of the Service "app" has not received the header "X-Other"
