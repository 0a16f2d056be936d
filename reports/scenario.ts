import { type Pickle, type TestCaseStarted, TestStepResultStatus, TimeConversion } from '@cucumber/messages';
import type { Query } from '@cucumber/query';
import { evidenceOf, notApplicableReason } from './evidence.ts';
import type { Evidence, ScenarioResult, StepResult } from './report.ts';
import { scenarioName } from './scenario-name.ts';
import { type ReadStep, readStep } from './step.ts';
import type { SuiteError } from './suite-error.ts';

/** A scenario of a run: its result, and what ties it to the documents. */
export interface RunScenario {
  readonly pickleId: string;
  /** The feature's name. */
  readonly feature: string;
  /** Its tags that have the form of a statement's id, without `@`. */
  readonly statementIds: readonly string[];
  readonly result: ScenarioResult;
  /** Whether one of its steps (not only its hooks) was carried out to an end. */
  readonly ran: boolean;
  /** What of the suite kept it from being judged. Where there is any and it did not fail, it says nothing. */
  readonly suiteErrors: readonly SuiteError[];
}

export interface ScenarioOptions {
  /** Absolute path that places in the code are shown relative to. */
  readonly projectRoot: string;
  /** From cucumber's `uri` to the one that the report shows. */
  readonly uriOf: (uri: string) => string;
  /** Whether a scenario that passes on a later attempt counts as passed. */
  readonly acceptRetries: boolean;
}

/**
 * The result of a scenario whose last attempt has ended.
 *
 * @param attempts all attempts, in their order
 */
export function finishedScenario(
  query: Query,
  pickle: Pickle,
  attempts: readonly TestCaseStarted[],
  options: ScenarioOptions,
): RunScenario {
  const tried = attempts.map((attempt) => readAttempt(query, attempt, options));
  const last = tried.at(-1);
  if (last === undefined) {
    return unfinishedScenario(query, pickle, options, 'the run ended before it began');
  }
  const failure = tried.findLast((attempt) => attempt.status === 'failed');
  const flaky = failure !== undefined && last.status === 'passed';
  const shown = flaky && !options.acceptRetries ? failure : last;
  const earlier = tried.filter((attempt) => attempt !== shown && attempt.status === 'failed');
  const place = placeOf(query, pickle, options);
  return {
    ...identityOf(query, pickle),
    ran: last.steps.some((step) => !step.isHook && (step.status === 'passed' || step.status === 'failed')),
    suiteErrors: last.steps.flatMap((step) => suiteErrorOf(step, place)),
    result: {
      ...describe(query, pickle, options),
      status: shown.status,
      reason: shown.reason,
      attempts: tried.length,
      flaky,
      durationMs: shown.durationMs,
      steps: shown.steps.map(({ isHook: _, brokeDown: __, ...step }) => step),
      evidence: [
        ...(shown.status === 'passed' ? [] : shown.evidence),
        ...earlier.map((attempt) => attemptEvidence(attempt, tried.indexOf(attempt) + 1)),
      ],
    },
  };
}

/** A scenario that was selected and never came to its end: it is shown as skipped and judges nothing. */
export function unfinishedScenario(
  query: Query,
  pickle: Pickle,
  options: ScenarioOptions,
  reason: string,
): RunScenario {
  return {
    ...identityOf(query, pickle),
    ran: false,
    suiteErrors: [{ kind: 'not-finished', where: placeOf(query, pickle, options), message: reason }],
    result: {
      ...describe(query, pickle, options),
      status: 'skipped',
      reason,
      attempts: 0,
      flaky: false,
      durationMs: 0,
      steps: [],
      evidence: [],
    },
  };
}

/** Tags that have the form of a statement's id: three parts, joined by dots. */
export function statementIdsOf(pickle: Pickle): readonly string[] {
  return pickle.tags.map((tag) => tag.name.slice(1)).filter((name) => statementId.test(name));
}

const statementId = /^[a-z0-9-]+(?:\.[a-z0-9-]+){2}$/;

interface Attempt {
  readonly status: ScenarioResult['status'];
  readonly reason: string;
  readonly durationMs: number;
  readonly steps: readonly ReadStep[];
  readonly evidence: readonly Evidence[];
}

function readAttempt(query: Query, started: TestCaseStarted, options: ScenarioOptions): Attempt {
  const finished = query.findTestStepFinishedAndTestStepBy(started);
  const attachments = finished.flatMap(([step]) => query.findAttachmentsBy(step));
  const steps = finished.flatMap(([result, step]) => readStep(query, result, step, options.projectRoot));
  const skipped = finished.some(([result]) => result.testStepResult.status === TestStepResultStatus.SKIPPED);
  const duration = query.findTestCaseDurationBy(started);
  return {
    ...statusAndReason(skipped, steps, notApplicableReason(attachments)),
    durationMs: duration === undefined ? 0 : Math.round(TimeConversion.durationToMilliseconds(duration)),
    steps,
    evidence: evidenceOf(attachments),
  };
}

function statusAndReason(
  skipped: boolean,
  steps: readonly ReadStep[],
  notApplicable: string,
): Pick<Attempt, 'status' | 'reason'> {
  if (steps.some((step) => step.status === 'failed' && !step.brokeDown)) {
    return { status: 'failed', reason: '' };
  }
  const unjudged = steps.find((step) => step.brokeDown || isUnjudged(step));
  if (unjudged !== undefined) {
    const what = unjudged.isHook ? 'hook' : 'step';
    return { status: 'skipped', reason: `${unjudged.status} ${what}: ${unjudged.text}` };
  }
  return skipped ? { status: 'skipped', reason: notApplicable } : { status: 'passed', reason: '' };
}

function isUnjudged(step: StepResult): boolean {
  return step.status === 'undefined' || step.status === 'ambiguous' || step.status === 'pending';
}

function suiteErrorOf(step: ReadStep, where: string): readonly SuiteError[] {
  const message = `${step.keyword} ${step.text}\n  ${step.message}`;
  switch (step.status) {
    case 'undefined':
    case 'ambiguous':
    case 'pending':
      return [{ kind: `${step.status}-step`, where, message }];
    default:
      return step.brokeDown ? [{ kind: step.isHook ? 'hook-failed' : 'broken-step', where, message }] : [];
  }
}

function attemptEvidence(attempt: Attempt, number: number): Evidence {
  const failed = attempt.steps.find((step) => step.status === 'failed');
  const text = failed === undefined ? '' : `${failed.keyword} ${failed.text}\n${failed.message}`;
  return { title: `Attempt ${number} failed`, text };
}

function identityOf(
  query: Query,
  pickle: Pickle,
): Pick<RunScenario, 'pickleId' | 'feature' | 'statementIds'> {
  return {
    pickleId: pickle.id,
    feature: query.findLineageBy(pickle)?.feature?.name ?? '',
    statementIds: statementIdsOf(pickle),
  };
}

function describe(
  query: Query,
  pickle: Pickle,
  options: ScenarioOptions,
): Pick<ScenarioResult, 'name' | 'rule' | 'uri' | 'line'> {
  const lineage = query.findLineageBy(pickle);
  return {
    name: scenarioName(pickle, lineage),
    rule: lineage?.rule?.name ?? '',
    uri: options.uriOf(pickle.uri),
    line: query.findLocationOf(pickle)?.line ?? 0,
  };
}

function placeOf(query: Query, pickle: Pickle, options: ScenarioOptions): string {
  return `${options.uriOf(pickle.uri)}:${query.findLocationOf(pickle)?.line ?? 0}`;
}
