/** What a run was started with, as it travels to the workers: cucumber's world parameters are JSON. */
import type { EnvtestServer } from './cluster/envtest/envtest-server.ts';
import type { ClusterSource } from './cluster/source.ts';
import type { DialectName } from './implementation/dialects.ts';
import type { Implementation } from './implementation/implementation.ts';
import type { SessionSettings } from './scenario/session.ts';

export interface RunSettings {
  readonly implementation: PreparedImplementationChoice;
  readonly cluster: PreparedClusterChoice;
  /** `major.minor`, for scenarios that do not choose. */
  readonly kubernetesVersion: string;
}

/**
 * Which implementation is under test, and all that it takes to start or find it. Each a type, not an interface: only
 * then does the compiler know it for JSON.
 */
export type ImplementationChoice =
  /** In this process. */
  { readonly kind: 'reference' } | ReferenceProcessChoice | CommandChoice | CustomChoice | DeployedChoice;

/** The same for workers, when what runs already has been found. */
export type PreparedImplementationChoice =
  | Exclude<ImplementationChoice, { readonly kind: 'deployed' }>
  | PreparedDeployed;

/** The reference by its own command. */
export type ReferenceProcessChoice = {
  readonly kind: 'reference-process';
  readonly sharing: Sharing;
};

/** A program that takes Traefik's static options. */
export type CommandChoice = {
  readonly kind: 'command';
  /** Absolute path. */
  readonly binary: string;
  /** Each of these undefined until the program has been asked for it; see `prepareImplementation`. */
  readonly name?: string;
  readonly version?: string;
  readonly dialect?: DialectName;
  /** Documents for which it has options that only some releases of its dialect have. */
  readonly offers?: readonly string[];
  readonly sharing: Sharing;
};

/** One that somebody has written: the default export of a module. */
export type CustomChoice = {
  readonly kind: 'custom';
  /** Absolute path, in TypeScript whose types can be stripped or in JavaScript. */
  readonly path: string;
};

/** A controller that runs already, in the cluster of `--cluster kubeconfig`. */
export type DeployedChoice = {
  readonly kind: 'deployed';
  readonly ingressClass: string;
  /** How Ingresses name it. */
  readonly by: 'field' | 'annotation';
  /** Undefined: as the status of an Ingress shows it, ports 80 and 443. */
  readonly httpAddress?: Place;
  readonly httpsAddress?: Place;
  readonly name?: string;
  readonly version?: string;
};

/** The same, when it has been found. */
export type PreparedDeployed = DeployedChoice & {
  /** `spec.controller` of its IngressClass; empty where there is none. */
  readonly controller: string;
  readonly http: Place;
  readonly https: Place;
};

type Place = { readonly host: string; readonly port: number };

/** Whether instances outlive the scenario that they were started for, where another one asks for the same. */
export type Sharing = 'shared' | 'fresh';

/** Which clusters scenarios get, as the user says. */
export type ClusterChoice = EmbeddedChoice | EnvtestChoice | KubeconfigChoice;

/** The same for workers, when what outlives them has been started or found. */
export type PreparedClusterChoice = EmbeddedChoice | RunningEnvtest | PreparedKubeconfig;

type EmbeddedChoice = { readonly kind: 'embedded' };

/** A real control plane, which the run starts and ends. */
export type EnvtestChoice = {
  readonly kind: 'envtest';
  /** Addresses of this machine that pods get, as in `10.200.0.0/24`. */
  readonly podRange: string;
};

export type RunningEnvtest = EnvtestChoice & {
  /** `major.minor` of all its servers. */
  readonly version: string;
  /** One for each worker. */
  readonly servers: readonly EnvtestServer[];
};

/** One that exists, and that others use too. */
export type KubeconfigChoice = {
  readonly kind: 'kubeconfig';
  /** Path of a file; undefined: where kubectl looks. */
  readonly kubeconfig?: string;
  /** Undefined: the current one. */
  readonly context?: string;
  /** Of the pods that the cluster runs. */
  readonly echoImage: string;
  /** Where the cluster reaches this machine, for pods that are servers of the suite's; undefined: the cluster runs them. */
  readonly podAddress?: string;
  /** Whether nobody else's Ingresses are in it, so that it may have a default IngressClass. */
  readonly disposable: boolean;
  /** Given to Ingresses that name none. */
  readonly deployed: { readonly name: string; readonly by: 'field' | 'annotation' };
};

export type PreparedKubeconfig = KubeconfigChoice & {
  /** Tells what is this run's in the cluster. */
  readonly run: string;
  /** `major.minor` */
  readonly version: string;
  /** Path of a file: once it is there, the run has ended, and nothing may be created any more. */
  readonly endMark: string;
};

export const defaultSettings: RunSettings = {
  implementation: { kind: 'reference' },
  cluster: { kind: 'embedded' },
  kubernetesVersion: '1.34',
};

/** What each worker makes of them, once; what it costs to load is paid for what was chosen alone. */
export async function readSettings(parameters: Partial<RunSettings>): Promise<SessionSettings> {
  const { implementation: choice, cluster, kubernetesVersion } = { ...defaultSettings, ...parameters };
  const implementation = await implementationOf(choice);
  const source = await clustersOf(cluster);
  // A controller that runs already sees each scenario's objects come and go.
  const clusters =
    choice.kind === 'deployed'
      ? (await import('./scenario/cleared-parts.ts')).clearedParts(source, implementation)
      : source;
  return {
    implementation,
    clusters,
    kubernetesVersion,
    ...(await pairsOf(choice, implementation, clusters)),
  };
}

/** Of a cluster that there is but once, scenarios have a part each as it is. */
async function pairsOf(
  choice: PreparedImplementationChoice,
  implementation: Implementation,
  clusters: ClusterSource,
): Promise<Pick<SessionSettings, 'pairs'>> {
  if (!('sharing' in choice) || choice.sharing === 'fresh' || clusters.kind !== 'embedded') return {};
  const { SharedPairs } = await import('./scenario/shared-pairs.ts');
  return { pairs: new SharedPairs(implementation, clusters) };
}

async function implementationOf(choice: PreparedImplementationChoice): Promise<Implementation> {
  switch (choice.kind) {
    case 'reference':
      return (await import('./implementation/reference.ts')).reference;
    case 'reference-process':
      return (await import('./implementation/reference-process.ts')).referenceProcess;
    case 'command':
      return (await import('./implementation/command.ts')).commandImplementation(choice);
    case 'custom':
      return await (await import('./implementation/custom.ts')).customImplementation(choice);
    case 'deployed':
      return (await import('./implementation/deployed.ts')).deployedImplementation(choice);
  }
}

async function clustersOf(choice: PreparedClusterChoice): Promise<ClusterSource> {
  switch (choice.kind) {
    case 'embedded':
      return (await import('./cluster/embedded.ts')).embeddedClusters;
    case 'envtest':
      return (await import('./cluster/envtest/envtest.ts')).envtestClusters(choice, workerNumber());
    case 'kubeconfig':
      return (await import('./cluster/kubeconfig.ts')).kubeconfigClusters(choice);
  }
}

/** From 0 on; the process that is no worker is the first. */
function workerNumber(): number {
  return Number(process.env.CUCUMBER_WORKER_ID ?? 0);
}
