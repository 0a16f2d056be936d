Feature: token
  The bearer token by which a controller outside of the cluster makes itself known.

  @traefik-provider.token.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

    Scenario Outline: The token is given as <form>
      Given the API server accepts the token "sesame" of the user "jane"
      And the controller runs outside of the cluster
      And the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            endpoint: ${cluster.url}
            token: sesame
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | form        |
        | YAML        |
        | TOML        |
        | flags       |
        | environment |

  @traefik-provider.token.bearer
  Rule: The external client sends the token as a bearer token with every request

    Scenario: Every request is made by the user whose token it is
      Given the API server accepts the token "sesame" of the user "jane"
      And the controller runs outside of the cluster
      And the provider option endpoint is ${cluster.url}
      And the provider option token is sesame
      When the controller starts
      Then every request was made as the user "jane"

  @traefik-provider.token.not-in-cluster
  Rule: In the cluster, the mounted token is used and the option is not

    Scenario: In a pod every request carries the mounted token
      Given the controller runs in a pod
      And the API server accepts the token "mounted" of the user "jane"
      And the file "/var/run/secrets/kubernetes.io/serviceaccount/token":
        """
        mounted
        """
      And the API server accepts the token "optional" of the user "john"
      And the provider option token is optional
      When the controller starts
      Then every request was made as the user "jane"

  @traefik-provider.token.refused
  Rule: While the API server refuses the token, the process stays up, names the refused request in the log and tries again

    Scenario: A token that is refused is used once it is accepted
      Given the API server accepts the token "another" of the user "john"
      And the controller runs outside of the cluster
      And the provider option endpoint is ${cluster.url}
      And the provider option token is sesame
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then the log names a request that was answered with 401
      When the API server accepts the token "sesame" of the user "jane"
      Then "http://app.example.com/" reaches the Service "app"
