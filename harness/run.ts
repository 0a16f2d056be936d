/** One run of the suite: cucumber over the features, the reporter on its messages. */
import { extname, join } from 'node:path';
import { Writable } from 'node:stream';
import { type IRunEnvironment, loadConfiguration, loadSources, runCucumber } from '@cucumber/cucumber/api';
import type { Catalogue } from '../reports/catalogue/catalogue.ts';
import { loadCatalogue } from '../reports/catalogue/load.ts';
import {
  createReporter,
  type Outcome,
  type PublishOptions,
  type Reporter,
  type RunDescription,
  type RunFormat,
} from '../reports/index.ts';
import { type PreparedCluster, prepareCluster } from './cluster/prepare.ts';
import { notWritten } from './command-files.ts';
import { featuresFolder, packageFolder, stepsFolder } from './folders.ts';
import { placeImplementation } from './implementation/placement.ts';
import { prepareImplementation } from './implementation/prepare.ts';
import { packageVersion } from './package-version.ts';
import { causeOf } from './run-error.ts';
import type { RunFolder } from './run-folder.ts';
import {
  describeSelection,
  featureFiles,
  refuseUnknownDocuments,
  type Selection,
  tagExpression,
} from './run-selection.ts';
import { timeoutScale } from './scenario/deadline.ts';
import {
  type ClusterChoice,
  defaultSettings,
  type ImplementationChoice,
  type PreparedImplementationChoice,
  type RunSettings,
  readSettings,
} from './settings.ts';
import { watchWorkerThreads } from './worker-threads.ts';

export interface RunOptions extends Selection {
  /** How many scenarios at once; undefined: as many as there are processors. */
  readonly parallel: number | undefined;
  /** Folder of the reports. */
  readonly output: string;
  /** The files to write into it. */
  readonly formats: readonly RunFormat[];
  /** Run the scenarios in an order of chance; the seed is said, and can be given to have the same order again. */
  readonly order: 'defined' | 'random' | `random:${string}`;
  /** A statement that is only inferred or observed counts for the exit code too. */
  readonly strict: boolean;
  /** How often a scenario that failed is tried again. With more than 0, one that passes then counts as passed. */
  readonly retries: number;
  /** What deadlines are multiplied by; undefined: as the environment has it. */
  readonly timeoutScale: number | undefined;
  /** An earlier report: only what got worse since counts for the exit code. */
  readonly baseline: PublishOptions['baseline'];
  /** Undefined: the reference, in this process. */
  readonly implementation?: ImplementationChoice;
  /** Undefined: the embedded one. */
  readonly cluster?: ClusterChoice;
  /** Undefined: the newest that there is. */
  readonly kubernetesVersion: string | undefined;
  readonly console: { readonly stream: NodeJS.WriteStream; readonly environment: NodeJS.ProcessEnv };
  /** Takes what the run keeps in files, besides its reports. */
  readonly folder: Pick<RunFolder, 'variables'>;
  /** Ends the run early; what is known by then is still reported. */
  readonly signal?: AbortSignal;
}

type WithWorkers = RunOptions & { readonly parallel: number };

/**
 * Runs the suite and writes its reports.
 *
 * @throws CatalogueError where the catalogue is wrong, Mistake where there is no such document, its clusters can't be
 * had or the reports can't be written
 */
export async function run(options: RunOptions): Promise<Outcome> {
  const catalogue = await loadCatalogue(featuresFolder);
  refuseUnknownDocuments(options.documents, catalogue);
  const cluster = await prepareCluster(options.cluster ?? { kind: 'embedded' }, {
    workers: options.parallel,
    kubernetesVersion: options.kubernetesVersion,
    runFolder: options.folder.variables.TMPDIR,
    environment: options.console.environment,
    timeoutScale: options.timeoutScale ?? timeoutScale(),
    signal: options.signal,
  });
  try {
    const placed = await placeImplementation(
      options.implementation ?? defaultSettings.implementation,
      cluster.choice,
      { environment: options.console.environment, signal: options.signal },
    );
    const implementation = await prepareImplementation(placed, {
      folder: options.folder.variables.TMPDIR,
      timeoutScale: options.timeoutScale,
      signal: options.signal,
    });
    return await runOn(cluster, implementation, catalogue, options);
  } finally {
    await cluster.end();
  }
}

