@doc.section.one
Feature: A run of every kind

  Background:
    Given a cluster

  @doc.section.two
  Scenario: Passes
    When a thing is done
    Then it passes

  Scenario: Fails
    Then it fails with the request "GET /"

  Scenario: Fails for a reason further down
    Then it fails with a cause

  @unprepared
  Scenario: Fails in a hook
    Then it passes

  @flaky
  Scenario: Passes at the second attempt
    Then it passes at the second attempt

  Scenario: Takes arguments
    Then the table
      | name | value |
      | a    | 1     |
    And the text
      """
      some
        text
      """

  @doc.section.absent
  Scenario: Is not selected
    Then it passes

  Rule: Examples make scenarios

    Scenario Outline: Path <path>
      Then <path> is answered <status>

      Examples:
        | path | status | because  |
        | /a   | 200    | it is up |
        | /b   | 404    |          |

  Rule: Not everything is a verdict

    Scenario: Is not applicable
      Given the log can be read
      Then it passes

    Scenario: Has an undefined step
      Given nobody wrote this
      Then it passes

    Scenario: Has an ambiguous step
      Then it is ambiguous

    Scenario: Has a pending step
      Then it is pending

    Scenario: Has an object that the cluster refuses
      Given the cluster refuses an object
      Then it passes
