import type { Level } from '../catalogue/catalogue.ts';
import { formatDuration } from '../duration.ts';
import { flakyScenarios } from '../flaky.ts';
import type { ConformanceReport, DocumentResult, Verdict } from '../report.ts';
import { formatSuiteError, type SuiteError } from '../suite-error.ts';
import { statementsOf } from '../verdicts.ts';
import { indented, onOneLine, printable, type Style } from './style.ts';

const levels: readonly Level[] = ['documented', 'inferred', 'observed'];

const columns: readonly (readonly [Verdict, string])[] = [
  ['holds', 'hold'],
  ['fails', 'fail'],
  ['not-applicable', 'not applicable'],
  ['not-covered', 'not covered'],
];

/**
 * What a run ends with. Its last line has always the same form, so that a script can read it:
 * `Scenarios: 12 passed, 0 failed, 3 skipped`.
 *
 * @param files paths of the reports, as the user would type them
 * @param more paragraphs that belong to this run alone, such as what changed since another
 */
export function formatSummary(
  report: ConformanceReport,
  suiteErrors: readonly SuiteError[],
  files: readonly string[],
  style: Style,
  more: readonly string[] = [],
): string {
  const { implementation, cluster, scenarios } = report;
  const run = `${implementation.name} ${implementation.version} (${implementation.kind}) on Kubernetes ${cluster.kubernetesVersion} (${cluster.kind})`;
  const { passed, failed, skipped } = scenarios;
  return [
    style.bold(onOneLine(run)),
    ...formatSuiteErrors(suiteErrors, style),
    ...formatFailing(report, style),
    ...formatFlaky(report, style),
    ...more,
    formatCounts(report.documents, style),
    [
      `Time      ${formatDuration(report.durationMs)}`,
      ...files.map((file, index) => `${index === 0 ? 'Reports ' : '        '}  ${file}`),
    ].join('\n'),
    `Scenarios: ${passed} passed, ${failed} failed, ${skipped} skipped\n`,
  ].join('\n\n');
}

function formatSuiteErrors(errors: readonly SuiteError[], style: Style): readonly string[] {
  if (errors.length === 0) {
    return [];
  }
  const heading = `${style.red(style.bold('ERROR'))}  The suite itself did not run as it should; the verdicts are not the whole truth.`;
  return [[heading, ...errors.map((error) => indented(printable(formatSuiteError(error)), 2))].join('\n')];
}

function formatFailing(report: ConformanceReport, style: Style): readonly string[] {
  const failing = report.documents.flatMap(statementsOf).filter((statement) => statement.verdict === 'fails');
  if (failing.length === 0) {
    return [];
  }
  const lines = failing.map(
    ({ id, level, text }) => `  ${style.red('✗')} ${id} (${level})\n    ${onOneLine(text)}`,
  );
  return [[style.bold('Statements that fail'), ...lines].join('\n')];
}

/** A pass that took several attempts counts as one only where retries were asked for, and is told either way. */
function formatFlaky(report: ConformanceReport, style: Style): readonly string[] {
  const flaky = flakyScenarios(report);
  if (flaky.length === 0) {
    return [];
  }
  const lines = flaky.map(
    ({ name, uri, line, status, attempts }) =>
      `  ${style.yellow('~')} ${onOneLine(name)}\n    ${onOneLine(uri)}:${line}, ${attempts} attempts, counted as ${status}`,
  );
  return [[style.bold('Flaky scenarios'), ...lines].join('\n')];
}

function formatCounts(documents: readonly DocumentResult[], style: Style): string {
  const width = 12;
  const heading = `${' '.repeat(width)}${columns.map(([, name]) => name.padStart(16)).join('')}`;
  const rows = documents.flatMap(({ title, counts }) => [
    style.bold(onOneLine(title)),
    ...levels
      .filter((level) => columns.some(([verdict]) => counts[level][verdict] > 0))
      .map((level) => {
        const cells = columns.map(([verdict]) => {
          const cell = String(counts[level][verdict]).padStart(16);
          return verdict === 'fails' && counts[level].fails > 0 ? style.red(cell) : cell;
        });
        return `  ${level.padEnd(width - 2)}${cells.join('')}`;
      }),
  ]);
  return [style.dim(heading), ...rows].join('\n');
}
