import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { get, listening, post, TestUpstreams, transportWith } from './upstream.fixture.ts';

async function startHoldingPod() {
  const open = new Set<Socket>();
  const held: ServerResponse[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    request.resume();
    if (request.url === '/held') held.push(response);
    else response.end('ok');
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const port = await listening(server);
  return {
    open,
    target: { origin: `http://127.0.0.1:${port}`, authority: 'a' },
    async holds(count: number) {
      while (held.length < count) await new Promise((resolve) => setImmediate(resolve));
    },
    release() {
      for (const response of held.splice(0)) response.end('ok');
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('unused connections to a pod', () => {
  for (const [maxIdleConnsPerHost, kept] of [
    [3, 3],
    [0, 2],
    [-1, 0],
    [100, 8],
  ] as const) {
    it(`are ${kept} of 8 where maxIdleConnsPerHost is ${maxIdleConnsPerHost}`, async () => {
      await using pod = await startHoldingPod();
      await using upstreams = new TestUpstreams(transportWith({ maxIdleConnsPerHost }));
      const told = [
        ...Array.from({ length: 4 }, () => upstreams.send(pod.target, get('/held'))),
        ...Array.from({ length: 4 }, () => upstreams.send(pod.target, post('/held', ['a']))),
      ];
      await pod.holds(8);
      assert.equal(pod.open.size, 8);
      pod.release();
      for (const each of told) assert.equal((await each.ended()).status, 200);
      while (pod.open.size > kept) await new Promise((resolve) => setImmediate(resolve));
      const [first] = pod.open;
      assert.equal((await upstreams.ask(pod.target, get())).status, 200);
      assert.equal((await upstreams.ask(pod.target, post('/', ['a']))).status, 200);
      assert.equal(first?.destroyed, kept > 0 ? false : undefined);
    });
  }
});
