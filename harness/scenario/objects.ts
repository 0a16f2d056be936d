/** Objects of a scenario by kind and name, in the API version that the cluster prefers. */
import type { Cluster, Manifest, ObjectReference } from '../cluster/cluster.ts';
import { withFreshRead } from '../cluster/objects.ts';
import { ingressClassVersion } from './barrier.ts';
import { withFields } from './manifests.ts';

export interface NamedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const clusterScoped = new Set(['Namespace', 'IngressClass', 'ClusterRole', 'ClusterRoleBinding']);

/** How to address an object of the kinds that scenarios name in a sentence. Throws for another kind. */
export function referenceTo(
  kubernetesVersion: string,
  { kind, namespace, name }: NamedObject,
): ObjectReference {
  const apiVersion = apiVersionOf(kubernetesVersion, kind);
  return clusterScoped.has(kind) ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
}

/** Changes fields of an object that exists (see `withFields`). */
export async function changeObject(
  cluster: Cluster,
  object: NamedObject,
  fields: Iterable<readonly [path: string, value: unknown]>,
): Promise<void> {
  const changes = [...fields];
  await withFreshRead(async () => {
    const live = await cluster.read(referenceTo(cluster.kubernetesVersion, object));
    if (live === undefined)
      throw new Error(`There is no ${object.kind} ${object.namespace}/${object.name} to change.`);
    await cluster.apply(withFields(live, changes));
  });
}

export function ingressClassManifest(kubernetesVersion: string, name: string, controller: string): Manifest {
  const apiVersion = apiVersionOf(kubernetesVersion, 'IngressClass');
  return { apiVersion, kind: 'IngressClass', metadata: { name }, spec: { controller } };
}

function apiVersionOf(kubernetesVersion: string, kind: string): string {
  switch (kind) {
    case 'Ingress':
      return Number(kubernetesVersion.split('.')[1]) >= 19
        ? 'networking.k8s.io/v1'
        : 'networking.k8s.io/v1beta1';
    case 'IngressClass': {
      const apiVersion = ingressClassVersion(kubernetesVersion);
      if (apiVersion === undefined) throw new Error(`Kubernetes ${kubernetesVersion} has no IngressClass.`);
      return apiVersion;
    }
    case 'Namespace':
    case 'Service':
    case 'Endpoints':
    case 'Secret':
    case 'Pod':
      return 'v1';
    case 'Role':
    case 'RoleBinding':
    case 'ClusterRole':
    case 'ClusterRoleBinding':
      return 'rbac.authorization.k8s.io/v1';
    default:
      throw new Error(`The harness does not know the kind ${kind}.`);
  }
}
