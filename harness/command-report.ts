/** `ingress-conformance report`: the files of a run again, from its messages or its report. */
import { relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import type { ExitCode, OutputFormat } from '../reports/index.ts';
import { notRead, notWritten, prepareOutput, readBaseline, readReportFile } from './command-files.ts';
import { openPage } from './command-run.ts';
import { collectKnown } from './command-values.ts';
import { featuresFolder, packageFolder } from './folders.ts';
import { Mistake } from './mistake.ts';

const formats = ['html', 'yaml', 'junit', 'markdown', 'badge'] as const;

const usualFormats: readonly OutputFormat[] = ['html', 'yaml', 'junit'];

interface ReportFlags {
  readonly output: string;
  readonly format?: readonly OutputFormat[];
  readonly open: boolean;
  readonly baseline?: string;
  readonly strict: boolean;
}

export function addReport(program: Command): void {
  program
    .command('report')
    .description(
      'make the reports of a run again, from its messages or its report.yaml; of shards, one report',
    )
    .argument('<file...>', 'a report.yaml, or the messages.ndjson of a run or of all its shards')
    .requiredOption('--output <folder>', 'where the reports go')
    .option(
      '--format <formats>',
      `which files to write: ${formats.join(',')} (default: ${usualFormats.join(',')})`,
      collectKnown(formats),
    )
    .option('--open', 'show the page when it is written', false)
    .option(
      '--baseline <report.yaml>',
      'an earlier report: only what got worse since counts for the exit code',
    )
    .option('--strict', 'inferred and observed statements count for the exit code too', false)
    .addHelpText(
      'after',
      `
Messages are judged by the catalogue of this release. A report.yaml keeps its verdicts, and has the steps of
failed scenarios only.

Exit code: as of "ingress-conformance run"; 2 where a file can't be read or a shard is missing.

Examples:
  $ ingress-conformance report reports/latest/messages.ndjson --output /tmp/again
  $ ingress-conformance report reports/published/mine.yaml --output /tmp/mine --open
  $ ingress-conformance report shard-1/messages.ndjson shard-2/messages.ndjson --output reports/merged`,
    )
    .action(makeReport);
}

async function makeReport(files: readonly string[], flags: ReportFlags): Promise<void> {
  const output = resolve(flags.output);
  const formats = flags.format ?? usualFormats;
  if (flags.open && !formats.includes('html')) {
    throw new Mistake('There is no page to open: --open needs html among the formats.');
  }
  prepareOutput(output);
  const { publish } = await import('../reports/index.ts');
  const baseline = await readBaseline(flags.baseline);
  const conclusion = await concludeFiles(files);
  let exitCode: ExitCode;
  try {
    exitCode = await publish(conclusion, {
      output,
      formats,
      strictLevels: flags.strict,
      baseline,
      console: { stream: process.stdout, environment: process.env },
    });
  } catch (error) {
    throw notWritten(error, output);
  }
  if (flags.open) await openPage(resolve(output, 'index.html'));
  process.exitCode = exitCode;
}

async function concludeFiles(files: readonly string[]) {
  const { conclude, mergeShards, readMessages, scenariosOf } = await import('../reports/index.ts');
  const [first = ''] = files;
  if (files.every(isYaml)) {
    if (files.length > 1) {
      throw new Mistake(
        'Reports are not put together: give one report.yaml, or use "compare" to compare them.',
      );
    }
    const { report, suiteErrors } = await readReportFile(first);
    return { report, suiteErrors, scenarios: scenariosOf(report) };
  }
  const { loadCatalogue } = await import('../reports/catalogue/load.ts');
  const catalogue = await loadCatalogue(featuresFolder);
  const runs = [];
  for (const name of files) {
    try {
      runs.push({ name, ...(await readMessages(name, { projectRoot: packageFolder, uriOf })) });
    } catch (error) {
      throw notRead(error, name);
    }
  }
  const { description, result, suiteErrors } = mergeShards(runs);
  return conclude(catalogue, description, result, suiteErrors, { startedAt: 0, durationMs: 0 });
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

function uriOf(uri: string): string {
  return relative(packageFolder, resolve(packageFolder, uri)).replaceAll(sep, '/');
}
