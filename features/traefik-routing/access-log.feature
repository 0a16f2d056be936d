Feature: Around the document / Access Logs

  Background:
    Given the Service "app"
    And the Ingress "app" for "app.example.com"

  @traefik-routing.access-log.off-by-default
  Rule: Without `accessLog` requests are not logged

    Scenario: Not given
      Given the static configuration says nothing of "accessLog"
      When 1 GET requests to "http://app.example.com/unlogged" are answered by the Service "app"
      # Behind another one: what was logged before it, is there.
      And 1 GET requests to "http://app.example.com/" are answered by the Service "app"
      Then the log has no line with "GET /unlogged"

  @traefik-routing.access-log.standard-output
  Rule: Without `filePath` the lines go to standard output

    Scenario: Not given
      Given the static configuration, as YAML:
        """
        accessLog: {}
        providers:
          kubernetesIngress: {}
        """
      When 1 GET requests to "http://app.example.com/logged" are answered by the Service "app"
      Then the log has a line with "GET /logged HTTP/1.1" and "200"

  @traefik-routing.access-log.common
  Rule: `accessLog` writes a line in common log format for every request

    Scenario: One that a pod answers
      Given the static configuration, as YAML:
        """
        accessLog:
          filePath: "${files}/access.log"
          fields: { headers: { names: { Referer: keep, User-Agent: keep } } }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      When the client sends:
        """
        GET /one?a=b HTTP/1.1\r\nHost: app.example.com\r\nReferer: http://from.example.com/\r\nUser-Agent: agent/1.0\r\n\r\n
        """
      And the client is answered with 200
      Then the file "access.log" has a line that matches:
        """
        ^127\.0\.0\.1 - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "GET /one\?a=b HTTP/1\.1" 200 \d+ "http://from\.example\.com/" "agent/1\.0" \d+ "[^"]+@kubernetes" "http://[\d.]+:\d+" \d+ms$
        """

    Scenario: One that no router takes
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log" }
        providers:
          kubernetesIngress: {}
        """
      When the client sends:
        """
        GET /nothing HTTP/1.1\r\nHost: nowhere.example.com\r\n\r\n
        """
      And the client is answered with 404
      Then the file "access.log" has a line that matches:
        """
        ^127\.0\.0\.1 - - \[[^\]]+\] "GET /nothing HTTP/1\.1" 404 \d+ "-" "-" \d+ "-" "-" \d+ms$
        """

  @traefik-routing.access-log.common-headers
  Rule: Headers that are dropped are not in lines in common log format either

    Scenario: By default
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log" }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      When the client sends:
        """
        GET /one HTTP/1.1\r\nHost: app.example.com\r\nReferer: http://from.example.com/\r\nUser-Agent: agent/1.0\r\n\r\n
        """
      And the client is answered with 200
      Then the file "access.log" has a line that matches:
        """
        "GET /one HTTP/1\.1" 200 \d+ "-" "-" \d+ "
        """

  @traefik-routing.access-log.json
  Rule: `accessLog.format` of json writes an object for every request

    Scenario: One that a pod answers
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log", format: json }
        providers:
          kubernetesIngress: {}
        """
      When 1 POST requests to "http://app.example.com/one?a=b" are answered by the Service "app"
      Then the file "access.log" has a line of JSON with:
        """
        ClientHost: 127.0.0.1
        RequestMethod: POST
        RequestPath: /one?a=b
        RequestHost: app.example.com
        RequestProtocol: HTTP/1.1
        RequestScheme: http
        DownstreamStatus: 200
        OriginStatus: 200
        RetryAttempts: 0
        """

  @traefik-routing.access-log.what-happened
  Rule: A line tells router, service, server and status of its request, and that there were none where there were none

    Background:
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log", format: json }
        providers:
          kubernetesIngress: {}
        """

    Scenario: With them
      Given the dynamic configuration:
        """
        http:
          routers:
            shop: { rule: "Host(`shop.example.com`)", service: goods }
          services:
            goods: { loadBalancer: { servers: [{ url: "${pod.app}" }] } }
        """
      And "http://shop.example.com/" reaches the Service "app"
      When 1 GET requests to "http://shop.example.com/one" are answered by the Service "app"
      Then the file "access.log" has a line of JSON with:
        """
        RequestPath: /one
        RouterName: shop@file
        ServiceName: goods@file
        ServiceAddr: "${pod.app.address}"
        DownstreamStatus: 200
        OriginStatus: 200
        """

    Scenario: Without
      Then "http://nowhere.example.com/nothing" is answered with 404
      And the file "access.log" has a line of JSON with:
        """
        RequestPath: /nothing
        DownstreamStatus: 404
        """
      And the line of "/nothing" in the file "access.log" does not have "RouterName, ServiceName, OriginStatus"

  @traefik-routing.access-log.filter-status
  Rule: `filters.statusCodes` keeps requests with these statuses alone

    Scenario Outline: <codes>
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log", filters: { statusCodes: [<codes>] } }
        providers:
          kubernetesIngress: {}
        """
      When 1 GET requests to "http://app.example.com/good" are answered by the Service "app"
      Then "http://nowhere.example.com/bad" is answered with 404
      And the file "access.log" has a line that matches:
        """
        "GET /bad HTTP/1.1" 404
        """
      But the file "access.log" has no line with "/good"

      Examples:
        | codes            |
        | "404"            |
        | "300-302", "404" |
        | "400-499"        |

  @traefik-routing.access-log.filter-retries
  Rule: `filters.retryAttempts` keeps requests that were sent more than once

    Scenario: A server that is not there
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log", format: json, filters: { retryAttempts: true } }
        providers:
          kubernetesIngress: {}
        """
      And the dynamic configuration:
        """
        http:
          middlewares:
            again: { retry: { attempts: 3 } }
          routers:
            half: { rule: "Host(`half.example.com`)", service: half, middlewares: [again] }
          services:
            half: { loadBalancer: { servers: [{ url: "http://127.0.0.1:1" }, { url: "${pod.app}" }] } }
        """
      And "http://half.example.com/" reaches the Service "app"
      When 1 GET requests to "http://app.example.com/once" are answered by the Service "app"
      And 2 GET requests to "http://half.example.com/again" are answered by the Service "app"
      Then the file "access.log" has a line of JSON with:
        """
        RequestPath: /again
        RetryAttempts: 1
        """
      But the file "access.log" has no line with "/once"

  @traefik-routing.access-log.filter-duration
  Rule: `filters.minDuration` keeps requests that took longer

    Scenario: Longer
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log", filters: { minDuration: 1ms, statusCodes: ["404"] } }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      And a request to "http://app.example.com/slow" that its pod holds back
      And "http://app.example.com/" still reaches the Service "app"
      When the pod answers
      Then the file "access.log" has a line that matches:
        """
        "GET /slow HTTP/1.1" 200
        """

    Scenario: Not as long
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log", filters: { minDuration: 1h, statusCodes: ["404"] } }
        providers:
          kubernetesIngress: {}
        """
      When 1 GET requests to "http://app.example.com/quick" are answered by the Service "app"
      Then "http://nowhere.example.com/bad" is answered with 404
      And the file "access.log" has a line that matches:
        """
        "GET /bad HTTP/1.1" 404
        """
      But the file "access.log" has no line with "/quick"

  @traefik-routing.access-log.filters-either
  Rule: Of several filters one is enough for a request to be kept

    Scenario: Of a status that is kept, and sent once
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log", filters: { statusCodes: ["200"], retryAttempts: true } }
        providers:
          kubernetesIngress: {}
        """
      When 1 GET requests to "http://app.example.com/good" are answered by the Service "app"
      Then the file "access.log" has a line that matches:
        """
        "GET /good HTTP/1.1" 200
        """

  @traefik-routing.access-log.fields
  Rule: `fields` keeps and drops fields, all of them or by name

    Scenario: All but one
      Given the static configuration, as YAML:
        """
        accessLog:
          filePath: "${files}/access.log"
          format: json
          fields: { names: { RouterName: drop } }
        providers:
          kubernetesIngress: {}
        """
      When 1 GET requests to "http://app.example.com/one" are answered by the Service "app"
      Then the file "access.log" has a line of JSON with:
        """
        RequestPath: /one
        RequestMethod: GET
        """
      And the line of "/one" in the file "access.log" does not have "RouterName"

    Scenario: Two alone
      Given the static configuration, as YAML:
        """
        accessLog:
          filePath: "${files}/access.log"
          format: json
          fields: { defaultMode: drop, names: { RequestPath: keep, DownstreamStatus: keep } }
        providers:
          kubernetesIngress: {}
        """
      When 1 GET requests to "http://app.example.com/one" are answered by the Service "app"
      Then the file "access.log" has a line of JSON with:
        """
        RequestPath: /one
        DownstreamStatus: 200
        """
      And the line of "/one" in the file "access.log" does not have "RouterName, ServiceName, RequestMethod, ClientHost"

    Scenario: With flags
      Given the flags:
        """
        --providers.kubernetesingress
        --accesslog.filepath=${files}/access.log
        --accesslog.format=json
        --accesslog.fields.names.ServiceName=drop
        """
      When 1 GET requests to "http://app.example.com/one" are answered by the Service "app"
      Then the file "access.log" has a line of JSON with:
        """
        RequestPath: /one
        RequestMethod: GET
        """
      And the line of "/one" in the file "access.log" does not have "ServiceName"

  @traefik-routing.access-log.headers-dropped
  Rule: Headers are dropped by default

    Scenario: Without options
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log", format: json }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      When the client sends:
        """
        GET /one HTTP/1.1\r\nHost: app.example.com\r\nAuthorization: Bearer s3cret\r\nUser-Agent: agent/1.0\r\n\r\n
        """
      And the client is answered with 200
      Then the file "access.log" has a line of JSON with:
        """
        RequestPath: /one
        """
      And the file "access.log" has no line with "agent/1.0"
      And the file "access.log" has no line with "s3cret"

  @traefik-routing.access-log.headers
  Rule: `fields.headers` keeps, drops and redacts headers, all of them or by name

    Scenario: By name
      Given the static configuration, as YAML:
        """
        accessLog:
          filePath: "${files}/access.log"
          format: json
          fields: { headers: { names: { User-Agent: keep, Authorization: redact } } }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      When the client sends:
        """
        GET /one HTTP/1.1\r\nHost: app.example.com\r\nauthorization: Bearer s3cret\r\nuser-agent: agent/1.0\r\nX-Other: left-out\r\n\r\n
        """
      And the client is answered with 200
      Then the file "access.log" has a line of JSON with:
        """
        RequestPath: /one
        """
      And the file "access.log" has a line that matches:
        """
        User-Agent": ?"agent/1\.0"
        """
      And the file "access.log" has a line that matches:
        """
        Authorization": ?"[Rr](?:edacted|EDACTED)"
        """
      But the file "access.log" has no line with "left-out"
      And the file "access.log" has no line with "s3cret"

    Scenario: All but one
      Given the static configuration, as YAML:
        """
        accessLog:
          filePath: "${files}/access.log"
          format: json
          fields: { headers: { defaultMode: keep, names: { Authorization: drop } } }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      When the client sends:
        """
        GET /one HTTP/1.1\r\nHost: app.example.com\r\nAuthorization: Bearer s3cret\r\nX-Other: kept\r\n\r\n
        """
      And the client is answered with 200
      Then the file "access.log" has a line of JSON with:
        """
        RequestPath: /one
        """
      And the file "access.log" has a line that matches:
        """
        X-Other": ?"kept"
        """
      But the file "access.log" has no line with "s3cret"

  @traefik-routing.access-log.buffered
  Rule: With `bufferingSize` lines may be kept in memory, and none of them is lost at the end

    Scenario: Fewer than are kept
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log", bufferingSize: 1000 }
        providers:
          kubernetesIngress: {}
        """
      When 1 GET requests to "http://app.example.com/last" are answered by the Service "app"
      And the controller stops
      Then the file "access.log" has a line that matches:
        """
        "GET /last HTTP/1.1" 200
        """

  @traefik-routing.access-log.injection
  Rule: What a client sends ends neither its field nor the line

    Scenario: A quotation mark in a header
      Given the static configuration, as YAML:
        """
        accessLog:
          filePath: "${files}/access.log"
          fields: { headers: { names: { User-Agent: keep } } }
        providers:
          kubernetesIngress: {}
        """
      And "http://app.example.com/" reaches the Service "app"
      When the client sends:
        """
        GET /one HTTP/1.1\r\nHost: app.example.com\r\nUser-Agent: a" 7 "b\\"\r\n\r\n
        """
      And the client is answered with 200
      Then the file "access.log" has a line that matches:
        """
        "GET /one HTTP/1\.1" 200 \d+ "-" "a(?:[^"\\]|\\.)+b(?:[^"\\]|\\.)+" \d+ "[^"]+@kubernetes"
        """

  @traefik-routing.access-log.rotation
  Rule: On the signal USR1 the file is closed and opened anew

    Scenario: Moved away
      Given the static configuration, as YAML:
        """
        accessLog: { filePath: "${files}/access.log" }
        providers:
          kubernetesIngress: {}
        """
      When 1 GET requests to "http://app.example.com/before" are answered by the Service "app"
      Then the file "access.log" has a line that matches:
        """
        /before
        """
      When the file "access.log" is moved to "access.log.1"
      And the controller is told to open its log files anew
      And 1 GET requests to "http://app.example.com/after" are answered by the Service "app"
      Then the file "access.log" has a line that matches:
        """
        /after
        """
      And the file "access.log.1" has no line with "/after"
