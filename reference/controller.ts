/** Wires the parts together: configuration → cluster → derivation → runtime → proxy, API and status. */
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import packageDescription from '../package.json' with { type: 'json' };
import { type Acme, createAcme, TrustError } from './acme/acme.ts';
import type { ApiView } from './api/view.ts';
import { type ClusterToFollow, connectCluster } from './cluster-to-follow.ts';
import { longestDuration } from './configuration/duration.ts';
import { describeIssue } from './configuration/issues.ts';
import type { Loaded } from './configuration/load.ts';
import type { StaticConfiguration } from './configuration/static-configuration.ts';
import type { ConfigurationPart } from './dynamic/configuration.ts';
import type { Problem } from './dynamic/problem.ts';
import { entryPointsOf } from './entry-points.ts';
import { type FileProvider, startFileProvider } from './file/index.ts';
import type { Reference, ReferenceInput } from './index.ts';
import { ingressViews } from './ingress-views.ts';
import type { KubernetesSource } from './kubernetes/index.ts';
import { createKubernetesProvider, type KubernetesProvider } from './kubernetes-provider.ts';
import type { Log } from './log/log.ts';
import { createProblemLog } from './log/problem-log.ts';
import { type Operations, startOperations } from './operations.ts';
import { presentedCertificates } from './presented-certificates.ts';
import type { Derivation } from './provider/derivation.ts';
import type { InternalHandler } from './proxy/handler.ts';
import { ListenError, type ReverseProxy, startProxy } from './proxy/proxy.ts';
import { noopService, redirections } from './redirections.ts';
import { buildRuntime, type RuntimeInput } from './runtime/build.ts';
import type { Runtime } from './runtime/runtime.ts';
import { readServersTransport } from './servers-transport.ts';
import { StartError } from './start-error.ts';
import { cannotListen, openLogOf } from './start-faults.ts';
import { createStatusWriter, type StatusWriter } from './status/index.ts';
import { createThrottle } from './throttle.ts';
import { nextValidityChange, validityProblems } from './tls/validity.ts';

export const version: string = packageDescription.version;

export type RunConfiguration = Extract<Loaded, { readonly kind: 'run' }>;

/**
 * Looks how to reach the cluster, opens the entry points, then follows the cluster; a cluster that is away does not
 * stop it. Until the first listing is complete, every request is answered 404.
 *
 * @throws {StartError} nothing is left open then
 */
export async function run(loaded: RunConfiguration, input: ReferenceInput): Promise<Reference> {
  const { configuration } = loaded;
  const log = openLogOf(configuration, input);
  const { logger } = log;
  for (const warning of loaded.warnings) logger.warn({ option: warning.option }, describeIssue(warning));
  const controller = new Controller(configuration, logger);
  try {
    const cluster = await connectCluster(configuration, { ...input, source: loaded.source, logger });
    await controller.openResolvers(input);
    await controller.open(input);
    await controller.readFiles(input);
    controller.follow(cluster);
  } catch (error) {
    await controller.close();
    log.close();
    throw error;
  }
  logger.info({ version }, 'Started.');
  const reopenLogs = (): void => {
    log.reopen();
    controller.reopenLogs();
  };
  return { addresses: controller.addresses, reopenLogs, stop: stopping(controller, log) };
}

/** However often it is called, it stops once. */
function stopping(controller: Controller, log: Log): () => Promise<void> {
  const stop = async (): Promise<void> => {
    log.logger.info('Stopping.');
    await controller.close();
    log.logger.info('Stopped.');
    log.close();
  };
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= stop();
    return stopped;
  };
}

class Controller {
  readonly #configuration: StaticConfiguration;
  readonly #logger: Logger;
  readonly #startDate = new Date().toISOString();
  readonly #logProblems;
  readonly #inForce;
  readonly #filesInForce;
  #acme: Acme | undefined;
  #files: FileProvider | undefined;
  #operations: Operations | undefined;
  #proxy: ReverseProxy | undefined;
  #redirections: ConfigurationPart | undefined;
  #source: KubernetesSource | undefined;
  #provider: KubernetesProvider | undefined;
  #status: StatusWriter | undefined;
  /** What was taken of the providers last, each when it was due. */
  #derivation: Derivation | undefined;
  #read: Pick<FileProvider, 'configuration' | 'problems'> | undefined;
  #configurations: RuntimeInput['configurations'] = {};
  #runtime: Runtime | undefined;
  #validityTimer: NodeJS.Timeout | undefined;
  #terminating = false;

