/** API servers that are away, lose connections or history, or answer with errors. */
import { Given, Then, When } from '@cucumber/cucumber';
import { expectGrowingPauses } from '../harness/scenario/api-expectations.ts';
import type { FaultAnswer } from '../harness/scenario/api-faults.ts';
import {
  answerWithError,
  bringServerBack,
  cutWatches,
  expireWatches,
  forgetHistory,
  liftFaults,
  loseConnections,
  serverMissed,
  takeServerAway,
} from '../harness/scenario/api-faults.ts';
import type { ConformanceWorld } from './world.ts';

Given('the API server is away', takeAway);
When('the API server goes away', takeAway);

/** For the controller alone: the scenario still changes what is in the cluster. */
async function takeAway(this: ConformanceWorld): Promise<void> {
  await takeServerAway(this.session);
}

/** Not before the controller has looked for it again and again. */
When('the API server comes back', async function (this: ConformanceWorld) {
  await bringServerBack(this.session);
});

When('the traffic goes on without the API server', async function (this: ConformanceWorld) {
  await serverMissed(this.session);
  await this.session.steadyTraffic?.answered(20);
});

When('the API server loses every connection', async function (this: ConformanceWorld) {
  await loseConnections(this.session);
});

/** New ones are held back until the API server is well again. */
When('the API server cuts every watch', async function (this: ConformanceWorld) {
  await cutWatches(this.session);
});

When('the API server forgets its history', async function (this: ConformanceWorld) {
  await forgetHistory(this.session);
});

When('the API server ends every watch as expired', async function (this: ConformanceWorld) {
  await expireWatches(this.session);
});

/** 403, 404, 409, 429, 500 or 503. `ingresses/status` is a resource of its own. */
Given(
  'the API server answers every request for {word} with {int}',
  async function (this: ConformanceWorld, resource: string, code: FaultAnswer['code']) {
    await answerWithError(this.session, resource, code);
  },
);

When('the API server is well again', async function (this: ConformanceWorld) {
  await liftFaults(this.session);
});

Then(
  'the pauses between requests for {word} grow',
  async function (this: ConformanceWorld, resource: string) {
    await expectGrowingPauses(this.session, resource);
  },
);
