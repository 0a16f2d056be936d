import type { RunDescription } from './attachments.ts';
import type { Catalogue, Document, Level, Section, Statement } from './catalogue/catalogue.ts';
import { indexStatements } from './catalogue/statements.ts';
import type {
  ConformanceReport,
  DocumentResult,
  ScenarioCounts,
  SectionResult,
  StatementResult,
  Verdict,
  VerdictCounts,
} from './report.ts';
import type { RunScenario } from './scenario.ts';
import type { SuiteError } from './suite-error.ts';

export interface ReportInput {
  readonly catalogue: Catalogue;
  readonly scenarios: readonly RunScenario[];
  readonly run: RunDescription;
  /** RFC 3339. */
  readonly date: string;
  readonly durationMs: number;
  /** Ids of statements that have a scenario which was left out of this run. */
  readonly notSelected?: ReadonlySet<string>;
}

/** Maps what was run back onto the documents. Every statement of the catalogue is in the report, once. */
export function assembleReport(input: ReportInput): ConformanceReport {
  const byStatement = groupByStatement(input.scenarios);
  return {
    apiVersion: 'ingress-conformance.dev/v1',
    kind: 'ConformanceReport',
    date: input.date,
    durationMs: input.durationMs,
    suite: input.run.suite,
    implementation: input.run.implementation,
    cluster: input.run.cluster,
    selection: input.run.selection,
    scenarios: countScenarios(input.scenarios),
    documents: input.catalogue.documents.map((document) => documentResult(document, byStatement, input)),
  };
}

/** A scenario that belongs to no statement of the catalogue would pass or fail without anyone learning of it. */
export function scenariosWithoutStatement(
  catalogue: Catalogue,
  scenarios: readonly RunScenario[],
): readonly SuiteError[] {
  const known = indexStatements(catalogue);
  return scenarios.flatMap(({ statementIds, result }): readonly SuiteError[] => {
    const where = `${result.uri}:${result.line}`;
    if (statementIds.length === 0) {
      const message = `"${result.name}" names no statement: give it the tag of the one it checks`;
      return [{ kind: 'no-statement', where, message }];
    }
    return statementIds
      .filter((id) => !known.has(id))
      .map((id) => ({
        kind: 'unknown-statement',
        where,
        message: `the tag @${id} names no statement: correct it, or state it in features/${id.split('.')[0]}/document.yaml`,
      }));
  });
}

/** How many scenarios passed, failed and were skipped; each counts once, however many statements it checks. */
export function countScenarios(scenarios: readonly RunScenario[]): ScenarioCounts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { result } of scenarios) {
    counts[result.status] += 1;
  }
  return counts;
}

/** The statements of a document, section by section. */
export function statementsOf(document: DocumentResult): readonly StatementResult[] {
  return document.sections.flatMap((section) => section.statements);
}

type ByStatement = ReadonlyMap<string, readonly RunScenario[]>;

function groupByStatement(scenarios: readonly RunScenario[]): ByStatement {
  const groups = new Map<string, RunScenario[]>();
  for (const scenario of scenarios) {
    for (const id of new Set(scenario.statementIds)) {
      const group = groups.get(id);
      if (group === undefined) {
        groups.set(id, [scenario]);
      } else {
        group.push(scenario);
      }
    }
  }
  return groups;
}

function documentResult(document: Document, byStatement: ByStatement, input: ReportInput): DocumentResult {
  const sections = document.sections.map((section) => sectionResult(section, byStatement, input));
  return {
    id: document.id,
    title: document.title,
    url: document.url,
    counts: countVerdicts(sections.flatMap((section) => section.statements)),
    sections,
  };
}

function sectionResult(section: Section, byStatement: ByStatement, input: ReportInput): SectionResult {
  return {
    id: section.id,
    title: section.title,
    link: section.link,
    statements: section.statements.map((statement) =>
      statementResult(statement, byStatement.get(statement.id) ?? [], input),
    ),
  };
}

function statementResult(
  statement: Statement,
  scenarios: readonly RunScenario[],
  input: ReportInput,
): StatementResult {
  return {
    id: statement.id,
    text: statement.text,
    level: statement.level,
    kubernetes: statement.kubernetes,
    contradicts: statement.contradicts,
    note: statement.note,
    ...judge(statement, scenarios, input),
    scenarios: scenarios.map(({ result }) => result),
  };
}

/** The rules stand with `Verdict` in `report.ts`. */
function judge(
  statement: Statement,
  scenarios: readonly RunScenario[],
  input: ReportInput,
): Pick<StatementResult, 'verdict' | 'reason'> {
  if (scenarios.some(({ result }) => result.status === 'failed')) {
    return { verdict: 'fails', reason: '' };
  }
  if (scenarios.some(({ result }) => result.status === 'passed')) {
    return { verdict: 'holds', reason: '' };
  }
  const notRun = scenarios.filter(
    ({ result, suiteErrors }) => suiteErrors.length > 0 || result.reason === '',
  );
  if (notRun.length > 0) {
    return { verdict: 'not-covered', reason: `No scenario of it was carried out: ${reasonsOf(notRun)}.` };
  }
  return scenarios.length > 0
    ? { verdict: 'not-applicable', reason: reasonsOf(scenarios) }
    : { verdict: 'not-covered', reason: whyWithoutScenario(statement, input) };
}

function reasonsOf(scenarios: readonly RunScenario[]): string {
  const reasons = scenarios.map(({ result }) => result.reason || 'skipped, and no reason was given');
  return [...new Set(reasons)].join('; ');
}

function whyWithoutScenario(statement: Statement, input: ReportInput): string {
  const selection = input.run.selection === '' ? '' : ` (${input.run.selection})`;
  if (input.notSelected?.has(statement.id)) {
    return `Its scenarios were no part of this run${selection}.`;
  }
  // With a selection of files, the others are not read: whether one of them has a scenario is then unknown.
  return selection === '' ? 'No scenario checks it yet.' : `No selected scenario checks it${selection}.`;
}

/** Statements by level and verdict. */
export function countVerdicts(
  statements: readonly StatementResult[],
): Readonly<Record<Level, VerdictCounts>> {
  const counts = { documented: none(), inferred: none(), observed: none() };
  for (const { level, verdict } of statements) {
    counts[level][verdict] += 1;
  }
  return counts;
}

function none(): Record<Verdict, number> {
  return { holds: 0, fails: 0, 'not-applicable': 0, 'not-covered': 0 };
}
