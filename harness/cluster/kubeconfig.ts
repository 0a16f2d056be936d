/**
 * A cluster that exists, and goes on existing: scenarios have namespaces and classes in it that are the run's own (see
 * `kubeconfig-names.ts`), and what they bring is taken away behind each of them.
 */
import { existsSync } from 'node:fs';
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import type { PreparedKubeconfig } from '../settings.ts';
import type { Cluster } from './cluster.ts';
import { createEchoPods } from './echo-pods.ts';
import { awaitEndpoint } from './endpoint-presence.ts';
import { type AddPods, createImagePods } from './image-pods.ts';
import { readKubeconfig } from './kubeconfig-file.ts';
import { createNames } from './kubeconfig-names.ts';
import { connectUnderNames, forOutsidePods } from './kubeconfig-objects.ts';
import type { Objects } from './objects.ts';
import type { ClusterOptions, ClusterSource } from './source.ts';
import { trackObjects } from './tracked.ts';

/** Nothing is connected to before a scenario needs its cluster. */
export function kubeconfigClusters(choice: PreparedKubeconfig): ClusterSource {
  const capabilities = capabilitiesOf(choice);
  let connected: { readonly cluster: Cluster; end(): Promise<void> } | undefined;
  return {
    kind: 'kubeconfig',
    capabilities,
    async provide(options) {
      refuseWhatCannotBe(options);
      connected ??= connect(choice, capabilities);
      return trackObjects(connected.cluster);
    },
    async end() {
      await connected?.end();
    },
  };
}

/** Pods of this machine are in the suite's hands; a disposable cluster is nobody else's. */
function capabilitiesOf({ podAddress, disposable }: PreparedKubeconfig): ReadonlySet<Capability> {
  return new Set<Capability>([
    ...(podAddress === undefined ? [] : (['pod-control'] as const)),
    ...(disposable ? (['default-class'] as const) : []),
  ]);
}

/** The cluster as a whole; its `stop` is of no effect, since the run's namespaces are taken away by who made them. */
function connect(choice: PreparedKubeconfig, capabilities: ReadonlySet<Capability>) {
  const { kubeconfig: file, context, run, deployed, version, endMark } = choice;
  const config = readKubeconfig({ file, context }, process.env);
  const objects = untilEnded(endMark, connectUnderNames(config, createNames(run, deployed)));
  const { addPods, end } = podsOf(choice, objects);
  const cluster: Cluster = {
    kind: 'kubeconfig',
    kubernetesVersion: version,
    capabilities,
    kubeconfig: () => config.exportConfig(),
    async apply(manifest) {
      await objects.apply(manifest);
    },
    applyStatus: objects.applyStatus,
    delete: (reference) => objects.delete(reference),
    read: objects.read,
    addPods,
    requests: () => [],
    stop: async () => {},
  };
  return { cluster, end };
}

/** Nothing is created when whoever removes it all has begun: see `kubeconfig-prepare.ts`. */
function untilEnded(mark: string, objects: Objects): Objects {
  const refuse = (): void => {
    if (existsSync(mark)) throw new Error('The run has ended.');
  };
  return {
    ...objects,
    async apply(manifest) {
      refuse();
      return await objects.apply(manifest);
    },
    async create(manifest) {
      refuse();
      return await objects.create(manifest);
    },
  };
}

function podsOf({ podAddress, echoImage }: PreparedKubeconfig, objects: Objects) {
  if (podAddress === undefined) {
    return { addPods: createImagePods(objects, echoImage), end: async () => {} };
  }
  const pods = createEchoPods(forOutsidePods(objects), () => podAddress);
  const addPods: AddPods = async (service, count, ready, protocol) => {
    const added = await pods.add(service, count, ready, protocol);
    for (const { name } of added) await awaitEndpoint(objects, service, name, ready ? 'ready' : 'not-ready');
    return added;
  };
  return { addPods, end: pods.kill };
}

function refuseWhatCannotBe({ rbac, https, tokens }: ClusterOptions): void {
  if (!rbac && !https && tokens === undefined) return;
  throw new Error(
    'This scenario says how its API server is secured, which its statement does not say that it requires.',
  );
}
