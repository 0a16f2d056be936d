import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { watchWorkerThreads } from './worker-threads.ts';

const endless = 'setInterval(() => {}, 1000); require("node:worker_threads").parentPort.postMessage("up");';

test('threads end that go on for ever, and those that are started afterwards', async () => {
  const threads = watchWorkerThreads();
  const before = new Worker(endless, { eval: true });
  await once(before, 'message');
  const ended = once(before, 'exit');
  await threads.end();
  await ended;
  const after = new Worker(endless, { eval: true });
  await once(after, 'exit');
});
