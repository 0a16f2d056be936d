/** What runs have left in a cluster, found by its labels; and its removal. */
import { eventually } from '../scenario/deadline.ts';
import { ClusterError, type Manifest, type ObjectReference } from './cluster.ts';
import { managedBy, runLabel } from './kubeconfig-names.ts';
import type { Objects } from './objects.ts';

/** An object without a namespace; what is in a namespace goes with it. */
export interface Leftover {
  readonly reference: ObjectReference;
  readonly run: string;
  /** When it was created, in milliseconds since 1970 by the cluster's clock. */
  readonly created: number;
}

/** In the order in which they are removed: namespaces last, since routes to what is in them go with the classes. */
const kinds = [
  { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' },
  { apiVersion: 'networking.k8s.io/v1beta1', kind: 'IngressClass' },
  { apiVersion: 'v1', kind: 'Namespace' },
];

/** Pods are given their time to end. */
const goneDeadlineMs = 120_000;

/** @param run undefined: those of all runs */
export async function findLeftovers(objects: Objects, run: string | undefined): Promise<readonly Leftover[]> {
  const [[key, value] = ['', '']] = Object.entries(managedBy);
  const selector = `${key}=${value},${run === undefined ? runLabel : `${runLabel}=${run}`}`;
  const found: Leftover[] = [];
  for (const kind of kinds) {
    const known = found.some(({ reference }) => reference.kind === kind.kind);
    if (!known) for (const object of await objects.list(kind, selector)) found.push(leftoverOf(object));
  }
  return found;
}

/** Deletes them, and resolves when they are gone. Rejects where one stays, with what it waits for. */
export async function removeLeftovers(objects: Objects, leftovers: readonly Leftover[]): Promise<void> {
  for (const { reference } of leftovers) await unlessGone(() => objects.delete(reference));
  for (const run of new Set(leftovers.map((each) => each.run))) {
    await eventually(
      () => findLeftovers(objects, run),
      (left) => !left.some(({ reference }) => leftovers.some((other) => isSame(other.reference, reference))),
      (left) =>
        `${left.map(({ reference }) => describe(reference)).join(', ')} was deleted and is still there. The cluster may take longer than this: look again by ingress-conformance cleanup --dry-run.`,
      goneDeadlineMs,
    );
  }
}

export function describe({ kind, name }: ObjectReference): string {
  return `${kind} ${name}`;
}

function isSame(one: ObjectReference, other: ObjectReference): boolean {
  return one.kind === other.kind && one.name === other.name;
}

function leftoverOf({ apiVersion, kind, metadata }: Manifest): Leftover {
  const { name, labels = {}, creationTimestamp } = metadata;
  return {
    reference: { apiVersion, kind, name },
    run: labels[runLabel] ?? '',
    created: Date.parse(String(creationTimestamp)),
  };
}

async function unlessGone(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ClusterError && error.status === 404)) throw error;
  }
}
