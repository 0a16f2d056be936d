import { onOneLine, type Style } from '../console/style.ts';
import { code, plain, table } from '../markdown-text.ts';
import { checked, countsOf } from '../page/words.ts';
import { standingMarks, standingWords } from './change-words.ts';
import { type Column, type Comparison, type Row, rowsOf } from './comparison.ts';
import { formatChangesMarkdown } from './markdown.ts';
import { formatChanges } from './text.ts';

const legend = Object.entries(standingMarks)
  .map(([standing, mark]) => `${mark} ${standingWords[standing as keyof typeof standingWords].toLowerCase()}`)
  .join('   ');

const titles = {
  disagree: 'Holds in one, fails in another',
  partly: 'Checked in some of them only',
} as const;

/** A comparison for a terminal: who is compared, what changed, then the statements on which they differ. */
export function formatComparison(comparison: Comparison, style: Style): string {
  const { columns, history } = comparison;
  const listed = columns.map(
    (column, index) =>
      `${style.bold(`${index + 1}  ${onOneLine(column.name)}`)}\n   ${onOneLine(scoreOf(column))}`,
  );
  const changes = history.map(({ from, to, changes }) => formatChanges(`${from}: ${to}`, changes, style));
  const groups = (['disagree', 'partly'] as const).flatMap((agreement) => {
    const rows = rowsOf(comparison, agreement);
    const heading = `${style.bold(titles[agreement])} (${rows.length})`;
    return rows.length === 0 ? [] : [[heading, ...rows.map((row) => formatRow(row, style))].join('\n')];
  });
  const same = `Statements: ${rowsOf(comparison, 'disagree').length} differ, ${rowsOf(comparison, 'partly').length} checked in some only, ${rowsOf(comparison, 'agree').length} the same`;
  return `${[listed.join('\n'), ...changes, style.dim(legend), ...groups, same].join('\n\n')}\n`;
}

function formatRow({ cells, id, level, text }: Row, style: Style): string {
  const marks = cells.map(({ standing }) => {
    const mark = standingMarks[standing];
    return standing === 'fails' ? style.red(mark) : standing === 'holds' ? style.green(mark) : mark;
  });
  const indent = ' '.repeat(2 * cells.length + 3);
  return `  ${marks.join(' ')}  ${id} (${level})\n${indent}${onOneLine(text)}`;
}

/** The same as Markdown, with a column for each report. */
export function formatComparisonMarkdown(comparison: Comparison): string {
  const { columns, history } = comparison;
  const summary = table(
    ['Report', 'Documented statements', 'Kubernetes', 'Date'],
    columns.map((column) => [
      plain(column.name),
      plain(scoreOf(column)),
      plain(`${column.report.cluster.kubernetesVersion} (${column.report.cluster.kind})`),
      plain(column.report.date.slice(0, 10)),
    ]),
  );
  const groups = (['disagree', 'partly'] as const).flatMap((agreement) => {
    const rows = rowsOf(comparison, agreement);
    const lines = rows.map(({ id, text, level, cells }) => [
      `${plain(text)}<br>${code(id)}${level === 'documented' ? '' : ` (${level})`}`,
      ...cells.map(({ standing }) => `${standingMarks[standing]} ${standingWords[standing]}`),
    ]);
    const heading = ['Statement', ...columns.map(({ name }) => plain(name))];
    return rows.length === 0 ? [] : [`### ${titles[agreement]} (${rows.length})`, table(heading, lines)];
  });
  const changes = history.map(({ from, changes }) => formatChangesMarkdown(from, changes));
  const same = `${rowsOf(comparison, 'agree').length} statements have the same verdict in all of them, or are checked in none.`;
  return `${['## Ingress conformance compared', summary, ...changes, ...groups, same].join('\n\n')}\n`;
}

/** `213 of 215 documented statements checked hold`, and what is to be known of it. */
export function scoreOf({ report, incomplete }: Column): string {
  const counts = countsOf(report, 'documented');
  const score =
    checked(counts) === 0
      ? 'no documented statement was checked'
      : `${counts.holds} of ${checked(counts)} documented statements checked hold`;
  return incomplete ? `${score}; the suite did not run as it should` : score;
}
