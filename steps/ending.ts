/** The controller is told to stop: what it still does, and what not. */
import { Then, When } from '@cucumber/cucumber';
import { eventually } from '../harness/scenario/deadline.ts';
import { get } from '../harness/scenario/expectations.ts';
import { expectNoListener } from '../harness/scenario/listening.ts';
import { describeExchange } from '../harness/traffic/client.ts';
import type { ConformanceWorld } from './world.ts';

/** As by SIGTERM; what it does until it ends goes on meanwhile. */
When('the controller is told to stop', async function (this: ConformanceWorld) {
  await this.session.controller();
  this.stopping = this.session.stopController('controller');
  // Whoever waits for the end hears of a failure.
  this.stopping.catch(() => {});
});

/** Perhaps not yet, but by and by. */
Then(
  '{string} comes to be answered with {int}',
  async function (this: ConformanceWorld, url: string, status: number) {
    await eventually(
      () => this.session.exchange(get(url)),
      ({ outcome }) => outcome.kind === 'answer' && outcome.answer.status === status,
      (last) => `Expected an answer ${status}, but:\n${describeExchange(last)}`,
    );
  },
);

Then(
  'the entry point {string} takes no more connections',
  async function (this: ConformanceWorld, name: string) {
    await expectNoListener(this.session, name);
  },
);

Then('the controller has ended', async function (this: ConformanceWorld) {
  await this.stopping;
});
