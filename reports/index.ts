/** What other folders may use of `reports/`. */
export {
  evidenceMediaType,
  notApplicableMediaType,
  type RunDescription,
  runDescriptionMediaType,
} from './attachments.ts';
export { type ExitCode, type ExitCodeOptions, exitCodeOf } from './exit-code.ts';
export type * from './report.ts';
export { createReporter, type Outcome, type Reporter, type ReporterOptions } from './reporter.ts';
export { formatSuiteError, type SuiteError } from './suite-error.ts';
