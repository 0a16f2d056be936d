/** The implementation as a process: how it ends, and what it does in a network where it is alone. */
import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { eventually } from '../harness/scenario/deadline.ts';
import { listens } from '../harness/scenario/listening.ts';
import {
  canHaveNetworksOfTheirOwn,
  expectAnswerAt,
  loopbackAddress,
  OwnProcess,
} from '../harness/scenario/own-process.ts';
import type { ConformanceWorld } from './world.ts';

/** One in each line; nothing is added to them. `${process.address}` is where its entry point may listen. */
Given(
  'the controller runs as a process with the flags:',
  async function (this: ConformanceWorld, text: string) {
    const address = loopbackAddress();
    const { values } = this.session.access;
    values.define('process.address', async () => `${address.host}:${address.port}`);
    return await startProcess(this, await values.inText(text), { address, networkOfItsOwn: false });
  },
);

/** As above. */
Given(
  'the controller runs as a process, in a network where it is alone, with the flags:',
  async function (this: ConformanceWorld, text: string) {
    if (!(await canHaveNetworksOfTheirOwn()))
      return this.notApplicable('this machine lets nobody have a network of their own');
    const address = { host: '127.0.0.1', port: 80 };
    return await startProcess(this, text, { address, networkOfItsOwn: true });
  },
);

async function startProcess(
  world: ConformanceWorld,
  flags: string,
  {
    address,
    networkOfItsOwn,
  }: Omit<NonNullable<ConformanceWorld['ownProcess']>, 'running'> & {
    readonly networkOfItsOwn: boolean;
  },
): Promise<'skipped' | undefined> {
  const { command } = world.settings.implementation;
  if (command === undefined) return world.notApplicable('the implementation has no command');
  const running = new OwnProcess({ command, arguments: flags.split(/\s+/), networkOfItsOwn });
  world.ownProcess = { running, address };
  return undefined;
}

function ownProcess({ ownProcess: started }: ConformanceWorld) {
  assert.ok(started, 'The scenario has started no process.');
  return started;
}

/** In the end. */
Then(
  'the process answers a request to {string} with {int}',
  async function (this: ConformanceWorld, host: string, status: number) {
    await expectAnswerAt(ownProcess(this).address, host, status);
  },
);

When('the client connects to the process', async function (this: ConformanceWorld) {
  await this.clients.connectTo(ownProcess(this).address);
});

When('the process is sent SIGTERM', function (this: ConformanceWorld) {
  ownProcess(this).running.signal('SIGTERM');
});

Then('the process takes no more connections', async function (this: ConformanceWorld) {
  const { host, port } = ownProcess(this).address;
  await eventually(
    () => listens(host, port),
    (is) => !is,
    () => 'It still takes connections.',
  );
});

Then('the process ends with exit code {int}', async function (this: ConformanceWorld, code: number) {
  assert.equal(await ownProcess(this).running.end(), code);
});

/** By a client in its network. */
Then(
  '{string} in its network is answered with {int}, and {string} in the text',
  async function (this: ConformanceWorld, url: string, status: number, words: string) {
    const { running } = ownProcess(this);
    await running.expectWithin(url, (got, body) => got === status && body.includes(words));
  },
);
