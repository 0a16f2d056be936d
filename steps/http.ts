/** HTTP byte for byte: what a client sends, how it behaves, how it is answered. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { type DataTable, defineParameterType, Then, When } from '@cucumber/cucumber';
import { bytesOf, expectField, expectFieldsInOrder } from '../harness/scenario/raw-clients.ts';
import { receivedAs } from '../harness/scenario/received.ts';
import { beginsAsHttp2, endOfStream, openingWith } from '../harness/traffic/http2-frames.ts';
import { bodySoFar, valuesOf } from '../harness/traffic/raw-answer.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

defineParameterType({
  name: 'redirection',
  regexp: /permanently|temporarily/,
  transformer: (text: string) => (text === 'permanently' ? [301, 308] : [302, 303, 307]),
});

/** On its connection, which is to `web` unless said otherwise; the form is that of `bytesOf`. */
When('the client sends:', async function (this: ConformanceWorld, text: string) {
  (await this.clients.current()).send(bytesOf(text));
});

/** With a GET; the target goes out as it is written. */
When('the client asks for {string}', async function (this: ConformanceWorld, url: string) {
  await this.clients.get(url);
});

/** Rows: name and value, besides Host. */
When(
  'the client asks for {string} with the headers:',
  async function (this: ConformanceWorld, url: string, headers: DataTable) {
    await this.clients.get(url, headers.raw());
  },
);

/** On stream 1 of its connection, over HTTP/2: `name: value` of each, pseudo-headers too. */
When(
  'the client sends over HTTP\\/2 the fields {string}',
  async function (this: ConformanceWorld, text: string) {
    const fields = text.split(', ').map((field): [string, string] => {
      const [, name = '', value = ''] = /^(:?[^:]+): ?(.*)$/.exec(field) ?? [];
      return [name, bytesOf(value)];
    });
    (await this.clients.current()).send(openingWith(fields));
  },
);

/** By an answer, or without one. */
Then('that request is refused', async function (this: ConformanceWorld) {
  const { end, spoken } = await (await this.clients.current()).read(
    'an end of the stream',
    (received, over) => {
      const told = endOfStream(received);
      const found = told ?? (over || received.startsWith('HTTP/1') ? { kind: 'reset' as const } : undefined);
      return found && { end: found, spoken: beginsAsHttp2(received) };
    },
  );
  if (!spoken) return this.notApplicable('the implementation does not speak HTTP/2 without TLS');
  assert.ok(end.kind === 'reset' || !end.ok, 'The request is answered with 200.');
  return undefined;
});

When('another client sends:', async function (this: ConformanceWorld, text: string) {
  (await this.clients.connect('web')).send(bytesOf(text));
});

When(
  'the client connects to the entry point {string}',
  async function (this: ConformanceWorld, name: string) {
    await this.clients.connect(name);
  },
);

/** To `websecure`, with this name asked for in the handshake. */
When('the client connects over TLS to {string}', async function (this: ConformanceWorld, host: string) {
  await this.clients.connect('websecure', host);
});

/** As above; these bytes are sent before the handshake. */
When(
  'the client connects over TLS to {string}, behind:',
  async function (this: ConformanceWorld, host: string, text: string) {
    await this.clients.connect('websecure', host, bytesOf(text));
  },
);

When('the client stops reading', async function (this: ConformanceWorld) {
  (await this.clients.current()).pause();
});

When('the client reads on', async function (this: ConformanceWorld) {
  (await this.clients.current()).goOn();
});

When('the client leaves', async function (this: ConformanceWorld) {
  (await this.clients.current()).leave();
});

/** The next answer on its connection, a final or an informational one; the steps below tell of it. */
Then('the client is answered with {int}', async function (this: ConformanceWorld, status: number) {
  const answer = await this.clients.nextAnswer();
  assert.equal(answer.status, status, `The answer is ${answer.status}, with the body: ${answer.body}`);
});

/** By whichever status: RFC 9110, section 15.4, and RFC 7538 for 308. */
Then('the client is redirected {redirection}', async function (this: ConformanceWorld, statuses: number[]) {
  const { status } = await this.clients.nextAnswer();
  assert.ok(statuses.includes(status), `The answer is ${status}.`);
});

/** Where HTTP lets recipients choose: to refuse a message, or to put in order what they pass on of it. */
Then(
  'the client is answered with {int}, or the pod has received the header {string} with {string}',
  async function (this: ConformanceWorld, refusal: number, name: string, value: string) {
    const { status } = await this.clients.nextAnswer();
    const requests = receivedAs(this.allPods());
    if (status === refusal) return assert.deepEqual(requests, []);
    const [request] = requests;
    assert.ok(request, `The answer is ${status}, and no pod has received a request.`);
    return expectField(request.headers, name, value);
  },
);

/** With an error of the client's or of the server's. */
Then('the client is refused', async function (this: ConformanceWorld) {
  const { status } = await this.clients.nextAnswer();
  assert.ok(status >= 400, `The answer is ${status}.`);
});

Then('the client is answered', async function (this: ConformanceWorld) {
  await this.clients.nextAnswer();
});

Then('the client is answered with {int} or cut off', async function (this: ConformanceWorld, status: number) {
  const rest = await (await this.clients.current()).closed();
  if (rest !== '') assert.match(rest, new RegExp(`^HTTP/1\\.1 ${status} `));
});

