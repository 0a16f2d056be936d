/** What the suite has to be allowed in a cluster of others, asked for before anything is created there. */
import { Mistake } from '../mistake.ts';
import type { Objects } from './objects.ts';

export interface Right {
  readonly verbs: readonly string[];
  /** Empty: the core group. */
  readonly group: string;
  /** `pods`, or `pods/status`. */
  readonly resource: string;
}

const written = ['get', 'create', 'update', 'delete'] as const;

/** In all namespaces, since those of the run are yet to come. */
export const runRights: readonly Right[] = [
  { verbs: ['list', 'create', 'delete'], group: '', resource: 'namespaces' },
  { verbs: written, group: '', resource: 'services' },
  { verbs: written, group: '', resource: 'endpoints' },
  { verbs: written, group: '', resource: 'secrets' },
  { verbs: ['get', 'create', 'delete'], group: '', resource: 'pods' },
  { verbs: ['update'], group: '', resource: 'pods/status' },
  { verbs: written, group: 'networking.k8s.io', resource: 'ingresses' },
  { verbs: ['list', ...written], group: 'networking.k8s.io', resource: 'ingressclasses' },
];

/** To find what runs have left, and to take it away. */
export const cleanupRights: readonly Right[] = [
  { verbs: ['list', 'delete'], group: '', resource: 'namespaces' },
  { verbs: ['list', 'delete'], group: 'networking.k8s.io', resource: 'ingressclasses' },
];

/** To find it alone. */
export const lookRights: readonly Right[] = cleanupRights.map((right) => ({ ...right, verbs: ['list'] }));

/** @throws Mistake with all that is missing */
export async function demandRights(objects: Objects, rights: readonly Right[]): Promise<void> {
  const missing: string[] = [];
  for (const right of rights) {
    const refused = [];
    for (const verb of right.verbs) if (!(await isAllowed(objects, right, verb))) refused.push(verb);
    if (refused.length > 0) missing.push(`${refused.join(', ')} ${nameOf(right)}`);
  }
  if (missing.length === 0) return;
  throw new Mistake(
    `The user of the kubeconfig may not do in the cluster what this takes. Missing: ${missing.join('; ')}. Grant it by a ClusterRole, or give another user's kubeconfig.`,
  );
}

async function isAllowed(
  objects: Objects,
  { group, resource: whole }: Right,
  verb: string,
): Promise<boolean> {
  const [resource = '', subresource] = whole.split('/');
  const { status } = await objects.create({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    // Of a question nothing is kept, and nothing has a name.
    metadata: { name: '' },
    spec: {
      resourceAttributes: { verb, group, resource, ...(subresource === undefined ? {} : { subresource }) },
    },
  });
  return (status as { readonly allowed?: boolean } | undefined)?.allowed === true;
}

function nameOf({ group, resource }: Right): string {
  return group === '' ? resource : `${resource}.${group}`;
}
