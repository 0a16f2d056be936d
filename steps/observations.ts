/** What can be read of the implementation besides its answers: its log, its API, its requests to the API server. */
import assert from 'node:assert/strict';
import { type DataTable, Then } from '@cucumber/cucumber';
import { parse } from 'yaml';
import { expectDocument } from '../harness/scenario/api-documents.ts';
import { eventually } from '../harness/scenario/deadline.ts';
import { expectInFile, expectLogged, expectReported } from '../harness/scenario/expectations.ts';
import type { ConformanceWorld } from './world.ts';

Then('the log has a line with {string}', async function (this: ConformanceWorld, word: string) {
  await expectLogged(this.session, [word]);
});

Then(
  'the log has a line with {string} and {string}',
  async function (this: ConformanceWorld, one: string, other: string) {
    await expectLogged(this.session, [one, other]);
  },
);

Then(
  'the log has a line with {string}, {string} and {string}',
  async function (this: ConformanceWorld, one: string, other: string, third: string) {
    await expectLogged(this.session, [one, other, third]);
  },
);

Then(
  'the log has a line with {string}, {string}, and {string} or {string}',
  async function (this: ConformanceWorld, one: string, other: string, third: string, instead: string) {
    await expectLogged(this.session, [one, other, third], [one, other, instead]);
  },
);

Then(
  '{string} is reported in the log or as the reason not to start',
  async function (this: ConformanceWorld, word: string) {
    await expectReported(this.session, word);
  },
);

/** Of what has been logged so far. */
Then('the log has no line with {string}', async function (this: ConformanceWorld, word: string) {
  const lines = (await this.session.controller()).log().filter((line) => line.includes(word));
  assert.deepEqual(lines, []);
});

/** Keys between commas. */
Then('each line of the log is JSON with {string}', async function (this: ConformanceWorld, keys: string) {
  const lines = (await this.session.controller()).log();
  assert.ok(lines.length > 0, 'There is no log.');
  for (const line of lines) {
    const entry: object = JSON.parse(line);
    for (const key of keys.split(', ')) assert.ok(key in entry, `There is no ${key} in ${line}`);
  }
});

/** Of the scenario's own folder, `${files}`. */
Then(
  'the file {string} has a line with {string}',
  async function (this: ConformanceWorld, path: string, word: string) {
    await expectInFile(this.session, path, word);
  },
);

/** A document in YAML of what must be shown, among other things: see `shows`. */
Then('the API shows at {string}:', async function (this: ConformanceWorld, path: string, text: string) {
  await expectDocument(this.session, path, parse(await this.session.access.values.inText(text)));
});

Then('the API gives the version of the implementation', async function (this: ConformanceWorld) {
  await expectDocument(this.session, '/api/version', { Version: this.settings.implementation.version });
});

Then(
  '{word} have been read as {string} alone',
  async function (this: ConformanceWorld, resource: string, apiVersion: string) {
    await this.session.settled();
    const read = (await this.session.cluster()).requests().filter((request) => request.resource === resource);
    const versions = new Set(
      read.map(({ group, version }) => (group === '' ? version : `${group}/${version}`)),
    );
    assert.deepEqual(
      [...versions],
      [apiVersion],
      `The controller read ${resource} as ${[...versions].join(', ') || 'nothing'}.`,
    );
  },
);

Then('{word} have never been asked for', async function (this: ConformanceWorld, resource: string) {
  await this.session.settled();
  const asked = (await this.session.cluster()).requests().filter((request) => request.resource === resource);
  assert.deepEqual(asked, []);
});

/** `ingresses, services`: each of the resources was asked for, and only within the namespaces. */
Then(
  'each of these was asked for in the namespace(s) {string} alone:',
  async function (this: ConformanceWorld, namespaces: string, table: DataTable) {
    await this.session.settled();
    const allowed = namespaces.split(', ');
    const requests = (await this.session.cluster()).requests();
    for (const [resource] of table.raw()) {
      const asked = new Set(
        requests.filter((request) => request.resource === resource).map(({ namespace }) => namespace),
      );
      assert.deepEqual(
        [...asked].sort(),
        [...allowed].sort(),
        `${resource} were asked for in: ${[...asked].join(', ')}`,
      );
    }
  },
);

Then(
  'the dynamic configuration has {int} router(s) and {int} service(s) of the provider {string}',
  async function (this: ConformanceWorld, routers: number, services: number, provider: string) {
    const running = await this.session.controller();
    const own = (names: Readonly<Record<string, unknown>> = {}) =>
      Object.keys(names).filter((name) => name.endsWith(`@${provider}`));
    await eventually(
      () => running.dynamicConfiguration(),
      (found) => own(found.routers).length === routers && own(found.services).length === services,
      (found) =>
        `It has the routers ${own(found.routers).join(', ')} and the services ${own(found.services).join(', ')}.`,
    );
  },
);

Then(
  'each service of the provider {string} has {int} servers',
  async function (this: ConformanceWorld, provider: string, servers: number) {
    const running = await this.session.controller();
    const serversOf = async () =>
      Object.entries((await running.dynamicConfiguration()).services ?? {})
        .filter(([name]) => name.endsWith(`@${provider}`))
        .map(([name, service]) => ({ name, count: service.loadBalancer?.servers?.length ?? 0 }));
    await eventually(
      serversOf,
      (found) => found.length > 0 && found.every(({ count }) => count === servers),
      (found) =>
        `Expected ${servers} servers each, but it has: ${found.map(({ name, count }) => `${name} (${count})`).join(', ') || 'no service'}.`,
    );
  },
);
