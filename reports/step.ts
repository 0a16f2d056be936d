import {
  type PickleStep,
  type TestStep,
  type TestStepFinished,
  type TestStepResult,
  TestStepResultStatus,
  TimeConversion,
} from '@cucumber/messages';
import type { Query } from '@cucumber/query';
import { failureMessage } from './failure-message.ts';
import type { StepResult } from './report.ts';

/** A step as a report shows it, with what only its reader needs to know. */
export type ReadStep = StepResult & {
  readonly isHook: boolean;
  /** Whether it failed for a reason that lies in the suite and says nothing about the implementation. */
  readonly brokeDown: boolean;
};

/**
 * Names of errors by which a step says so: the cluster did not take what the scenario put into it, or the file that
 * an implementation comes from does not keep to its interface.
 */
const errorsOfSuite = new Set(['ClusterError', 'BrokenImplementation']);

/**
 * The result of a step, or of a hook that went wrong. A hook that did not is left out: a reader has no use for it.
 *
 * @param projectRoot absolute path that places in the code are shown relative to
 */
export function readStep(
  query: Query,
  { testStepResult }: TestStepFinished,
  testStep: TestStep,
  projectRoot: string,
): readonly ReadStep[] {
  const status = statusOf(testStepResult.status);
  const measured = {
    status,
    durationMs: Math.round(TimeConversion.durationToMilliseconds(testStepResult.duration)),
  };
  const pickleStep = query.findPickleStepBy(testStep);
  if (pickleStep !== undefined) {
    return [
      {
        isHook: false,
        brokeDown: status === 'failed' && errorsOfSuite.has(testStepResult.exception?.type ?? ''),
        keyword: query.findStepBy(pickleStep)?.keyword.trim() ?? '',
        text: pickleStep.text,
        ...measured,
        argument: argumentOf(pickleStep),
        message: stepMessage(query, testStep, testStepResult, projectRoot),
      },
    ];
  }
  if (status === 'passed' || status === 'skipped') {
    return [];
  }
  const hook = query.findHookBy(testStep);
  return [
    {
      isHook: true,
      brokeDown: true,
      keyword: hook?.name ?? 'Hook',
      text: hook === undefined ? '' : `${hook.sourceReference.uri}:${hook.sourceReference.location?.line}`,
      ...measured,
      argument: '',
      message: failureMessage(testStepResult, projectRoot),
    },
  ];
}

function statusOf(status: TestStepResultStatus): StepResult['status'] {
  switch (status) {
    case TestStepResultStatus.PASSED:
      return 'passed';
    case TestStepResultStatus.FAILED:
      return 'failed';
    case TestStepResultStatus.UNDEFINED:
      return 'undefined';
    case TestStepResultStatus.AMBIGUOUS:
      return 'ambiguous';
    case TestStepResultStatus.PENDING:
      return 'pending';
    case TestStepResultStatus.SKIPPED:
    case TestStepResultStatus.UNKNOWN:
      return 'skipped';
  }
}

function stepMessage(query: Query, testStep: TestStep, result: TestStepResult, projectRoot: string): string {
  switch (result.status) {
    case TestStepResultStatus.FAILED:
      return failureMessage(result, projectRoot);
    case TestStepResultStatus.PENDING:
      return 'The step is not implemented yet.';
    case TestStepResultStatus.UNDEFINED:
      return 'No step definition matches this text.';
    case TestStepResultStatus.AMBIGUOUS:
      return `Several step definitions match this text: ${patternsOf(query, testStep)}`;
    default:
      return '';
  }
}

function argumentOf({ argument }: PickleStep): string {
  if (argument?.docString !== undefined) {
    return argument.docString.content;
  }
  const rows = argument?.dataTable?.rows.map((row) => row.cells.map((cell) => cell.value)) ?? [];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}

function patternsOf(query: Query, testStep: TestStep): string {
  return query
    .findStepDefinitionsBy(testStep)
    .map(
      ({ pattern, sourceReference }) =>
        `"${pattern.source}" (${sourceReference.uri}:${sourceReference.location?.line})`,
    )
    .join(', ');
}
