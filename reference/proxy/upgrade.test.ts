import assert from 'node:assert/strict';
import { once } from 'node:events';
import { pipeline, Readable } from 'node:stream';
import { describe, it } from 'node:test';
import {
  converse,
  entryPointDefaults,
  RawClient,
  serverAt,
  serviceOf,
  startPod,
  startRawPod,
  startTestProxy,
} from './proxy.fixture.ts';
import { transportWith } from './upstream.fixture.ts';

const handshake = (target = '/chat', more = ''): string =>
  `GET ${target} HTTP/1.1\r\nHost: example.net\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`;

const switched =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Pod: 1\r\n\r\n';

/** Switches, then sends back whatever comes, in capitals. */
function startSwitchingPod() {
  return startRawPod((socket, received) => {
    const head = received.indexOf('\r\n\r\n');
    if (head === received.length - 4) socket.write(switched);
    else socket.write(received.slice(-4).toUpperCase());
  });
}

describe('an upgrade', () => {
  it('lets bytes flow both ways', async () => {
    await using pod = await startSwitchingPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    assert.match(await client.send(handshake()).until(/\r\n\r\n$/), /^HTTP\/1.1 101 Switching Protocols\r\n/);
    assert.match(client.received, /upgrade: websocket\r\n/i);
    assert.match(client.received, /connection: upgrade\r\n/i);
    assert.match(client.received, /x-pod: 1\r\n/i);
    await client.send('ping').until(/PING$/);
    await client.send('pong').until(/PONG$/);
    client.close();
  });

  it('goes to the pod with its handshake untouched and the forwarded headers set', async () => {
    await using pod = await startSwitchingPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    const more = 'X-Forwarded-For: 1.1.1.1\r\nCookie: a=1\r\nCookie: b=2\r\nKeep-Alive: x\r\n';
    await client.send(handshake('/a/../b//c?x=%2F', more)).until(/\r\n\r\n$/);
    const received = pod.received();
    assert.match(received, /^GET \/a\/..\/b\/\/c\?x=%2F HTTP\/1.1\r\n/);
    assert.match(received, /\r\nhost: example.net\r\n/);
    assert.match(received, /\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n/);
    assert.match(received, /\r\nCookie: a=1; b=2\r\n|\r\nCookie: a=1\r\nCookie: b=2\r\n/);
    assert.match(received, /\r\nX-Forwarded-For: 127.0.0.1\r\n/);
    assert.match(received, /\r\nX-Forwarded-Proto: ws\r\n/);
    assert.doesNotMatch(received, /1\.1\.1\.1|keep-alive/i);
    client.close();
  });

  it('may be to any protocol, with any method', async () => {
    await using pod = await startRawPod((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\n\r\n'),
    );
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    const request =
      'POST /exec HTTP/1.1\r\nHost: example.net\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 0\r\n\r\n';
    await client.send(request).until(/^HTTP\/1.1 101 /);
    assert.match(pod.received(), /^POST \/exec HTTP\/1.1\r\n.*upgrade: SPDY\/3.1\r\n/s);
    client.close();
  });

  it('to HTTP/2 is not passed on: the request is served as it is', async () => {
    await using pod = await startPod((request, response) => response.end(`${request.headers.upgrade}`));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(
      proxy.port,
      'GET / HTTP/1.1\r\nHost: example.net\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1.1 200 OK\r\n.*undefined/s);
  });

  const failures: readonly (readonly [what: string, status: number, host: string])[] = [
    ['no router matches', 404, 'other.net'],
    ['the Host is none', 400, 'a b'],
  ];
  for (const [what, status, host] of failures) {
    it(`is answered ${status} where ${what}`, async () => {
      await using proxy = await startTestProxy(serviceOf([]));
      const answer = await converse(proxy.port, handshake().replace('example.net', host));
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} .*\r\nConnection: close\r\n`, 's'));
    });
  }

  for (const list of ['websocket, h2c', 'a/1,TLS/1.0', ',h2c', 'a\r\nUpgrade: HTTP/2.0']) {
    it(`to HTTP/2 or TLS is not passed on behind another protocol either: ${JSON.stringify(list)}`, async () => {
      await using pod = await startRawPod((socket) =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
      );
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      const answer = await converse(
        proxy.port,
        `GET / HTTP/1.1\r\nHost: example.net\r\nConnection: Upgrade, close\r\nUpgrade: ${list}\r\n\r\n`,
      );
      assert.match(answer, /^HTTP\/1.1 200 /);
      assert.doesNotMatch(pod.received(), /upgrade:/i);
    });
  }

  it('carries every value of a field, however its name is spelt each time', async () => {
    await using pod = await startSwitchingPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    const more = 'X-Role: one\r\nx-role: two\r\nconstructor: three\r\n__proto__: four\r\n';
    await client.send(handshake('/chat', more)).until(/\r\n\r\n$/);
    const received = pod.received();
    assert.match(received, /\r\nX-Role: one\r\n(?:.*\r\n)*X-Role: two\r\n/i);
    assert.match(received, /\r\nconstructor: three\r\n/);
    assert.match(received, /\r\n__proto__: four\r\n/);
    assert.doesNotMatch(received, /native code/);
    client.close();
  });

  it('is answered 503 where the service has no server', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    assert.match(await converse(proxy.port, handshake()), /^HTTP\/1.1 503 /);
  });

  it('is answered 502 where the pod refuses the connection', async () => {
    const pod = await startPod(() => {});
    await pod[Symbol.asyncDispose]();
    await using proxy = await startTestProxy(serviceOf([serverAt(pod.port)]));
    assert.match(await converse(proxy.port, handshake()), /^HTTP\/1.1 502 Bad Gateway\r\n.*Bad Gateway$/s);
  });

  it('is answered 502 where the pod breaks off', async () => {
    await using pod = await startRawPod((socket) => socket.destroy());
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    assert.match(await converse(proxy.port, handshake()), /^HTTP\/1.1 502 /);
  });

  it('is answered 504 where the pod does not answer in time', async () => {
    await using pod = await startRawPod(() => {});
    await using proxy = await startTestProxy(
      serviceOf([pod.target]),
      {},
      {
        transport: transportWith(
          {},
          { dialTimeout: 1_000, responseHeaderTimeout: 50, idleConnTimeout: 1_000 },
        ),
      },
    );
    assert.match(await converse(proxy.port, handshake()), /^HTTP\/1.1 504 /);
  });

  it('that the pod declines ends in its answer', async () => {
    await using pod = await startPod(() => {});
    pod.server.on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 4\r\nKeep-Alive: x\r\nX-A: 1\r\n\r\nno!\n');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, handshake());
    assert.match(answer, /^HTTP\/1.1 401 Unauthorized\r\n.*x-a: 1\r\n.*\r\n\r\nno!\n$/is);
    assert.doesNotMatch(answer, /keep-alive/i);
  });

  it('is broken off to the pod when the client leaves before the answer', async () => {
    await using pod = await startPod(() => {});
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    const upgrading = once(pod.server, 'upgrade');
    client.send(handshake());
    const [, socket] = await upgrading;
    socket.resume();
    const ended = once(socket, 'end');
    client.close();
    await ended;
    socket.destroy();
  });

  it('ends on one side when it ends on the other', async () => {
    await using pod = await startSwitchingPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(handshake()).until(/\r\n\r\n$/);
    pod.connections[0]?.destroy();
    await client.end();
    const other = await RawClient.open(proxy.port);
    await other.send(handshake()).until(/\r\n\r\n$/);
    const [, second] = pod.connections;
    assert.ok(second !== undefined);
    const closed = once(second, 'close');
    other.close();
    await closed;
  });

  it('that a pod resets after the switch ends without an answer amid the other protocol', async () => {
    await using pod = await startSwitchingPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(handshake()).until(/\r\n\r\n$/);
    pod.connections[0]?.resetAndDestroy();
    assert.doesNotMatch(await client.end(), /HTTP\/1.1 502/);
  });

  it('does not overtake the answer to the request before it', async () => {
    await using pod = await startRawPod((socket, received) => {
      if (received.includes('/chat')) socket.write(switched);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(
      proxy.port,
      `GET /slow HTTP/1.1\r\nHost: example.net\r\n\r\n${handshake()}`,
    );
    assert.equal(answer, '');
  });

  it('that the pod declines at length is read as fast as the client reads', async () => {
    const total = 64 * 1024 * 1024;
    let written = 0;
    await using pod = await startPod(() => {});
    pod.server.on('upgrade', (_request, socket) => {
      socket.write(`HTTP/1.1 400 Bad Request\r\nContent-Length: ${total}\r\n\r\n`);
      const body = Readable.from(
        (function* () {
          for (const chunk = Buffer.alloc(64 * 1024); written < total; written += chunk.length) yield chunk;
        })(),
      );
      pipeline(body, socket, () => {});
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(handshake()).until(/\r\n\r\n/);
    client.socket.pause();
    let before = -1;
    while (written !== before) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(written < total / 2, `${written} bytes went out to a client that does not read`);
    client.close();
  });

  it('is waited for while draining, as long as graceTimeOut', async () => {
    await using pod = await startSwitchingPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]), {
      transport: {
        ...entryPointDefaults.transport,
        lifeCycle: { requestAcceptGraceTimeout: 0, graceTimeOut: 100 },
      },
    });
    const client = await RawClient.open(proxy.port);
    await client.send(handshake()).until(/\r\n\r\n$/);
    const drained = proxy.drain();
    await client.send('ping').until(/PING$/);
    await client.end();
    await drained;
  });
});
