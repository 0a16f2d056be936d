/** A run's part of a cluster that exists: looked at before anything is created, and taken away at the end. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Mistake } from '../mistake.ts';
import { unlessAborted } from '../run-signal.ts';
import { serviceManifest } from '../scenario/manifests.ts';
import type { KubeconfigChoice, PreparedKubeconfig } from '../settings.ts';
import { findLeftovers, removeLeftovers } from './cleanup.ts';
import { kubeconfigClusters } from './kubeconfig.ts';
import { greet } from './kubeconfig-connection.ts';
import { readKubeconfig } from './kubeconfig-file.ts';
import { demandRights, runRights } from './kubeconfig-rights.ts';
import { connectObjects, type Objects } from './objects.ts';

export interface PreparedPart {
  readonly choice: PreparedKubeconfig;
  /** Takes away all that the run has left, whoever has left it. */
  end(): Promise<void>;
}

/**
 * @throws Mistake where the cluster can't be found, reached or used, or does not run the image of the pods; nothing is
 * left in it then
 */
export async function prepareKubeconfig(
  choice: KubeconfigChoice,
  { environment, runFolder, signal }: RunSurroundings,
): Promise<PreparedPart> {
  const config = readKubeconfig({ file: choice.kubeconfig, context: choice.context }, environment);
  const objects = connectObjects(config);
  const version = await greet(config, objects);
  await demandRights(objects, runRights);
  const run = randomBytes(4).toString('hex');
  const prepared: PreparedKubeconfig = { ...choice, run, version, endMark: join(runFolder, 'ended') };
  const end = () => removeRun(objects, prepared);
  try {
    await unlessAborted(signal, tryPods(prepared));
  } catch (error) {
    await end();
    throw error;
  }
  return { choice: prepared, end };
}

export interface RunSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly runFolder: string;
  readonly signal: AbortSignal | undefined;
}

async function removeRun(objects: Objects, { run, endMark }: PreparedKubeconfig): Promise<void> {
  try {
    // Workers of a run that was interrupted are still at it.
    await writeFile(endMark, '');
    let left = await findLeftovers(objects, run);
    // What they had asked for by then may come about while the rest is removed.
    for (; left.length > 0; left = await findLeftovers(objects, run)) await removeLeftovers(objects, left);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Mistake(
      `Not all that the run has created in the cluster could be removed: ${reason} What is left can be removed by ingress-conformance cleanup --run ${run}.`,
      { cause: error },
    );
  }
}

/** Whether pods come about at all is no scenario's business: where they do not, no statement could be told from it. */
async function tryPods(prepared: PreparedKubeconfig): Promise<void> {
  const source = kubeconfigClusters(prepared);
  try {
    const cluster = await source.provide({
      version: prepared.version,
      rbac: false,
      https: false,
      tokens: undefined,
    });
    const service = { namespace: 'default', name: 'conformance-trial' };
    await cluster.apply(serviceManifest({ ...service, ports: [{ name: '', port: 80, targetPort: 80 }] }));
    await cluster.addPods(service, 1, true);
    await cluster.stop();
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    throw new Mistake(`The cluster has no pods for the suite: ${message}`, { cause: error });
  } finally {
    await source.end();
  }
}