  constructor(configuration: StaticConfiguration, logger: Logger) {
    this.#configuration = configuration;
    this.#logger = logger;
    this.#logProblems = createProblemLog(logger);
    const interval = configuration.providers.providersThrottleDuration;
    this.#inForce = createThrottle({
      interval,
      run: () => {
        this.#derivation = this.#provider?.latest() ?? this.#derivation;
        this.#putInForce();
      },
    });
    this.#filesInForce = createThrottle({
      interval,
      run: () => {
        if (this.#files === undefined) return;
        const { configuration: read, problems } = this.#files;
        this.#read = { configuration: read, problems };
        this.#putInForce();
      },
    });
  }

  get addresses(): Reference['addresses'] {
    return this.#proxy?.addresses ?? new Map();
  }

  /** @throws {StartError} */
  async openResolvers({ environment, workingDirectory }: ReferenceInput): Promise<void> {
    const { certificatesResolvers: resolvers, entryPoints } = this.#configuration;
    if (Object.keys(resolvers).length === 0) return;
    try {
      this.#acme = await createAcme({
        resolvers,
        environment,
        workingDirectory,
        tlsOf: (entryPoint) => entryPoints[entryPoint]?.http.tls,
        logger: this.#logger,
        changed: () => this.#inForce.request(),
      });
    } catch (error) {
      if (!(error instanceof TrustError)) throw error;
      throw new StartError(error.message, error.variable, error.remedy, { cause: error });
    }
  }

  /** @throws {StartError} */
  async open({ nameServers, output, workingDirectory }: ReferenceInput): Promise<void> {
    const transport = await readServersTransport(this.#configuration, workingDirectory);
    const operations = startOperations({
      configuration: this.#configuration,
      view: () => this.#view(),
      terminating: () => this.#terminating,
      output,
      workingDirectory,
      logger: this.#logger,
    });
    this.#operations = operations;
    try {
      this.#proxy = await startProxy({
        entryPoints: this.#configuration.entryPoints,
        serverName: hostname(),
        logger: this.#logger,
        transport,
        observer: operations.observer,
        ...(nameServers === undefined ? {} : { nameServers }),
        challenge: (serverName) => this.#acme?.challenges.certificateFor(serverName),
        internal: (entryPoint) => inTurn(this.#acme?.handler(entryPoint), operations.internal(entryPoint)),
      });
    } catch (error) {
      throw error instanceof ListenError ? cannotListen(error) : error;
    }
    const portOf = (entryPoint: string) => this.addresses.get(entryPoint)?.port;
    this.#redirections = redirections(this.#configuration.entryPoints, portOf);
    this.#putInForce();
  }

  /** Before the cluster is followed, so that what its Ingresses name of the files is there. */
  async readFiles({ workingDirectory }: ReferenceInput): Promise<void> {
    const options = this.#configuration.providers.file;
    if (options === undefined) return;
    this.#files = await startFileProvider({
      options,
      workingDirectory,
      logger: this.#logger.child({ providerName: 'file' }),
      changed: () => this.#filesInForce.request(),
    });
    this.#filesInForce.request();
  }

  follow(cluster: ClusterToFollow | undefined): void {
    if (cluster === undefined) return;
    const { options, connection, logger } = cluster;
    this.#source = connection.follow();
    const { writer: client } = this.#source;
    this.#status = createStatusWriter({ endpoint: options.ingressEndpoint, client, logger });
    this.#provider = createKubernetesProvider({
      options,
      httpsEntryPoints: entryPointsOf(this.#configuration).httpsEntryPoints,
      source: this.#source,
      logger,
      changed: () => this.#inForce.request(),
    });
  }

  reopenLogs(): void {
    this.#operations?.reopen();
  }

  /** Changes are followed while requests are still taken; what feeds the proxy ends after it. */
  async close(): Promise<void> {
    this.#terminating = true;
    await this.#proxy?.drain();
    await this.#acme?.stop();
    await this.#files?.stop();
    this.#provider?.stop();
    this.#inForce.stop();
    this.#filesInForce.stop();
    clearTimeout(this.#validityTimer);
    await this.#status?.stop();
    await this.#source?.stop();
    await this.#operations?.close();
  }

  #putInForce(): void {
    // Nothing is known yet.
    if ((this.#derivation ?? this.#read ?? this.#redirections) === undefined) return;
    const configurations = this.#latest();
    if (!sameConfigurations(configurations, this.#configurations)) {
      try {
        this.#runtime = buildRuntime({
          configurations,
          ...entryPointsOf(this.#configuration),
          internalServices: { ...this.#operations?.services, ...noopService },
          ...(this.#runtime === undefined ? {} : { previous: this.#runtime }),
        });
      } catch (error) {
        this.#logger.error({ err: error }, 'Building the routes failed; the last ones stay in force.');
        return;
      }
      this.#configurations = configurations;
      this.#proxy?.use(this.#runtime);
      this.#operations?.configured(this.#runtime);
      const { routers, services, certificates } = this.#runtime;
      this.#acme?.update({ routers, certificates, stores: this.#read?.configuration.tls.stores ?? {} });
      this.#logger.debug({ routers: routers.size, services: services.size }, 'A configuration is in force.');
    }
    this.#tellProblems();
    const store = this.#source?.store;
    if (store === undefined || this.#derivation === undefined) return;
    this.#status?.update({ processed: this.#derivation.processed, store });
  }

  /** By provider, as far as they have anything. */
  #latest(): RuntimeInput['configurations'] {
    return {
      ...(this.#derivation !== undefined && { kubernetes: this.#derivation.parts }),
      ...(this.#read !== undefined && { file: this.#read.configuration }),
      ...(this.#acme !== undefined && { acme: this.#acme.parts }),
      ...(this.#redirections !== undefined && { internal: this.#redirections }),
    };
  }

  /** Logs what is new, now and when a certificate's time has come or is over. */
  #tellProblems(): void {
    this.#logProblems(this.#problems());
    clearTimeout(this.#validityTimer);
    const now = new Date();
    const next = nextValidityChange(presentedCertificates(this.#runtime), now);
    if (next === undefined) return;
    const delay = Math.min(next - now.getTime(), longestDuration);
    this.#validityTimer = setTimeout(() => this.#tellProblems(), delay);
  }

  /** Those of the status writer are not among them: it logs them itself. */
  #problems(): readonly Problem[] {
    return [
      ...(this.#source?.store.problems ?? []),
      ...(this.#derivation?.problems ?? []),
      ...(this.#read?.problems ?? []),
      ...(this.#runtime?.problems ?? []),
      ...(this.#acme?.problems ?? []),
      ...validityProblems(presentedCertificates(this.#runtime), new Date()),
    ];
  }

  #view(): ApiView {
    return {
      runtime: this.#runtime,
      problems: [...this.#problems(), ...(this.#status?.problems ?? [])],
      ingresses: this.#derivation === undefined ? [] : ingressViews(this.#derivation),
      entryPoints: this.#configuration.entryPoints,
      features: {
        metrics: this.#configuration.metrics.prometheus !== undefined,
        accessLog: this.#configuration.accessLog !== undefined,
      },
      providers: [
        ...(this.#files === undefined ? [] : ['File']),
        ...(this.#source === undefined ? [] : ['KubernetesIngress']),
      ],
      version,
      startDate: this.#startDate,
    };
  }
}

/** One handler of several, the first of which may take a request away from the others. Undefined: there is none. */
function inTurn(...given: readonly (InternalHandler | undefined)[]): InternalHandler | undefined {
  const handlers = given.filter((handler) => handler !== undefined);
  if (handlers.length === 0) return undefined;
  return (request, response) => handlers.some((handle) => handle(request, response));
}

function sameConfigurations(a: RuntimeInput['configurations'], b: RuntimeInput['configurations']): boolean {
  const providers = Object.keys(a);
  return providers.length === Object.keys(b).length && providers.every((name) => a[name] === b[name]);
}
