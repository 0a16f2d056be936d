import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkQueue } from './work-queue.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A queue whose work ends when it is told to. */
function queue(concurrency: number) {
  const started: string[] = [];
  const open = new Map<string, () => void>();
  const work = new WorkQueue(concurrency, (key) => {
    started.push(key);
    return new Promise((resolve) => open.set(key, resolve));
  });
  const finish = async (key: string) => {
    open.get(key)?.();
    await turn();
  };
  return { work, started, finish };
}

test('as many as allowed are worked on at a time, in the order in which they came', async () => {
  const { work, started, finish } = queue(2);
  for (const key of ['a', 'b', 'c', 'd']) work.add(key);
  assert.deepEqual(started, ['a', 'b']);
  await finish('b');
  assert.deepEqual(started, ['a', 'b', 'c']);
});

test('a key that waits is there once', async () => {
  const { work, started, finish } = queue(1);
  for (const key of ['a', 'b', 'b', 'b']) work.add(key);
  for (const key of ['a', 'b']) await finish(key);
  assert.deepEqual(started, ['a', 'b']);
});

test('a key added while it is worked on is worked on again after that, and holds up no other', async () => {
  const { work, started, finish } = queue(2);
  for (const key of ['a', 'a', 'b']) work.add(key);
  assert.deepEqual(started, ['a', 'b']);
  await finish('a');
  assert.deepEqual(started, ['a', 'b', 'a']);
});

test('a key that is taken back before its turn is not worked on', async () => {
  const { work, started, finish } = queue(1);
  for (const key of ['a', 'b']) work.add(key);
  work.delete('b');
  await finish('a');
  assert.deepEqual(started, ['a']);
});

test('the end starts nothing more, and waits for what is under way', async () => {
  const { work, started, finish } = queue(1);
  for (const key of ['a', 'b']) work.add(key);
  let stopped = false;
  const stopping = work.stop().then(() => {
    stopped = true;
  });
  await turn();
  assert.equal(stopped, false);
  await finish('a');
  await stopping;
  work.add('c');
  assert.deepEqual(started, ['a']);
});
