/** A client that speaks HTTP/2 without TLS, on one connection to `web`. */
import assert from 'node:assert/strict';
import { Then, When } from '@cucumber/cucumber';
import { bytesOf } from '../harness/scenario/raw-clients.ts';
import { describeExchange } from '../harness/traffic/client.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/** These bytes are sent before HTTP/2 begins. */
When('the HTTP\\/2 client connects behind:', async function (this: ConformanceWorld, text: string) {
  await this.http2Client.connect(bytesOf(text));
});

/** All at once. */
When(
  'the HTTP\\/2 client sends {int} request(s) to {string}',
  async function (this: ConformanceWorld, count: number, url: string) {
    await this.http2Client.ask(url, count);
  },
);

/** That its pod has, and does not answer until it is told to. */
When(
  'the HTTP\\/2 client sends a request to {string} that its pod holds back',
  async function (this: ConformanceWorld, url: string) {
    const label = 'over HTTP/2';
    const { answer } = await this.http2Client.askHeldBack(url, label);
    const pods = this.allPods();
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
  },
);

/** Those that were sent so far. */
Then(
  'the Service {object} answers all requests of the HTTP\\/2 client',
  async function (this: ConformanceWorld, service: NamespacedName) {
    await this.http2Client.expectAllAnsweredBy(service);
  },
);

Then(
  'the HTTP\\/2 client may have {int} requests under way',
  async function (this: ConformanceWorld, count: number) {
    assert.equal(await (await this.http2Client.connect()).limit(), count);
  },
);

Then('the HTTP\\/2 client is told to begin no more requests', async function (this: ConformanceWorld) {
  await (await this.http2Client.connect()).toldToLeave();
});
