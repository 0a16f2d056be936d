/** The cluster's clock, as its objects show it. */
import type { Cluster } from '../cluster/cluster.ts';
import { eventually } from './deadline.ts';

/**
 * Resolves when what is created from now on is younger than what there is, by the times of creation that the cluster
 * itself gives, which are whole seconds: objects of no other use are created, and taken away again, until one has a
 * later time than the first. What the harness' own clock says does not matter.
 */
export async function nextCreationTime(cluster: Cluster): Promise<void> {
  const first = await creationTime(cluster);
  await eventually(
    () => creationTime(cluster),
    (time) => time > first,
    (time) => `The cluster still gives ${new Date(time).toISOString()} as the time of creation.`,
  );
}

async function creationTime(cluster: Cluster): Promise<number> {
  const reference = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'default',
    name: `ingress-conformance-clock-${crypto.randomUUID()}`,
  };
  const { apiVersion, kind, ...metadata } = reference;
  await cluster.apply({ apiVersion, kind, metadata });
  const created = await cluster.read(reference);
  await cluster.delete(reference);
  const time = Date.parse(String(created?.metadata.creationTimestamp));
  if (Number.isNaN(time)) throw new Error(`The cluster gives ${reference.name} no time of creation.`);
  return time;
}
