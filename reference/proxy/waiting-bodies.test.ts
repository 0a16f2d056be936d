import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import {
  converse,
  RawClient,
  serviceOf,
  startPod,
  startRawPod,
  startTestProxy,
  within,
} from './proxy.fixture.ts';
import { transportWith } from './upstream.fixture.ts';

const head = 'POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 3\r\n';
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('a body that is not there yet', () => {
  for (const [what, framing, body] of [
    ['of a length', 'Content-Length: 3', 'abc'],
    ['in chunks', 'Transfer-Encoding: chunked', '3\r\nabc\r\n0\r\n\r\n'],
  ] as const) {
    it(`${what} does not hold its head back`, async () => {
      let seen = (): void => {};
      const headSeen = new Promise<void>((resolve) => {
        seen = resolve;
      });
      await using pod = await startRawPod((socket, received) => {
        if (received.endsWith('\r\n\r\n')) seen();
        if (received.endsWith(body)) socket.write(ok);
      });
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      const client = await RawClient.open(proxy.port);
      client.send(`POST / HTTP/1.1\r\nHost: example.net\r\n${framing}\r\n\r\n`);
      await within(headSeen, 'the head at the pod');
      await client.send(body).until(/ok$/);
      client.close();
    });
  }

  it('is waited for no longer once the pod has answered', async () => {
    await using pod = await startRawPod((socket) => socket.write(ok));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(`${head}\r\n`).until(/ok$/);
    // The rest of the body belongs to the request that has been answered.
    await client.send(`abc${head}\r\n`).until(/ok.*ok$/s);
    client.close();
  });

  it('ends with its client', async () => {
    await using pod = await startPod(() => {});
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    client.send(`${head}\r\n`);
    const [request] = await within(once(pod.server, 'request'), 'the request at the pod');
    const failed = once(request, 'error');
    client.close();
    await within(failed, 'the end of the request at the pod');
  });

  it('is cut off at the pod where its chunks go wrong', async () => {
    await using pod = await startPod((request) => request.resume().on('error', () => {}));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    client.send('POST / HTTP/1.1\r\nHost: example.net\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n');
    const [request] = await within(once(pod.server, 'request'), 'the request at the pod');
    const aborted = once(request, 'aborted');
    assert.match(await client.send('zz\r\n').end(), /^HTTP\/1.1 400 /);
    await within(aborted, 'the end of the request at the pod');
  });
});

describe('a body that waits to be asked for', () => {
  const expecting = `${head}Expect: 100-continue\r\n`;

  it('is asked for by the pod', async () => {
    let ask = (): void => {};
    let asked: unknown;
    const waiting = new Promise<void>((resolve) => {
      ask = resolve;
    });
    await using pod = await startPod(() => {});
    pod.server.on('checkContinue', (request, response) => {
      asked = request.headers.expect;
      ask();
      pod.server.once('ask', () => {
        response.writeContinue();
        request.on('end', () => response.end('done')).resume();
      });
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    client.send(`${expecting}Connection: close\r\n\r\n`);
    await within(waiting, 'the expectation at the pod');
    assert.equal(asked, '100-continue');
    assert.equal(client.received, '');
    pod.server.emit('ask');
    await client.until(/^HTTP\/1.1 100 Continue\r\n\r\n$/);
    assert.match(
      await client.send('abc').end(),
      /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK\r\n.*done/s,
    );
  });

  it('is asked for once, however often the pod asks', async () => {
    await using pod = await startRawPod((socket, received) => {
      if (received.endsWith('abc')) socket.write(ok);
      else socket.write('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(`${expecting}\r\n`).until(/100 Continue/);
    await client.send('abc').until(/ok$/);
    assert.equal(client.received.match(/100 Continue/g)?.length, 1);
    client.close();
  });

  it('is asked for in the end where the pod does not know how to', async () => {
    await using pod = await startRawPod((socket, received) => {
      if (received.endsWith('abc')) socket.write(ok);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(`${expecting}\r\n`).until(/^HTTP\/1.1 100 Continue\r\n\r\n$/);
    await client.send('abc').until(/ok$/);
    client.close();
  });

  it('is not asked for where the pod does not want it, and nothing more is read', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write('HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, `${expecting}\r\n`);
    assert.match(answer, /^HTTP\/1.1 401 Unauthorized\r\n.*Connection: close\r\n.*no$/s);
  });

  it('is not asked for where there is no pod', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    assert.match(await converse(proxy.port, `${expecting}\r\n`), /^HTTP\/1.1 503 /);
  });
});

describe('a pod that asks for a body', () => {
  it('without need is not in the way of its answer', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write(`HTTP/1.1 100 Continue\r\n\r\n${ok}`);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, `${head}Connection: close\r\n\r\nabc`);
    assert.match(answer, /^HTTP\/1.1 200 OK\r\n.*ok$/s);
  });
});

describe('answers to a request with a body', () => {
  for (const [what, answer] of [
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['has two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
    ['has a header section without end', `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(300_000)}`],
    ['has a reason that is none', 'HTTP/1.1 200 \x01\r\nContent-Length: 2\r\n\r\nok'],
    [
      'switches protocols unasked',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    ],
  ] as const) {
    it(`of a pod whose answer ${what} are 502`, async () => {
      await using pod = await startRawPod((socket) => {
        socket.write(answer, 'latin1');
      });
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      assert.match(
        await converse(proxy.port, `${head}Connection: close\r\n\r\nabc`),
        /^HTTP\/1.1 502 Bad Gateway\r\n/,
      );
    });
  }

  it('that do not begin in time are 504', async () => {
    await using pod = await startRawPod(() => {});
    const transport = transportWith({}, { responseHeaderTimeout: 20 });
    await using proxy = await startTestProxy(serviceOf([pod.target]), {}, { transport });
    assert.match(
      await converse(proxy.port, `${head}Connection: close\r\n\r\nabc`),
      /^HTTP\/1.1 504 Gateway Timeout\r\n/,
    );
  });

  it('that the pod breaks off are broken off to the client', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n', () =>
        socket.destroy(),
      );
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    assert.match(await converse(proxy.port, `${head}\r\nabc`), /3\r\nabc\r\n$/);
  });

  it('carry the trailers of the pod', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write(
        'HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n',
      );
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, `${head}Connection: close\r\n\r\nabc`);
    assert.match(answer, /\r\nTrailer: X-Sum\r\n.*3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n$/s);
  });

  it('come on one connection to the pod, which nothing but requests with a body take', async () => {
    await using pod = await startPod((request, response) => {
      request.on('end', () => response.end(ok)).resume();
    });
    let connections = 0;
    pod.server.on('connection', () => {
      connections++;
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    for (let count = 1; count <= 3; count++) {
      await client.send(`${head}\r\nabc`).until(new RegExp(`^(?:.*?\\nok){${count}}`, 's'));
    }
    assert.equal(connections, 1);
    client.close();
  });

  it('leave nothing open when the proxy has been drained', async () => {
    await using pod = await startPod((request, response) => request.pipe(response));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const connected = once(pod.server, 'connection');
    await converse(proxy.port, `${head}Connection: close\r\n\r\nabc`);
    const [socket] = await connected;
    const closed = once(socket, 'close');
    await proxy.drain();
    await within(closed, 'the end of the connection to the pod');
  });
});
