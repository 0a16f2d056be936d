import { join, relative, resolve, sep } from 'node:path';
import { AttachmentContentEncoding, type Envelope } from '@cucumber/messages';
import { type RunDescription, runDescriptionMediaType } from './attachments.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { indexStatements } from './catalogue/statements.ts';
import { conclude } from './conclusion.ts';
import { Progress } from './console/progress.ts';
import type { ConsoleStream, Environment } from './console/style.ts';
import type { ExitCode } from './exit-code.ts';
import { openWhole, prepareFolder, type WholeFile } from './files.ts';
import { defaultFormats, messagesFile, type RunFormat } from './output-files.ts';
import { type PublishOptions, publish } from './publish.ts';
import type { ConformanceReport } from './report.ts';
import { RunModel } from './run-model.ts';
import type { SuiteError } from './suite-error.ts';

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
  /** The files to write. Default: those of `defaultFormats`. */
  readonly formats?: readonly RunFormat[];
  /** See `PublishOptions`. */
  readonly baseline?: PublishOptions['baseline'];
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
 * files in the output folder.
 *
 * @throws the error of the file system where files cannot be written into the output folder
 */
export function createReporter(options: ReporterOptions): Reporter {
  prepareFolder(options.output);
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
  const formats = options.formats ?? defaultFormats;
  const messagesPath = join(options.output, messagesFile);
  const messages = formats.includes('messages') ? openWhole(messagesPath) : undefined;
  const description: RunDescription = options.acceptRetries
    ? { ...options.run, acceptRetries: true }
    : options.run;
  writeMessage(messages, describingMessage(description));

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
      await messages?.commit();
      const conclusion = conclude(options.catalogue, description, model.result(), ownErrors, {
        startedAt: beganAt,
        durationMs: now() - beganAt,
      });
      const exitCode = await publish(conclusion, {
        ...options,
        formats: formats.filter((format) => format !== 'messages'),
        alsoWritten: messages === undefined ? [] : [messagesPath],
      });
      return { report: conclusion.report, suiteErrors: conclusion.suiteErrors, exitCode };
    },
  };
}

function writeMessage(file: WholeFile | undefined, envelope: Envelope): void {
  file?.write(`${JSON.stringify(envelope)}\n`);
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
