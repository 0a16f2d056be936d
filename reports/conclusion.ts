import type { RunDescription } from './attachments.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { emptyRunErrors } from './exit-code.ts';
import type { ConformanceReport } from './report.ts';
import type { RunResult } from './run-model.ts';
import type { RunScenario } from './scenario.ts';
import type { SuiteError } from './suite-error.ts';
import { assembleReport, scenariosWithoutStatement } from './verdicts.ts';

/** All that files are made from. */
export interface Conclusion {
  readonly report: ConformanceReport;
  readonly scenarios: readonly RunScenario[];
  readonly suiteErrors: readonly SuiteError[];
}

/**
 * What a run comes to, as far as it went.
 *
 * @param ownErrors those that its messages do not tell of
 * @param fallback when it began (milliseconds since the epoch) and how long it took, where the messages do not say
 */
export function conclude(
  catalogue: Catalogue,
  description: RunDescription,
  result: RunResult,
  ownErrors: readonly SuiteError[],
  fallback: { readonly startedAt: number; readonly durationMs: number },
): Conclusion {
  const { scenarios } = result;
  const run = { ...description, selection: selectionOf(description) };
  const report = assembleReport({
    catalogue,
    scenarios,
    run,
    date: new Date(result.startedAt ?? fallback.startedAt).toISOString(),
    durationMs: result.durationMs ?? fallback.durationMs,
    notSelected: result.notSelected,
  });
  const known = [...ownErrors, ...result.suiteErrors, ...scenariosWithoutStatement(catalogue, scenarios)];
  return { report, scenarios, suiteErrors: [...known, ...emptyRunErrors(scenarios, known)] };
}

function selectionOf({ selection, shard }: RunDescription): string {
  if (shard === undefined) return selection;
  return [selection, `--shard ${shard.index}/${shard.total}`].filter((part) => part !== '').join(' ');
}

/** The scenarios of a report whose messages are not at hand, each once, for the files that are made of scenarios. */
export function scenariosOf(report: ConformanceReport): readonly RunScenario[] {
  const found = new Map<string, RunScenario>();
  for (const section of report.documents.flatMap(({ sections }) => sections)) {
    for (const statement of section.statements) {
      for (const result of statement.scenarios) {
        const key = `${result.uri}:${result.line}`;
        const known = found.get(key);
        found.set(key, {
          pickleId: key,
          // A feature is a section of the document, and has its name.
          feature: section.title,
          statementIds: [...(known?.statementIds ?? []), statement.id],
          result,
          ran: result.status !== 'skipped',
          suiteErrors: [],
        });
      }
    }
  }
  return [...found.values()];
}
