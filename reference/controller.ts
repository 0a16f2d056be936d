/** Wires the parts together: configuration → cluster → derivation → runtime → proxy, API and status. */
import { hostname } from 'node:os';
import { delimiter, resolve } from 'node:path';
import type { Logger } from 'pino';
import packageDescription from '../package.json' with { type: 'json' };
import { type Acme, createAcme, TrustError } from './acme/acme.ts';
import type { ApiView } from './api/view.ts';
import { longestDuration } from './configuration/duration.ts';
import { describeIssue } from './configuration/issues.ts';
import type { ConfigurationSource, Loaded } from './configuration/load.ts';
import type { StaticConfiguration } from './configuration/static-configuration.ts';
import type { Problem } from './dynamic/problem.ts';
import type { Reference, ReferenceInput } from './index.ts';
import { ingressViews } from './ingress-views.ts';
import {
  ConnectionError,
  connectKubernetes,
  type KubernetesConnection,
  type KubernetesSource,
} from './kubernetes/index.ts';
import { createKubernetesProvider, type KubernetesProvider } from './kubernetes-provider.ts';
import { type Log, openLog } from './log/log.ts';
import { createProblemLog } from './log/problem-log.ts';
import { type Operations, startOperations } from './operations.ts';
import type { Derivation } from './provider/derivation.ts';
import type { InternalHandler } from './proxy/handler.ts';
import { ListenError, type ReverseProxy, startProxy } from './proxy/proxy.ts';
import type { UpstreamTimeouts } from './proxy/upstream.ts';
import { buildRuntime } from './runtime/build.ts';
import type { Runtime } from './runtime/runtime.ts';
import { StartError } from './start-error.ts';
import { createStatusWriter, type StatusWriter } from './status/index.ts';
import { createThrottle } from './throttle.ts';
import { nextValidityChange, validityProblems } from './tls/validity.ts';

export const version: string = packageDescription.version;

export type RunConfiguration = Extract<Loaded, { readonly kind: 'run' }>;

