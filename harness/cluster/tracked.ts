/**
 * A part of a cluster that outlives it: for one scenario of many on the same cluster. It remembers what is brought
 * and changed through it, and `stop` leaves the cluster as it was.
 */
import { eventually } from '../scenario/deadline.ts';
import { endEach } from '../scenario/endings.ts';
import { type Cluster, ClusterError, type Manifest, type ObjectReference, type Pod } from './cluster.ts';

/**
 * The same cluster, but for its end: `stop` takes away the objects that were created through it, Ingresses first, puts
 * back those that were replaced or deleted, waits until what it deletes is gone, and ends its pods at last, so that
 * nobody sends requests to pods that are away. The cluster itself goes on. Namespaces that come about because an object
 * is to be in them stay, since they are the cluster's own business.
 */
export function trackObjects<Own extends Cluster>(cluster: Own): Own {
  const changes = new Map<string, Change>();
  const pods: Pod[] = [];

  const remember = async (reference: ObjectReference): Promise<void> => {
    const key = keyOf(reference);
    if (changes.has(key)) return;
    changes.set(key, { reference, original: await cluster.read(reference) });
  };

  const undo = async ({ reference, original }: Change): Promise<void> => {
    if (original === undefined) await remove(cluster, reference);
    else await restore(cluster, original);
  };

  return withOwn(cluster, {
    async apply(manifest) {
      await remember(referenceOf(manifest));
      await cluster.apply(manifest);
    },
    async applyStatus(manifest) {
      await remember(referenceOf(manifest));
      await cluster.applyStatus(manifest);
    },
    async delete(reference) {
      await remember(reference);
      await cluster.delete(reference);
    },
    async addPods(service, count, ready, protocol) {
      const added = await cluster.addPods(service, count, ready, protocol);
      pods.push(...added);
      return added;
    },
    async stop() {
      const { ingresses = [], others = [] } = Object.groupBy(changes.values(), ({ reference }) =>
        reference.kind === 'Ingress' ? 'ingresses' : 'others',
      );
      // What was brought last goes first: whatever names it is gone by then.
      const ordered = [...ingresses.reverse(), ...others.reverse()];
      await endEach([
        ...ordered.map((change) => () => undo(change)),
        ...pods.map((pod) => () => withdraw(pod)),
        ...pods.map((pod) => () => pod.die()),
      ]);
      changes.clear();
      pods.length = 0;
    },
  });
}

/** An object as it was before it was first touched; undefined where there was none. */
interface Change {
  readonly reference: ObjectReference;
  readonly original: Manifest | undefined;
}

/** What the cluster offers besides stays within reach, whatever kind it is of. */
function withOwn<Own extends Cluster>(cluster: Own, own: Partial<Cluster>): Own {
  return Object.assign(Object.create(cluster), own);
}

async function remove(cluster: Cluster, reference: ObjectReference): Promise<void> {
  await unlessGone(() => cluster.delete(reference));
  const { kind, namespace, name } = reference;
  await eventually(
    () => cluster.read(reference),
    (live) => live === undefined,
    (live) => {
      const finalizers = live?.metadata.finalizers;
      const why = Array.isArray(finalizers) ? `: it waits for its finalizers, ${finalizers.join(', ')}` : '';
      return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name} was deleted and is still there${why}.`;
    },
    goneDeadlineMs,
  );
}

/** Whoever has finalizers takes their time. */
const goneDeadlineMs = 60_000;

async function restore(cluster: Cluster, original: Manifest): Promise<void> {
  const live = await cluster.read(referenceOf(original));
  if (live?.metadata.resourceVersion === original.metadata.resourceVersion && live !== undefined) return;
  const { resourceVersion: _version, uid: _uid, ...metadata } = original.metadata;
  const manifest: Manifest = { ...original, metadata };
  await cluster.apply(manifest);
  if ('status' in original) await cluster.applyStatus(manifest);
}

async function withdraw(pod: Pod): Promise<void> {
  await unlessGone(() => pod.withdraw());
}

async function unlessGone(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ClusterError && error.status === 404)) throw error;
  }
}

function referenceOf({ apiVersion, kind, metadata: { namespace, name } }: Manifest): ObjectReference {
  return namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
}

/** One object, whichever of its API versions it is named in. */
function keyOf({ apiVersion, kind, namespace = '', name }: ObjectReference): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return JSON.stringify([group, kind, namespace, name]);
}
