/** One run of the suite: cucumber over the features, the reporter on its messages. */
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { type IRunEnvironment, loadConfiguration, runCucumber } from '@cucumber/cucumber/api';
import { loadCatalogue } from '../reports/catalogue/load.ts';
import { createReporter, type Outcome, type RunDescription } from '../reports/index.ts';
import { featuresFolder, packageFolder, stepsFolder } from './folders.ts';
import { packageVersion } from './package-version.ts';
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
  /** Ends the run early; what is known by then is still reported. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the suite and writes its reports.
 *
 * @throws CatalogueError where the catalogue is wrong; nothing has run then
 */
export async function run(options: RunOptions): Promise<Outcome> {
  const settings: RunSettings = { ...defaultSettings, kubernetesVersion: options.kubernetesVersion };
  const reporter = createReporter({
    catalogue: await loadCatalogue(featuresFolder),
    run: describeRun(settings, options),
    output: options.output,
    console: options.console,
    projectRoot: packageFolder,
    strictLevels: options.strict,
  });
  const environment: IRunEnvironment = {
    cwd: packageFolder,
    stdout: discard(),
    stderr: options.console.stream,
    env: options.console.environment,
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
    reporter.onSuiteError({ kind: 'crash', where: '', message: inspect(error) });
  }
  return await reporter.finish();
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
