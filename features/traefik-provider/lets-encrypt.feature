Feature: LetsEncrypt Support with the Ingress Provider
  The provider keeps nothing of its own, so that there may be several instances; certificates come from Secrets
  that cert-manager writes.

  # No state of its own.

  @traefik-provider.lets-encrypt.same-routes-on-each-instance
  Rule: Several instances on one cluster serve the same routes

    Background:
      Given the controller is running
      And a second controller starts with the provider enabled

    Scenario: Both serve what is created while they run
      Given the Service "app"
      When the Ingress "app" for "app.example.com" is created
      Then "http://app.example.com/" reaches the Service "app" through the first controller
      And "http://app.example.com/" reaches the Service "app" through the second controller

    Scenario: Both stop serving what is deleted
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      And "http://app.example.com/" reaches the Service "app" through the first controller
      And "http://app.example.com/" reaches the Service "app" through the second controller
      When the Ingress "app" is deleted
      Then "http://app.example.com/" is not served through the first controller
      And "http://app.example.com/" is not served through the second controller

    Scenario: Both present the same certificate
      Given the TLS Secret "app-tls" for "app.example.com"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls" through the first controller
      And "https://app.example.com/" presents the certificate of the Secret "app-tls" through the second controller

  @traefik-provider.lets-encrypt.instances-independent
  Rule: An instance goes on serving when another one stops

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      And "http://app.example.com/" reaches the Service "app"
      And a second controller starts with the provider enabled
      And "http://app.example.com/" reaches the Service "app" through the second controller

    Scenario: No request to the other fails
      Given steady traffic to "http://app.example.com/"
      When the second controller stops
      And the traffic goes on
      Then no request has failed

    Scenario: Changes are followed as before
      Given the Service "later"
      When the second controller stops
      And the Ingress "later" for "later.example.com" is created
      Then "http://later.example.com/" reaches the Service "later"

  @traefik-provider.lets-encrypt.nothing-kept
  Rule: An instance that starts afresh, with nothing kept from a run before, serves all routes of the cluster

    Scenario: Another instance takes its place
      Given the TLS Secret "app-tls" for "app.example.com"
      And the Service "app"
      And the Service "production/shop"
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      And the Ingress "production/shop" for "shop.example.com"
      And "http://app.example.com/" reaches the Service "app"
      When the controller stops
      And the controller starts
      Then "http://app.example.com/" reaches the Service "app"
      And "http://shop.example.com/" reaches the Service "production/shop"
      And "https://app.example.com/" presents the certificate of the Secret "app-tls"

  # With cert-manager, for the challenge HTTP-01: while it waits, it adds an Ingress and a Service of its own, and
  # in the end it writes the Secret that the user's Ingress names.

  @traefik-provider.lets-encrypt.solver-ingress
  Rule: The Ingress that cert-manager adds for a challenge is served beside the user's own Ingress of the same host

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | spec.tls | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      And "http://app.example.com/" reaches the Service "app"

    Scenario: The challenge goes to the solver, everything else to the user's Service
      When cert-manager adds a solver for "app.example.com" with the token "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0"
      Then "http://app.example.com/.well-known/acme-challenge/LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0" reaches the Service "cm-acme-http-solver"
      And "http://app.example.com/" reaches the Service "app"
      And "http://app.example.com/.well-known/acme-challenge/another" reaches the Service "app"

    Scenario: When the solver is gone, the user's Service has it all again
      Given cert-manager adds a solver for "app.example.com" with the token "token-1"
      And "http://app.example.com/.well-known/acme-challenge/token-1" reaches the Service "cm-acme-http-solver"
      When cert-manager removes the solver
      Then "http://app.example.com/.well-known/acme-challenge/token-1" reaches the Service "app"

  @traefik-provider.lets-encrypt.certificate-used
  Rule: A certificate that cert-manager writes to the Secret that an Ingress names is presented without a restart

    Scenario: The Secret is written while the Ingress waits for it
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true"      |
        | spec.tls             | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      And "https://app.example.com/" presents the default certificate
      When the TLS Secret "app-tls" for "app.example.com" is created
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      And "https://app.example.com/" reaches the Service "app"

  @traefik-provider.lets-encrypt.certificate-renewed
  Rule: A renewed certificate is presented to new connections without a restart

    Scenario: From the challenge to the renewal
      Given the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true"      |
        | spec.tls             | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      When cert-manager adds a solver for "app.example.com" with the token "token-1"
      Then "http://app.example.com/.well-known/acme-challenge/token-1" reaches the Service "cm-acme-http-solver"
      When the TLS Secret "app-tls" for "app.example.com" is created
      And cert-manager removes the solver
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      When cert-manager adds a solver for "app.example.com" with the token "token-2"
      Then "http://app.example.com/.well-known/acme-challenge/token-2" reaches the Service "cm-acme-http-solver"
      When the TLS Secret "app-tls" is renewed
      And cert-manager removes the solver
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      And "https://app.example.com/" reaches the Service "app"

    Scenario: No request fails while the certificate is renewed
      Given the TLS Secret "app-tls" for "app.example.com"
      And the Service "app"
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls: "true"      |
        | spec.tls             | [{ hosts: [ app.example.com ], secretName: app-tls }] |
      And "https://app.example.com/" presents the certificate of the Secret "app-tls"
      And steady traffic to "https://app.example.com/"
      When the TLS Secret "app-tls" is renewed
      Then "https://app.example.com/" presents the certificate of the Secret "app-tls"
      When the traffic goes on
      Then no request has failed

  # By itself.

  @traefik-provider.lets-encrypt.single-instance
  Rule: A single instance obtains certificates from an ACME server by itself

    Scenario: An Ingress that names a certificate resolver
      Given an ACME server
      And the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.1:0" }
          websecure: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        certificatesResolvers:
          le:
            acme:
              email: admin@example.com
              caServer: ${acme.directory}
              storage: ${acme.storage}
              keyType: EC256
              httpChallenge: { entryPoint: web }
        """
      And the Service "app"
      When the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.tls.certresolver: le |
      Then "https://app.example.com/" presents a certificate of the ACME server for "app.example.com"
      And "https://app.example.com/" reaches the Service "app"
