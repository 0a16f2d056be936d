/** gRPC calls: messages, metadata, how they end. What the methods do, fixtures/pods/README.md says. */
import assert from 'node:assert/strict';
import { type DataTable, defineParameterType, Given, Then, When } from '@cucumber/cucumber';
import type { ConformanceWorld } from './world.ts';

defineParameterType({
  name: 'method',
  regexp: /Say|Collect|Split|Converse|Shout/,
  transformer: (text: string) => text,
});

/** With the library of gRPC itself: over TLS where the URL begins with `https`. */
Given('a gRPC client of {string}', async function (this: ConformanceWorld, url: string) {
  await this.calls.connect(url);
});

When('it calls {method} with {string}', function (this: ConformanceWorld, method: string, message: string) {
  callWith(this, method, [message]);
});

/** Between commas; all of them are sent before anything is awaited. */
When(
  'it calls {method} with the messages {string}',
  function (this: ConformanceWorld, method: string, messages: string) {
    callWith(this, method, messages.split(', '));
  },
);

/** Rows: name and value. */
When(
  'it calls {method} with {string} and the metadata:',
  function (this: ConformanceWorld, method: string, message: string, metadata: DataTable) {
    callWith(this, method, [message], metadata.raw());
  },
);

/** Its pod holds it back until it is told to go on. */
When('it calls {method} in vain', function (this: ConformanceWorld, method: string) {
  callWith(this, method, ['hello'], [[...held]]);
});

When(
  'it calls {method} in vain, with a deadline in {int} ms',
  function (this: ConformanceWorld, method: string, deadline: number) {
    callWith(this, method, ['hello'], [[...held]], deadline);
  },
);

const held = ['x-echo-hold', 'for-ever'] as const;

When('it begins to call {method}', function (this: ConformanceWorld, method: string) {
  this.calls.begin(method, { metadata: [] });
});

When('it sends the message {string}', function (this: ConformanceWorld, message: string) {
  this.calls.current.send(message);
});

When('it has sent all messages', function (this: ConformanceWorld) {
  this.calls.current.finish();
});

When('it cancels the call', function (this: ConformanceWorld) {
  this.calls.current.cancel();
});

/** Next, after those that were received before. */
Then('it receives the message {string}', async function (this: ConformanceWorld, message: string) {
  await this.calls.expectNext(message);
});

Then('the call ends with {word}', async function (this: ConformanceWorld, status: string) {
  await this.calls.expectEnd(status);
});

Then(
  'the call ends with {word} and the text {string}',
  async function (this: ConformanceWorld, status: string, details: string) {
    assert.equal((await this.calls.expectEnd(status)).details, details);
  },
);

/** Behind its end. */
Then(
  'the call has the trailing metadata {string} with {string}',
  function (this: ConformanceWorld, name: string, value: string) {
    assert.deepEqual(this.calls.current.end?.metadata(name), [value]);
  },
);

function callWith(
  { calls }: ConformanceWorld,
  method: string,
  messages: readonly string[],
  metadata: readonly (readonly string[])[] = [],
  deadline?: number,
): void {
  const call = calls.begin(method, { metadata, ...(deadline === undefined ? {} : { deadline }) });
  for (const message of messages) call.send(message);
  call.finish();
}
