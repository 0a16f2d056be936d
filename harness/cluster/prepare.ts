/**
 * What a run's clusters need before its first scenario, and after its last one: servers that outlive scenarios are
 * started and ended by the process that the user has started, never by one of its workers.
 */
import { availableParallelism } from 'node:os';
import { Mistake } from '../mistake.ts';
import type { ClusterChoice, EnvtestChoice, KubeconfigChoice, PreparedClusterChoice } from '../settings.ts';

export interface ClusterNeeds {
  /** How many scenarios at once, as the user says; undefined: as many as there are processors. */
  readonly workers: number | undefined;
  /** `major.minor` or a gitVersion, where the user says one. */
  readonly kubernetesVersion: string | undefined;
  /** Takes files and programs of the run; see `createRunFolder`. */
  readonly runFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly timeoutScale: number;
  readonly signal: AbortSignal | undefined;
}

export interface PreparedCluster {
  readonly choice: PreparedClusterChoice;
  /** How many workers it serves. */
  readonly workers: number;
  /** `major.minor`, where it has one already. */
  readonly kubernetesVersion: string | undefined;
  /** When the last worker has ended, or need not be waited for. */
  end(): Promise<void>;
}

/**
 * @throws Mistake where there can't be such clusters here, with the reason and what to do; the signal's reason where
 * that is aborted
 */
export async function prepareCluster(choice: ClusterChoice, needs: ClusterNeeds): Promise<PreparedCluster> {
  switch (choice.kind) {
    case 'embedded':
      return {
        choice,
        workers: needs.workers ?? availableParallelism(),
        kubernetesVersion: undefined,
        end: async () => {},
      };
    case 'envtest':
      return await prepareEnvtest(choice, needs);
    case 'kubeconfig':
      return await prepareExisting(choice, needs);
  }
}

async function prepareExisting(choice: KubeconfigChoice, needs: ClusterNeeds): Promise<PreparedCluster> {
  if (needs.kubernetesVersion !== undefined) {
    throw new Mistake(
      'The Kubernetes version of --cluster kubeconfig is that of the cluster: leave --kubernetes-version out.',
    );
  }
  if (needs.workers !== undefined && needs.workers > 1) {
    throw new Mistake(
      `The cluster of --cluster kubeconfig serves one scenario at a time, and --parallel asks for ${needs.workers}: leave it out.`,
    );
  }
  const { prepareKubeconfig } = await import('./kubeconfig-prepare.ts');
  const prepared = await prepareKubeconfig(choice, needs);
  return { ...prepared, workers: 1, kubernetesVersion: prepared.choice.version };
}

/** An API server each takes a quarter of a gibibyte. */
const mostServersUnasked = 4;

async function prepareEnvtest(choice: EnvtestChoice, needs: ClusterNeeds): Promise<PreparedCluster> {
  if (needs.kubernetesVersion !== undefined) {
    throw new Mistake(
      'The Kubernetes version of --cluster envtest is that of its kube-apiserver: leave --kubernetes-version out.',
    );
  }
  const [{ findAssets }, { checkPodRange }, { startControlPlane }] = await Promise.all([
    import('./envtest/assets.ts'),
    import('./envtest/pod-network.ts'),
    import('./envtest/control-plane.ts'),
  ]);
  const assets = findAssets(needs.environment);
  await checkPodRange(choice.podRange);
  const workers = needs.workers ?? Math.min(availableParallelism(), mostServersUnasked);
  const controlPlane = await startControlPlane({ ...needs, assets, count: workers });
  const version = minorOf(controlPlane.version);
  return {
    choice: { ...choice, version, servers: controlPlane.servers },
    workers,
    kubernetesVersion: version,
    end: controlPlane.stop,
  };
}

function minorOf(gitVersion: string): string {
  return /^v(\d+\.\d+)/.exec(gitVersion)?.[1] ?? gitVersion;
}
