import type { Level } from './catalogue/catalogue.ts';
import type { ConformanceReport } from './report.ts';
import type { RunScenario } from './scenario.ts';
import type { SuiteError } from './suite-error.ts';

/** 0: every documented statement that was checked holds. 1: one does not. 2: the suite itself could not run. */
export type ExitCode = 0 | 1 | 2;

export interface ExitCodeOptions {
  /** Also 1 where an inferred or observed statement fails; for an implementation that promises to keep those. */
  readonly strictLevels?: boolean;
}

/**
 * The exit code of a run. Errors of the suite come first: with one of them the verdicts are not the whole truth.
 * What is not applicable or not covered changes nothing.
 */
export function exitCodeOf(
  report: ConformanceReport,
  suiteErrors: readonly SuiteError[],
  options: ExitCodeOptions = {},
): ExitCode {
  if (suiteErrors.length > 0) {
    return 2;
  }
  const levels: readonly Level[] = options.strictLevels
    ? ['documented', 'inferred', 'observed']
    : ['documented'];
  return report.documents.some(({ counts }) => levels.some((level) => counts[level].fails > 0)) ? 1 : 0;
}

/** Errors of a run in which nothing was checked: silence must not be taken for conformance. */
export function emptyRunErrors(
  scenarios: readonly RunScenario[],
  suiteErrors: readonly SuiteError[],
): readonly SuiteError[] {
  if (scenarios.length === 0) {
    const message = 'no scenario was selected: check the document, tags and names asked for';
    return suiteErrors.length > 0 ? [] : [{ kind: 'nothing-selected', where: '', message }];
  }
  if (scenarios.some(({ ran, result }) => ran && result.status !== 'skipped')) {
    return [];
  }
  const failed = scenarios.find(({ result }) => result.status === 'failed');
  const cause = failed?.result.steps.find((step) => step.status === 'failed');
  const skipped = scenarios.find(({ result }) => result.reason !== '');
  const why =
    cause !== undefined
      ? `\n  ${cause.keyword}: ${cause.message}`
      : (skipped?.result.reason ?? 'all were skipped');
  const message = `none of ${scenarios.length} scenarios was carried out: ${why}`;
  return [{ kind: 'nothing-ran', where: '', message }];
}
