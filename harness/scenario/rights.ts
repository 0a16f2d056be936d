import assert from 'node:assert/strict';
import type { ApiRequest, Manifest } from '../cluster/cluster.ts';
import type { Session } from './session.ts';

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${apiGroup}/v1`;

/** A Role of the namespace with the rules, or of the whole cluster for `*`, and the binding that grants it to the user. */
export function roleFor(
  user: string,
  namespace: string,
  rules: readonly PolicyRule[],
  name = 'controller',
): readonly Manifest[] {
  const whole = namespace === '*';
  const kind = whole ? 'ClusterRole' : 'Role';
  const metadata = whole ? { name } : { name, namespace };
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

/** Each request of the implementation is for the version, or for what one of the rules grants. */
export async function expectNothingElseAsked(session: Session, rules: readonly PolicyRule[]): Promise<void> {
  const requests = (await session.cluster()).requests();
  assert.ok(requests.length > 0, 'The controller has asked for nothing at all.');
  const others = requests.filter((request) => !isVersion(request) && !isGranted(request, rules));
  assert.deepEqual(
    others.map(({ verb, target, status }) => `${verb} ${target} ${status}`),
    [],
  );
}

function isVersion({ verb, target }: ApiRequest): boolean {
  return verb === 'get' && target === '/version';
}

function isGranted({ verb, group, resource }: ApiRequest, rules: readonly PolicyRule[]): boolean {
  return rules.some(
    ({ apiGroups, resources, verbs }) =>
      apiGroups.includes(group) && resources.includes(resource) && verbs.includes(verb),
  );
}
