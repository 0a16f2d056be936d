/** What a run was started with, as it travels to the workers: cucumber's world parameters are JSON. */
import type { ClusterSource } from './cluster/source.ts';
import type { Implementation } from './implementation/implementation.ts';
import type { SessionSettings } from './scenario/session.ts';

export interface RunSettings {
  readonly implementation: ImplementationChoice;
  readonly cluster: ClusterChoice;
  /** `major.minor`, for scenarios that do not choose. */
  readonly kubernetesVersion: string;
}

/** Which implementation is under test, and all that it takes to start or find it. */
export type ImplementationChoice = { readonly kind: 'reference' };

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

async function implementationOf({ kind }: ImplementationChoice): Promise<Implementation> {
  switch (kind) {
    case 'reference':
      return (await import('./implementation/reference.ts')).reference;
  }
}

async function clustersOf({ kind }: ClusterChoice): Promise<ClusterSource> {
  switch (kind) {
    case 'embedded':
      return (await import('./cluster/embedded.ts')).embeddedClusters;
  }
}
