import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { Middleware } from '../middlewares/exchange.ts';
import type { RuntimeService } from '../runtime/runtime.ts';
import { Http2Client } from './http2-client.fixture.ts';
import type { RequestRecord } from './observer.ts';
import {
  converse,
  RawClient,
  serverAt,
  serviceOf,
  startPod,
  startRawPod,
  startTestProxy,
  within,
} from './proxy.fixture.ts';

/** A proxy, and what its observer hears. */
async function startObserved(service: RuntimeService, ...middlewares: readonly Middleware[]) {
  const records: RequestRecord[] = [];
  const waiting: ((record: RequestRecord) => void)[] = [];
  const observer = {
    requestEnded(record: RequestRecord) {
      const wake = waiting.shift();
      if (wake === undefined) records.push(record);
      else wake(record);
    },
  };
  const proxy = await startTestProxy(service, {}, { observer });
  const route = { router: 'app@file', service, middlewares };
  proxy.useTable({ find: ({ host }) => (host === 'example.net' ? route : undefined) });
  const next = (): Promise<RequestRecord> => {
    const record = records.shift();
    if (record !== undefined) return Promise.resolve(record);
    return within(new Promise((resolve) => waiting.push(resolve)), 'a record');
  };
  return { port: proxy.port, next, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
}

const get = 'GET /a?b=c HTTP/1.1\r\nHost: example.net:81\r\nX-A: 1\r\n\r\n';

describe('an observer', () => {
  it('is told all of a request', async () => {
    await using pod = await startPod((request, response) => {
      request.resume().once('end', () => response.writeHead(201, { 'X-B': '2' }).end('four'));
    });
    await using proxy = await startObserved(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    const before = Date.now();
    const { localPort } = client.socket;
    await client
      .send('POST /a?b=c HTTP/1.1\r\nHost: example.net:81\r\nX-A: 1\r\nContent-Length: 3\r\n\r\nabc')
      .until(/four\r\n0\r\n\r\n$/);
    const { client: who, origin, start, duration, responseHeaders, ...rest } = await proxy.next();
    assert.deepEqual(who, { address: '127.0.0.1', httpVersion: '1.1', tls: undefined });
    assert.ok(origin !== undefined && origin.duration > 0 && origin.duration <= duration);
    assert.deepEqual(
      { ...origin, duration: 0 },
      { server: pod.target.origin, status: 201, size: 4, duration: 0 },
    );
    assert.ok(start >= before && start <= Date.now());
    assert.ok(responseHeaders.join(',').includes('X-B,2'));
    assert.deepEqual(rest, {
      entryPoint: 'http',
      peer: `127.0.0.1:${localPort}`,
      method: 'POST',
      authority: 'example.net:81',
      target: '/a?b=c',
      requestHeaders: ['Host', 'example.net:81', 'X-A', '1', 'Content-Length', '3'],
      status: 201,
      requestSize: 3,
      responseSize: 4,
      router: 'app@file',
      service: 'default-app-80@kubernetes',
      retries: 0,
      upgrade: undefined,
    });
    client.close();
  });

  it('is told of each request of a connection, and of those over HTTP/2', async () => {
    await using pod = await startPod((_request, response) => response.end('ok'));
    await using proxy = await startObserved(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    for (const path of ['/1', '/2']) {
      await client.request({ ':path': path, 'x-a': '1' }).end();
      const record = await proxy.next();
      assert.equal(record.target, path);
      assert.equal(record.client.httpVersion, '2.0');
      assert.equal(record.authority, 'example.net');
      assert.equal(record.status, 200);
      assert.equal(record.responseSize, 2);
      assert.deepEqual(record.requestHeaders, ['x-a', '1']);
    }
  });

  it('is told of bodies whose length nobody knew', async () => {
    await using pod = await startPod((request, response) => request.pipe(response));
    await using proxy = await startObserved(serviceOf([pod.target]));
    await converse(
      proxy.port,
      'POST / HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n' +
        '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
    );
    const { requestSize, responseSize } = await proxy.next();
    assert.deepEqual([requestSize, responseSize], [5, 5]);
  });

  const refusals: readonly (readonly [what: string, status: number, text: string, method: string])[] = [
    ['that no router wants', 404, 'GET / HTTP/1.1\r\nHost: other.net\r\nConnection: close\r\n\r\n', 'GET'],
    ['with a Host that is none', 400, 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', 'GET'],
    ['that does not parse', 400, 'PUT / HTTP/1.1\r\nHost: example.net\r\nBad Field: x\r\n\r\n', 'PUT'],
    ['that is no HTTP', 400, 'hello\r\n\r\n', ''],
    [
      'that asks for a tunnel',
      405,
      'CONNECT example.net:443 HTTP/1.1\r\nHost: example.net\r\n\r\n',
      'CONNECT',
    ],
    ['of another HTTP', 505, 'GET / HTTP/2.0\r\nHost: example.net\r\n\r\n', 'GET'],
    [
      'whose headers are too large',
      431,
      `GET / HTTP/1.1\r\nHost: example.net\r\nX-A: ${'a'.repeat(70_000)}\r\n\r\n`,
      '',
    ],
    [
      'whose body does not parse',
      400,
      'POST / HTTP/1.1\r\nHost: example.net\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'POST',
    ],
  ];
  for (const [what, status, text, method] of refusals) {
    it(`is told of a request ${what}: ${status}`, async () => {
      await using pod = await startPod(() => {});
      await using proxy = await startObserved(serviceOf([pod.target]));
      const client = await RawClient.open(proxy.port);
      await client.send(text).until(new RegExp(`^HTTP/1.1 ${status} `));
      const record = await proxy.next();
      client.close();
      assert.equal(record.status, status);
      if (method !== '') assert.equal(record.method, method);
      if (record.router === undefined) assert.equal(record.origin, undefined);
    });
  }

  it('is told 499 where the client leaves first', async () => {
    await using pod = await startPod(() => {});
    await using proxy = await startObserved(serviceOf([pod.target]));
    const arrived = once(pod.server, 'request');
    const client = await RawClient.open(proxy.port);
    client.send(get);
    await arrived;
    client.close();
    const { status, origin } = await proxy.next();
    assert.equal(status, 499);
    assert.equal(origin?.server, pod.target.origin);
    assert.equal(origin?.status, undefined);
  });

  it('is told how often a request was sent again, and who answered', async () => {
    await using pod = await startPod((_request, response) => response.end('ok'));
    const gone = await startPod(() => {});
    await gone[Symbol.asyncDispose]();
    const retry: Middleware = (next) => (request, answer) =>
      next(request, {
        inform: () => {},
        begin: (head) => answer.begin(head),
        write: (chunk) => answer.write(chunk),
        end: (trailers) => answer.end(trailers),
        fail: () => next(request, answer),
      });
    await using proxy = await startObserved(serviceOf([serverAt(gone.port), pod.target]), retry);
    const client = await RawClient.open(proxy.port);
    await client.send(get).until(/ok$/);
    client.close();
    const { retries, origin } = await proxy.next();
    assert.equal(retries, 1);
    assert.equal(origin?.server, pod.target.origin);
  });

  it('is told of a pod that could not be reached', async () => {
    const gone = await startPod(() => {});
    await gone[Symbol.asyncDispose]();
    await using proxy = await startObserved(serviceOf([serverAt(gone.port)]));
    const client = await RawClient.open(proxy.port);
    await client.send(get).until(/Bad Gateway$/);
    client.close();
    const { status, origin, responseSize } = await proxy.next();
    assert.equal(status, 502);
    assert.equal(origin?.status, undefined);
    assert.equal(responseSize, 'Bad Gateway'.length);
  });

  it('is told of WebSockets at their end, and of event streams', async () => {
    const handshake =
      'GET /chat HTTP/1.1\r\nHost: example.net\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n';
    await using pod = await startRawPod((socket, received) => {
      if (received.includes('chat'))
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      else socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n');
    });
    await using proxy = await startObserved(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(handshake).until(/\r\n\r\n$/);
    client.close();
    const socket = await proxy.next();
    assert.equal(socket.status, 101);
    assert.equal(socket.upgrade, 'websocket');
    assert.equal(socket.origin?.status, 101);
    await converse(proxy.port, get.replace('X-A: 1', 'Connection: close'));
    const events = await proxy.next();
    assert.equal(events.status, 200);
    assert.equal(events.upgrade, 'sse');
  });

  it('is told of an upgrade that is refused, or whose client leaves', async () => {
    const handshake =
      'GET / HTTP/1.1\r\nHost: example.net\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    await using pod = await startPod(() => {});
    await using proxy = await startObserved(serviceOf([pod.target]));
    await converse(proxy.port, handshake.replace('example', 'other'));
    const refused = await proxy.next();
    assert.equal(refused.status, 404);
    assert.equal(refused.upgrade, undefined);
    const arrived = once(pod.server, 'upgrade');
    const client = await RawClient.open(proxy.port);
    client.send(handshake);
    const [, socket] = await arrived;
    client.close();
    assert.equal((await proxy.next()).status, 499);
    socket.destroy();
  });
});
