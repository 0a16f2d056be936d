/** `summary.md`, which is also what GitHub shows of a job: the figures, and what a reader must act on. */
import type { Change } from './comparison/changes.ts';
import { formatChangesMarkdown } from './comparison/markdown.ts';
import { formatDuration } from './duration.ts';
import { flakyScenarios } from './flaky.ts';
import { code, plain, table } from './markdown-text.ts';
import { checked, counted, countsOf, levels, verdicts, verdictWords } from './page/words.ts';
import type { ConformanceReport, DocumentResult } from './report.ts';
import { formatSuiteError, type SuiteError } from './suite-error.ts';
import { statementsOf } from './verdicts.ts';

export interface MarkdownOptions {
  /** What changed since an earlier report, with its name. */
  readonly since?: { readonly name: string; readonly changes: readonly Change[] } | undefined;
}

/** Entries of one list. GitHub takes a summary of a megabyte at most, and no reader takes that much. */
const listLimit = 100;

export function formatMarkdown(
  report: ConformanceReport,
  suiteErrors: readonly SuiteError[],
  { since }: MarkdownOptions = {},
): string {
  const { implementation, cluster, scenarios } = report;
  return [
    `## ${plain(`${implementation.name} ${implementation.version}`)}: Ingress conformance`,
    outcome(report, suiteErrors),
    plain(
      `Kubernetes ${cluster.kubernetesVersion} (${cluster.kind}), run as ${implementation.kind}. ${scenarios.passed} scenarios passed, ${scenarios.failed} failed, ${scenarios.skipped} skipped in ${formatDuration(report.durationMs)}.`,
    ),
    ...(report.selection === '' ? [] : [`Selection: ${code(report.selection)}`]),
    figures(report.documents),
    ...(since === undefined ? [] : [formatChangesMarkdown(since.name, since.changes)]),
    ...section(
      'Errors of the suite',
      suiteErrors.map((error) => `- ${code(formatSuiteError(error))}`),
    ),
    ...section('What fails', failing(report)),
    ...section(
      'Flaky: failed, and passed when tried again',
      flakyScenarios(report).map(({ name, uri, line }) => `- ${plain(name)} (${code(`${uri}:${line}`)})`),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function outcome(report: ConformanceReport, suiteErrors: readonly SuiteError[]): string {
  if (suiteErrors.length > 0) {
    return '**The suite itself did not run as it should. The verdicts are not the whole truth.**';
  }
  const documented = countsOf(report, 'documented');
  const all = counted(checked(documented), 'documented statement');
  if (checked(documented) === 0) return 'No documented statement was checked.';
  return documented.fails > 0
    ? `**${documented.fails} of ${all} checked ${documented.fails === 1 ? 'fails' : 'fail'}.**`
    : `**${documented.holds} of ${all} checked ${documented.holds === 1 ? 'holds' : 'hold'}.**`;
}

function figures(documents: readonly DocumentResult[]): string {
  const rows = documents.flatMap(({ title, counts }) =>
    levels
      .filter((level) => verdicts.some((verdict) => counts[level][verdict] > 0))
      .map((level) => [plain(title), level, ...verdicts.map((verdict) => String(counts[level][verdict]))]),
  );
  return table(['Document', 'Level', ...verdicts.map((verdict) => verdictWords[verdict])], rows);
}

function failing({ documents }: ConformanceReport): readonly string[] {
  return documents
    .flatMap(statementsOf)
    .filter(({ verdict }) => verdict === 'fails')
    .map(
      ({ id, text, level }) => `- ${plain(text)} ${code(id)}${level === 'documented' ? '' : ` (${level})`}`,
    );
}

function section(title: string, entries: readonly string[]): readonly string[] {
  if (entries.length === 0) return [];
  const beyond = entries.length - listLimit;
  const more = beyond > 0 ? [`- and ${beyond} more`] : [];
  return [`### ${title}`, [...entries.slice(0, listLimit), ...more].join('\n')];
}
