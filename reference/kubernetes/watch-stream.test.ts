import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApiError } from './api-error.ts';
import { decodeWatch, type WatchEvent } from './watch-stream.ts';

async function* pieces(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

async function read(body: AsyncIterable<Buffer>, limit = 1_000): Promise<WatchEvent[][]> {
  const batches: WatchEvent[][] = [];
  for await (const events of decodeWatch('GET /x', body, limit)) batches.push(events);
  return batches;
}

const added = (name: string) => ({ type: 'ADDED' as const, object: { metadata: { name } } });
const line = (event: object) => `${JSON.stringify(event)}\n`;

test('events that arrive together come together', async () => {
  assert.deepEqual(await read(pieces(line(added('a')) + line(added('b')), line(added('c')))), [
    [added('a'), added('b')],
    [added('c')],
  ]);
});

test('wherever the stream is cut into pieces, the events are the same', async () => {
  const events = [added('a'), added('ünïcödé 🙂'), added('c')];
  const whole = Buffer.from(events.map(line).join(''));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat({ max: whole.length }), { maxLength: 12 }), async (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), whole.length];
      const parts = at.slice(1).map((end, index) => whole.subarray(at[index], end));
      assert.deepEqual((await read(pieces(...parts))).flat(), events);
    }),
  );
});

test('a line that is cut off at the end is dropped', async () => {
  assert.deepEqual(await read(pieces(line(added('a')), '{"type":"ADDED","obj')), [[added('a')]]);
});

test('empty lines are nothing', async () => {
  assert.deepEqual(await read(pieces('\n\r\n', line(added('a')))), [[added('a')]]);
});

test('bookmarks and errors are told from objects', async () => {
  const bookmark = { type: 'BOOKMARK', object: { metadata: { resourceVersion: '7' } } };
  const error = {
    type: 'ERROR',
    object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' },
  };
  assert.deepEqual(await read(pieces(line(bookmark) + line(error))), [
    [
      { type: 'BOOKMARK', resourceVersion: '7' },
      {
        type: 'ERROR',
        failure: {
          kind: 'status',
          code: 410,
          reason: 'Expired',
          message: 'too old',
          retryAfter: undefined,
          objectName: '',
        },
      },
    ],
  ]);
});

for (const [title, body, kind] of [
  ['no JSON', pieces('banana\n'), 'invalid'],
  ['of an unknown type', pieces(line({ type: 'RENAMED', object: {} })), 'invalid'],
  ['too long', pieces('x'.repeat(600), 'x'.repeat(600)), 'too-large'],
] as const) {
  test(`a line that is ${title} is an error`, async () => {
    await assert.rejects(read(body), (error) => error instanceof ApiError && error.failure.kind === kind);
  });
}
