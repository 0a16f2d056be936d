import { mkdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { AttachmentContentEncoding, type Envelope } from '@cucumber/messages';
import { type RunDescription, runDescriptionMediaType } from './attachments.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { indexStatements } from './catalogue/statements.ts';
import { Progress } from './console/progress.ts';
import type { ConsoleStream, Environment } from './console/style.ts';
import { formatSummary } from './console/summary.ts';
import { type ExitCode, emptyRunErrors, exitCodeOf } from './exit-code.ts';
import { openWhole, type WholeFile, writeWhole } from './files.ts';
import { formatHtml } from './html.ts';
import { formatJunit } from './junit.ts';
import type { ConformanceReport } from './report.ts';
import { RunModel } from './run-model.ts';
import type { SuiteError } from './suite-error.ts';
import { assembleReport, scenariosWithoutStatement } from './verdicts.ts';
import { formatYaml } from './yaml.ts';

export interface ReporterOptions {
  readonly catalogue: Catalogue;
  readonly run: RunDescription;
  /** Folder for the reports; made if it is not there. */
  readonly output: string;
  /** Where progress, failures and the summary are shown, and the environment that says how (NO_COLOR, CI, TERM). */
  readonly console: { readonly stream: ConsoleStream; readonly environment: Environment };
  /** The folder that cucumber runs in (its `cwd`), which paths are shown relative to. Default: the working folder. */
  readonly projectRoot?: string;
  /** Count a scenario as passed that failed at first and passed on a retry. Default: false, it failed. */
  readonly acceptRetries?: boolean;
  /** See `exitCodeOf`. */
  readonly strictLevels?: boolean;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
}

export interface Reporter {
  /** To be given to `runCucumber` as its third argument. */
  readonly onMessage: (envelope: Envelope) => void;
  /** Tells of something that kept the suite from running and that cucumber has no message for. */
  readonly onSuiteError: (error: SuiteError) => void;
  /**
   * Writes the reports of what is known so far and prints the summary. To be called once, also after a run that
   * was cut short.
   *
   * @throws the error of the file system where a report cannot be written
   */
  finish(): Promise<Outcome>;
}

export interface Outcome {
  readonly report: ConformanceReport;
  readonly suiteErrors: readonly SuiteError[];
  readonly exitCode: ExitCode;
}

/**
 * Follows a run through cucumber's messages and reports on it: on the console while it goes on, and in the end as
 * `index.html`, `report.yaml`, `junit.xml` and `messages.ndjson` in the output folder.
 *
 * @throws the error of the file system where the output folder cannot be made
 */
export function createReporter(options: ReporterOptions): Reporter {
  mkdirSync(options.output, { recursive: true });
  const now = options.now ?? Date.now;
  const beganAt = now();
  const projectRoot = resolve(options.projectRoot ?? '.');
  const model = new RunModel({
    projectRoot,
    uriOf: (uri) => relative(projectRoot, resolve(projectRoot, uri)).replaceAll(sep, '/'),
    acceptRetries: options.acceptRetries ?? false,
  });
  const ownErrors: SuiteError[] = [];
  const statements = indexStatements(options.catalogue);
  const progress = new Progress({ ...options.console, now, statements });
  const messages = openWhole(join(options.output, 'messages.ndjson'));
  writeMessage(messages, describingMessage(options.run));

  return {
    onMessage(envelope) {
      writeMessage(messages, envelope);
      const event = model.add(envelope);
      if (event !== undefined) {
        progress.show(event, model.selected);
      }
    },
    onSuiteError(error) {
      ownErrors.push(error);
      progress.show({ kind: 'suite-error', error }, model.selected);
    },
    async finish() {
      progress.end();
      const { scenarios, notSelected, ...result } = model.result();
      const report = assembleReport({
        catalogue: options.catalogue,
        scenarios,
        run: options.run,
        date: new Date(result.startedAt ?? beganAt).toISOString(),
        durationMs: result.durationMs ?? now() - beganAt,
        notSelected,
      });
      const known = [
        ...ownErrors,
        ...result.suiteErrors,
        ...scenariosWithoutStatement(options.catalogue, scenarios),
      ];
      const suiteErrors = [...known, ...emptyRunErrors(scenarios, known)];
      const files = {
        'index.html': formatHtml(report, suiteErrors),
        'report.yaml': formatYaml(report),
        'junit.xml': formatJunit(report, scenarios),
      };
      await messages.commit();
      for (const [name, text] of Object.entries(files)) {
        await writeWhole(join(options.output, name), text);
      }
      const paths = [...Object.keys(files), 'messages.ndjson'].map((name) => join(options.output, name));
      progress.print(formatSummary(report, suiteErrors, paths, progress.style));
      return { report, suiteErrors, exitCode: exitCodeOf(report, suiteErrors, options) };
    },
  };
}

function writeMessage(file: WholeFile, envelope: Envelope): void {
  file.write(`${JSON.stringify(envelope)}\n`);
}

/** So that the messages alone are enough to make the report again. */
function describingMessage(run: RunDescription): Envelope {
  return {
    attachment: {
      body: JSON.stringify(run),
      contentEncoding: AttachmentContentEncoding.IDENTITY,
      mediaType: runDescriptionMediaType,
    },
  };
}
