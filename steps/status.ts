/** What the implementation writes into the status of Ingresses, and what it copies there. */
import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { ingressManifest } from '../harness/scenario/manifests.ts';
import {
  addressesOf,
  expectAddress,
  expectAddresses,
  expectConflict,
  expectStatusWrites,
  giveAddresses,
  holdStatusWrite,
  type LoadBalancerEntry,
  showsAddress,
  statusesSettled,
  writes,
} from '../harness/scenario/status.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

Given('the status of the {word} {object} is set to {value}', setStatus);
When('the status of the {word} {object} is changed to {value}', setStatus);

/** As a manifest has `status.loadBalancer.ingress`. */
async function setStatus(
  this: ConformanceWorld,
  kind: string,
  object: NamespacedName,
  addresses: readonly LoadBalancerEntry[],
): Promise<void> {
  await giveAddresses(this.session, { kind, ...object }, addresses);
}

Then(
  'the status of the Ingress {object} becomes {value}',
  async function (this: ConformanceWorld, ingress: NamespacedName, addresses: readonly LoadBalancerEntry[]) {
    await expectAddresses(this.session, { kind: 'Ingress', ...ingress }, addresses);
  },
);

Then(
  'the status of the Ingress {object} is still {value}',
  async function (this: ConformanceWorld, ingress: NamespacedName, addresses: readonly LoadBalancerEntry[]) {
    await statusesSettled(this.session);
    assert.deepEqual(await addressesOf(this.session, { kind: 'Ingress', ...ingress }), addresses);
  },
);

Then(
  'the status of the Ingress {object} has the address {string}',
  async function (this: ConformanceWorld, ingress: NamespacedName, address: string) {
    await expectAddress(this.session, { kind: 'Ingress', ...ingress }, address);
  },
);

/** At which the controller under test is asked in this scenario, too, unless the user has said where that is to be. */
Then(
  'the status of the Ingress {object} has the address at which it is exposed',
  async function (this: ConformanceWorld, { namespace, name }: NamespacedName) {
    const ingress = { kind: 'Ingress', namespace, name };
    const exposed = (await this.session.controller()).address('web');
    assert.ok(exposed, 'The implementation has no entry point for HTTP.');
    if (this.settings.implementation.addressGiven !== true) {
      await expectAddress(this.session, ingress, exposed.host);
    } else if (!(await showsAddress(this.session, ingress, exposed.host))) {
      return this.notApplicable(
        'the controller is reached at an address that was given, and exposes at others',
      );
    }
    return undefined;
  },
);

Then(
  'the status of the Ingress {object} has no address',
  async function (this: ConformanceWorld, ingress: NamespacedName) {
    await statusesSettled(this.session);
    assert.deepEqual(await addressesOf(this.session, { kind: 'Ingress', ...ingress }), []);
  },
);

Then(
  'the status of the Ingress {object} has been written {int} time(s)',
  async function (this: ConformanceWorld, ingress: NamespacedName, times: number) {
    await expectStatusWrites(this.session, [{ kind: 'Ingress', ...ingress }], { least: times, most: times });
  },
);

Then(
  'the status of the Ingress {object} has been written at most {int} times',
  async function (this: ConformanceWorld, ingress: NamespacedName, times: number) {
    await expectStatusWrites(this.session, [{ kind: 'Ingress', ...ingress }], { least: 1, most: times });
  },
);

Then('nothing but ingresses\\/status has been written', async function (this: ConformanceWorld) {
  await statusesSettled(this.session);
  const written = new Set((await writes(this.session)).map(({ resource }) => resource));
  assert.deepEqual([...written], ['ingresses/status']);
});

/** They are named by their number: `app-1`, `app-2`, … */
Given(
  '{int} Ingresses whose names begin with {string}',
  async function (this: ConformanceWorld, count: number, beginning: string) {
    const cluster = await this.session.cluster();
    for (const { name } of numbered(beginning, count)) {
      const description = {
        namespace: 'default',
        name,
        host: `${name}.example.com`,
        paths: [{ path: '/', pathType: 'Prefix', service: name, port: 80 }],
      };
      await cluster.apply(ingressManifest(cluster.kubernetesVersion, description));
    }
  },
);

Then(
  'the status of each of the {int} Ingresses {string} becomes {value}',
  async function (
    this: ConformanceWorld,
    count: number,
    beginning: string,
    addresses: readonly LoadBalancerEntry[],
  ) {
    for (const ingress of numbered(beginning, count)) {
      await expectAddresses(this.session, ingress, addresses);
    }
  },
);

Then(
  'the status of each of the {int} Ingresses {string} has been written {int} time',
  async function (this: ConformanceWorld, count: number, beginning: string, times: number) {
    await expectStatusWrites(this.session, numbered(beginning, count), { least: times, most: times });
  },
);

function numbered(beginning: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    kind: 'Ingress',
    namespace: 'default',
    name: `${beginning}${index + 1}`,
  }));
}

/** From here on the API server has the write, and does not carry it out. */
Given(
  'the controller is in the middle of writing the status of the Ingress {object}',
  async function (this: ConformanceWorld, ingress: NamespacedName) {
    this.heldWrite = await holdStatusWrite(this.session, { kind: 'Ingress', ...ingress });
  },
);

When('the write goes on', function (this: ConformanceWorld) {
  this.heldWrite?.release();
});

Then(
  'the write of the status of the Ingress {object} has met a conflict',
  async function (this: ConformanceWorld, ingress: NamespacedName) {
    if (await expectConflict(this.session, { kind: 'Ingress', ...ingress })) return undefined;
    return this.notApplicable('the implementation patches statuses, which can meet no conflict');
  },
);

When('a second controller starts with the same options', async function (this: ConformanceWorld) {
  await this.session.controller('second');
});
