/** What pods have received, and how they fail. */
import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { type DataTable, Then, When } from '@cucumber/cucumber';
import { eventually } from '../harness/scenario/deadline.ts';
import { expectField, expectFieldsInOrder } from '../harness/scenario/raw-clients.ts';
import { expectNoConnections, onlyReceived, receivedAs } from '../harness/scenario/received.ts';
import { valuesOf } from '../harness/traffic/raw-answer.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/** To be said behind a request that is answered, so that it can't be just not yet. */
Then('the pods have received {int} request(s) in all', function (this: ConformanceWorld, count: number) {
  const requests = receivedAs(this.allPods());
  assert.equal(requests.length, count, JSON.stringify(requests, undefined, 1));
});

Then('no pod has received a request for {string}', function (this: ConformanceWorld, target: string) {
  const targets = receivedAs(this.allPods()).map((request) => request.target);
  assert.ok(!targets.includes(target), targets.join('\n'));
});

Then(
  'no pod has received both {string} and {string}',
  function (this: ConformanceWorld, one: string, other: string) {
    for (const { headers } of receivedAs(this.allPods())) {
      const both = [one, other].every((name) => valuesOf(headers, name).length > 0);
      assert.ok(!both, headers.map((header) => header.join(': ')).join('\n'));
    }
  },
);

Then(
  'the pod has received the header {string} with {string}',
  async function (this: ConformanceWorld, name: string, value: string) {
    expectField((await onlyReceived(this.allPods())).headers, name, value);
  },
);

Then(
  'the pod has received the header {string} with the name of this machine',
  async function (this: ConformanceWorld, name: string) {
    expectField((await onlyReceived(this.allPods())).headers, name, hostname());
  },
);

Then('the pod has not received the header {string}', async function (this: ConformanceWorld, name: string) {
  expectField((await onlyReceived(this.allPods())).headers, name, undefined);
});

/** These, in this order, whatever stands between them; no others of their names. */
Then(
  'the pod has received the headers in this order:',
  async function (this: ConformanceWorld, table: DataTable) {
    expectFieldsInOrder((await onlyReceived(this.allPods())).headers, table.raw());
  },
);

Then(
  'the pod has received the trailer {string} with {string}',
  async function (this: ConformanceWorld, name: string, value: string) {
    expectField((await onlyReceived(this.allPods())).trailers, name, value);
  },
);

Then('the pod has received the target {string}', async function (this: ConformanceWorld, target: string) {
  assert.equal((await onlyReceived(this.allPods())).target, target);
});

Then('the pod has received the body {string}', async function (this: ConformanceWorld, body: string) {
  assert.equal((await onlyReceived(this.allPods())).body, body);
});

Then('the pod has received a body of {int} bytes', async function (this: ConformanceWorld, length: number) {
  assert.equal((await onlyReceived(this.allPods())).bodyLength, length);
});

/** By and by. */
Then(
  'a pod of the Service {object} comes to receive the target {string}',
  async function (this: ConformanceWorld, service: NamespacedName, target: string) {
    await eventually(
      async () => receivedAs(this.podsOf(service)).map((request) => request.target),
      (targets) => targets.includes(target),
      (targets) => `They have received: ${targets.join(' ')}`,
    );
  },
);

Then(
  'a pod of the Service {object} has received the target {string}',
  function (this: ConformanceWorld, service: NamespacedName, target: string) {
    const targets = receivedAs(this.podsOf(service)).map((request) => request.target);
    assert.ok(targets.includes(target), targets.join('\n'));
  },
);

/** The one request that its pods have received. */
Then(
  'the pod of the Service {object} has received the header {string} with {string}',
  async function (this: ConformanceWorld, service: NamespacedName, name: string, value: string) {
    expectField((await onlyReceived(this.podsOf(service))).headers, name, value);
  },
);

/** As above, in the one request that its pods have received. */
Then(
  'the pod of the Service {object} has received the headers in this order:',
  async function (this: ConformanceWorld, service: NamespacedName, table: DataTable) {
    expectFieldsInOrder((await onlyReceived(this.podsOf(service))).headers, table.raw());
  },
);

Then(
  'the pod of the Service {object} has not received the header {string}',
  async function (this: ConformanceWorld, service: NamespacedName, name: string) {
    expectField((await onlyReceived(this.podsOf(service))).headers, name, undefined);
  },
);

Then('the pod has a request', async function (this: ConformanceWorld) {
  await onlyReceived(this.allPods());
});

/** Nobody waits for anything from it any more. */
Then('the pod has no connection left', async function (this: ConformanceWorld) {
  await expectNoConnections(this.allPods());
});

/** To everybody who listens to its events. */
When('the pod sends the event {string}', function (this: ConformanceWorld, data: string) {
  const listeners = this.allPods().reduce((sum, pod) => sum + pod.emit(data), 0);
  assert.equal(listeners, 1, 'Somebody must listen to its events.');
});

/** Lets go what the header `X-Echo-Hold` or `X-Echo-Hold-Body` holds back under that label. */
When('the pod goes on with {string}', function (this: ConformanceWorld, label: string) {
  for (const pod of this.allPods()) pod.release(label);
});

/** As below, the first ones of them. */
When(
  '{int} pod(s) of the Service {object} die(s)',
  async function (this: ConformanceWorld, count: number, service: NamespacedName) {
    for (const pod of this.podsOf(service).slice(0, count)) await pod.die();
  },
);

/** They break off whatever they do, while the cluster still takes them for ready. */
When(
  'the pods of the Service {object} die',
  async function (this: ConformanceWorld, service: NamespacedName) {
    for (const pod of this.pods.get(`${service.namespace}/${service.name}`) ?? []) await pod.die();
  },
);
