/** One run of the suite: cucumber over the features, the reporter on its messages. */
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Writable } from 'node:stream';
import { type IRunEnvironment, loadConfiguration, runCucumber } from '@cucumber/cucumber/api';
import type { Catalogue } from '../reports/catalogue/catalogue.ts';
import { loadCatalogue } from '../reports/catalogue/load.ts';
import { createReporter, type Outcome, type Reporter, type RunDescription } from '../reports/index.ts';
import { featuresFolder, packageFolder, stepsFolder } from './folders.ts';
import { Mistake } from './mistake.ts';
import { packageVersion } from './package-version.ts';
import { causeOf } from './run-error.ts';
import type { RunFolder } from './run-folder.ts';
import { defaultSettings, type RunSettings, readSettings } from './settings.ts';

export interface RunOptions {
  /** Ids of documents, such as `traefik-provider`; empty: all. */
  readonly documents: readonly string[];
  /** A tag expression of cucumber's; empty: all scenarios. */
  readonly tags: string;
  /** Regular expressions, one of which a scenario's name must match; empty: any. */
  readonly names: readonly string[];
  /** How many scenarios at once; undefined: as many as there are processors. */
  readonly parallel: number | undefined;
  /** Folder of the reports. */
  readonly output: string;
  /** Run the scenarios in an order of chance; the seed is said, and can be given to have the same order again. */
  readonly order: 'defined' | 'random' | `random:${string}`;
  /** A statement that is only inferred or observed counts for the exit code too. */
  readonly strict: boolean;
  readonly kubernetesVersion: string;
  readonly console: { readonly stream: NodeJS.WriteStream; readonly environment: NodeJS.ProcessEnv };
  /** Takes what the run keeps in files, besides its reports. */
  readonly folder: Pick<RunFolder, 'variables'>;
  /** Ends the run early; what is known by then is still reported. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the suite and writes its reports.
 *
 * @throws CatalogueError where the catalogue is wrong, Mistake where there is no such document or the reports can't
 * be written
 */
export async function run(options: RunOptions): Promise<Outcome> {
  const settings: RunSettings = { ...defaultSettings, kubernetesVersion: options.kubernetesVersion };
  const catalogue = await loadCatalogue(featuresFolder);
  refuseUnknown(options.documents, catalogue);
  const reporter = reporterOf(catalogue, settings, options);
  const environment: IRunEnvironment = {
    cwd: packageFolder,
    stdout: discard(),
    stderr: options.console.stream,
    env: { ...options.console.environment, ...options.folder.variables },
  };
  const { runConfiguration } = await loadConfiguration(
    { file: false, provided: cucumberConfiguration(settings, options) },
    environment,
  );
  const ended = runCucumber(runConfiguration, environment, reporter.onMessage);
  const aborted = whenAborted(options.signal);
  try {
    await Promise.race([ended, aborted]);
  } catch (error) {
    reporter.onSuiteError({ kind: 'crash', where: '', message: causeOf(error) });
  }
  return await finish(reporter, options.output);
}

function refuseUnknown(documents: readonly string[], catalogue: Catalogue): void {
  const known = catalogue.documents.map(({ id }) => id);
  const unknown = documents.find((document) => !known.includes(document));
  if (unknown !== undefined)
    throw new Mistake(`There is no document "${unknown}". Give one of: ${known.join(', ')}.`);
}

function reporterOf(catalogue: Catalogue, settings: RunSettings, options: RunOptions): Reporter {
  try {
    return createReporter({
      catalogue,
      run: describeRun(settings, options),
      output: options.output,
      console: options.console,
      projectRoot: packageFolder,
      strictLevels: options.strict,
    });
  } catch (error) {
    throw notWritten(error, options.output);
  }
}

async function finish(reporter: Reporter, output: string): Promise<Outcome> {
  try {
    return await reporter.finish();
  } catch (error) {
    throw notWritten(error, output);
  }
}

/** Errors of the file system, which alone have a system call's name, as the user's to mend. */
function notWritten(error: unknown, output: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return new Mistake(
    `The reports can't be written to ${output}: ${error.message}. Name another folder by --output.`,
    { cause: error },
  );
}

function cucumberConfiguration(settings: RunSettings, options: RunOptions) {
  const folders = options.documents.length > 0 ? options.documents : ['*'];
  return {
    paths: folders.map((document) => join(featuresFolder, document, '*.feature')),
    import: [join(stepsFolder, `*${extname(import.meta.filename)}`)],
    format: ['snippets'],
    tags: options.tags,
    name: [...options.names],
    order: options.order as 'defined',
    // One scenario needs little of a processor: it mostly waits for answers, so a worker each keeps them busy.
    parallel: options.parallel ?? availableParallelism(),
    worldParameters: { ...settings },
  };
}

function describeRun(settings: RunSettings, { documents, tags, names }: RunOptions): RunDescription {
  const { implementation, clusterCapabilities } = readSettings(settings);
  const selection = [
    ...documents.map((document) => `--document ${document}`),
    ...(tags === '' ? [] : [`--tags '${tags}'`]),
    ...names.map((name) => `--name '${name}'`),
  ];
  return {
    suite: { version: packageVersion },
    implementation: {
      name: implementation.name,
      version: implementation.version,
      kind: implementation.kind,
      capabilities: [...implementation.capabilities, ...clusterCapabilities],
    },
    cluster: { kind: settings.cluster, kubernetesVersion: settings.kubernetesVersion },
    selection: selection.join(' '),
  };
}

/** Cucumber's own formatter has nothing to say that the reporter does not. */
function discard(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

function whenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
