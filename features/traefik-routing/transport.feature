Feature: Around the document / EntryPoints / Transport
  How long clients may take, and what becomes of them at the end of the process.

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.transport.read-timeout
  Rule: `respondingTimeouts.readTimeout` limits the time for reading a whole request

    Background:
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            transport: { respondingTimeouts: { readTimeout: 300ms } }
        providers:
          kubernetesIngress: {}
        """

    Scenario: The headers stay away
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        """
      Then the client is answered with 408 or cut off

    Scenario: The rest of the body stays away
      When the client sends:
        """
        POST / HTTP/1.1\r\n
        Host: app.example.com\r\n
        Content-Length: 10\r\n
        \r\n
        hello
        """
      Then the client is answered with 408 or cut off

  @traefik-routing.transport.write-timeout
  Rule: `respondingTimeouts.writeTimeout` limits the time for writing an answer

    Scenario: The client does not read
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            transport: { respondingTimeouts: { writeTimeout: 300ms } }
        providers:
          kubernetesIngress: {}
        """
      When the client connects to the entry point "web"
      And the client stops reading
      And the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Size: 100000000\r\n
        \r\n
        """
      And the pod has a request
      Then the pod has no connection left
      When the client reads on
      Then the client is answered with 200
      And the answer ends short

  @traefik-routing.transport.idle-timeout
  Rule: `respondingTimeouts.idleTimeout` limits the time for which an idle connection is kept open

    Scenario: No further request comes
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            transport: { respondingTimeouts: { idleTimeout: 300ms } }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        \r\n
        """
      Then the client is answered with 200
      And the connection is closed

  @traefik-routing.transport.accept-grace
  Rule: During `lifeCycle.requestAcceptGraceTimeout` after the signal to stop, new requests are still answered

    Scenario: A request on a new connection, and the end of that time
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            transport: { lifeCycle: { requestAcceptGraceTimeout: 3s } }
        ping: { entryPoint: web }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      When the controller is told to stop
      Then "http://app.example.com/ping" comes to be answered with 503
      And the entry point "web" takes connections at "127.0.0.1"
      And "http://app.example.com/" reaches the Service "app"
      And the entry point "web" takes no more connections

  @traefik-routing.transport.grace
  Rule: Requests under way have `lifeCycle.graceTimeOut` to end once no new ones are taken

    Scenario: One that ends in time
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            transport: { lifeCycle: { graceTimeOut: 1m } }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      And a request to "http://app.example.com/" that its pod holds back
      When the controller is told to stop
      Then the entry point "web" takes no more connections
      When the pod answers
      Then the request that was held back is answered by the Service "app"

    Scenario: One that does not
      Given the static configuration, as YAML:
        """
        entryPoints:
          web:
            address: "127.0.0.1:0"
            transport: { lifeCycle: { graceTimeOut: 300ms } }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Hold: for-ever\r\n
        \r\n
        """
      And the pod has a request
      And the controller is told to stop
      Then the connection is closed
      And the controller has ended

  @traefik-routing.transport.clean-exit
  Rule: After SIGTERM and the last request under way the process ends with exit code 0

    Background:
      Given the controller runs as a process with the flags:
        """
        --entryPoints.web.address=${process.address}
        --providers.kubernetesIngress.endpoint=${cluster.url}
        --providers.providersThrottleDuration=0s
        """
      And the process answers a request to "app.example.com" with 200

    Scenario: Nothing is under way
      When the process is sent SIGTERM
      Then the process ends with exit code 0

    Scenario: A pod has not answered yet
      When the client connects to the process
      And the client sends:
        """
        GET / HTTP/1.1\r\n
        Host: app.example.com\r\n
        X-Echo-Size: 100\r\n
        X-Echo-Hold-Body: rest\r\n
        \r\n
        """
      And the client receives "\r\n\r\n"
      And the process is sent SIGTERM
      Then the process takes no more connections
      When the pod goes on with "rest"
      Then the client receives "\{100}"
      And the process ends with exit code 0
