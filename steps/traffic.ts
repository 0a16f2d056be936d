/** Requests from outside, and where they end up. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { holdHeader } from '../harness/cluster/cluster.ts';
import { clusterIpName } from '../harness/cluster/embedded.ts';
import { writeConfiguration } from '../harness/implementation/static-configuration.ts';
import {
  expectAllReached,
  expectAnsweredBy,
  expectNoFailure,
  expectReaches,
  expectSpread,
  expectStatus,
  expectStatusInTheEnd,
  expectStillReaches,
  get,
  isAnsweredBy,
  readAnswerer,
} from '../harness/scenario/expectations.ts';
import { listensAt } from '../harness/scenario/listening.ts';
import { expectFairWhileChanging } from '../harness/scenario/load-balancing.ts';
import { expectTaken, readRequest } from '../harness/scenario/matching.ts';
import { describeExchange } from '../harness/traffic/client.ts';
import { startSteadyTraffic } from '../harness/traffic/steady-traffic.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

const steadyClients = 4;
const answersBetweenChanges = 20;

Then(
  '{string} reaches the Service {object}',
  async function (this: ConformanceWorld, url: string, service: NamespacedName) {
    await expectReaches(this.session, url, service);
  },
);

/** Behind the barrier, and once: for what held before the change that it is said after. */
Then(
  '{string} still reaches the Service {object}',
  async function (this: ConformanceWorld, url: string, service: NamespacedName) {
    await expectStillReaches(this.session, url, service);
  },
);

Then(
  '{string} reaches the Service {object} on the entry point {string}',
  async function (this: ConformanceWorld, url: string, service: NamespacedName, entryPoint: string) {
    await expectReaches(this.session, url, service, undefined, entryPoint);
  },
);

Then(
  '{string} is answered with {int} on the entry point {string}',
  async function (this: ConformanceWorld, url: string, status: number, entryPoint: string) {
    await expectStatus(this.session, url, status, undefined, entryPoint);
  },
);

/** Where one that is slow might reach it before it knows of the others. */
Then(
  '{string} reaches the Service {object} after everything has been seen',
  async function (this: ConformanceWorld, url: string, service: NamespacedName) {
    await this.session.settled();
    await expectAnsweredBy(this.session, url, service);
  },
);

/** Whichever it is that answers once everything has been seen. */
Given('a Service has been chosen for {string}', async function (this: ConformanceWorld, url: string) {
  await this.session.settled();
  this.chosen = await readAnswerer(this.session, url);
});

Then(
  '{int} requests to {string} reach the Service that was chosen',
  async function (this: ConformanceWorld, count: number, url: string) {
    assert.ok(this.chosen, 'The scenario has chosen no Service.');
    await this.session.settled();
    for (let sent = 0; sent < count; sent++) await expectAnsweredBy(this.session, url, this.chosen);
  },
);

/** As an Ingress that nobody serves: 404. */
Then('{string} is not served', async function (this: ConformanceWorld, url: string) {
  await expectStatus(this.session, url, 404);
});

Then('{string} is answered with {int}', async function (this: ConformanceWorld, url: string, status: number) {
  await expectStatus(this.session, url, status);
});

/** Columns: `request` (`POST http://…`, or the URL of a GET), `headers`, `entry point`, `taken`: yes or no. */
Then(
  'of these requests the Service {object} gets those that are taken:',
  async function (this: ConformanceWorld, service: NamespacedName, table: DataTable) {
    const expected = table.hashes().map(({ request = '', headers = '', taken, ...row }) => ({
      request: readRequest(request, headers, row['entry point'] ?? ''),
      taken: taken === 'yes',
    }));
    await expectTaken(this.session, service, expected);
  },
);

/** For what changes from one answer to the other: how long that takes is not said. */
Then(
  '{string} is answered with {int} in the end',
  async function (this: ConformanceWorld, url: string, status: number) {
    await expectStatusInTheEnd(this.session, url, status);
  },
);

Then(
  'the entry point {string} takes connections at {string}',
  async function (this: ConformanceWorld, name: string, host: string) {
    assert.ok(await listensAt(this.session, name, host));
  },
);

Then(
  'the entry point {string} takes no connections at {string}',
  async function (this: ConformanceWorld, name: string, host: string) {
    assert.ok(!(await listensAt(this.session, name, host)));
  },
);

