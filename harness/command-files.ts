/** Files that the command is given, and the folder that it writes into; what is wrong with them is the user's to mend. */
import { readFile } from 'node:fs/promises';
import { prepareFolder } from '../reports/files.ts';
import type { PublishOptions, StoredReport } from '../reports/index.ts';
import { Mistake } from './mistake.ts';

/** Octets of the largest file that is taken for a report. */
const sizeLimit = 64 * 1024 * 1024;

/**
 * Makes the folder for reports, and makes sure that files can be written into it.
 *
 * @throws Mistake
 */
export function prepareOutput(folder: string): void {
  try {
    prepareFolder(folder);
  } catch (error) {
    throw notWritten(error, folder);
  }
}

/** Errors of the file system, which alone have a system call's name, as the user's to mend. */
export function notWritten(error: unknown, output: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return new Mistake(
    `The reports can't be written to ${output}: ${error.message}. Name another place by --output.`,
    { cause: error },
  );
}

/** What file it was that could not be read, and why. */
export function notRead(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return new Mistake(`${path} can't be read: ${error.message}.`, { cause: error });
}

/**
 * Reads a `report.yaml`.
 *
 * @throws Mistake where the file can't be read, UnreadableReport where it is no report
 */
export async function readReportFile(path: string): Promise<StoredReport> {
  const { readReport } = await import('../reports/stored-report.ts');
  return readReport(await readText(path), path);
}

/**
 * Reads the report that a run is held against.
 *
 * @throws Mistake where it can't be read or is not the whole truth, UnreadableReport where it is no report
 */
export async function readBaseline(path: string | undefined): Promise<PublishOptions['baseline']> {
  if (path === undefined) return undefined;
  const { report, suiteErrors } = await readReportFile(path);
  // What such a run did not get to check could never be seen to get worse.
  if (suiteErrors.length > 0) {
    throw new Mistake(`${path} is of a run that did not go as it should, and is no baseline. Give another.`);
  }
  return { name: path, report };
}

async function readText(path: string): Promise<string> {
  try {
    const content = await readFile(path);
    if (content.length > sizeLimit) throw new Mistake(`${path} is too large for a report.`);
    return content.toString('utf8');
  } catch (error) {
    throw notRead(error, path);
  }
}
