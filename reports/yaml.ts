import { stringify } from 'yaml';
import type { Level } from './catalogue/catalogue.ts';
import { differencesOf, type Said } from './differences.ts';
import type {
  ConformanceReport,
  DocumentResult,
  ScenarioResult,
  StatementResult,
  VerdictCounts,
} from './report.ts';
import type { SuiteError } from './suite-error.ts';

/**
 * `report.yaml`: the report in a form to publish, to compare and to keep in git. Keys come in a fixed order, and
 * nothing but what happened differs from run to run. Steps and evidence are given of failed scenarios only;
 * `messages.ndjson` has those of all.
 */
export function formatYaml(report: ConformanceReport, suiteErrors: readonly SuiteError[] = []): string {
  const errors = suiteErrors.map(({ kind, where, message }) => ({ kind, where, message }));
  // Only where there are any: a run as it should be has nothing to say here.
  const stored = {
    ...ordered(report),
    differences: differencesOf(report).map((pair) => ({ statements: pair.map(verdictOf) })),
    ...(errors.length === 0 ? {} : { suiteErrors: errors }),
  };
  return stringify(stored, { lineWidth: 0, aliasDuplicateObjects: false });
}

function verdictOf({ statement: { id, verdict } }: Said): Pick<StatementResult, 'id' | 'verdict'> {
  return { id, verdict };
}

/** The order of the keys is the order of the literal, whatever the order in which the value was made. */
function ordered(report: ConformanceReport): ConformanceReport {
  const { implementation, cluster, scenarios } = report;
  return {
    apiVersion: report.apiVersion,
    kind: report.kind,
    date: report.date,
    durationMs: report.durationMs,
    suite: { version: report.suite.version },
    implementation: {
      name: implementation.name,
      version: implementation.version,
      kind: implementation.kind,
      capabilities: [...implementation.capabilities].sort(),
    },
    cluster: { kind: cluster.kind, kubernetesVersion: cluster.kubernetesVersion },
    selection: report.selection,
    scenarios: { passed: scenarios.passed, failed: scenarios.failed, skipped: scenarios.skipped },
    documents: report.documents.map(orderedDocument),
  };
}

function orderedDocument(document: DocumentResult): DocumentResult {
  return {
    id: document.id,
    title: document.title,
    url: document.url,
    counts: {
      documented: orderedCounts(document, 'documented'),
      inferred: orderedCounts(document, 'inferred'),
      observed: orderedCounts(document, 'observed'),
    },
    sections: document.sections.map((section) => ({
      id: section.id,
      title: section.title,
      link: section.link,
      statements: section.statements.map(orderedStatement),
    })),
  };
}

function orderedCounts({ counts }: DocumentResult, level: Level): VerdictCounts {
  const { holds, fails } = counts[level];
  return {
    holds,
    fails,
    'not-applicable': counts[level]['not-applicable'],
    'not-covered': counts[level]['not-covered'],
  };
}

function orderedStatement(statement: StatementResult): StatementResult {
  return {
    id: statement.id,
    text: statement.text,
    level: statement.level,
    kubernetes: { from: statement.kubernetes.from, to: statement.kubernetes.to },
    contradicts: statement.contradicts,
    note: statement.note,
    verdict: statement.verdict,
    reason: statement.reason,
    scenarios: statement.scenarios.map(orderedScenario),
  };
}

function orderedScenario(scenario: ScenarioResult): ScenarioResult {
  const failed = scenario.status === 'failed';
  return {
    name: scenario.name,
    rule: scenario.rule,
    uri: scenario.uri,
    line: scenario.line,
    status: scenario.status,
    reason: scenario.reason,
    attempts: scenario.attempts,
    flaky: scenario.flaky,
    durationMs: scenario.durationMs,
    steps: (failed ? scenario.steps : []).map((step) => ({
      keyword: step.keyword,
      text: step.text,
      status: step.status,
      durationMs: step.durationMs,
      argument: step.argument,
      message: step.message,
    })),
    evidence: (failed ? scenario.evidence : []).map(({ title, text }) => ({ title, text })),
  };
}
