/** How pods are spoken to: over which protocol, with which names and certificates, over how many connections. */
import assert from 'node:assert/strict';
import { defineParameterType, Given, Then, When } from '@cucumber/cucumber';
import { eventually } from '../harness/scenario/deadline.ts';
import { get } from '../harness/scenario/expectations.ts';
import {
  askAtATime,
  expectCancellations,
  expectCarrier,
  expectConnectionsLeft,
  expectPings,
  latestTls,
} from '../harness/scenario/pod-connections.ts';
import { describeExchange } from '../harness/traffic/client.ts';
import { startWire } from '../harness/traffic/wire.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/** A version of HTTP, and whether TLS is below it. */
defineParameterType({
  name: 'carrier',
  regexp: /HTTP\/(?:1\.1|2)(?: over TLS)?/,
  transformer: (text: string) => text,
});

/** Every request so far, of which there has to be one. */
Then(
  'the pods of the Service {object} are spoken to over {carrier}',
  function (this: ConformanceWorld, service: NamespacedName, carrier: string) {
    expectCarrier(podsOf(this, service), carrier);
  },
);

Then(
  'the pods of the Service {object} were asked for the server name {string}',
  function (this: ConformanceWorld, service: NamespacedName, name: string) {
    assert.equal(latestTls(podsOf(this, service)).serverName, name);
  },
);

Then(
  'the pods of the Service {object} were shown the certificate of {string}',
  function (this: ConformanceWorld, service: NamespacedName, commonName: string) {
    assert.equal(latestTls(podsOf(this, service)).clientCommonName, commonName);
  },
);

Then(
  'the pods of the Service {object} keep {int} connection(s)',
  async function (this: ConformanceWorld, service: NamespacedName, count: number) {
    await expectConnectionsLeft(podsOf(this, service), count);
  },
);

/** At the same time: none is answered before the pod has all of them. */
When(
  'the pod answers {int} requests to {string} at a time',
  async function (this: ConformanceWorld, count: number, url: string) {
    await askAtATime(this.session, this.allPods(), url, count);
  },
);

/** Its status begins with 5: it is not that nobody is asked, but that who is asked can't be reached or trusted. */
Then('the client is answered with an error of the server', async function (this: ConformanceWorld) {
  const { status } = await this.clients.nextAnswer();
  assert.ok(status >= 500, `The answer is ${status}.`);
});

/** The same, perhaps not yet, but by and by. */
Then(
  '{string} comes to be answered with an error of the server',
  async function (this: ConformanceWorld, url: string) {
    await eventually(
      () => this.session.exchange(get(url)),
      ({ outcome }) => outcome.kind === 'answer' && outcome.answer.status >= 500,
      (last) => `Expected an error of the server, but:\n${describeExchange(last)}`,
    );
  },
);

/** In a dynamic configuration, `${wire.app}` leads over it to a pod of the Service `app`. */
Given(
  'a wire to the pod of the Service {object}',
  async function (this: ConformanceWorld, service: NamespacedName) {
    const [pod] = podsOf(this, service);
    assert.ok(pod, 'The Service has no pod.');
    const [, scheme = '', port = ''] = /^(\w+):\/\/.*:(\d+)$/.exec(pod.url) ?? [];
    const wire = await startWire(Number(port));
    this.wire = wire;
    const { values } = this.session.access;
    values.define(`wire.${service.name}`, async () => `${scheme}://127.0.0.1:${wire.port}`);
  },
);

/** Nothing that is sent over it arrives any more, and neither end is told. */
When('the wire is lost', function (this: ConformanceWorld) {
  assert.ok(this.wire, 'The scenario has no wire.');
  this.wire.lose();
});

Then(
  'the pods of the Service {object} are asked at least {int} times whether they are there',
  async function (this: ConformanceWorld, service: NamespacedName, least: number) {
    await expectPings(podsOf(this, service), least);
  },
);

Then(
  '{int} request(s) of the pods was/were cancelled',
  async function (this: ConformanceWorld, count: number) {
    await expectCancellations(this.allPods(), count);
  },
);

function podsOf(world: ConformanceWorld, { namespace, name }: NamespacedName) {
  return world.pods.get(`${namespace}/${name}`) ?? [];
}
