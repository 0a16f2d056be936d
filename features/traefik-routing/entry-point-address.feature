Feature: Around the document / EntryPoints / Address

  @traefik-routing.entry-point-address.port
  Rule: An address of a port alone listens on every address of the machine

    Scenario: Several loopback addresses
      Given the static configuration, as YAML:
        """
        entryPoints:
          web: { address: ":0" }
        """
      Then the entry point "web" takes connections at "127.0.0.1"
      And the entry point "web" takes connections at "127.0.0.2"

  @traefik-routing.entry-point-address.host-and-port
  Rule: An address of a host and a port listens on that host alone

    Scenario: One of several loopback addresses
      Given the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.2:0" }
        """
      Then the entry point "web" takes connections at "127.0.0.2"
      But the entry point "web" takes no connections at "127.0.0.1"

  @traefik-routing.entry-point-address.several
  Rule: Several entry points are served side by side

    Scenario: Three of them
      Given the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.1:0" }
          admin: { address: "127.0.0.1:0" }
          other: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app" on the entry point "web"
      And "http://app.example.com/" reaches the Service "app" on the entry point "admin"
      And "http://app.example.com/" reaches the Service "app" on the entry point "other"

  @traefik-routing.entry-point-address.default
  Rule: Without any entry point in the configuration there is one named http on port 80

    Scenario: The API alone, which adds its own
      Given the controller runs as a process, in a network where it is alone, with the flags:
        """
        --api.insecure
        """
      Then "http://127.0.0.1/" in its network is answered with 404, and "404 page not found" in the text
      And "http://127.0.0.1:8080/api/entrypoints/http" in its network is answered with 200, and ":80" in the text

  @traefik-routing.entry-point-address.port-taken
  Rule: A port that is taken ends the start with exit code 1 and a message that names the entry point

    Scenario: The port of the API server
      Given the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.1:0" }
          admin: { address: "127.0.0.1:${cluster.port}" }
        """
      Then the controller refuses to start with exit code 1
      And it says "admin"
      And it says "${cluster.port}"
