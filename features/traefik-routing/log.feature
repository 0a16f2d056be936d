Feature: Around the document / Logs

  Background:
    Given the Ingress "app" for "app.example.com"

  @traefik-routing.log.level
  Rule: `log.level` leaves out messages below it

    Scenario: DEBUG
      Given the static configuration, as YAML:
        """
        log: { level: DEBUG }
        providers:
          kubernetesIngress: {}
        """
      When the controller starts
      Then the log has a line with "level=error" and "app"
      And the log has a line with "level=info"
      And the log has a line with "level=debug"

    Scenario: INFO
      Given the static configuration, as YAML:
        """
        log: { level: INFO }
        providers:
          kubernetesIngress: {}
        """
      When the controller starts
      Then the log has a line with "level=error" and "app"
      And the log has a line with "level=info"
      But the log has no line with "level=debug"

  @traefik-routing.log.level-default
  Rule: `log.level` is ERROR by default

    Scenario: Not given
      Given the static configuration says nothing of "log"
      When the controller starts
      Then the log has a line with "level=error" and "app"
      But the log has no line with "level=info"
      And the log has no line with "level=debug"

  @traefik-routing.log.format
  Rule: `log.format` is text for people by default, or json

    Scenario: By default
      Given the static configuration says nothing of "log.format"
      When the controller starts
      Then the log has a line with "level=error" and "msg="

    Scenario: json
      Given the static configuration, as YAML:
        """
        log: { format: json }
        providers:
          kubernetesIngress: {}
        """
      When the controller starts
      Then the log has a line with "error" and "app"
      And each line of the log is JSON with "level, msg, time"

  @traefik-routing.log.file
  Rule: `log.filePath` names a file that the log is written to

    Scenario: A file that does not exist yet
      Given the static configuration, as YAML:
        """
        log: { filePath: "${files}/traefik.log" }
        providers:
          kubernetesIngress: {}
        """
      When the controller starts
      Then the file "traefik.log" has a line with "level=error"
      And the log has no line with "level="

  @traefik-routing.log.rotation
  Rule: On the signal USR1 the log file is closed and opened anew

    Scenario: Moved away
      Given the static configuration, as YAML:
        """
        log: { filePath: "${files}/traefik.log" }
        providers:
          kubernetesIngress: {}
        """
      When the controller starts
      Then the file "traefik.log" has a line with "level=error"
      When the file "traefik.log" is moved to "traefik.log.1"
      And the controller is told to open its log files anew
      And the Ingress "later" for "later.example.com" is created
      Then the file "traefik.log" has a line with "later"
      And the file "traefik.log.1" has no line with "later"
