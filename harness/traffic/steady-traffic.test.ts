import assert from 'node:assert/strict';
import test from 'node:test';
import type { Exchange } from './client.ts';
import { startSteadyTraffic } from './steady-traffic.ts';

test('it keeps asking until it is stopped, and gives every exchange', async () => {
  let sent = 0;
  const traffic = startSteadyTraffic(2, async () => {
    await new Promise(setImmediate);
    return exchange(`http://a.example/${sent++}`);
  });
  await traffic.answered(10);
  const exchanges = await traffic.stop();
  assert.ok(exchanges.length >= 10);
  assert.equal(exchanges.length, sent);
});

test('it waits for answers that come after the question', async () => {
  const traffic = startSteadyTraffic(1, async () => {
    await new Promise(setImmediate);
    return exchange('http://a.example/');
  });
  await traffic.answered(3);
  await traffic.answered(3);
  assert.ok((await traffic.stop()).length >= 6);
});

test('where nothing can be sent, nobody waits for answers', async () => {
  const error = new Error('There is no such entry point.');
  const traffic = startSteadyTraffic(2, async () => {
    await new Promise(setImmediate);
    throw error;
  });
  await assert.rejects(traffic.answered(1), error);
  await assert.rejects(traffic.answered(1), error);
  await assert.rejects(traffic.stop(), error);
});

function exchange(url: string): Exchange {
  return {
    request: { method: 'GET', url, headers: {} },
    outcome: { kind: 'answer', answer: { status: 200, headers: [], body: '' } },
  };
}
