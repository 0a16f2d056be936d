import type { Manifest } from '../cluster/cluster.ts';

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${apiGroup}/v1`;

/** A Role of the namespace with the rules, or of the whole cluster for `*`, and the binding that grants it to the user. */
export function roleFor(user: string, namespace: string, rules: readonly PolicyRule[]): readonly Manifest[] {
  const whole = namespace === '*';
  const kind = whole ? 'ClusterRole' : 'Role';
  const metadata = whole ? { name: 'controller' } : { name: 'controller', namespace };
  return [
    { apiVersion, kind, metadata, rules },
    {
      apiVersion,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup, kind, name: metadata.name },
      subjects: [{ apiGroup, kind: 'User', name: user }],
    },
  ];
}
