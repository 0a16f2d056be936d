Feature: endpoint
  Where the Kubernetes API server is, how the controller makes itself known there, and what it does when the API
  server does not do its part.

  @traefik-provider.endpoint.forms
  Rule: The option can be given in a YAML file, in a TOML file, as a flag and as an environment variable

    Scenario Outline: The endpoint is given as <form>
      Given the controller runs outside of the cluster
      And the static configuration, as <form>:
        """
        providers:
          kubernetesIngress:
            endpoint: ${cluster.url}
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

  # In the cluster.

  @traefik-provider.endpoint.in-cluster
  Rule: With `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT` set, the API server at that address is used

    Scenario: The API server that the variables name is used
      Given the controller runs in a pod
      And the environment variables:
        """
        KUBERNETES_SERVICE_HOST=${cluster.host}
        KUBERNETES_SERVICE_PORT=${cluster.port}
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.endpoint.in-cluster-credentials
  Rule: In the cluster, the token and the certificate authority that are mounted into the pod are used

    Scenario: Every request carries the mounted token
      Given the controller runs in a pod
      And the API server accepts the token "sesame" of the user "jane"
      And the file "/var/run/secrets/kubernetes.io/serviceaccount/token":
        """
        sesame
        """
      When the controller starts
      Then every request was made as the user "jane"

    Scenario: An API server whose certificate the mounted authority did not issue is sent nothing
      Given the controller runs in a pod
      And another cluster
      And the file "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt":
        """
        ${other.ca.pem}
        """
      When the controller starts
      Then the API server is connected to again and again, but never sent a request

  @traefik-provider.endpoint.in-cluster-token-rotated
  Rule: A mounted token that is replaced while the controller runs is used without a restart

    Background:
      Given the controller runs in a pod
      And the API server accepts the token "first" of the user "jane"
      And the file "/var/run/secrets/kubernetes.io/serviceaccount/token":
        """
        first
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      And "http://app.example.com/" reaches the Service "app"

    Scenario: The new token is used once the old one is refused
      When the API server accepts the token "second" of the user "jane"
      And the file "/var/run/secrets/kubernetes.io/serviceaccount/token" is replaced by:
        """
        second
        """
      And the API server no longer accepts the token "first"
      And the API server loses every connection
      And the Ingress "app" for "new.example.com" is created
      Then "http://new.example.com/" reaches the Service "app"

    Scenario: A token that is replaced after it was refused is used from then on
      When the API server no longer accepts the token "first"
      And the API server loses every connection
      And the API server has answered a request with 401
      And the API server accepts the token "second" of the user "jane"
      And the file "/var/run/secrets/kubernetes.io/serviceaccount/token" is replaced by:
        """
        second
        """
      And the Ingress "app" for "new.example.com" is created
      Then "http://new.example.com/" reaches the Service "app"

  @traefik-provider.endpoint.replaces-in-cluster-address
  Rule: In the cluster, the option replaces the address from the environment

    Scenario: The API server that the option names is used, not the one that the variables name
      Given the controller runs in a pod
      And another cluster
      And the environment variables:
        """
        KUBERNETES_SERVICE_HOST=${other.host}
        KUBERNETES_SERVICE_PORT=${other.port}
        """
      And the provider option endpoint is ${cluster.url}
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And the other cluster has not been contacted

  @traefik-provider.endpoint.keeps-in-cluster-credentials
  Rule: In the cluster, the option leaves the mounted token and certificate authority in use

    Background:
      Given the controller runs in a pod
      And the provider option endpoint is https://localhost:${cluster.port}

    Scenario: With the option set, every request carries the mounted token
      Given the API server accepts the token "sesame" of the user "jane"
      And the file "/var/run/secrets/kubernetes.io/serviceaccount/token":
        """
        sesame
        """
      When the controller starts
      Then every request was made as the user "jane"

    Scenario: With the option set, the mounted authority decides whether the API server is trusted
      Given another cluster
      And the file "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt":
        """
        ${other.ca.pem}
        """
      When the controller starts
      Then the API server is connected to again and again, but never sent a request

  # By kubeconfig.

  @traefik-provider.endpoint.kubeconfig
  Rule: With `KUBECONFIG` set, the cluster of that file's current context is used

    Scenario: Of several contexts the current one counts
      Given another cluster
      And the kubeconfig:
        """
        clusters:
          - { name: one, cluster: { server: "${other.url}", certificate-authority: "${other.ca}" } }
          - { name: two, cluster: { server: "${cluster.url}" } }
        contexts:
          - { name: first, context: { cluster: one } }
          - { name: second, context: { cluster: two } }
        current-context: second
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And the other cluster has not been contacted

  @traefik-provider.endpoint.kubeconfig-token
  Rule: A token of the user in the kubeconfig is sent to the API server

    Scenario: Every request carries the user's token
      Given the API server accepts the token "sesame" of the user "jane"
      And a kubeconfig with the user:
        """
        token: sesame
        """
      When the controller starts
      Then every request was made as the user "jane"

  @traefik-provider.endpoint.kubeconfig-client-certificate
  Rule: A client certificate of the user in the kubeconfig is presented to the API server

    Scenario: Every request is made with the user's certificate
      Given a client certificate of the user "jane"
      And a kubeconfig with the user:
        """
        client-certificate: ${jane.certificate}
        client-key: ${jane.key}
        """
      When the controller starts
      Then every request was made as the user "jane"

  @traefik-provider.endpoint.kubeconfig-exec-plugin
  Rule: The credentials that an exec plugin of the kubeconfig prints are used

    Background:
      Given a kubeconfig with the user:
        """
        exec:
          apiVersion: client.authentication.k8s.io/v1
          command: ${plugin}
          interactiveMode: Never
        """

    Scenario: Every request carries the token that the plugin prints
      Given the API server accepts the token "sesame" of the user "jane"
      And an exec plugin that prints the status:
        """
        token: sesame
        """
      When the controller starts
      Then every request was made as the user "jane"

    Scenario: Every request is made with the certificate that the plugin prints
      Given a client certificate of the user "jane"
      And an exec plugin that prints the status:
        """
        clientCertificateData: ${jane.certificate.pem}
        clientKeyData: ${jane.key.pem}
        """
      When the controller starts
      Then every request was made as the user "jane"

  @traefik-provider.endpoint.in-cluster-before-kubeconfig
  Rule: Where the variables of both are set, the in-cluster client is used and the kubeconfig is not

    Scenario: In a pod the kubeconfig is left alone
      Given the controller runs in a pod
      And another cluster
      And the environment variables:
        """
        KUBECONFIG=${other.kubeconfig}
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And the other cluster has not been contacted

  @traefik-provider.endpoint.kubeconfig-before-external
  Rule: With `KUBECONFIG` set, no external client is built from the options

    Scenario: With a kubeconfig the endpoint is left alone
      Given another cluster
      And the provider option endpoint is ${other.url}
      And the environment variables:
        """
        KUBECONFIG=${cluster.kubeconfig}
        """
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"
      And the other cluster has not been contacted

  # From outside.

  @traefik-provider.endpoint.external
  Rule: Without those variables, the option names the API server

    Scenario: The API server that the option names is used
      Given the controller runs outside of the cluster
      And the provider option endpoint is ${cluster.url}
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.endpoint.external-required
  Rule: Without those variables and without the option, an error says that the endpoint is missing

    Scenario: A controller that is told of no API server says that the endpoint is missing
      Given the controller runs outside of the cluster
      And the provider option namespaces is [default]
      Then an error names "endpoint"

  @traefik-provider.endpoint.plain-http
  Rule: The option may be a plain HTTP address, such as that of `kubectl proxy`

    Scenario: An API server that serves plain HTTP is used
      Given the controller runs outside of the cluster
      And the provider option endpoint is http://${cluster.host}:${cluster.port}
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: A cluster behind kubectl proxy is used
      Given a cluster behind kubectl proxy
      And the controller runs outside of the cluster
      And the provider option endpoint is ${proxy.url}
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.endpoint.invalid
  Rule: An endpoint that is no URL ends the start with exit code 1 and a message that quotes it

    Scenario Outline: <endpoint> is no endpoint
      Given the controller runs <where>
      And the provider option endpoint is "<endpoint>"
      Then the controller refuses to start with exit code 1
      And it says "<endpoint>"

      Examples:
        | endpoint               | where                  |
        | kubernetes             | outside of the cluster |
        | 10.0.0.1:6443          | outside of the cluster |
        | localhost:6443         | outside of the cluster |
        | ftp://10.0.0.1         | outside of the cluster |
        | https://[10.0.0.1]     | outside of the cluster |
        | https://10.0.0.1:66666 | outside of the cluster |
        | kubernetes             | in a pod               |

  # An API server that does not do its part.

  @traefik-provider.endpoint.server-down-at-start
  Rule: A controller started while the API server is down stays up, and serves once the server is there

    Scenario: Ingresses are served as soon as the API server is there
      Given the API server is away
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      And the controller is running
      When the API server comes back
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.endpoint.server-lost
  Rule: While the API server is away, everything served before stays served

    Scenario: Traffic goes on without the API server
      Given the Service "app" with 2 pods
      And the Ingress "app" for "app.example.com"
      And "http://app.example.com/" reaches the Service "app"
      And steady traffic to "http://app.example.com/"
      When the API server goes away
      And the traffic goes on without the API server
      Then no request has failed

  @traefik-provider.endpoint.server-back
  Rule: What changed while the API server was away takes effect once it is back

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      And "http://app.example.com/" reaches the Service "app"
      And the API server goes away

    Scenario: What was created meanwhile is served
      When the Ingress "late" for "late.example.com" is created
      And the Service "late" is created with 1 pod
      And the API server comes back
      Then "http://late.example.com/" reaches the Service "late"

    Scenario: What was deleted meanwhile is no longer served
      When the Ingress "app" is deleted
      And the API server comes back
      Then "http://app.example.com/" is not served

  @traefik-provider.endpoint.back-off
  Rule: Requests to an API server that keeps failing are repeated at growing intervals

    Scenario: Requests that are answered with 500 are repeated at growing intervals
      Given the API server answers every request for ingresses with 500
      When the controller starts
      Then the pauses between requests for ingresses grow

  @traefik-provider.endpoint.forbidden
  Rule: A request that the API server forbids is named in the log, and the process stays up and tries again

    Scenario: A right that is missing is named, and used once it is granted
      Given the controller may do in the whole cluster:
        | apiGroup | resources                    | verbs            |
        |          | services, endpoints, secrets | get, list, watch |
      And the Service "app"
      And the Ingress "app" for "app.example.com"
      Then the log has a line with "ingresses" and "forbidden"
      When the controller is granted in the whole cluster:
        | apiGroup          | resources                    | verbs            |
        |                   | services, endpoints, secrets | get, list, watch |
        | networking.k8s.io | ingresses, ingressclasses    | get, list, watch |
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-provider.endpoint.watch-cut
  Rule: No change is missed when the API server cuts a watch

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      And "http://app.example.com/" reaches the Service "app"
      And the API server cuts every watch

    Scenario: What is created between two watches is served
      When the Ingress "late" for "late.example.com" is created
      And the Service "late" is created with 1 pod
      And the API server is well again
      Then "http://late.example.com/" reaches the Service "late"

    Scenario: What is deleted between two watches is no longer served
      When the Ingress "app" is deleted
      And the API server is well again
      Then "http://app.example.com/" is not served

  @traefik-provider.endpoint.watch-expired
  Rule: No change is missed when the API server no longer knows the version that a watch would resume from

    Background:
      Given the Service "app"
      And the Ingress "app" for "app.example.com"
      And "http://app.example.com/" reaches the Service "app"

    Scenario: What is created before the history is forgotten is served
      When the API server cuts every watch
      And the Ingress "late" for "late.example.com" is created
      And the Service "late" is created with 1 pod
      And the API server forgets its history
      And the API server is well again
      Then "http://late.example.com/" reaches the Service "late"

    Scenario: What is deleted before the history is forgotten is no longer served
      When the API server cuts every watch
      And the Ingress "app" is deleted
      And the API server forgets its history
      And the API server is well again
      Then "http://app.example.com/" is not served

    Scenario: A watch that ends as expired is followed by another
      When the API server ends every watch as expired
      And the Service "late" is created with 1 pod
      And the Ingress "late" for "late.example.com" is created
      Then "http://late.example.com/" reaches the Service "late"
