/**
 * `import { run } from 'ingress-conformance'`: the suite for programs, and the interface that an implementation in a
 * file of its own is written against. See `docs/library.md`.
 */
export type { Capability, Level } from '../reports/catalogue/catalogue.ts';
export type {
  ConformanceReport,
  DocumentResult,
  ExitCode,
  RunFormat,
  ScenarioResult,
  SectionResult,
  Shard,
  StatementResult,
  SuiteError,
  Verdict,
} from '../reports/index.ts';
export type { CustomImplementation } from './implementation/custom.ts';
export {
  type DynamicConfiguration,
  type Implementation,
  type IngressClassNames,
  type Running,
  StartRefused,
  type Surroundings,
} from './implementation/implementation.ts';
export type {
  ConfigurationFile,
  OptionTree,
  OptionValue,
  StaticConfiguration,
} from './implementation/static-configuration.ts';
export { completeConfiguration } from './implementation/static-configuration.ts';
export { RunCrashed } from './library/errors.ts';
export type { RunRequest, RunResult } from './library/request.ts';
export { run } from './library/run.ts';
export type { ClusterRequest, ImplementationRequest } from './library/target.ts';
export { Mistake } from './mistake.ts';
