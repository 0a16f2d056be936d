import type { Manifest } from '../cluster/cluster.ts';

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** A Role with the rules, and the RoleBinding that grants it to the user. */
export function allowInNamespace(
  namespace: string,
  user: string,
  rules: readonly PolicyRule[],
): readonly Manifest[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const metadata = { name: 'controller', namespace };
  const [apiGroup] = apiVersion.split('/');
  return [
    { apiVersion, kind: 'Role', metadata, rules },
    {
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'Role', name: metadata.name },
      subjects: [{ apiGroup, kind: 'User', name: user }],
    },
  ];
}
