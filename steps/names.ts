/** What routers and services are called in the dynamic configuration. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Then } from '@cucumber/cucumber';
import { eventually } from '../harness/scenario/deadline.ts';
import type { ConformanceWorld } from './world.ts';

Then('there is the router {string}', async function (this: ConformanceWorld, name: string) {
  await expectRouter(this, name);
});

Then(
  'there is the router {string} with the priority {int}',
  async function (this: ConformanceWorld, name: string, priority: number) {
    assert.equal((await expectRouter(this, name)).priority, priority);
  },
);

Then(
  'there is the router {string} for the service {string}',
  async function (this: ConformanceWorld, name: string, service: string) {
    assert.equal((await expectRouter(this, name)).service, service);
  },
);

Then('there is the service {string}', async function (this: ConformanceWorld, name: string) {
  const running = await this.session.controller();
  await eventually(
    () => running.dynamicConfiguration(),
    ({ services = {} }) => Object.hasOwn(services, name),
    ({ services = {} }) => `There is no service ${name}, but ${Object.keys(services).join(', ')}.`,
  );
});

/** `default-app-a-b`: each is called so, with a hyphen, a beginning of the digest and the provider behind it. */
Then(
  'there are {int} routers whose names are {string} and a part of the SHA-256 of their rules',
  async function (this: ConformanceWorld, count: number, name: string) {
    const running = await this.session.controller();
    await eventually(
      () => running.dynamicConfiguration(),
      ({ routers = {} }) => {
        const named = Object.entries(routers).filter(([whole, { rule = '' }]) => {
          const [, part] = /^-([0-9a-f]{8,})@kubernetes$/.exec(whole.slice(name.length)) ?? [];
          return whole.startsWith(name) && part !== undefined && digest(rule).startsWith(part);
        });
        return named.length === count;
      },
      ({ routers = {} }) => `The routers are ${Object.keys(routers).join(', ')}.`,
    );
  },
);

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function expectRouter(world: ConformanceWorld, name: string) {
  const running = await world.session.controller();
  const { routers = {} } = await eventually(
    () => running.dynamicConfiguration(),
    (found) => found.routers?.[name] !== undefined,
    (found) => `There is no router ${name}, but ${Object.keys(found.routers ?? {}).join(', ')}.`,
  );
  const router = routers[name];
  assert.ok(router);
  return router;
}
