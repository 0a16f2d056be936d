import { parse } from 'yaml';
import { capabilities, type KubernetesRange, levels } from './catalogue/catalogue.ts';
import { count, DecodeError, flag, isRecord, listOf, oneOf, optional, shape, text } from './decode.ts';
import type {
  ConformanceReport,
  DocumentResult,
  Evidence,
  ScenarioResult,
  SectionResult,
  StatementResult,
  StepResult,
  VerdictCounts,
} from './report.ts';
import { type SuiteError, suiteErrorKinds } from './suite-error.ts';
import { countVerdicts, statementsOf } from './verdicts.ts';

/** A report as it was written down, with what kept its verdicts from being the whole truth. */
export interface StoredReport {
  readonly report: ConformanceReport;
  readonly suiteErrors: readonly SuiteError[];
}

/** A file that can't be taken for a report, or for the messages of a run: which, why, and what to do. */
export class UnreadableReport extends Error {
  override readonly name = 'UnreadableReport';
}

/**
 * Reads a `report.yaml`, which may have been written by an earlier version of the suite, or by someone else.
 *
 * @param name how the user knows the file, for messages
 * @throws UnreadableReport where it is no report, or one of another version of the format
 */
export function readReport(source: string, name: string): StoredReport {
  const value = parseYaml(source, name);
  if (!isRecord(value) || value.kind !== 'ConformanceReport') {
    throw new UnreadableReport(
      `${name} is no conformance report: its kind must be ConformanceReport. Give a report.yaml that "ingress-conformance run" has written.`,
    );
  }
  if (value.apiVersion !== apiVersion) {
    throw new UnreadableReport(
      `${name} is a report of the version ${JSON.stringify(value.apiVersion ?? '')}, and this suite reads ${apiVersion}. Use the release of the suite that wrote it, or run it again.`,
    );
  }
  try {
    return { report: report(value, ''), suiteErrors: suiteErrorsOf(value.suiteErrors, 'suiteErrors') };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new UnreadableReport(`${name} is damaged: ${error.message}.`, { cause: error });
  }
}

const apiVersion = 'ingress-conformance.dev/v1';

/** Without aliases, which no report has, and with which a small file could become a huge value. */
function parseYaml(source: string, name: string): unknown {
  try {
    return parse(source, { maxAliasCount: 0, logLevel: 'error' });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UnreadableReport(`${name} is not YAML: ${reason.replace(/[:.]$/, '')}.`, { cause: error });
  }
}

export const implementationShape = shape<ConformanceReport['implementation']>({
  name: text,
  version: text,
  kind: text,
  // A later version may know more of them than this one, which has nothing to say about those.
  capabilities: (value, place) =>
    listOf(text)(value, place).flatMap((name) => knownCapabilities.filter((known) => known === name)),
});

export const suiteShape = shape<ConformanceReport['suite']>({ version: text });

export const clusterShape = shape<ConformanceReport['cluster']>({ kind: text, kubernetesVersion: text });

const knownCapabilities = Object.keys(capabilities) as (keyof typeof capabilities)[];

const suiteErrorsOf = optional(
  listOf(shape<SuiteError>({ kind: oneOf(suiteErrorKinds), where: text, message: text })),
  [],
);

const verdictCounts = shape<VerdictCounts>({
  holds: count,
  fails: count,
  'not-applicable': count,
  'not-covered': count,
});

const step = shape<StepResult>({
  keyword: text,
  text,
  status: oneOf(['passed', 'failed', 'skipped', 'undefined', 'ambiguous', 'pending']),
  durationMs: count,
  argument: text,
  message: text,
});

const scenario = shape<ScenarioResult>({
  name: text,
  rule: text,
  uri: text,
  line: count,
  status: oneOf(['passed', 'failed', 'skipped']),
  reason: text,
  attempts: count,
  flaky: flag,
  durationMs: count,
  steps: listOf(step),
  evidence: listOf(shape<Evidence>({ title: text, text })),
});

const statement = shape<StatementResult>({
  id: text,
  text,
  level: oneOf(levels),
  kubernetes: shape<KubernetesRange>({ from: optional(text, undefined), to: optional(text, undefined) }),
  contradicts: listOf(text),
  note: text,
  verdict: oneOf(['holds', 'fails', 'not-applicable', 'not-covered']),
  reason: text,
  scenarios: listOf(scenario),
});

const section = shape<SectionResult>({ id: text, title: text, link: text, statements: listOf(statement) });

const writtenDocument = shape<DocumentResult>({
  id: text,
  title: text,
  url: text,
  counts: shape<DocumentResult['counts']>({
    documented: verdictCounts,
    inferred: verdictCounts,
    observed: verdictCounts,
  }),
  sections: listOf(section),
});

/** Counted again, so that figures and verdicts can't differ. */
function document(value: unknown, place: string): DocumentResult {
  const read = writtenDocument(value, place);
  return { ...read, counts: countVerdicts(statementsOf(read)) };
}

const report = shape<ConformanceReport>({
  apiVersion: oneOf([apiVersion]),
  kind: oneOf(['ConformanceReport']),
  date: text,
  durationMs: count,
  suite: suiteShape,
  implementation: implementationShape,
  cluster: clusterShape,
  selection: text,
  scenarios: shape<ConformanceReport['scenarios']>({ passed: count, failed: count, skipped: count }),
  documents: listOf(document),
});
