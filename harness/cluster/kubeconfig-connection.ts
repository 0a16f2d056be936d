/** The first words with a cluster that a kubeconfig leads to: whether it is there, and takes who comes. */
import type { KubeConfig } from '@kubernetes/client-node';
import { Mistake } from '../mistake.ts';
import { ClusterError } from './cluster.ts';
import type { Objects } from './objects.ts';

/**
 * `major.minor` of the cluster.
 *
 * @throws Mistake where it can't be reached, or refuses who the kubeconfig says
 */
export async function greet(config: KubeConfig, objects: Objects): Promise<string> {
  const version = await asMistake(config, () => objects.gitVersion());
  const minor = /^v(\d+\.\d+)/.exec(version)?.[1];
  if (minor !== undefined) return minor;
  throw new Mistake(`${placeOf(config)} says that its version is "${version}": it is no Kubernetes cluster.`);
}

async function asMistake<Result>(config: KubeConfig, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ClusterError) {
      const remedy =
        error.status === 401 || error.status === 403
          ? 'It does not take the credentials of the kubeconfig: log in anew, or give another one.'
          : 'Is it a Kubernetes cluster?';
      // What answers there may answer with anything.
      const said = error.message.slice(0, 300).replaceAll(/\s+/g, ' ').trim();
      throw new Mistake(`${placeOf(config)} can't be used. ${said} ${remedy}`, { cause: error });
    }
    throw new Mistake(
      `${placeOf(config)} can't be reached: ${reasonOf(error)}. Is it up, and is --kubeconfig or --context the right one?`,
      { cause: error },
    );
  }
}

function placeOf(config: KubeConfig): string {
  return `The cluster of the context "${config.getCurrentContext()}" at ${config.getCurrentCluster()?.server}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Of several addresses that were tried, each has failed for a reason of its own.
  const all = error instanceof AggregateError ? error.errors.map((each) => reasonOf(each)) : [error.message];
  return [...new Set(all)].join(', ');
}
