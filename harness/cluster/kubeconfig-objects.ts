/** Objects under the names that scenarios use, wherever in the cluster they are. */
import type { KubeConfig } from '@kubernetes/client-node';
import type { Manifest } from './cluster.ts';
import { type ClusterNames, withNamedTargets } from './kubeconfig-names.ts';
import { connectObjects, type Objects } from './objects.ts';
import { containerSecurity, podSecurity } from './pod-security.ts';

/** A connection for the run whose names they are. */
export function connectUnderNames(config: KubeConfig, names: ClusterNames): Objects {
  return underNames(connectObjects(config, { namespaceLabels: names.labels }), names);
}

function underNames(objects: Objects, names: ClusterNames): Objects {
  return {
    ...objects,
    async apply(manifest) {
      return names.fromCluster(await objects.apply(names.toCluster(manifest)));
    },
    async create(manifest) {
      return names.fromCluster(await objects.create(names.toCluster(manifest)));
    },
    applyStatus: (manifest) => objects.applyStatus(names.toCluster(manifest)),
    async delete(reference, gracePeriodSeconds) {
      await objects.delete(names.reference(reference), gracePeriodSeconds);
      names.forget(reference);
    },
    async read(reference) {
      const found = await objects.read(names.reference(reference));
      return found && names.fromCluster(found);
    },
  };
}

/**
 * For pods of this machine: no scheduler takes them, so that no node runs them; that they are ready where they are is
 * said by whoever has started them. Services name the ports that they lead to.
 */
export function forOutsidePods(objects: Objects): Objects {
  return {
    ...objects,
    async read(reference) {
      const found = await objects.read(reference);
      return found && reference.kind === 'Service' ? withNamedTargets(found) : found;
    },
    apply(manifest) {
      return objects.apply(manifest.kind === 'Pod' ? outOfReach(manifest) : manifest);
    },
  };
}

/** Whoever admits pods need not know that they are never run: they are as restricted as can be asked for. */
function outOfReach(pod: Manifest): Manifest {
  const spec = pod.spec as { readonly containers: readonly object[] };
  return {
    ...pod,
    spec: {
      ...spec,
      schedulerName: 'ingress-conformance.dev/none',
      automountServiceAccountToken: false,
      securityContext: podSecurity,
      containers: spec.containers.map((container) => ({ ...container, securityContext: containerSecurity })),
    },
  };
}
