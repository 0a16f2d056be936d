/**
 * The Kubernetes side of the reference: a connection, one reflector for each kind and namespace, and the store
 * that they keep. What is behind it reads the store and is told of changes; nothing but `status` writes.
 */
import type { Logger } from 'pino';
import type { KubernetesIngressOptions } from '../configuration/static-configuration.ts';
import { systemTiming, type Timing } from './backoff.ts';
import { createClient } from './client.ts';
import { type Connection, chooseConnection, type Environment, exposesSecret } from './connection.ts';
import { ApiHealth, type ApiState } from './health.ts';
import { createIngressStatusClient, type IngressStatusClient } from './ingress-status.ts';
import { ObjectStore } from './object-store.ts';
import type { Kind } from './objects.ts';
import { defaultTuning, Reflector, type ReflectorTuning } from './reflector.ts';
import { describeScope, type Scope } from './resources.ts';
import type { ObservableStore } from './store.ts';
import { type ClusterVersion, networkingVersions, VersionSource } from './version.ts';

export { ConnectionError } from './connection-error.ts';
export type { ApiState } from './health.ts';
export type { IngressStatusClient } from './ingress-status.ts';
export type { ObservableStore } from './store.ts';
export type { ClusterVersion } from './version.ts';

export interface KubernetesInput {
  readonly options: KubernetesIngressOptions;
  /** `KUBERNETES_SERVICE_HOST`, `KUBERNETES_SERVICE_PORT`, `KUBECONFIG`. */
  readonly environment: Environment;
  readonly logger: Logger;
  /** Where the token and CA of a pod are mounted; Kubernetes' own place by default. */
  readonly serviceAccountFolder?: string;
  readonly timing?: Timing;
  readonly tuning?: ReflectorTuning;
}

export interface KubernetesSource {
  readonly store: ObservableStore;
  /** Undefined until the server has answered once. */
  readonly version: ClusterVersion | undefined;
  /** False before Kubernetes 1.18, which has no IngressClass. May change when the cluster is upgraded: the store's listeners are then told. */
  readonly ingressClassesAvailable: boolean;
  readonly api: ApiState;
  readonly writer: IngressStatusClient;
  /** True as soon as everything has been listed once; false if stopped before. Never rejects. */
  whenSynced(): Promise<boolean>;
  /** Ends watches and requests and closes all connections. The objects stay readable. */
  stop(): Promise<void>;
}

/** How to reach the cluster. Nothing has been sent yet. */
export interface KubernetesConnection {
  /**
   * Starts following the cluster. Returns at once, whether or not the server is there: its being away is logged,
   * shown in `api` and retried for as long as it takes.
   */
  follow(): KubernetesSource;
}

/**
 * Finds out how to reach the cluster, so that mistakes are told before anything is opened.
 *
 * @throws {ConnectionError} Where the configuration allows no connection to be tried.
 */
export async function connectKubernetes(input: KubernetesInput): Promise<KubernetesConnection> {
  const { options, environment, serviceAccountFolder } = input;
  const connection = await chooseConnection(options, environment, serviceAccountFolder);
  return { follow: () => followCluster(connection, input) };
}

function followCluster(
  connection: Connection,
  { options, logger, timing = systemTiming, tuning = defaultTuning }: KubernetesInput,
): KubernetesSource {
  logger.info(`Following the Kubernetes API at ${connection.server} (${connection.kind}).`);
  if (exposesSecret(connection)) {
    logger.warn(
      `Requests to ${connection.server} carry credentials in the clear: whoever can listen on the way can use them. Use https, or an address of this machine.`,
    );
  }
  const client = createClient(connection);
  const scopes = scopesFor(options.namespaces);
  const store = new ObjectStore(scopes);
  const health = new ApiHealth(logger);
  const version = new VersionSource(client);
  version.onChange((found) => {
    logger.info(`The cluster runs Kubernetes ${found.gitVersion}.`);
    store.touch();
  });
  const ending = new AbortController();
  const reflectors = scopes.map((scope) =>
    new Reflector({
      scope,
      labelSelector: scope.kind === 'Ingress' ? options.labelSelector : '',
      optional: scope.kind === 'IngressClass',
      client,
      version,
      store,
      timing,
      tuning,
      report: (of, state) => {
        const who = describeScope(of);
        if (state.kind === 'failing') health.failed(who, state.error, 'error', 'What is served stays.');
        else if (state.kind === 'tolerated') health.failed(who, state.error, 'warn', withoutClasses);
        else health.succeeded(who);
      },
      defect: (of, error) =>
        logger.error({ err: error }, `Following ${describeScope(of)} failed; trying again.`),
    }).run(ending.signal),
  );
  return {
    store,
    get version() {
      return version.known;
    },
    get ingressClassesAvailable() {
      return version.known !== undefined && networkingVersions(version.known).IngressClass !== undefined;
    },
    get api() {
      return health.state;
    },
    writer: createIngressStatusClient(client, version),
    whenSynced: () => store.whenSynced(),
    stop: async () => {
      ending.abort();
      store.close();
      await Promise.all(reflectors);
      await client.close();
    },
  };
}

const withoutClasses =
  'Until then an Ingress with spec.ingressClassName is not served; the annotation kubernetes.io/ingress.class works.';

function scopesFor(namespaces: readonly string[]): readonly Scope[] {
  const namespaced: readonly Kind[] = ['Ingress', 'Service', 'Endpoints', 'Secret'];
  const within = namespaces.length === 0 ? [undefined] : [...new Set(namespaces)];
  return [
    { kind: 'IngressClass', namespace: undefined },
    ...within.flatMap((namespace) => namespaced.map((kind) => ({ kind, namespace }))),
  ];
}
