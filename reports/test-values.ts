/** Values for the tests of this folder: whole ones, of which a test changes what matters to it. */
import type { RunDescription } from './attachments.ts';
import type { Catalogue, Statement } from './catalogue/catalogue.ts';
import type { ConformanceReport, ScenarioResult, StepResult } from './report.ts';
import type { RunScenario } from './scenario.ts';
import { assembleReport, type ReportInput } from './verdicts.ts';

export const run: RunDescription = {
  suite: { version: '0.1.0' },
  implementation: { name: 'example', version: 'v1.2.3', kind: 'command', capabilities: ['options', 'log'] },
  cluster: { kind: 'embedded', kubernetesVersion: '1.34' },
  selection: '',
};

export function statement(id: string, changes: Partial<Statement> = {}): Statement {
  return {
    id,
    text: `The text of ${id}.`,
    level: 'documented',
    kubernetes: { from: undefined, to: undefined },
    requires: [],
    contradicts: [],
    note: '',
    ...changes,
  };
}

/** A catalogue of the statements, with the documents and sections that their ids name. */
export function catalogueOf(...statements: readonly Statement[]): Catalogue {
  const documents = Map.groupBy(statements, ({ id }) => partOf(id, 0));
  return {
    documents: [...documents].map(([id, ofDocument]) => ({
      id,
      title: `Document ${id}`,
      url: `https://example.com/${id}`,
      sections: [...Map.groupBy(ofDocument, (it) => partOf(it.id, 1))].map(([section, ofSection]) => ({
        id: section,
        title: `Section ${section}`,
        link: `https://example.com/${id}#${section}`,
        statements: ofSection,
      })),
    })),
  };
}

export function step(changes: Partial<StepResult> = {}): StepResult {
  return {
    keyword: 'Given',
    text: 'a cluster',
    status: 'passed',
    durationMs: 3,
    argument: '',
    message: '',
    ...changes,
  };
}

export function scenarioResult(changes: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    name: 'A scenario',
    rule: '',
    uri: 'features/doc/section.feature',
    line: 7,
    status: 'passed',
    reason: '',
    attempts: 1,
    flaky: false,
    durationMs: 12,
    steps: [step()],
    evidence: [],
    ...changes,
  };
}

export function scenario(
  statementIds: readonly string[],
  changes: Partial<ScenarioResult> = {},
): RunScenario {
  const result = scenarioResult(changes);
  return {
    pickleId: `${statementIds.join()}-${result.name}`,
    feature: 'A feature',
    statementIds,
    result,
    ran: result.status !== 'skipped',
    suiteErrors: [],
  };
}

export function reportOf(input: Partial<ReportInput> & Pick<ReportInput, 'catalogue'>): ConformanceReport {
  return assembleReport({
    scenarios: [],
    run,
    date: '2026-11-24T21:12:17.135Z',
    durationMs: 14_280,
    ...input,
  });
}

function partOf(id: string, index: number): string {
  const part = id.split('.')[index];
  if (part === undefined) {
    throw new Error(`${id} has no part ${index}`);
  }
  return part;
}
