/** `ingress-conformance compare`: reports side by side. */
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { notWritten, prepareOutput, readReportFile } from './command-files.ts';
import { oneOf } from './command-values.ts';
import { Mistake } from './mistake.ts';

const formats = ['text', 'html', 'markdown', 'yaml'] as const;

type Format = (typeof formats)[number];

interface CompareFlags {
  readonly format?: Format;
  readonly output?: string;
  readonly strict: boolean;
}

export function addCompare(program: Command): void {
  program
    .command('compare')
    .description('show reports of several implementations, or of several releases of one, side by side')
    .argument('<report.yaml...>', 'two or more; of releases, the earlier one first')
    .option(
      '--format <format>',
      `${formats.join(', ')} (default: what the name of the file says, or text)`,
      oneOf(formats),
    )
    .option('--output <file>', 'where the comparison goes (default: the terminal)')
    .option('--strict', 'inferred and observed statements count for the exit code too', false)
    .addHelpText(
      'after',
      `
Statements on which the reports differ come first. Where all are of one implementation, it says what changed
from each to the next.

Exit code:
  0  no documented statement that holds in the first report fails in another
  1  one does
  2  a file can't be read, is no report or one of another version, or is of a run in which the suite went wrong

Examples:
  $ ingress-conformance compare mine.yaml theirs.yaml
  $ ingress-conformance compare v1.2.yaml v1.3.yaml --strict
  $ ingress-conformance compare reports/published/*.yaml --output matrix.html`,
    )
    .action(compare);
}

async function compare(files: readonly string[], flags: CompareFlags): Promise<void> {
  if (files.length < 2) throw new Mistake('There is nothing to compare: give two reports or more.');
  const stored = [];
  for (const file of files) stored.push({ file, ...(await readReportFile(file)) });
  const { compareReports } = await import('../reports/comparison/comparison.ts');
  const comparison = compareReports(stored);
  const text = await formatted(flags.format ?? formatOf(flags.output), comparison);
  if (flags.output === undefined) process.stdout.write(text);
  else await write(resolve(flags.output), text);
  const incomplete = comparison.columns.some((column) => column.incomplete);
  process.exitCode = incomplete ? 2 : comparison.worse[flags.strict ? 'any' : 'documented'] ? 1 : 0;
}

async function formatted(
  format: Format,
  comparison: ReturnType<typeof import('../reports/comparison/comparison.ts').compareReports>,
): Promise<string> {
  switch (format) {
    case 'html':
      return (await import('../reports/comparison/comparison-html.ts')).formatComparisonHtml(comparison);
    case 'yaml':
      return (await import('../reports/comparison/comparison-yaml.ts')).formatComparisonYaml(comparison);
    case 'markdown':
      return (await import('../reports/comparison/comparison-text.ts')).formatComparisonMarkdown(comparison);
    case 'text': {
      const { formatComparison } = await import('../reports/comparison/comparison-text.ts');
      const { createStyle } = await import('../reports/console/style.ts');
      return formatComparison(comparison, createStyle(process.stdout, process.env));
    }
  }
}

function formatOf(output: string | undefined): Format {
  const extension = output?.toLowerCase().split('.').at(-1) ?? '';
  const known: Readonly<Record<string, Format>> = {
    html: 'html',
    htm: 'html',
    md: 'markdown',
    yaml: 'yaml',
    yml: 'yaml',
  };
  return known[extension] ?? 'text';
}

async function write(path: string, text: string): Promise<void> {
  const { writeWhole } = await import('../reports/files.ts');
  prepareOutput(dirname(path));
  try {
    await writeWhole(path, text);
  } catch (error) {
    throw notWritten(error, path);
  }
}
