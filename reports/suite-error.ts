/** Kinds of `SuiteError`. */
export const suiteErrorKinds = [
  'parse-error',
  'undefined-step',
  'ambiguous-step',
  'pending-step',
  'broken-step',
  'hook-failed',
  'crash',
  'not-finished',
  'nothing-selected',
  'nothing-ran',
  'no-statement',
  'unknown-statement',
  'shard-missing',
] as const;

/** Something wrong with the suite or its run, as opposed to the implementation: it gives no verdict. */
export interface SuiteError {
  readonly kind: (typeof suiteErrorKinds)[number];
  /** `file:line` where there is one, otherwise the part of the run that failed. */
  readonly where: string;
  /** What is wrong and what to do about it. */
  readonly message: string;
}

/** One line or more for a person to read: `features/a.feature:12: no step …`. */
export function formatSuiteError(error: SuiteError): string {
  return error.where === '' ? error.message : `${error.where}: ${error.message}`;
}
