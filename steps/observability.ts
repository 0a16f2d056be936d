/** What the implementation tells of requests: access log, metrics. And what its API keeps to itself. */
import assert from 'node:assert/strict';
import { type DataTable, Then, When } from '@cucumber/cucumber';
import { parse } from 'yaml';
import { expectDisabledRouter, expectEmptyList, expectNotShown } from '../harness/scenario/api-documents.ts';
import { get, isAnsweredBy } from '../harness/scenario/expectations.ts';
import {
  expectJsonLine,
  expectKeysMissing,
  expectLine,
  expectNoLine,
  moveFile,
} from '../harness/scenario/log-files.ts';
import { expectMetrics, metricNames, type WantedMetric } from '../harness/scenario/metrics.ts';
import { describeExchange } from '../harness/traffic/client.ts';
import { valuesOf } from '../harness/traffic/raw-answer.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/** So many and no more, once everything has been seen. */
When(
  '{int} {word} requests to {string} are answered by the Service {object}',
  async function (
    this: ConformanceWorld,
    count: number,
    method: string,
    url: string,
    service: NamespacedName,
  ) {
    await this.session.settled();
    for (let sent = 0; sent < count; sent++) {
      const exchange = await this.session.exchange({ ...get(url), method });
      assert.ok(isAnsweredBy(exchange, service), describeExchange(exchange));
    }
  },
);

/** Rows: a metric with some of its labels, and the sum of the samples that have them, as `3` or `> 0`. */
Then('the metrics have:', async function (this: ConformanceWorld, table: DataTable) {
  const wanted: WantedMetric[] = table.raw().map(([metric = '', value = '']) => ({ metric, value }));
  await expectMetrics(this.session, wanted);
});

/** Of those told now; none of them begins so. */
Then('no metric begins with {string}', async function (this: ConformanceWorld, prefix: string) {
  const names = await metricNames(this.session);
  assert.ok(names.size > 0, 'There are no metrics.');
  assert.deepEqual(
    [...names].filter((name) => name.startsWith(prefix)),
    [],
  );
});

Then(
  'the file {string} has a line that matches:',
  async function (this: ConformanceWorld, path: string, pattern: string) {
    await expectLine(this.session, path, new RegExp(pattern));
  },
);

/** A document in YAML of what the line must show, among other things: see `shows`. */
Then(
  'the file {string} has a line of JSON with:',
  async function (this: ConformanceWorld, path: string, text: string) {
    await expectJsonLine(this.session, path, parse(await this.session.access.values.inText(text)));
  },
);

/** Of those that are there now; lines are in the order in which requests ended. */
Then(
  'the file {string} has no line with {string}',
  async function (this: ConformanceWorld, path: string, word: string) {
    await expectNoLine(this.session, path, word);
  },
);

/** Keys between commas. */
Then(
  'the line of {string} in the file {string} does not have {string}',
  async function (this: ConformanceWorld, target: string, path: string, keys: string) {
    await expectKeysMissing(this.session, path, target, keys.split(', '));
  },
);

When(
  'the file {string} is moved to {string}',
  async function (this: ConformanceWorld, from: string, to: string) {
    await moveFile(this.session, from, to);
  },
);

/** As by the signal USR1. */
When('the controller is told to open its log files anew', async function (this: ConformanceWorld) {
  (await this.session.controller()).reopenLogs();
});

Then('the answer has {string} in its text', function (this: ConformanceWorld, text: string) {
  const { body } = this.clients.answer();
  assert.ok(body.includes(text), `The answer is: ${body}`);
});

/** By a redirection, whichever of them; its `Location` may be relative. */
Then(
  'the client is led to {string} from {string}',
  function (this: ConformanceWorld, target: string, from: string) {
    const { status, headers } = this.clients.answer();
    assert.ok(status > 300 && status < 400, `The answer is ${status}.`);
    const [location = ''] = valuesOf(headers, 'location');
    assert.equal(new URL(location, from).href, target);
  },
);

Then('the API shows an empty list at {string}', async function (this: ConformanceWorld, path: string) {
  await expectEmptyList(this.session, path);
});

/** The reason is in what the API says is wrong with it. */
Then(
  'the API shows the router {string} as disabled, because of {string}',
  async function (this: ConformanceWorld, name: string, reason: string) {
    await expectDisabledRouter(this.session, name, reason);
  },
);

/** Paths between commas. */
Then(
  'the API shows {string} at none of {string}',
  async function (this: ConformanceWorld, secret: string, paths: string) {
    for (const path of paths.split(', ')) await expectNotShown(this.session, path, secret);
  },
);
