/** Whether the cluster's own controllers know a pod behind its Service, so that nothing said of it is "not yet". */
import { eventually } from '../scenario/deadline.ts';
import type { Manifest } from './cluster.ts';
import type { Objects } from './objects.ts';

export type Presence = 'ready' | 'not-ready' | 'absent';

/** Resolves when the Endpoints of the Service say that of the pod; `not-ready` and `absent` are the same for traffic. */
export async function awaitEndpoint(
  objects: Objects,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  pod: string,
  presence: Presence,
): Promise<void> {
  await eventually(
    () => objects.read({ apiVersion: 'v1', kind: 'Endpoints', namespace, name }),
    (endpoints) => readyPods(endpoints).includes(pod) === (presence === 'ready'),
    () =>
      `The Endpoints of the Service ${namespace}/${name} never said that the pod ${pod} is ${presence}: whoever writes them in the cluster has not done so.`,
    deadlineMs,
  );
}

const deadlineMs = 60_000;

interface Subset {
  readonly addresses?: readonly { readonly targetRef?: { readonly name?: string } }[];
}

function readyPods(endpoints: Manifest | undefined): readonly string[] {
  const subsets = (endpoints?.subsets ?? []) as readonly Subset[];
  return subsets.flatMap(({ addresses = [] }) => addresses.map(({ targetRef }) => targetRef?.name ?? ''));
}
