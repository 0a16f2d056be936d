/** What other folders may use of `reports/`. */
export {
  evidenceMediaType,
  notApplicableMediaType,
  type RunDescription,
  runDescriptionMediaType,
  type Shard,
} from './attachments.ts';
export { conclude, scenariosOf } from './conclusion.ts';
export { type ExitCode, type ExitCodeOptions, exitCodeOf } from './exit-code.ts';
export { prepareFolder } from './files.ts';
export { mergeShards, type RecordedRun, readMessages } from './messages.ts';
export {
  defaultFormats,
  messagesFile,
  type OutputFormat,
  outputFiles,
  type RunFormat,
} from './output-files.ts';
export { type PublishOptions, publish } from './publish.ts';
export type * from './report.ts';
export { createReporter, type Outcome, type Reporter, type ReporterOptions } from './reporter.ts';
export { readReport, type StoredReport, UnreadableReport } from './stored-report.ts';
export { formatSuiteError, type SuiteError } from './suite-error.ts';
