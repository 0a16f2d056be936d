/** `ingress-conformance report`: the files of a run again, from its messages or its report. */
import { relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import type { ExitCode, OutputFormat } from '../reports/index.ts';
import { notRead, notWritten, readReportFile } from './command-files.ts';
import { addReportOptions, type Formats, planReports, type ReportFlags } from './command-report-options.ts';
import { featuresFolder, packageFolder } from './folders.ts';
import { Mistake } from './mistake.ts';

const formats: Formats<OutputFormat> = {
  all: ['html', 'yaml', 'junit', 'markdown', 'badge'],
  usual: ['html', 'yaml', 'junit'],
};

export function addReport(program: Command): void {
  const command = program
    .command('report')
    .description(
      'make the reports of a run again, from its messages or its report.yaml; of shards, one report',
    )
    .argument('<file...>', 'a report.yaml, or the messages.ndjson of a run or of all its shards');
  addReportOptions(command, formats, undefined)
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

async function makeReport(files: readonly string[], flags: ReportFlags<OutputFormat>): Promise<void> {
  const { show, ...reports } = await planReports(flags, formats);
  const { publish } = await import('../reports/index.ts');
  const conclusion = await concludeFiles(files);
  let exitCode: ExitCode;
  try {
    exitCode = await publish(conclusion, {
      ...reports,
      strictLevels: flags.strict,
      console: { stream: process.stdout, environment: process.env },
    });
  } catch (error) {
    throw notWritten(error, reports.output);
  }
  await show();
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
