import {
  type Envelope,
  type Pickle,
  type TestCaseFinished,
  type TestCaseStarted,
  type TestRunHookFinished,
  TestStepResultStatus,
  TimeConversion,
} from '@cucumber/messages';
import { Query } from '@cucumber/query';
import { failureMessage } from './failure-message.ts';
import {
  finishedScenario,
  type RunScenario,
  type ScenarioOptions,
  statementIdsOf,
  unfinishedScenario,
} from './scenario.ts';
import type { SuiteError } from './suite-error.ts';

/** What a message meant for someone who watches the run. */
export type RunEvent =
  | { readonly kind: 'scenario-started'; readonly pickleId: string; readonly name: string }
  | { readonly kind: 'scenario-finished'; readonly scenario: RunScenario }
  | { readonly kind: 'suite-error'; readonly error: SuiteError };

export interface RunResult {
  /** In the order of the feature files and of the lines in them, whatever the order in which they ran. */
  readonly scenarios: readonly RunScenario[];
  readonly suiteErrors: readonly SuiteError[];
  /** Ids of statements that a scenario names which was read but not selected for this run. */
  readonly notSelected: ReadonlySet<string>;
  /** Milliseconds since the epoch; undefined where the run never began. */
  readonly startedAt: number | undefined;
  /** Undefined where the run never ended. */
  readonly durationMs: number | undefined;
}

/**
 * Collects cucumber's messages, in whatever order parallel workers send them, into scenarios.
 * It reads no clock and no file: the same messages give the same result.
 */
export class RunModel {
  readonly #options: ScenarioOptions;
  readonly #query = new Query();
  readonly #attempts = new Map<string, TestCaseStarted[]>();
  readonly #scenarios = new Map<string, RunScenario>();
  readonly #selected = new Set<string>();
  readonly #begun = new Set<string>();
  readonly #suiteErrors: SuiteError[] = [];

  constructor(options: ScenarioOptions) {
    this.#options = options;
  }

  /** How many scenarios were selected; known once cucumber has assembled them, before the first begins. */
  get selected(): number {
    return this.#selected.size;
  }

  /** @returns what the message meant, where it meant something to a watcher */
  add(envelope: Envelope): RunEvent | undefined {
    this.#query.update(envelope);
    if (envelope.testCase !== undefined) {
      this.#selected.add(envelope.testCase.pickleId);
    } else if (envelope.testCaseStarted !== undefined) {
      return this.#started(envelope.testCaseStarted);
    } else if (envelope.testCaseFinished !== undefined) {
      return this.#finished(envelope.testCaseFinished);
    } else if (envelope.testRunHookFinished !== undefined) {
      return this.#hookFinished(envelope.testRunHookFinished);
    } else if (envelope.parseError !== undefined) {
      const { source, message } = envelope.parseError;
      const where = `${this.#options.uriOf(source.uri ?? '')}:${source.location?.line ?? 0}`;
      return this.#suiteError({ kind: 'parse-error', where, message });
    } else if (envelope.undefinedParameterType !== undefined) {
      const { name, expression } = envelope.undefinedParameterType;
      const message = `the step definition "${expression}" uses the parameter type {${name}}, which is not defined`;
      return this.#suiteError({ kind: 'undefined-step', where: '', message });
    } else if (envelope.testRunFinished?.exception !== undefined) {
      const { exception } = envelope.testRunFinished;
      // With the causes: of a worker that died, the message itself says only which.
      const message = exception.stackTrace ?? exception.message ?? exception.type;
      return this.#suiteError({ kind: 'crash', where: 'cucumber', message });
    }
    return undefined;
  }

  /** The result so far; at the end of a run, or where it was cut short. */
  result(): RunResult {
    const pickles = this.#query.findAllPickles();
    const scenarios = pickles
      .filter((pickle) => this.#selected.has(pickle.id))
      .map((pickle) => this.#scenarios.get(pickle.id) ?? this.#unfinished(pickle))
      .sort(byPlace);
    const notSelected = pickles.filter((pickle) => !this.#selected.has(pickle.id)).flatMap(statementIdsOf);
    const started = this.#query.findTestRunStarted();
    const duration = this.#query.findTestRunDuration();
    return {
      scenarios,
      suiteErrors: [...this.#suiteErrors, ...summarized(scenarios)],
      notSelected: new Set(notSelected),
      startedAt: started && TimeConversion.timestampToMillisecondsSinceEpoch(started.timestamp),
      durationMs: duration && Math.round(TimeConversion.durationToMilliseconds(duration)),
    };
  }

  #started(started: TestCaseStarted): RunEvent | undefined {
    const attempts = this.#attempts.get(started.testCaseId) ?? [];
    this.#attempts.set(started.testCaseId, [...attempts, started]);
    const pickle = this.#query.findPickleBy(started);
    if (pickle === undefined) {
      return undefined;
    }
    this.#begun.add(pickle.id);
    return { kind: 'scenario-started', pickleId: pickle.id, name: pickle.name };
  }

  #finished(finished: TestCaseFinished): RunEvent | undefined {
    const started = this.#query.findTestCaseStartedBy(finished);
    const pickle = this.#query.findPickleBy(finished);
    if (finished.willBeRetried || started === undefined || pickle === undefined) {
      return undefined;
    }
    const attempts = this.#attempts.get(started.testCaseId) ?? [];
    const scenario = finishedScenario(this.#query, pickle, attempts, this.#options);
    this.#scenarios.set(pickle.id, scenario);
    return { kind: 'scenario-finished', scenario };
  }

  #hookFinished(finished: TestRunHookFinished): RunEvent | undefined {
    if (finished.result.status !== TestStepResultStatus.FAILED) {
      return undefined;
    }
    const hook = this.#query.findHookBy(finished);
    const source = hook?.sourceReference;
    return this.#suiteError({
      kind: 'hook-failed',
      where: source === undefined ? 'a hook of the run' : `${source.uri}:${source.location?.line}`,
      message: `${hook?.name ?? 'hook'}: ${failureMessage(finished.result, this.#options.projectRoot)}`,
    });
  }

  #unfinished(pickle: Pickle): RunScenario {
    const reason = this.#begun.has(pickle.id)
      ? 'the run ended before it did'
      : 'the run ended before it began';
    return unfinishedScenario(this.#query, pickle, this.#options, reason);
  }

  #suiteError(error: SuiteError): RunEvent {
    this.#suiteErrors.push(error);
    return { kind: 'suite-error', error };
  }
}

function byPlace({ result: a }: RunScenario, { result: b }: RunScenario): number {
  return a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.line - b.line;
}

/** A run cut short leaves hundreds of scenarios unfinished: they are one error, not hundreds. */
function summarized(scenarios: readonly RunScenario[]): readonly SuiteError[] {
  const all = scenarios.flatMap((scenario) => scenario.suiteErrors);
  const unfinished = all.filter((error) => error.kind === 'not-finished');
  const others = all.filter((error) => error.kind !== 'not-finished');
  const [first] = unfinished;
  if (first === undefined) {
    return others;
  }
  const message = `${unfinished.length} of ${scenarios.length} scenarios did not come to their end, the first of them here`;
  return [...others, { kind: 'not-finished', where: first.where, message }];
}
