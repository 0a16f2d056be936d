import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import {
  converse,
  entryPointDefaults,
  RawClient,
  serverAt,
  serviceOf,
  silentLogger,
  startPod,
  startTestProxy,
} from './proxy.fixture.ts';
import { ListenError, startProxy } from './proxy.ts';
import { transportWith } from './upstream.fixture.ts';

const get = (path = '/', host = 'example.net'): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

const patient = {
  transport: {
    ...entryPointDefaults.transport,
    lifeCycle: { requestAcceptGraceTimeout: 0, graceTimeOut: 60_000 },
  },
};

describe('proxy', () => {
  it('passes the request to the pod and its answer back', async () => {
    await using pod = await startPod((request, response) => {
      response.writeHead(201, 'Made', ['X-Pod', 'a', 'Content-Length', '5']);
      response.end(`${request.method} ${request.url}`.slice(0, 5));
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, get('/x'));
    assert.match(answer, /^HTTP\/1.1 201 Made\r\nX-Pod: a\r\nContent-Length: 5\r\n/);
    assert.ok(answer.endsWith('\r\n\r\nGET /'));
  });

  it('answers 404 where no router matches', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    const answer = await converse(proxy.port, get('/', 'other.net'));
    assert.match(answer, /^HTTP\/1.1 404 Not Found\r\n/);
    assert.match(
      answer,
      /\r\nContent-Type: text\/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n/,
    );
    assert.ok(answer.endsWith('\r\n\r\n404 page not found\n'));
  });

  it('answers 503 where the service has no server', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    const answer = await converse(proxy.port, get());
    assert.match(answer, /^HTTP\/1.1 503 Service Unavailable\r\n/);
    assert.ok(answer.endsWith('\r\n\r\nService Unavailable'));
  });

  it('answers 502 where the pod refuses the connection', async () => {
    const pod = await startPod(() => {});
    await pod[Symbol.asyncDispose]();
    await using proxy = await startTestProxy(serviceOf([serverAt(pod.port)]));
    const answer = await converse(proxy.port, get());
    assert.match(answer, /^HTTP\/1.1 502 Bad Gateway\r\n/);
    assert.ok(answer.endsWith('\r\n\r\nBad Gateway'));
  });

  it('answers 504 where the pod takes too long', async () => {
    await using pod = await startPod(() => {});
    await using proxy = await startTestProxy(
      serviceOf([pod.target]),
      {},
      {
        transport: transportWith(
          {},
          { dialTimeout: 1_000, responseHeaderTimeout: 100, idleConnTimeout: 1_000 },
        ),
      },
    );
    const answer = await converse(proxy.port, get());
    assert.match(answer, /^HTTP\/1.1 504 Gateway Timeout\r\n/);
    assert.ok(answer.endsWith('\r\n\r\nGateway Timeout'));
  });

  it('finishes a request with the pod that it began with when the runtime is swapped', async () => {
    let finish = (): void => {};
    await using old = await startPod((_request, response) => {
      response.write('old ');
      finish = () => response.end('end');
    });
    await using fresh = await startPod((_request, response) => response.end('fresh'));
    await using proxy = await startTestProxy(serviceOf([old.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(get()).until(/old /);
    proxy.use(serviceOf([fresh.target]));
    assert.match(await converse(proxy.port, get()), /fresh/);
    finish();
    assert.match(await client.end(), /old \r\n3\r\nend\r\n0\r\n\r\n$/);
  });

  it('keeps connections to a pod over a swap, and closes them once no service names it', async () => {
    await using pod = await startPod((_request, response) => response.end('ok'));
    await using other = await startPod((_request, response) => response.end('other'));
    let connections = 0;
    const closed = new Promise<void>((resolve) => {
      pod.server.on('connection', (socket) => {
        connections++;
        socket.once('close', resolve);
      });
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await converse(proxy.port, get());
    proxy.use(serviceOf([pod.target, other.target]));
    await converse(proxy.port, get());
    assert.equal(connections, 1);
    proxy.use(serviceOf([other.target]));
    await closed;
  });

  it('drains: ends what is under way with Connection: close, and takes nothing new', async () => {
    let finish = (): void => {};
    await using pod = await startPod((_request, response) => {
      finish = () => response.end('done');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]), patient);
    const idle = await RawClient.open(proxy.port);
    const client = await RawClient.open(proxy.port);
    client.send('GET / HTTP/1.1\r\nHost: example.net\r\n\r\n');
    await once(pod.server, 'request');
    const drained = proxy.drain();
    await idle.end();
    await assert.rejects(RawClient.open(proxy.port), { code: 'ECONNREFUSED' });
    finish();
    assert.match(await client.end(), /^HTTP\/1.1 200 OK\r\n.*Connection: close\r\n.*done/s);
    await drained;
  });

  it('drains: closes a connection that was promised to be kept as soon as its answer is complete', async () => {
    let finish = (): void => {};
    await using pod = await startPod((_request, response) => {
      response.write('begun');
      finish = () => response.end('done');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]), patient);
    const client = await RawClient.open(proxy.port);
    await client.send('GET / HTTP/1.1\r\nHost: example.net\r\n\r\n').until(/keep-alive.*begun/s);
    const drained = proxy.drain();
    finish();
    assert.match(await client.end(), /done\r\n0\r\n\r\n$/);
    await drained;
  });

  it('drains: answers a request that came behind such an answer, with Connection: close', async () => {
    let finish = (): void => {};
    await using pod = await startPod((request, response) => {
      if (request.url === '/second') response.end('second');
      else {
        response.write('begun');
        finish = () => response.end('done');
      }
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]), patient);
    const client = await RawClient.open(proxy.port);
    await client.send('GET / HTTP/1.1\r\nHost: example.net\r\n\r\n').until(/begun/);
    const drained = proxy.drain();
    const second = once(pod.server, 'request');
    client.send('GET /second HTTP/1.1\r\nHost: example.net\r\n\r\n');
    await second;
    finish();
    assert.match(await client.end(), /done\r\n0\r\n\r\nHTTP\/1.1 200 OK\r\n.*Connection: close\r\n.*second/s);
    await drained;
  });

  it('cuts what is not done after graceTimeOut', async () => {
    await using pod = await startPod((_request, response) => response.write('begun'));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(get()).until(/begun/);
    await proxy.drain();
    assert.doesNotMatch(await client.end(), /\r\n0\r\n\r\n$/);
  });

  it('names the entry point and the address that it can not listen on, and leaves nothing open', async () => {
    const squatter = createServer();
    squatter.listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const taken = squatter.address();
    assert.ok(taken !== null && typeof taken === 'object');
    const first = createServer();
    first.listen(0, '127.0.0.1');
    await once(first, 'listening');
    const free = first.address();
    assert.ok(free !== null && typeof free === 'object');
    first.close();
    await once(first, 'close');
    const starting = startProxy({
      entryPoints: {
        web: { ...entryPointDefaults, address: `127.0.0.1:${free.port}` },
        admin: { ...entryPointDefaults, address: `127.0.0.1:${taken.port}` },
      },
      serverName: 'proxy-1',
      logger: silentLogger,
    });
    await assert.rejects(starting, (error) => {
      assert.ok(error instanceof ListenError);
      assert.equal(error.entryPoint, 'admin');
      assert.equal(error.code, 'EADDRINUSE');
      assert.match(error.message, new RegExp(`admin.*127\\.0\\.0\\.1:${taken.port}`));
      return true;
    });
    await assert.rejects(RawClient.open(free.port), { code: 'ECONNREFUSED' });
    squatter.close();
  });

  for (const [what, upgrade] of [
    ['a request', ''],
    ['an upgrade', 'Upgrade: websocket\r\n'],
  ] as const) {
    it(`answers 500 to ${what} on which it fails itself, and goes on`, async () => {
      await using proxy = await startTestProxy(serviceOf([]));
      proxy.useTable({
        find() {
          throw new Error('a fault');
        },
      });
      const connection = upgrade === '' ? 'close' : 'Upgrade';
      const request = `GET / HTTP/1.1\r\nHost: example.net\r\n${upgrade}Connection: ${connection}\r\n\r\n`;
      assert.match(await converse(proxy.port, request), /^HTTP\/1.1 500 /);
      proxy.use(serviceOf([]));
      assert.match(await converse(proxy.port, request), /^HTTP\/1.1 503 /);
    });
  }
});
