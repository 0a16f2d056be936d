/** Whether an implementation can be checked in such clusters at all; one that runs there already is looked for. */
import { Mistake } from '../mistake.ts';
import { unlessAborted } from '../run-signal.ts';
import type {
  ImplementationChoice,
  PreparedClusterChoice,
  PreparedImplementationChoice,
} from '../settings.ts';

export interface PlacementNeeds {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
}

/**
 * @throws Mistake where it is not to be had in such clusters, or is not there, with what to do; the signal's reason
 * where that is aborted
 */
export async function placeImplementation(
  choice: ImplementationChoice,
  cluster: PreparedClusterChoice,
  { environment, signal }: PlacementNeeds,
): Promise<PreparedImplementationChoice> {
  if (choice.kind !== 'deployed') {
    if (cluster.kind !== 'kubeconfig') return choice;
    throw new Mistake(
      `--cluster kubeconfig is for a controller that runs in it: give --implementation deployed. One that the suite starts (${choice.kind}) needs a cluster of its own, embedded or envtest.`,
    );
  }
  if (cluster.kind !== 'kubeconfig') {
    throw new Mistake(
      `--implementation deployed needs the cluster that it runs in: give --cluster kubeconfig, not ${cluster.kind}.`,
    );
  }
  const { prepareDeployed } = await import('./deployed-prepare.ts');
  return await unlessAborted(signal, prepareDeployed(choice, cluster, environment));
}
