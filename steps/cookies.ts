/** Clients that keep cookies, and stay with the pod that answered them first. */
import assert from 'node:assert/strict';
import { type DataTable, Then, When } from '@cucumber/cucumber';
import { expectOpaque } from '../harness/scenario/cookie-client.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/** Behind the barrier, so that what it is given is never what was in force before. */
When('a browser asks for {string}', async function (this: ConformanceWorld, url: string) {
  await this.session.settled();
  await this.browser.ask(url);
});

Then('it is given a cookie', function (this: ConformanceWorld) {
  this.browser.cookie();
});

Then('it is given no cookie', function (this: ConformanceWorld) {
  assert.deepEqual(this.browser.cookies(), []);
});

Then('it is given a cookie with the name {string}', function (this: ConformanceWorld, name: string) {
  assert.equal(this.browser.cookie().name, name);
});

Then('it is given a cookie with the same name as before', function (this: ConformanceWorld) {
  const { name } = this.browser.cookie();
  assert.deepEqual(this.browser.names(), [name], 'It has been given cookies of several names.');
});

Then(
  'it is given a cookie whose name is an underscore and five hexadecimal digits',
  function (this: ConformanceWorld) {
    assert.match(this.browser.cookie().name, /^_[0-9a-f]{5}$/);
  },
);

/** Columns: an attribute, and its value or `absent`. */
Then('it is given a cookie with:', function (this: ConformanceWorld, table: DataTable) {
  const { attributes } = this.browser.cookie();
  for (const [name = '', value = ''] of table.raw()) {
    const expected = value === 'absent' ? undefined : value.toLowerCase();
    assert.equal(attributes.get(name.toLowerCase())?.toLowerCase(), expected, name);
  }
});

Then(
  'its next {int} requests for {string} reach the same pod',
  async function (this: ConformanceWorld, count: number, url: string) {
    const first = this.browser.pod();
    for (let sent = 0; sent < count; sent++) {
      assert.equal(await this.browser.ask(url), first, `Request ${sent + 1} reached another pod.`);
      assert.deepEqual(this.browser.cookies(), [], 'It was given another cookie.');
    }
  },
);

Then(
  'its next {int} requests for {string} reach the same pod through the {ordinal} controller',
  async function (this: ConformanceWorld, count: number, url: string, controller: string) {
    const first = this.browser.pod();
    for (let sent = 0; sent < count; sent++) assert.equal(await this.browser.ask(url, controller), first);
  },
);

When(
  "the browser's pod of the Service {object} ends",
  async function (this: ConformanceWorld, service: NamespacedName) {
    const key = `${service.namespace}/${service.name}`;
    const pods = this.pods.get(key) ?? [];
    const own = pods.find(({ name }) => name === this.browser.pod());
    assert.ok(own, `No pod of the Service ${key} has answered the browser.`);
    this.pods.set(
      key,
      pods.filter((pod) => pod !== own),
    );
    await own.withdraw();
    await this.session.settled();
    await own.end();
  },
);

Then(
  'the value of the cookie does not tell the address of any pod of the Service {object}',
  async function (this: ConformanceWorld, service: NamespacedName) {
    await expectOpaque(this.session, this.browser.cookie(), service);
  },
);
