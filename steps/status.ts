/** What the implementation writes into the status of Ingresses. */
import assert from 'node:assert/strict';
import { Then } from '@cucumber/cucumber';
import type { Manifest } from '../harness/cluster/cluster.ts';
import { eventually } from '../harness/scenario/deadline.ts';
import { referenceTo } from '../harness/scenario/objects.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

Then(
  'the status of the Ingress {object} has the address {string}',
  async function (this: ConformanceWorld, ingress: NamespacedName, address: string) {
    await this.session.controller();
    await eventually(
      () => addresses(this, ingress),
      (found) => found.includes(address),
      (found) =>
        `Expected the status of the Ingress to have the address ${address}, but it has: ${found.join(', ') || 'none'}.`,
    );
  },
);

Then(
  'the status of the Ingress {object} has no address',
  async function (this: ConformanceWorld, ingress: NamespacedName) {
    await this.session.settled();
    assert.deepEqual(await addresses(this, ingress), []);
  },
);

async function addresses(world: ConformanceWorld, ingress: NamespacedName): Promise<readonly string[]> {
  const cluster = await world.session.cluster();
  const live = await cluster.read(referenceTo(cluster.kubernetesVersion, { kind: 'Ingress', ...ingress }));
  assert.ok(live, `There is no Ingress ${ingress.namespace}/${ingress.name}.`);
  return loadBalancerOf(live).map(({ ip, hostname }) => ip ?? hostname ?? '');
}

function loadBalancerOf({
  status,
}: Manifest): readonly { readonly ip?: string; readonly hostname?: string }[] {
  return (status as { loadBalancer?: { ingress?: [] } } | undefined)?.loadBalancer?.ingress ?? [];
}
