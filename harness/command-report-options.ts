/** What `run` and `report` are told alike of the reports that they make, and what becomes of it. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { PublishOptions, RunFormat } from '../reports/index.ts';
import { prepareOutput, readBaseline } from './command-files.ts';
import { openFile } from './command-open.ts';
import { collectKnown } from './command-values.ts';
import { Mistake } from './mistake.ts';

export interface ReportFlags<Format extends RunFormat> {
  readonly output: string;
  readonly format?: readonly Format[];
  readonly open: boolean;
  readonly baseline?: string;
  readonly strict: boolean;
}

/** The formats that there are, and those that are written where none is named. */
export interface Formats<Format extends RunFormat> {
  readonly all: readonly Format[];
  readonly usual: readonly Format[];
}

/** @param output the folder where none is named; undefined: one must be */
export function addReportOptions<Format extends RunFormat>(
  command: Command,
  { all, usual }: Formats<Format>,
  output: string | undefined,
): Command {
  const place = ['--output <folder>', 'where the reports go'] as const;
  return (output === undefined ? command.requiredOption(...place) : command.option(...place, output))
    .option(
      '--format <formats>',
      `which files to write: ${all.join(',')} (default: ${usual.join(',')})`,
      collectKnown(all),
    )
    .option('--open', 'show the page when it is written', false)
    .option(
      '--baseline <report.yaml>',
      'an earlier report: only what got worse since counts for the exit code',
    )
    .option('--strict', 'inferred and observed statements count for the exit code too', false);
}

export interface ReportPlan<Format extends RunFormat> {
  /** A folder that is there, and takes files. */
  readonly output: string;
  readonly formats: readonly Format[];
  readonly baseline: PublishOptions['baseline'];
  /** Opens the page, where that was asked for; to be called when it is written. */
  show(): Promise<void>;
}

/**
 * Prepares what the flags ask for.
 *
 * @throws Mistake where it can't be had; UnreadableReport where the baseline is no report
 */
export async function planReports<Format extends RunFormat>(
  flags: ReportFlags<Format>,
  { usual }: Formats<Format>,
): Promise<ReportPlan<Format>> {
  const output = resolve(flags.output);
  const formats = flags.format ?? usual;
  if (flags.open && !formats.some((format) => format === 'html')) {
    throw new Mistake('There is no page to open: --open needs html among the formats.');
  }
  prepareOutput(output);
  return {
    output,
    formats,
    baseline: await readBaseline(flags.baseline),
    show: async () => {
      if (flags.open) await openPage(resolve(output, 'index.html'));
    },
  };
}

/** Resolves once the program is started, or is known not to be there. */
function openPage(path: string): Promise<void> {
  return new Promise((opened) => {
    openFile(path, process.platform, (reason) => {
      process.stderr.write(`The page can't be opened: ${reason}. It is ${path}.\n`);
      opened();
    });
    // A program that is not there is told of before anything else happens.
    setImmediate(opened);
  });
}
