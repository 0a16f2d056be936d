import type { StatementEntry } from '../catalogue/statements.ts';
import type { ScenarioResult, StepResult } from '../report.ts';
import type { RunScenario } from '../scenario.ts';
import { indented, onOneLine, printable, type Style } from './style.ts';

/** All that is needed to understand a failure without opening a file: what, where, why, and which sentence. */
export function formatFailure(
  { result, statementIds }: RunScenario,
  statements: ReadonlyMap<string, StatementEntry>,
  style: Style,
): string {
  const heading = [
    `${style.red(style.bold('FAILED'))}  ${style.bold(onOneLine(result.name))}${result.flaky ? '  (flaky)' : ''}`,
    ...(result.rule === '' ? [] : [`        Rule: ${onOneLine(result.rule)}`]),
    style.dim(`        ${printable(result.uri)}:${result.line}`),
  ];
  return [
    heading.join('\n'),
    formatSteps(result, style),
    ...result.evidence.map(({ title, text }) =>
      indented(`${style.bold(onOneLine(title))}\n${indented(printable(text.trimEnd()), 2)}`, 2),
    ),
    ...statementIds.map((id) => indented(formatStatement(id, statements.get(id), style), 2)),
    '',
  ].join('\n\n');
}

function formatSteps(result: ScenarioResult, style: Style): string {
  return result.steps.map((step) => formatStep(step, style)).join('\n');
}

function formatStep(step: StepResult, style: Style): string {
  const line = `${step.keyword} ${onOneLine(step.text)}`;
  switch (step.status) {
    case 'passed':
      return style.dim(`  ✓ ${line}`);
    case 'skipped':
      return style.dim(`  - ${line}`);
    default: {
      const argument = step.argument === '' ? [] : [indented(printable(step.argument), 6)];
      const message = style.red(indented(printable(step.message), 6));
      return [`  ${style.red('✗')} ${line}`, ...argument, message].join('\n');
    }
  }
}

function formatStatement(id: string, located: StatementEntry | undefined, style: Style): string {
  if (located === undefined) {
    return `${style.bold('Statement')} ${id} (not in the catalogue)`;
  }
  const { statement, section } = located;
  return [
    `${style.bold('Statement')} ${id} (${statement.level})`,
    `  ${onOneLine(statement.text)}`,
    `  ${style.dim(section.link)}`,
  ].join('\n');
}
