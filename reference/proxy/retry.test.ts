import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { converse, type RawPod, serviceOf, startRawPod, startTestProxy } from './proxy.fixture.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const first = 'GET /first HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n\r\n';

function requestOf(method: string, path: string, body = ''): string {
  const length = body === '' ? '' : `Content-Length: ${body.length}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n${length}\r\n${body}`;
}

/** Serves `/first`, and breaks the connection at the next request on it; connections after that serve everything. */
function startFicklePod(breakOff: (socket: Socket) => void): Promise<RawPod> {
  return startRawPod((socket, received, connection) => {
    if (connection === 0 && received.includes('/second')) breakOff(socket);
    else socket.write(ok);
  });
}

const waysToEnd: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['closes', (socket) => socket.destroy()],
  ['resets', (socket) => socket.resetAndDestroy()],
];

describe('a request on a used connection that the pod breaks off', () => {
  for (const [how, breakOff] of waysToEnd) {
    for (const method of ['GET', 'OPTIONS', 'DELETE']) {
      it(`is sent once more: the pod ${how}, ${method}`, async () => {
        await using pod = await startFicklePod(breakOff);
        await using proxy = await startTestProxy(serviceOf([pod.target]));
        await converse(proxy.port, first);
        assert.match(await converse(proxy.port, requestOf(method, '/second')), /^HTTP\/1.1 200 /);
        assert.equal(pod.connections.length, 2);
      });
    }

    it(`is not sent twice if its method is not idempotent: the pod ${how}, POST`, async () => {
      await using pod = await startFicklePod(breakOff);
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      await converse(proxy.port, first);
      assert.match(await converse(proxy.port, requestOf('POST', '/second')), /^HTTP\/1.1 502 /);
      assert.equal(pod.received().match(/POST \/second/g)?.length, 1);
    });

    it(`is not sent twice if it has a body: the pod ${how}, PUT`, async () => {
      await using pod = await startFicklePod(breakOff);
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      await converse(proxy.port, requestOf('PUT', '/first', 'abc'));
      assert.match(await converse(proxy.port, requestOf('PUT', '/second', 'abc')), /^HTTP\/1.1 502 /);
      assert.equal(pod.received().match(/PUT \/second/g)?.length, 1);
      assert.equal(pod.connections.length, 1);
    });
  }

  it('is not sent twice once the pod has said something', async () => {
    await using pod = await startFicklePod((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', () => socket.destroy());
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await converse(proxy.port, first);
    assert.match(await converse(proxy.port, requestOf('GET', '/second')), /103 Early Hints.*HTTP\/1.1 502 /s);
    assert.equal(pod.received().match(/GET \/second/g)?.length, 1);
  });

  it('is not sent a third time', async () => {
    const waiting: Socket[] = [];
    await using pod = await startRawPod((socket, received, connection) => {
      if (received.includes('/second') && connection < 2) socket.destroy();
      else if (connection >= 2) socket.write(ok);
      // Both connections have served a request, and are idle, when the second one comes.
      else if (waiting.push(socket) === 2) for (const each of waiting) each.write(ok);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await Promise.all([converse(proxy.port, first), converse(proxy.port, first)]);
    assert.match(await converse(proxy.port, requestOf('GET', '/second')), /^HTTP\/1.1 502 /);
    assert.equal(pod.received().match(/GET \/second/g)?.length, 2);
  });
});

describe('a connection that the pod closes while it is idle', () => {
  for (const [method, body] of [
    ['GET', ''],
    ['POST', 'a'],
  ] as const) {
    it(`costs no request: ${method}`, async () => {
      await using pod = await startRawPod((socket) => socket.write(ok));
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      await converse(proxy.port, requestOf(method, '/first', body));
      const [idle] = pod.connections;
      assert.ok(idle !== undefined);
      const closed = once(idle, 'close');
      idle.end();
      await closed;
      assert.match(await converse(proxy.port, requestOf(method, '/second', body)), /^HTTP\/1.1 200 /);
      assert.equal(pod.connections.length, 2);
    });
  }
});
