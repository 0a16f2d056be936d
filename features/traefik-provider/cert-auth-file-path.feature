Feature: certAuthFilePath
  The certificate authority by which a controller outside of the cluster knows the API server.

  @traefik-provider.cert-auth-file-path.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

    Scenario Outline: The path is given as <form>
      Given the API server serves HTTPS
      And the controller runs outside of the cluster
      And the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            endpoint: ${cluster.url}
            certAuthFilePath: ${cluster.ca}
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

  @traefik-provider.cert-auth-file-path.trusted
  Rule: The external client trusts an API server whose certificate was issued by the authority in the file

    Background:
      Given the API server serves HTTPS
      And the controller runs outside of the cluster
      And the provider option endpoint is ${cluster.url}
      And the Service "app"
      And the Ingress "app" for "app.example.com"

    Scenario: The authority of the API server is trusted
      Given the provider option certAuthFilePath is ${cluster.ca}
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: Each authority in a file with several is trusted
      Given another cluster
      And the file "authorities.pem":
        """
        ${other.ca.pem}
        ${cluster.ca.pem}
        """
      And the provider option certAuthFilePath is ${files}/authorities.pem
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.cert-auth-file-path.others-not-trusted
  Rule: The external client sends nothing to an API server whose certificate another authority issued

    Scenario: An API server of another authority is sent nothing
      Given the API server serves HTTPS
      And another cluster
      And the controller runs outside of the cluster
      And the provider option endpoint is ${cluster.url}
      And the provider option certAuthFilePath is ${other.ca}
      When the controller starts
      Then the API server is connected to again and again, but never sent a request

  @traefik-provider.cert-auth-file-path.mismatch-reported
  Rule: While the certificate does not match, the process stays up, says so in the log and tries again

    Scenario: A certificate that does not match is reported, and tried again
      Given the API server serves HTTPS
      And another cluster
      And the controller runs outside of the cluster
      And the provider option endpoint is ${cluster.url}
      And the provider option certAuthFilePath is ${other.ca}
      When the controller starts
      Then the log has a line with "certificate"
      And the API server is connected to again and again, but never sent a request

  @traefik-provider.cert-auth-file-path.unreadable
  Rule: A file that is missing or holds no certificate ends the start with exit code 1 and a message that names it

    Background:
      Given the API server serves HTTPS
      And the controller runs outside of the cluster
      And the provider option endpoint is ${cluster.url}
      And the provider option certAuthFilePath is ${files}/authority.pem

    Scenario: A file that is missing
      Then the controller refuses to start with exit code 1
      And it says "/authority.pem"

    Scenario Outline: A file that holds <what>
      Given the file "authority.pem":
        """
        <text>
        """
      Then the controller refuses to start with exit code 1
      And it says "/authority.pem"

      Examples:
        | what                             | text                                                                    |
        | nothing                          |                                                                         |
        | something else                   | certificate                                                             |
        | a certificate that is cut short  | -----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----            |
