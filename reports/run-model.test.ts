import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateMessages } from '@cucumber/gherkin';
import {
  type Envelope,
  IdGenerator,
  type Pickle,
  SourceMediaType,
  TestStepResultStatus,
} from '@cucumber/messages';
import { RunModel } from './run-model.ts';
import type { ScenarioOptions } from './scenario.ts';

const options: ScenarioOptions = { projectRoot: '/project', uriOf: (uri) => uri, acceptRetries: false };

const source = `
@doc.section.what @other
Feature: Feature
  Scenario: First
    Given a step
    And another

  Scenario: Second
    Given a step
    And another
`;

/** The messages of the two scenarios above, as pieces that a test puts in the order it needs. */
function recording() {
  const newId = IdGenerator.incrementing();
  const read = generateMessages(source, 'a.feature', SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN, {
    newId,
    includeSource: true,
    includeGherkinDocument: true,
    includePickles: true,
  });
  const pickles = read.flatMap(({ pickle }) => pickle ?? []);
  const at = (milliseconds: number) => ({ seconds: 0, nanos: milliseconds * 1e6 });
  const testCases = pickles.map(
    (pickle): Envelope => ({
      testCase: {
        id: `case-${pickle.name}`,
        pickleId: pickle.id,
        testSteps: pickle.steps.map((step, index) => ({
          id: `step-${pickle.name}-${index}`,
          pickleStepId: step.id,
          stepDefinitionIds: ['definition'],
        })),
      },
    }),
  );
  /** One attempt at a scenario, whose steps end as given, one millisecond each. */
  const attempt = (
    name: Pickle['name'],
    number: number,
    statuses: TestStepResultStatus[],
    willBeRetried = false,
  ) => {
    const testCaseStartedId = `started-${name}-${number}`;
    return [
      {
        testCaseStarted: {
          id: testCaseStartedId,
          testCaseId: `case-${name}`,
          attempt: number,
          timestamp: at(0),
        },
      },
      ...statuses.map((status, index) => ({
        testStepFinished: {
          testCaseStartedId,
          testStepId: `step-${name}-${index}`,
          timestamp: at(index + 1),
          testStepResult: { status, duration: at(1), message: `Error: attempt ${number}` },
        },
      })),
      { testCaseFinished: { testCaseStartedId, timestamp: at(10), willBeRetried } },
    ] satisfies Envelope[];
  };
  const started: Envelope = { testRunStarted: { timestamp: at(100) } };
  const finished: Envelope = { testRunFinished: { timestamp: at(350), success: true } };
  return { read, testCases, attempt, started, finished, at };
}

const { PASSED, FAILED, SKIPPED, UNDEFINED } = TestStepResultStatus;

function resultOf(messages: readonly Envelope[], changes: Partial<ScenarioOptions> = {}) {
  const model = new RunModel({ ...options, ...changes });
  const events = messages.flatMap((message) => model.add(message) ?? []);
  return { ...model.result(), events, selected: model.selected };
}

describe('messages of workers that run side by side', () => {
  it('are told apart however they mix', () => {
    const { read, testCases, attempt, started, finished } = recording();
    const first = attempt('First', 0, [PASSED, FAILED]);
    const second = attempt('Second', 0, [PASSED, PASSED]);
    const mixed = first.flatMap((message, index) => [second[index] ?? [], message].flat());
    const { scenarios, startedAt, durationMs, selected } = resultOf([
      ...read,
      started,
      ...testCases,
      ...mixed,
      finished,
    ]);
    assert.deepEqual(
      scenarios.map(({ result }) => [result.name, result.status, result.durationMs]),
      [
        ['First', 'failed', 10],
        ['Second', 'passed', 10],
      ],
    );
    assert.deepEqual(scenarios[0]?.statementIds, ['doc.section.what']);
    assert.equal(selected, 2);
    assert.equal(startedAt, 100);
    assert.equal(durationMs, 250);
  });

  it('tell a watcher of each scenario as it begins and ends', () => {
    const { read, testCases, attempt, started } = recording();
    const { events } = resultOf([...read, started, ...testCases, ...attempt('Second', 0, [PASSED, PASSED])]);
    assert.deepEqual(
      events.map((event) => event.kind),
      ['scenario-started', 'scenario-finished'],
    );
  });
});

describe('a scenario that is tried again', () => {
  const { read, testCases, attempt, started, finished } = recording();
  const begin = [...read, started, ...testCases.slice(0, 1)];

  it('has failed where it passes at a later attempt, and shows the one that failed', () => {
    const messages = [
      ...begin,
      ...attempt('First', 0, [FAILED, SKIPPED], true),
      ...attempt('First', 1, [PASSED, PASSED]),
      finished,
    ];
    const { scenarios, events } = resultOf(messages);
    const result = scenarios[0]?.result;
    assert.equal(result?.status, 'failed');
    assert.equal(result?.flaky, true);
    assert.equal(result?.attempts, 2);
    assert.deepEqual(
      result?.steps.map(({ status }) => status),
      ['failed', 'skipped'],
    );
    assert.equal(events.filter(({ kind }) => kind === 'scenario-finished').length, 1);
  });

  it('has passed where retries may make up for it, and keeps the failure as evidence', () => {
    const messages = [
      ...begin,
      ...attempt('First', 0, [FAILED, SKIPPED], true),
      ...attempt('First', 1, [PASSED, PASSED]),
      finished,
    ];
    const result = resultOf(messages, { acceptRetries: true }).scenarios[0]?.result;
    assert.equal(result?.status, 'passed');
    assert.equal(result?.flaky, true);
    assert.deepEqual(result?.evidence, [
      { title: 'Attempt 1 failed', text: 'Given a step\nError: attempt 0' },
    ]);
  });

  it('is not flaky where it never passes', () => {
    const messages = [
      ...begin,
      ...attempt('First', 0, [FAILED, SKIPPED], true),
      ...attempt('First', 1, [FAILED, SKIPPED]),
      finished,
    ];
    for (const acceptRetries of [false, true]) {
      const result = resultOf(messages, { acceptRetries }).scenarios[0]?.result;
      assert.equal(result?.status, 'failed');
      assert.equal(result?.flaky, false);
      assert.equal(result?.steps[0]?.message, 'Error: attempt 1');
    }
  });
});