async function runOn(
  cluster: PreparedCluster,
  implementation: PreparedImplementationChoice,
  catalogue: Catalogue,
  options: RunOptions,
): Promise<Outcome> {
  const settings: RunSettings = {
    implementation,
    cluster: cluster.choice,
    kubernetesVersion:
      cluster.kubernetesVersion ?? options.kubernetesVersion ?? defaultSettings.kubernetesVersion,
  };
  const reporter = reporterOf(catalogue, await describeRun(settings, options), options);
  const environment: IRunEnvironment = {
    cwd: packageFolder,
    stdout: discard(),
    stderr: options.console.stream,
    env: { ...options.console.environment, ...variablesOf(options) },
  };
  const threads = watchWorkerThreads();
  let over = false;
  const ended = execute(
    settings,
    { ...options, parallel: cluster.workers },
    catalogue,
    environment,
    // What cucumber says of a run that was aborted comes too late for its reports.
    (message) => over || reporter.onMessage(message),
  );
  const aborted = whenAborted(options.signal);
  try {
    await Promise.race([ended, aborted]);
  } catch (error) {
    reporter.onSuiteError({ kind: 'crash', where: '', message: causeOf(error) });
  }
  // Before anything is taken away: those of a run that was aborted are still at it, and would make files anew.
  over = true;
  await threads.end();
  return await finish(reporter, options.output);
}

async function execute(
  settings: RunSettings,
  options: WithWorkers,
  catalogue: Catalogue,
  environment: IRunEnvironment,
  onMessage: Reporter['onMessage'],
): Promise<void> {
  const paths = await featureFiles(packageFolder, options.documents);
  // Within a larger expression, a mistake would be reported in words that the user did not write.
  if (options.levels.length > 0 && options.tags !== '') await tryTags(options.tags, paths, environment);
  const configuration = cucumberConfiguration(settings, options, paths, tagExpression(options, catalogue));
  const { runConfiguration } = await loadConfiguration({ file: false, provided: configuration }, environment);
  await runCucumber(runConfiguration, environment, onMessage);
}

/** Throws what cucumber has to say of an expression that does not parse. */
async function tryTags(
  tagExpression: string,
  [anyPath = '']: readonly string[],
  environment: IRunEnvironment,
): Promise<void> {
  await loadSources(
    { defaultDialect: 'en', paths: [anyPath], names: [], tagExpression, order: 'defined' },
    environment,
  );
}

function variablesOf({ folder, timeoutScale }: RunOptions): Readonly<Record<string, string>> {
  return {
    ...folder.variables,
    ...(timeoutScale === undefined ? {} : { CONFORMANCE_TIMEOUT_SCALE: String(timeoutScale) }),
  };
}

function reporterOf(catalogue: Catalogue, run: RunDescription, options: RunOptions): Reporter {
  try {
    return createReporter({
      catalogue,
      run,
      output: options.output,
      formats: options.formats,
      console: options.console,
      projectRoot: packageFolder,
      strictLevels: options.strict,
      acceptRetries: options.retries > 0,
      baseline: options.baseline,
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

function cucumberConfiguration(
  settings: RunSettings,
  options: WithWorkers,
  paths: readonly string[],
  tags: string,
) {
  const { names, shard, retries } = options;
  return {
    paths: [...paths],
    import: [join(stepsFolder, `*${extname(import.meta.filename)}`)],
    format: ['snippets'],
    tags,
    name: [...names],
    order: options.order as 'defined',
    // Dealt out before the order of chance, so that a shard has the same scenarios in any order.
    shard: shard === undefined ? '' : `${shard.index}/${shard.total}`,
    retry: retries,
    // One scenario needs little of a processor: it mostly waits for answers, so a worker each keeps them busy.
    parallel: options.parallel,
    worldParameters: { ...settings },
  };
}

async function describeRun(settings: RunSettings, options: RunOptions): Promise<RunDescription> {
  const { implementation, clusters } = await readSettings(settings);
  return {
    suite: { version: packageVersion },
    implementation: {
      name: implementation.name,
      version: implementation.version,
      kind: implementation.kind,
      capabilities: [...implementation.capabilities, ...clusters.capabilities],
    },
    cluster: { kind: clusters.kind, kubernetesVersion: settings.kubernetesVersion },
    selection: describeSelection(options),
    shard: options.shard,
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