/**
 * Looks how to reach the cluster, opens the entry points, then follows the cluster; a cluster that is away does not stop it. Until the first
 * listing is complete, every request is answered 404.
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
    const connection = await controller.connect(input, loaded.source);
    await controller.openResolvers(input);
    await controller.open(input);
    controller.follow(connection);
  } catch (error) {
    await controller.close();
    log.close();
    throw error;
  }
  logger.info({ version }, 'Started.');
  return { addresses: controller.addresses, stop: stopping(controller, log) };
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
  readonly #providerLogger: Logger;
  readonly #startDate = new Date().toISOString();
  readonly #logProblems;
  readonly #inForce;
  #acme: Acme | undefined;
  #acmeParts: Acme['parts'] = [];
  #operations: Operations | undefined;
  #proxy: ReverseProxy | undefined;
  #source: KubernetesSource | undefined;
  #provider: KubernetesProvider | undefined;
  #status: StatusWriter | undefined;
  #derivation: Derivation | undefined;
  #runtime: Runtime | undefined;
  #validityTimer: NodeJS.Timeout | undefined;
  #terminating = false;

  constructor(configuration: StaticConfiguration, logger: Logger) {
    this.#configuration = configuration;
    this.#logger = logger;
    this.#providerLogger = logger.child({ providerName: 'kubernetes' });
    this.#logProblems = createProblemLog(logger);
    this.#inForce = createThrottle({
      interval: configuration.providers.providersThrottleDuration,
      run: () => this.#putInForce(),
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
        timeouts: timeoutsOf(this.#configuration),
        ...(nameServers === undefined ? {} : { nameServers }),
        internal: (entryPoint) => inTurn(this.#acme?.handler(entryPoint), operations.internal(entryPoint)),
      });
    } catch (error) {
      throw error instanceof ListenError ? cannotListen(error) : error;
    }
  }

  /**
   * Opens and sends nothing. Undefined where the provider is off.
   *
   * @throws {StartError}
   */
  async connect(
    input: ReferenceInput,
    source: ConfigurationSource,
  ): Promise<KubernetesConnection | undefined> {
    const options = this.#configuration.providers.kubernetesIngress;
    if (options === undefined) return undefined;
    const { environment, workingDirectory, serviceAccountDirectory } = input;
    const absolute = (file: string): string => (file === '' ? '' : resolve(workingDirectory, file));
    const { KUBECONFIG: kubeconfigs = '' } = environment;
    try {
      return await connectKubernetes({
        options: { ...options, certAuthFilePath: absolute(options.certAuthFilePath) },
        environment: {
          ...environment,
          KUBECONFIG: kubeconfigs.split(delimiter).map(absolute).join(delimiter),
        },
        logger: this.#providerLogger,
        ...(serviceAccountDirectory === undefined ? {} : { serviceAccountFolder: serviceAccountDirectory }),
      });
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      throw cannotConnect(error, source);
    }
  }

  follow(connection: KubernetesConnection | undefined): void {
    const options = this.#configuration.providers.kubernetesIngress;
    if (connection === undefined || options === undefined) return;
    const logger = this.#providerLogger;
    this.#source = connection.follow();
    const { writer: client } = this.#source;
    this.#status = createStatusWriter({ endpoint: options.ingressEndpoint, client, logger });
    this.#provider = createKubernetesProvider({
      options,
      source: this.#source,
      logger,
      changed: () => this.#inForce.request(),
    });
  }

  /** Changes are followed while requests are still taken; what feeds the proxy ends after it. */
  async close(): Promise<void> {
    this.#terminating = true;
    await this.#proxy?.drain();
    await this.#acme?.stop();
    this.#provider?.stop();
    this.#inForce.stop();
    clearTimeout(this.#validityTimer);
    await this.#status?.stop();
    await this.#source?.stop();
    await this.#operations?.close();
  }

  #putInForce(): void {
    const derivation = this.#provider?.latest();
    const store = this.#source?.store;
    if (derivation === undefined || store === undefined) return;
    const acmeParts = this.#acme?.parts ?? [];
    if (derivation !== this.#derivation || acmeParts !== this.#acmeParts) {
      try {
        this.#runtime = buildRuntime({
          configurations: { kubernetes: derivation.parts, acme: acmeParts },
          ...entryPointsOf(this.#configuration),
          internalServices: this.#operations?.services ?? {},
          ...(this.#runtime === undefined ? {} : { previous: this.#runtime }),
        });
      } catch (error) {
        this.#logger.error({ err: error }, 'Building the routes failed; the last ones stay in force.');
        return;
      }
      this.#derivation = derivation;
      this.#acmeParts = acmeParts;
      this.#proxy?.use(this.#runtime);
      this.#operations?.configured(this.#runtime);
      this.#acme?.update(this.#runtime);
      const { routers, services } = this.#runtime;
      this.#logger.debug({ routers: routers.size, services: services.size }, 'A configuration is in force.');
    }
    this.#tellProblems();
    this.#status?.update({ processed: derivation.processed, store });
  }

  /** Logs what is new, now and when a certificate's time has come or is over. */
  #tellProblems(): void {
    this.#logProblems(this.#problems());
    clearTimeout(this.#validityTimer);
    const now = new Date();
    const next = nextValidityChange(this.#runtime?.certificates ?? [], now);
    if (next === undefined) return;
    const delay = Math.min(next - now.getTime(), longestDuration);
    this.#validityTimer = setTimeout(() => this.#tellProblems(), delay);
  }

  /** Those of the status writer are not among them: it logs them itself. */
  #problems(): readonly Problem[] {
    return [
      ...(this.#source?.store.problems ?? []),
      ...(this.#derivation?.problems ?? []),
      ...(this.#runtime?.problems ?? []),
      ...(this.#acme?.problems ?? []),
      ...validityProblems(this.#runtime?.certificates ?? [], new Date()),
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
      providers: this.#source === undefined ? [] : ['KubernetesIngress'],
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

function timeoutsOf({ serversTransport }: StaticConfiguration): UpstreamTimeouts {
  const { dialTimeout, responseHeaderTimeout, idleConnTimeout } = serversTransport.forwardingTimeouts;
  return { connect: dialTimeout, responseHeader: responseHeaderTimeout, idle: idleConnTimeout };
}

function entryPointsOf({ entryPoints }: StaticConfiguration) {
  const names = Object.keys(entryPoints);
  return {
    entryPoints: names,
    httpsEntryPoints: names.filter((name) => entryPoints[name]?.http.tls !== undefined),
  };
}

/** @throws {StartError} */
function openLogOf({ log: options }: StaticConfiguration, { output, workingDirectory }: ReferenceInput): Log {
  try {
    return openLog({ options, output, workingDirectory });
  } catch (error) {
    const what = `The log file can't be opened: ${error instanceof Error ? error.message : String(error)}.`;
    const remedy = 'Name a file in a folder that exists and that this process may write to.';
    throw new StartError(what, `log.filePath (${options.filePath})`, remedy, { cause: error });
  }
}

/** Where it is an option that is wrong, its source is named too. */
function cannotConnect(error: ConnectionError, source: ConfigurationSource): StartError {
  const { what, where, remedy } = error;
  const from = source.kind === 'file' ? `file ${source.path}` : source.kind;
  return new StartError(what, where.startsWith('providers.') ? `${where}, ${from}` : where, remedy, {
    cause: error,
  });
}

function cannotListen(error: ListenError): StartError {
  const option = `entryPoints.${error.entryPoint}.address`;
  const [what, remedy] = explanations[error.code ?? ''] ?? [
    `${error.message}.`,
    `Check the address, or give ${option} another one.`,
  ];
  return new StartError(what, `${option} (${error.address})`, remedy, { cause: error });
}

const explanations: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  EADDRINUSE: [
    'The address is taken: another process listens there.',
    'Stop that process, or choose another port.',
  ],
  EACCES: [
    'This process may not listen there.',
    'Choose a port from 1024 on, or give the process the right (CAP_NET_BIND_SERVICE).',
  ],
  EADDRNOTAVAIL: [
    'This machine has no such address.',
    'Leave the host out to listen on all addresses, or name one that the machine has.',
  ],
  ENOTFOUND: ['The name has no address.', 'Name an IP address of this machine, or leave the host out.'],
};
