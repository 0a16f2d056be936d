import assert from 'node:assert/strict';
import test from 'node:test';
import type { Cluster, Manifest, ObjectReference } from '../cluster/cluster.ts';
import { nextCreationTime } from './creation-time.ts';

test('goes by the times that the cluster gives, however far they are from its own', async () => {
  const times = [
    '1999-12-31T23:59:58Z',
    '1999-12-31T23:59:58Z',
    '1999-12-31T23:59:59Z',
    '2000-01-01T00:00:00Z',
  ];
  const cluster = new ScriptedCluster(times);
  await nextCreationTime(cluster.asCluster());
  assert.deepEqual(cluster.timesLeft, ['2000-01-01T00:00:00Z']);
  assert.equal(cluster.objects.size, 0, 'Objects are left behind.');
});

/** Gives each object that is created the next of these times. */
class ScriptedCluster {
  readonly timesLeft: string[];
  readonly objects = new Map<string, Manifest>();

  constructor(times: readonly string[]) {
    this.timesLeft = [...times];
  }

  asCluster(): Cluster {
    const some: Partial<Cluster> = {
      apply: async (manifest) => {
        const metadata = { ...manifest.metadata, creationTimestamp: this.timesLeft.shift() };
        this.objects.set(manifest.metadata.name, { ...manifest, metadata });
      },
      read: async ({ name }: ObjectReference) => this.objects.get(name),
      delete: async ({ name }: ObjectReference) => {
        this.objects.delete(name);
      },
    };
    return some as Cluster;
  }
}
