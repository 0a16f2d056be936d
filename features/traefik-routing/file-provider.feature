Feature: Around the document / File provider

  Background:
    Given the Services:
      | service |
      | app     |
      | other   |

  @traefik-routing.file-provider.filename
  Rule: `filename` names the file whose dynamic configuration is put in force

    Scenario Outline: A file in <format>
      Given the static configuration, as <form>:
        """
        providers:
          kubernetesIngress: {}
          file: { filename: "${files}/<name>" }
        """
      And the file "<name>":
        """
        <text>
        """
      Then "http://app.example.com/" reaches the Service "app"

      Examples:
        | format | form        | name         | text                                                                                                                                                                     |
        | YAML   | YAML        | routing.yml  | http: { routers: { app: { rule: "Host(`app.example.com`)", service: app } }, services: { app: { loadBalancer: { servers: [{ url: "${pod.app}" }] } } } }                 |
        | YAML   | flags       | routing.yaml | http: { routers: { app: { rule: "Host(`app.example.com`)", service: app } }, services: { app: { loadBalancer: { servers: [{ url: "${pod.app}" }] } } } }                 |
        | TOML   | TOML        | routing.toml | http = { routers = { app = { rule = "Host(`app.example.com`)", service = "app" } }, services = { app = { loadBalancer = { servers = [{ url = "${pod.app}" }] } } } }     |
        | TOML   | environment | routing.toml | http = { routers = { app = { rule = "Host(`app.example.com`)", service = "app" } }, services = { app = { loadBalancer = { servers = [{ url = "${pod.app}" }] } } } }     |

    Scenario: A file in TOML with tables
      Given the dynamic configuration, as TOML:
        """
        [http.routers.app]
        rule = "Host(`app.example.com`)"
        service = "app"

        [http.services.app.loadBalancer]
        [[http.services.app.loadBalancer.servers]]
        url = "${pod.app}"
        """
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-routing.file-provider.directory
  Rule: `directory` names the folder whose files are put in force together

    Background:
      Given the static configuration, as YAML:
        """
        providers:
          kubernetesIngress: {}
          file: { directory: "${files}/dynamic" }
        """

    Scenario: Files of both formats, in folders inside of it too, which name what stands in one another
      Given the file "dynamic/routers.yml":
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
            other: { rule: 'Host(`other.example.com`)', service: other }
        """
      And the file "dynamic/services/app.toml":
        """
        [[http.services.app.loadBalancer.servers]]
        url = "${pod.app}"
        """
      And the file "dynamic/services/more/other.yaml":
        """
        http: { services: { other: { loadBalancer: { servers: [{ url: '${pod.other}' }] } } } }
        """
      Then "http://app.example.com/" reaches the Service "app"
      And "http://other.example.com/" reaches the Service "other"

    Scenario: Hidden files and files of other formats are passed over
      Given the file "dynamic/app.yml":
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And the file "dynamic/.hidden.yml":
        """
        broken: [
        """
      And the file "dynamic/app.yml.swp":
        """
        broken: [
        """
      Then "http://app.example.com/" reaches the Service "app"

    Scenario: A file is added and removed
      Given the file "dynamic/app.yml":
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And "http://app.example.com/" reaches the Service "app"
      When the file "dynamic/more/other.yml" is replaced by:
        """
        http: { routers: { other: { rule: 'Host(`other.example.com`)', service: app } } }
        """
      Then "http://other.example.com/" reaches the Service "app"
      When the file "dynamic/more/other.yml" is removed
      Then "http://other.example.com/" is answered with 404 in the end
      But "http://app.example.com/" still reaches the Service "app"

  @traefik-routing.file-provider.one-of-both
  Rule: Neither or both of `filename` and `directory` stop the start with an error that names them

    Scenario Outline: <options>
      Given the static configuration, as YAML:
        """
        providers:
          file: <options>
        """
      Then the controller refuses to start with exit code 1
      And it says "filename"
      And it says "directory"

      Examples:
        | options                                      |
        | {}                                           |
        | { watch: false }                             |
        | { filename: dynamic.yml, directory: dynamic } |

  @traefik-routing.file-provider.same-name
  Rule: Of two files that have the same name for something, that of the first by path counts

    Scenario: Two routers
      Given the static configuration, as YAML:
        """
        providers:
          kubernetesIngress: {}
          file: { directory: "${files}/dynamic" }
        """
      And the file "dynamic/b.yml":
        """
        http: { routers: { app: { rule: 'Host(`b.example.com`)', service: app } } }
        """
      And the file "dynamic/a.yml":
        """
        http:
          routers:
            app: { rule: 'Host(`a.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then "http://a.example.com/" reaches the Service "app"
      But "http://b.example.com/" is not served

  @traefik-routing.file-provider.same-name-reported
  Rule: The log names a file that has the same name for something as another one

    Scenario: Two routers
      Given the static configuration, as YAML:
        """
        providers:
          file: { directory: "${files}/dynamic" }
        """
      And the file "dynamic/b.yml":
        """
        http: { routers: { app: { rule: 'Host(`b.example.com`)', service: app } } }
        """
      And the file "dynamic/a.yml":
        """
        http:
          routers:
            app: { rule: 'Host(`a.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      When the controller starts
      Then the log has a line with "b.yml"

  @traefik-routing.file-provider.watch
  Rule: A change of the file is put in force without a restart

    Scenario: A file that another one takes the place of
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And "http://app.example.com/" reaches the Service "app"
      When the dynamic configuration is changed to:
        """
        http:
          routers:
            changed: { rule: 'Host(`changed.example.com`)', service: other }
          services:
            other: { loadBalancer: { servers: [{ url: '${pod.other}' }] } }
        """
      Then "http://changed.example.com/" reaches the Service "other"
      But "http://app.example.com/" is not served

    Scenario: A file that is written in place
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And "http://app.example.com/" reaches the Service "app"
      When the file "dynamic.yml" is overwritten with:
        """
        http:
          routers:
            changed: { rule: 'Host(`changed.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then "http://changed.example.com/" reaches the Service "app"
      But "http://app.example.com/" is not served

    Scenario: A file that is removed and comes again
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And "http://app.example.com/" reaches the Service "app"
      When the file "dynamic.yml" is removed
      And the dynamic configuration is changed to:
        """
        http:
          routers:
            again: { rule: 'Host(`again.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then "http://again.example.com/" reaches the Service "app"

    Scenario: Requests go on meanwhile
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And "http://app.example.com/" reaches the Service "app"
      And steady traffic to "http://app.example.com/"
      When the dynamic configuration is changed to:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
            changed: { rule: 'Host(`changed.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.other}' }] } }
        """
      And "http://changed.example.com/" reaches the Service "other"
      Then no request has failed

  @traefik-routing.file-provider.unwatched
  Rule: With `watch` false, a change of the file is not put in force until a restart

    Scenario: A controller from before the change, and one from after it
      Given the static configuration, as YAML:
        """
        providers:
          kubernetesIngress: {}
          file: { filename: "${files}/dynamic.yml", watch: false }
        """
      And the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And "http://app.example.com/" reaches the Service "app"
      When the dynamic configuration is changed to:
        """
        http: {}
        """
      And a second controller starts with the same configuration
      Then "http://app.example.com/" is not served through the second controller
      But "http://app.example.com/" still reaches the Service "app"

  @traefik-routing.file-provider.config-map
  Rule: A change of the ConfigMap that the folder is mounted from is put in force without a restart

    Scenario Outline: Read by its <option>
      Given the static configuration, as YAML:
        """
        providers:
          kubernetesIngress: {}
          file: { <option>: "${files}/<path>" }
        """
      And the ConfigMap mounted at "dynamic":
        | app.yml | http: { routers: { app: { rule: 'Host(`app.example.com`)', service: app } }, services: { app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } } } } |
      And "http://app.example.com/" reaches the Service "app"
      When the ConfigMap mounted at "dynamic" is changed to:
        | app.yml | http: { routers: { app: { rule: 'Host(`new.example.com`)', service: app } }, services: { app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } } } } |
      Then "http://new.example.com/" reaches the Service "app"
      But "http://app.example.com/" is not served

      Examples:
        | option    | path            |
        | filename  | dynamic/app.yml |
        | directory | dynamic         |

  @traefik-routing.file-provider.broken-file
  Rule: A file that no longer parses leaves the last good configuration in force

    # That it has been read shows in no answer: requests go on until what comes after it is in force.

    Scenario Outline: <fault>
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And "http://app.example.com/" reaches the Service "app"
      And steady traffic to "http://app.example.com/"
      When the dynamic configuration is changed to:
        """
        http:
          routers:
            other: { rule: 'Host(`other.example.com`)', service: app }
          services:
            app: { loadBalancer: { <broken>: [{ url: '${pod.app}' }] } }
        """
      And the traffic goes on
      And "http://other.example.com/" is not served
      When the dynamic configuration is changed to:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
            mended: { rule: 'Host(`mended.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then "http://mended.example.com/" reaches the Service "app"
      And no request has failed

      Examples:
        | fault                       | broken   |
        | An option that there is not | server   |
        | No YAML                     | "servers |

    Scenario: One of the files of a folder
      Given the static configuration, as YAML:
        """
        providers:
          kubernetesIngress: {}
          file: { directory: "${files}/dynamic" }
        """
      And the file "dynamic/app.yml":
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And "http://app.example.com/" reaches the Service "app"
      And steady traffic to "http://app.example.com/"
      When the file "dynamic/broken.yml" is replaced by:
        """
        http:
          routers:
            other: { rule: 'Host(`other.example.com`)', service: app }
            broken: { rul: 'Host(`broken.example.com`)', service: app }
        """
      And the traffic goes on
      And "http://other.example.com/" is not served
      When the file "dynamic/broken.yml" is replaced by:
        """
        http: { routers: { mended: { rule: 'Host(`mended.example.com`)', service: app } } }
        """
      Then "http://mended.example.com/" reaches the Service "app"
      And no request has failed

  @traefik-routing.file-provider.broken-from-the-start
  Rule: A file that does not parse from the start keeps no Ingress from being served

    Scenario: A list where names are to stand
      Given the dynamic configuration:
        """
        http: { routers: [] }
        """
      And the Ingress "app" for "app.example.com"
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-routing.file-provider.removed
  Rule: A file that is removed leaves the last good configuration in force

    Scenario: Until it comes again
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      And "http://app.example.com/" reaches the Service "app"
      And steady traffic to "http://app.example.com/"
      When the file "dynamic.yml" is removed
      And the traffic goes on
      And the dynamic configuration is changed to:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
            again: { rule: 'Host(`again.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then "http://again.example.com/" reaches the Service "app"
      And no request has failed

  @traefik-routing.file-provider.mistakes-named
  Rule: Every mistake in a file is named in the log, with the file, the line and the option

    Scenario: Several mistakes
      Given the dynamic configuration:
        """
        http:
          routers:
            app:
              rule: Host(`app.example.com`)
              servise: app
              priority: high
          middlewares:
            auth:
              basicAuth: { user: [] }
            both:
              addPrefix: { prefix: /a }
              stripPrefix: {}
            neither: {}
        """
      When the controller starts
      Then the log has a line with "dynamic.yml", "Line 5" and "http.routers.app.servise"
      And the log has a line with "dynamic.yml", "Line 6" and "http.routers.app.priority"
      And the log has a line with "dynamic.yml" and "http.routers.app.service"
      And the log has a line with "dynamic.yml", "Line 9" and "http.middlewares.auth.basicAuth.user"
      And the log has a line with "dynamic.yml" and "http.middlewares.both"
      And the log has a line with "dynamic.yml" and "http.middlewares.neither"

    Scenario: In TOML
      Given the dynamic configuration, as TOML:
        """
        [http.routers.app]
        rule = "Host(`app.example.com`)"
        service = "app"

        [[http.services.app.loadBalancer.servers]]
        url = "http://127.0.0.1"

        [[http.services.app.loadBalancer.servers]]
        uri = "http://127.0.0.1"
        """
      When the controller starts
      Then the log has a line with "dynamic.toml", "Line 9" and "http.services.app.loadBalancer.servers[1].uri"

  @traefik-routing.file-provider.mistakes-without-secrets
  Rule: No secret is among what is said of mistakes

    Scenario: The hash of a password, and a key
      Given the dynamic configuration:
        """
        http:
          middlewares:
            auth: { basicAuth: { users: { alice: '$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj' } } }
            ask: { forwardAuth: { address: http://127.0.0.1, tls: { key: "c2VjcmV0\nIgXLP6ewTrSuBkTrqE8wj" } } }
        """
      When the controller starts
      Then the log has a line with "error" and "http.middlewares.auth.basicAuth.users"
      And the log has no line with "IgXLP6ewTrSuBkTrqE8wj"
      When the dynamic configuration is changed to:
        """
        http:
          middlewares:
            ask: { forwardAuth: { address: http://127.0.0.1, tls: { key: "c2VjcmV0\nIgXLP6ewTrSuBkTrqE8wj" } } }
        """
      Then the log has a line with "error" and "http.middlewares.ask.forwardAuth.tls.key"
      And the log has no line with "IgXLP6ewTrSuBkTrqE8wj"

  @traefik-routing.file-provider.mended
  Rule: A file that is mended is put in force

    Scenario: After a mistake
      Given the dynamic configuration:
        """
        http: { routers: { app: { rule: 'Host(`app.example.com`)' } } }
        """
      And the controller is running
      When the dynamic configuration is changed to:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then "http://app.example.com/" reaches the Service "app"

  @traefik-routing.file-provider.mended-shown
  Rule: Of a file that is mended no mistake is shown any more

    Scenario: After a mistake
      Given the dynamic configuration:
        """
        http: { routers: { app: { rule: 'Host(`app.example.com`)' } } }
        """
      And the controller is running
      When the dynamic configuration is changed to:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then "http://app.example.com/" reaches the Service "app"
      And no File is shown to have a problem

  @traefik-routing.file-provider.routers-and-services
  Rule: Routers and services of the file are served

    Scenario: On the entry points that they name, by their priorities, to all servers of the service
      Given the static configuration, as YAML:
        """
        entryPoints:
          web: { address: "127.0.0.1:0" }
          admin: { address: "127.0.0.1:0" }
        providers:
          kubernetesIngress: {}
        """
      And the dynamic configuration:
        """
        http:
          routers:
            both: { rule: 'Host(`app.example.com`)', service: both, priority: 1 }
            other: { rule: 'PathPrefix(`/other`)', service: other, priority: 2, entryPoints: [admin] }
          services:
            both: { loadBalancer: { servers: [{ url: '${pod.app}' }, { url: '${pod.other}/' }] } }
            other: { loadBalancer: { servers: [{ url: '${pod.other}' }] } }
        """
      Then "http://app.example.com/" reaches the Service "app"
      And "http://app.example.com/" reaches the Service "other"
      And "http://app.example.com/other" reaches the Service "other" on the entry point "admin"
      And "http://any.example.com/other" reaches the Service "other" on the entry point "admin"
      But "http://any.example.com/other" is answered with 404 on the entry point "web"

    Scenario: A service without servers
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
            none: { rule: 'Host(`none.example.com`)', service: none }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
            none: { loadBalancer: { servers: [] } }
        """
      Then "http://app.example.com/" reaches the Service "app"
      And "http://none.example.com/" is answered with 503

  @traefik-routing.file-provider.missing-service
  Rule: A router whose service does not exist is not served, and every other one is

    Scenario: Two routers
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app }
            none: { rule: 'Host(`none.example.com`)', service: none }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then "http://app.example.com/" reaches the Service "app"
      But "http://none.example.com/" is not served

  @traefik-routing.file-provider.missing-service-reported
  Rule: The log names a service that a router of the file leads to and that does not exist

    Scenario: One router
      Given the dynamic configuration:
        """
        http: { routers: { app: { rule: 'Host(`app.example.com`)', service: none } } }
        """
      When the controller starts
      Then the log has a line with "error" and "none@file"

  @traefik-routing.file-provider.names
  Rule: What stands in files is called by its name and `@file`

    Scenario: A router and what it names
      Given the dynamic configuration:
        """
        http:
          routers:
            app: { rule: 'Host(`app.example.com`)', service: app, middlewares: [strip] }
          middlewares:
            strip: { stripPrefix: { prefixes: [/a] } }
          services:
            app: { loadBalancer: { servers: [{ url: '${pod.app}' }] } }
        """
      Then the API shows at "/api/rawdata":
        """
        routers:
          app@file: { rule: Host(`app.example.com`), service: app, middlewares: [strip], status: enabled }
        middlewares:
          strip@file: { stripPrefix: { prefixes: [/a] }, status: enabled, usedBy: [app@file] }
        services:
          app@file: { status: enabled, usedBy: [app@file] }
        """

  @traefik-routing.file-provider.middlewares
  Rule: Middlewares of the file can be named from an Ingress

    Scenario: By a name with its provider
      Given the dynamic configuration:
        """
        http: { middlewares: { prefix: { addPrefix: { prefix: /added } } } }
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: prefix@file |
      When the client asks for "http://app.example.com/path"
      Then the client is answered with 200
      And the pod has received the target "/added/path"

    Scenario: It appears, changes and disappears
      Given the dynamic configuration:
        """
        http: {}
        """
      And the Ingress "app" for "app.example.com" with:
        | metadata.annotations | traefik.ingress.kubernetes.io/router.middlewares: away@file |
      And "http://app.example.com/" is answered with 404
      When the dynamic configuration is changed to:
        """
        http: { middlewares: { away: { redirectRegex: { regex: .*, replacement: 'http://a.example.com/', permanent: true } } } }
        """
      Then "http://app.example.com/" is answered with 301 in the end
      When the dynamic configuration is changed to:
        """
        http: { middlewares: { away: { redirectRegex: { regex: .*, replacement: 'http://a.example.com/' } } } }
        """
      Then "http://app.example.com/" is answered with 302 in the end
      When the dynamic configuration is changed to:
        """
        http: {}
        """
      Then "http://app.example.com/" is answered with 404 in the end

  @traefik-routing.file-provider.tls-certificates
  Rule: Certificates of the file are presented to clients that ask for their names

    Scenario: A certificate, in files
      Given the dynamic configuration:
        """
        tls:
          certificates:
            - { certFile: '${server.certificate}', keyFile: '${server.key}' }
        """
      And the Ingress "app" for "server.example.com"
      And the Ingress "other" for "other.example.com"
      Then "https://server.example.com/" comes to present a certificate with the common name "server.example.com"
      But "https://other.example.com/" presents the default certificate

    Scenario: A certificate, as text
      Given the dynamic configuration, as TOML:
        """
        [[tls.certificates]]
        certFile = '''${server.certificate.pem}'''
        keyFile = '''${server.key.pem}'''
        """
      And the Ingress "app" for "server.example.com"
      Then "https://server.example.com/" comes to present a certificate with the common name "server.example.com"

  @traefik-routing.file-provider.unreadable-certificate
  Rule: A certificate whose file can't be read leaves the others as they are

    Scenario: Two certificates
      Given the dynamic configuration:
        """
        tls:
          certificates:
            - { certFile: '${files}/none.pem', keyFile: '${server.key}' }
            - { certFile: '${server.certificate}', keyFile: '${server.key}' }
        """
      And the Ingress "app" for "server.example.com"
      Then "https://server.example.com/" comes to present a certificate with the common name "server.example.com"

  @traefik-routing.file-provider.tls-stores
  Rule: The store of the file that is named default is used

    Scenario: Its default certificate
      Given the dynamic configuration:
        """
        tls:
          stores:
            default: { defaultCertificate: { certFile: '${server.certificate}', keyFile: '${server.key}' } }
        """
      And the Ingress "app" for "app.example.com"
      Then "https://app.example.com/" comes to present a certificate with the common name "server.example.com"

  @traefik-routing.file-provider.tls-options
  Rule: TLS options of the file are used

    Scenario: Those named default
      Given the dynamic configuration:
        """
        tls: { options: { default: { minVersion: VersionTLS13 } } }
        """
      And the Ingress "app" for "app.example.com"
      And "https://app.example.com/" reaches the Service "app"
      When the TLS client offers:
        | versions | 1.2 |
      Then the TLS client is refused by "https://app.example.com/"

  @traefik-routing.file-provider.servers-transports
  Rule: Transports of the file can be named from a Service

    Scenario Outline: By a name with its provider, with <what>
      Given the Services:
        | service | ports   | protocol |
        | secure  | web:443 | HTTPS    |
      And the dynamic configuration:
        """
        http: { serversTransports: { trusting: { <option> } } }
        """
      And the Service "secure" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: trusting@file |
      And the Ingress "secure" with the rules:
        | host               | path | path type | service | port |
        | secure.example.com | /    | Prefix    | secure  | 443  |
      Then "http://secure.example.com/" reaches the Service "secure"

      Examples:
        | what                       | option                    |
        | authorities                | rootCAs: ['${authority}'] |
        | no verification            | insecureSkipVerify: true  |

  @traefik-routing.file-provider.unreadable-transport
  Rule: A transport whose files can't be read is not used without them: what names it is not served

    Scenario: A file of authorities
      Given the dynamic configuration:
        """
        http: { serversTransports: { trusting: { rootCAs: ['${files}/none.pem'] } } }
        """
      And the Service "app" is changed to have:
        | metadata.annotations | traefik.ingress.kubernetes.io/service.serverstransport: trusting@file |
      And the Ingress "app" for "app.example.com"
      And the Ingress "other" for "other.example.com"
      Then "http://other.example.com/" reaches the Service "other"
      But "http://app.example.com/" is answered with 404

  @traefik-routing.file-provider.unreadable-reported
  Rule: The log names a file that the dynamic configuration names and that can't be read

    Scenario Outline: One of <what>
      Given the dynamic configuration:
        """
        <configuration>
        """
      When the controller starts
      Then the log has a line with "error" and "no-such-file"

      Examples:
        | what         | configuration                                                                                     |
        | certificates | tls: { certificates: [{ certFile: '${files}/no-such-file', keyFile: '${server.key}' }] }          |
        | authorities  | http: { serversTransports: { trusting: { rootCAs: ['${files}/no-such-file'] } } }                 |
        | users        | http: { middlewares: { users: { basicAuth: { usersFile: '${files}/no-such-file' } } } }           |
