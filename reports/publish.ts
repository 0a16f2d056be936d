import { appendFile } from 'node:fs/promises';
import { changesBetween, worseAmong } from './comparison/changes.ts';
import { formatChanges } from './comparison/text.ts';
import type { Conclusion } from './conclusion.ts';
import { type ConsoleStream, createStyle, type Environment } from './console/style.ts';
import { formatSummary } from './console/summary.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { formatMarkdown } from './markdown.ts';
import { type OutputFormat, writeOutput } from './output-files.ts';
import type { ConformanceReport } from './report.ts';

export interface PublishOptions {
  /** A folder that exists. */
  readonly output: string;
  readonly formats: readonly OutputFormat[];
  /** Paths of files that are written already, to be named with the others. */
  readonly alsoWritten?: readonly string[];
  /** An earlier report, with a name for it: then only what got worse since counts for the exit code. */
  readonly baseline?: { readonly name: string; readonly report: ConformanceReport } | undefined;
  /** See `exitCodeOf`. */
  readonly strictLevels?: boolean | undefined;
  readonly console: { readonly stream: ConsoleStream; readonly environment: Environment };
}

/**
 * Writes the files, adds to the summary of a GitHub job where `GITHUB_STEP_SUMMARY` names one, and prints what it
 * comes to.
 *
 * @throws the error of the file system where a file cannot be written
 */
export async function publish(conclusion: Conclusion, options: PublishOptions): Promise<ExitCode> {
  const { report, suiteErrors } = conclusion;
  const { baseline, console } = options;
  const since = baseline && { name: baseline.name, changes: changesBetween(baseline.report, report) };
  const written = await writeOutput(options.output, options.formats, conclusion, { since });
  const style = createStyle(console.stream, console.environment);
  const warnings = await addToJobSummary(console.environment, () =>
    formatMarkdown(report, suiteErrors, { since }),
  );
  const changes = since && formatChanges(since.name, since.changes, style);
  const files = [...written, ...(options.alsoWritten ?? [])];
  console.stream.write(
    formatSummary(report, suiteErrors, files, style, [...(changes ? [changes] : []), ...warnings]),
  );
  if (since === undefined) {
    return exitCodeOf(report, suiteErrors, { strictLevels: options.strictLevels ?? false });
  }
  if (suiteErrors.length > 0) return 2;
  return worseAmong(since.changes, options.strictLevels).length > 0 ? 1 : 0;
}

/** The verdict stands without it: where it can't be written, that is said and no more. */
async function addToJobSummary(environment: Environment, make: () => string): Promise<readonly string[]> {
  const path = environment.GITHUB_STEP_SUMMARY;
  if (path === undefined || path === '') return [];
  try {
    await appendFile(path, make());
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`The summary of the job can't be written: ${reason}.`];
  }
}
