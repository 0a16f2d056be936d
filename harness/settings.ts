/** What a run was started with, as it travels to the workers: cucumber's world parameters are JSON. */
import type { ClusterSource } from './cluster/source.ts';
import type { DialectName } from './implementation/dialects.ts';
import type { Implementation } from './implementation/implementation.ts';
import type { SessionSettings } from './scenario/session.ts';

export interface RunSettings {
  readonly implementation: ImplementationChoice;
  readonly cluster: ClusterChoice;
  /** `major.minor`, for scenarios that do not choose. */
  readonly kubernetesVersion: string;
}

/**
 * Which implementation is under test, and all that it takes to start or find it. Each a type, not an interface: only
 * then does the compiler know it for JSON.
 */
export type ImplementationChoice =
  /** In this process. */
  { readonly kind: 'reference' } | ReferenceProcessChoice | CommandChoice | CustomChoice;

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
  readonly sharing: Sharing;
};

/** One that somebody has written: the default export of a module. */
export type CustomChoice = {
  readonly kind: 'custom';
  /** Absolute path, in TypeScript whose types can be stripped or in JavaScript. */
  readonly path: string;
};

/** Whether instances outlive the scenario that they were started for, where another one asks for the same. */
export type Sharing = 'shared' | 'fresh';

/** Which clusters scenarios get. */
export type ClusterChoice = { readonly kind: 'embedded' };

export const defaultSettings: RunSettings = {
  implementation: { kind: 'reference' },
  cluster: { kind: 'embedded' },
  kubernetesVersion: '1.34',
};

/** What each worker makes of them, once; what it costs to load is paid for what was chosen alone. */
export async function readSettings(parameters: Partial<RunSettings>): Promise<SessionSettings> {
  const { implementation, cluster, kubernetesVersion } = { ...defaultSettings, ...parameters };
  return {
    implementation: await implementationOf(implementation),
    clusters: await clustersOf(cluster),
    kubernetesVersion,
  };
}

async function implementationOf(choice: ImplementationChoice): Promise<Implementation> {
  switch (choice.kind) {
    case 'reference':
      return (await import('./implementation/reference.ts')).reference;
    case 'reference-process':
      return (await import('./implementation/reference-process.ts')).referenceProcess;
    case 'command':
      return (await import('./implementation/command.ts')).commandImplementation(choice);
    case 'custom':
      return await (await import('./implementation/custom.ts')).customImplementation(choice);
  }
}

async function clustersOf({ kind }: ClusterChoice): Promise<ClusterSource> {
  switch (kind) {
    case 'embedded':
      return (await import('./cluster/embedded.ts')).embeddedClusters;
  }
}