describe('a scenario with an undefined step', () => {
  const { read, testCases, attempt, started, finished } = recording();

  it('judges nothing', () => {
    const { scenarios, suiteErrors } = resultOf([
      ...read,
      started,
      ...testCases.slice(0, 1),
      ...attempt('First', 0, [PASSED, UNDEFINED]),
      finished,
    ]);
    assert.equal(scenarios[0]?.result.status, 'skipped');
    assert.equal(scenarios[0]?.result.reason, 'undefined step: another');
    assert.deepEqual(
      suiteErrors.map(({ kind, where }) => [kind, where]),
      [['undefined-step', 'a.feature:4']],
    );
  });

  it('has failed where a step before it did', () => {
    const { scenarios, suiteErrors } = resultOf([
      ...read,
      started,
      ...testCases.slice(0, 1),
      ...attempt('First', 0, [FAILED, UNDEFINED]),
      finished,
    ]);
    assert.equal(scenarios[0]?.result.status, 'failed');
    assert.equal(suiteErrors.length, 1);
  });
});

describe('a run that goes wrong', () => {
  const { read, testCases, attempt, started, at } = recording();

  it('leaves scenarios unfinished: one error for all, and none of them judged', () => {
    const { scenarios, suiteErrors, durationMs } = resultOf([
      ...read,
      started,
      ...testCases,
      ...attempt('First', 0, [PASSED]).slice(0, 2),
    ]);
    assert.deepEqual(
      scenarios.map(({ result }) => [result.status, result.reason, result.attempts]),
      [
        ['skipped', 'the run ended before it did', 0],
        ['skipped', 'the run ended before it began', 0],
      ],
    );
    assert.deepEqual(
      suiteErrors.map(({ kind, where }) => [kind, where]),
      [['not-finished', 'a.feature:4']],
    );
    assert.match(suiteErrors[0]?.message ?? '', /^2 of 2 scenarios/);
    assert.equal(durationMs, undefined);
  });

  it('tells of a worker that crashed', () => {
    const exception = { type: 'Error', message: 'Worker 1 exited unexpectedly with code 9' };
    const { suiteErrors, events } = resultOf([
      started,
      { testRunFinished: { success: false, timestamp: at(200), exception } },
    ]);
    assert.deepEqual(suiteErrors, [{ kind: 'crash', where: 'cucumber', message: exception.message }]);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['suite-error'],
    );
  });

  it('tells of a hook of the run that failed, and of none that passed', () => {
    const sourceReference = { uri: 'steps/hooks.ts', location: { line: 3 } };
    const finished = (status: TestStepResultStatus): Envelope => ({
      testRunHookFinished: {
        testRunHookStartedId: 'started',
        result: { status, duration: at(1), message: `Error: it has ${status}` },
        timestamp: at(1),
      },
    });
    const { suiteErrors } = resultOf([
      { hook: { id: 'hook', name: 'start the cluster', sourceReference } },
      started,
      { testRunHookStarted: { id: 'started', hookId: 'hook', testRunStartedId: 'run', timestamp: at(0) } },
      finished(PASSED),
      finished(FAILED),
    ]);
    assert.deepEqual(suiteErrors, [
      { kind: 'hook-failed', where: 'steps/hooks.ts:3', message: 'start the cluster: Error: it has FAILED' },
    ]);
  });

  it('tells of a feature that does not parse', () => {
    const { suiteErrors } = resultOf([
      {
        parseError: { source: { uri: 'a.feature', location: { line: 4 } }, message: '(4:1): expected: #EOF' },
      },
    ]);
    assert.deepEqual(suiteErrors, [
      { kind: 'parse-error', where: 'a.feature:4', message: '(4:1): expected: #EOF' },
    ]);
  });

  it('tells of a parameter type that is not defined', () => {
    const { suiteErrors } = resultOf([{ undefinedParameterType: { name: 'host', expression: 'a {host}' } }]);
    assert.match(suiteErrors[0]?.message ?? '', /"a \{host\}" uses the parameter type \{host\}/);
  });
});

it('knows the statements of scenarios that were read and not selected', () => {
  const { read, testCases, attempt, started, finished } = recording();
  const one = resultOf([...read, started, finished]);
  assert.deepEqual([...one.notSelected], ['doc.section.what']);
  const all = resultOf([...read, started, ...testCases, ...attempt('First', 0, [PASSED, PASSED]), finished]);
  assert.deepEqual([...all.notSelected], []);
});