/** From the beginning of what it has not read yet. */
Then('the client receives:', async function (this: ConformanceWorld, text: string) {
  const bytes = bytesOf(text);
  const received = await (await this.clients.current()).text(bytes);
  assert.equal(received, bytes);
});

/** Among what it has not read yet. */
Then('the client receives {string}', async function (this: ConformanceWorld, text: string) {
  await (await this.clients.current()).text(bytesOf(text));
});

/** Among what has come of the body, whatever it is compressed by. */
Then('the client receives {string} in the body', async function (this: ConformanceWorld, text: string) {
  const connection = await this.clients.current();
  await connection.read(
    `"${text}" in the body`,
    (received) => bodySoFar(received).includes(text) || undefined,
  );
});

Then(
  'the answer has the header {string} with {string}',
  function (this: ConformanceWorld, name: string, value: string) {
    expectField(this.clients.answer().headers, name, value);
  },
);

/** Among what the header lists, however that is written. */
Then(
  'the answer lists {string} in the header {string}',
  function (this: ConformanceWorld, items: string, name: string) {
    const listed = itemsOf(valuesOf(this.clients.answer().headers, name).join(','));
    for (const item of itemsOf(items)) assert.ok(listed.includes(item), `It lists: ${listed.join(', ')}`);
  },
);

function itemsOf(list: string): string[] {
  return list.split(',').map((item) => item.trim().toLowerCase());
}

Then(
  'the answer has the header {string} with a number from {int} to {int}',
  function (this: ConformanceWorld, name: string, least: number, most: number) {
    const [value = ''] = valuesOf(this.clients.answer().headers, name);
    const fits = /^\d+$/.test(value) && least <= Number(value) && Number(value) <= most;
    assert.ok(fits, `The value is: ${value}`);
  },
);

/** Whatever the parameters. */
Then('the answer is of the type {string}', function (this: ConformanceWorld, type: string) {
  const [value = ''] = valuesOf(this.clients.answer().headers, 'content-type');
  assert.equal(value.replace(/\s*;.*/, '').toLowerCase(), type, `The type is: ${value}`);
});

Then('the answer does not have the header {string}', function (this: ConformanceWorld, name: string) {
  expectField(this.clients.answer().headers, name, undefined);
});

/** A redirection to this URL, at that port, which stands there unless it is that of the scheme. */
Then(
  'the answer leads to {string} at the port of the entry point {string}',
  async function (this: ConformanceWorld, url: string, entryPoint: string) {
    const address = (await this.session.controller()).address(entryPoint);
    assert.ok(address, `The implementation has no entry point named ${entryPoint}.`);
    const [location = ''] = valuesOf(this.clients.answer().headers, 'location');
    assert.equal(location, url.replace(/^(\w+:\/\/[^/]+)/, `$1:${address.port}`));
  },
);

/** These, in this order, whatever stands between them; no others of their names. */
Then('the answer has the headers in this order:', function (this: ConformanceWorld, table: DataTable) {
  expectFieldsInOrder(this.clients.answer().headers, table.raw());
});

Then(
  'the answer has the trailer {string} with {string}',
  function (this: ConformanceWorld, name: string, value: string) {
    expectField(this.clients.answer().trailers, name, value);
  },
);

/** A line end behind it counts for nothing. */
Then('the answer has the text {string}', function (this: ConformanceWorld, text: string) {
  assert.equal(this.clients.answer().body.trimEnd(), text);
});

Then('the answer has a body of {int} bytes', function (this: ConformanceWorld, length: number) {
  const { body, end } = this.clients.answer();
  assert.deepEqual({ length: body.length, end }, { length, end: 'whole' });
});

/** Compressed with gzip, as a whole. */
Then('the answer has a body of {int} bytes when unpacked', function (this: ConformanceWorld, length: number) {
  const { body, end } = this.clients.answer();
  assert.deepEqual({ length: gunzipSync(Buffer.from(body, 'latin1')).length, end }, { length, end: 'whole' });
});

/** As the pod gave it: as a whole, and the description of a request that it has got. */
Then('the answer is that of the pod', function (this: ConformanceWorld) {
  const { body, end } = this.clients.answer();
  assert.equal(end, 'whole', `The answer ends short, after: ${body}`);
  const described: unknown = JSON.parse(body);
  const requests = receivedAs(this.allPods());
  assert.ok(
    requests.some((request) => isDeepStrictEqual(request, described)),
    `No pod has received ${body}`,
  );
});

/** Of whichever of its pods, whatever else others have received. */
Then(
  'the answer is that of a pod of the Service {object}',
  function (this: ConformanceWorld, service: NamespacedName) {
    const { body } = this.clients.answer();
    const described: unknown = JSON.parse(body);
    const requests = receivedAs(this.podsOf(service));
    assert.ok(
      requests.some((request) => isDeepStrictEqual(request, described)),
      `No pod of it has received ${body}`,
    );
  },
);

Then('the answer ends short', function (this: ConformanceWorld) {
  assert.equal(this.clients.answer().end, 'short');
});

/** With nothing more said. */
Then('the connection is closed', async function (this: ConformanceWorld) {
  assert.equal(await (await this.clients.current()).closed(), '');
});

Then('the connection is closed after one answer at most', async function (this: ConformanceWorld) {
  const rest = await (await this.clients.current()).closed();
  assert.ok(rest.split(/^HTTP\/1/m).length <= 2, rest);
});