Then(
  '{int} requests to {string} are spread evenly over {int} pod(s) of the Service {object}',
  async function (this: ConformanceWorld, count: number, url: string, pods: number, service: NamespacedName) {
    await expectSpread(this.session, url, service, pods, count);
  },
);

/** However they are spread: each of the pods gets one, and no other pod any. */
Then(
  '{int} requests to {string} reach each of {int} pod(s) of the Service {object}',
  async function (this: ConformanceWorld, count: number, url: string, pods: number, service: NamespacedName) {
    await expectAllReached(this.session, url, service, pods, count);
  },
);

Then(
  '{int} requests to {string} all reach the cluster IP of the Service {object}',
  async function (this: ConformanceWorld, count: number, url: string, service: NamespacedName) {
    const clusterIp = { namespace: service.namespace, name: clusterIpName(service.name) };
    await expectSpread(this.session, url, clusterIp, 1, count);
  },
);

Then(
  'each pod of the Service {object} gets its share of the requests to {string} while {int} others come and go',
  async function (this: ConformanceWorld, service: NamespacedName, url: string, others: number) {
    await expectFairWhileChanging(this.session, url, service, others);
  },
);

Given('steady traffic to {string}', async function (this: ConformanceWorld, url: string) {
  const { session } = this;
  session.steadyTraffic = startSteadyTraffic(steadyClients, () => session.exchange(get(url)));
  await session.steadyTraffic.answered(answersBetweenChanges);
});

When('the traffic goes on', async function (this: ConformanceWorld) {
  await this.session.settled();
  await this.session.steadyTraffic?.answered(answersBetweenChanges);
});

Then('no request has failed', async function (this: ConformanceWorld) {
  await expectNoFailure(this.session);
});

/** A request that its pod has, and does not answer until it is told to. */
Given('a request to {string} that its pod holds back', async function (this: ConformanceWorld, url: string) {
  const label = 'scenario';
  const answer = this.session.exchange({ ...get(url), headers: { [holdHeader]: label } });
  const pods = [...this.pods.values()].flat();
  const answered = answer.then((exchange) => {
    throw new Error(`It was answered instead:\n${describeExchange(exchange)}`);
  });
  await Promise.race([Promise.any(pods.map((pod) => pod.holds(label))), answered]);
  this.held = {
    answer,
    release: () => {
      for (const pod of pods) pod.release(label);
    },
  };
});

When('the pod answers', function (this: ConformanceWorld) {
  this.held?.release();
});

/** For what counts how long pods take. */
When('the pod answers a second later', async function (this: ConformanceWorld) {
  await delay(1000);
  this.held?.release();
});

Then(
  'the request that was held back is answered by the Service {object}',
  async function (this: ConformanceWorld, service: NamespacedName) {
    assert.ok(this.held, 'The scenario has no request that is held back.');
    const exchange = await this.held.answer;
    assert.ok(isAnsweredBy(exchange, service), `It was answered otherwise:\n${describeExchange(exchange)}`);
  },
);

When('the traffic ends', async function (this: ConformanceWorld) {
  await expectNoFailure(this.session);
});

When('a second controller starts with the provider enabled', async function (this: ConformanceWorld) {
  await this.session.controller(
    'second',
    writeConfiguration('flags', { providers: { kubernetesIngress: {} } }),
  );
});

When('a second controller starts with the same configuration', async function (this: ConformanceWorld) {
  await this.session.controller('second');
});

/** In place of it another one may start, which finds nothing that this one has left. */
When('the controller stops', async function (this: ConformanceWorld) {
  await this.session.stopController('controller');
});

When('the {ordinal} controller stops', async function (this: ConformanceWorld, controller: string) {
  await this.session.stopController(controller);
});

Then(
  '{string} reaches the Service {object} through the {ordinal} controller',
  async function (this: ConformanceWorld, url: string, service: NamespacedName, controller: string) {
    await expectReaches(this.session, url, service, controller);
  },
);

Then(
  '{string} is not served through the {ordinal} controller',
  async function (this: ConformanceWorld, url: string, controller: string) {
    await expectStatus(this.session, url, 404, controller);
  },
);

/** For a controller that has no provider to be seen through: another one's word that there is something to see comes first. */
Then(
  '{string} is answered with {int} through the {ordinal} controller',
  async function (this: ConformanceWorld, url: string, status: number, controller: string) {
    const exchange = await this.session.exchange(get(url), controller);
    const got = exchange.outcome.kind === 'answer' ? exchange.outcome.answer.status : undefined;
    assert.equal(got, status, describeExchange(exchange));
  },
);
