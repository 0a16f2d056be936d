import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import {
  converse,
  entryPointDefaults,
  RawClient,
  serviceOf,
  startPod,
  startRawPod,
  startTestProxy,
} from './proxy.fixture.ts';

/** Requests that no pod may see, each with the status that it gets. */
const refused: readonly (readonly [what: string, request: string, status: number])[] = [
  ['no Host in HTTP/1.1', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['several Host headers', 'GET / HTTP/1.1\r\nHost: example.net\r\nHost: example.net\r\n\r\n', 400],
  ['a Host with a space', 'GET / HTTP/1.1\r\nHost: example.net evil\r\n\r\n', 400],
  ['a Host with user information', 'GET / HTTP/1.1\r\nHost: user@example.net\r\n\r\n', 400],
  ['a Host with a path', 'GET / HTTP/1.1\r\nHost: example.net/x\r\n\r\n', 400],
  [
    'different Content-Lengths',
    'POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
    400,
  ],
  [
    'a Content-Length that is a list',
    'POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 3, 4\r\n\r\nabcd',
    400,
  ],
  ['a signed Content-Length', 'POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: +3\r\n\r\nabc', 400],
  [
    'Content-Length beside Transfer-Encoding',
    'POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  [
    'Transfer-Encoding that does not end in chunked',
    'POST / HTTP/1.1\r\nHost: example.net\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n',
    400,
  ],
  [
    'an unknown Transfer-Encoding',
    'POST / HTTP/1.1\r\nHost: example.net\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
    501,
  ],
  [
    'a Transfer-Encoding that would have to be undone',
    'POST / HTTP/1.1\r\nHost: example.net\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
    501,
  ],
  [
    'Transfer-Encoding in HTTP/1.0',
    'POST / HTTP/1.0\r\nHost: example.net\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['a folded header', 'GET / HTTP/1.1\r\nHost: example.net\r\nX-A: 1\r\n 2\r\n\r\n', 400],
  ['a space before the colon', 'GET / HTTP/1.1\r\nHost: example.net\r\nX-A : 1\r\n\r\n', 400],
  ['bare LF behind a header', 'GET / HTTP/1.1\r\nHost: example.net\nX-A: 1\r\n\r\n', 400],
  ['bare CR in a header', 'GET / HTTP/1.1\r\nHost: example.net\r\nX-A: 1\r2\r\n\r\n', 400],
  ['DEL in a header', 'GET / HTTP/1.1\r\nHost: example.net\r\nX-A: 1\x7f\r\n\r\n', 400],
  ['NUL in a header', 'GET / HTTP/1.1\r\nHost: example.net\r\nX-A: 1\0\r\n\r\n', 400],
  ['a header name with a space', 'GET / HTTP/1.1\r\nHost: example.net\r\nX A: 1\r\n\r\n', 400],
  ['a byte above ASCII in the target', 'GET /\xc3\xbc HTTP/1.1\r\nHost: example.net\r\n\r\n', 400],
  ['a fragment in the target', 'GET /a#/b HTTP/1.1\r\nHost: example.net\r\n\r\n', 400],
  ['a target that is a name', 'GET example.net HTTP/1.1\r\nHost: example.net\r\n\r\n', 400],
  ['* for anything but OPTIONS', 'GET * HTTP/1.1\r\nHost: example.net\r\n\r\n', 400],
  ['a URL without host', 'GET http:///x HTTP/1.1\r\nHost: example.net\r\n\r\n', 400],
  ['a URL with user information', 'GET http://u:p@example.net/x HTTP/1.1\r\nHost: example.net\r\n\r\n', 400],
  ['a URL of another scheme', 'GET ftp://example.net/x HTTP/1.1\r\nHost: example.net\r\n\r\n', 400],
  ['a method that is none', 'G@T / HTTP/1.1\r\nHost: example.net\r\n\r\n', 400],
  ['garbage', '\x17\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
  ['a version to come', 'GET / HTTP/1.9\r\nHost: example.net\r\n\r\n', 505],
  [
    'a header section that is too large',
    `GET / HTTP/1.1\r\nHost: example.net\r\nX-A: ${'a'.repeat(70_000)}\r\n\r\n`,
    431,
  ],
  ['CONNECT', 'CONNECT example.net:443 HTTP/1.1\r\nHost: example.net:443\r\n\r\n', 405],
  [
    'an expectation that is unknown',
    'GET / HTTP/1.1\r\nHost: example.net\r\nExpect: miracles\r\nConnection: close\r\n\r\n',
    417,
  ],
];

describe('requests that are refused', () => {
  for (const [what, request, status] of refused) {
    it(`${what}: ${status}`, async () => {
      await using pod = await startRawPod(() => {});
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      const answer = await converse(proxy.port, request);
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `));
      assert.equal(answer.match(/HTTP\/1\.1 \d/g)?.length, 1, 'one answer, not more');
      assert.equal(pod.received(), '');
    });
  }

  it('reads nothing that comes behind a refused request', async () => {
    await using pod = await startRawPod(() => {});
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: example.net\r\n\r\n';
    const answer = await converse(
      proxy.port,
      `POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    );
    assert.match(answer, /^HTTP\/1.1 400 /);
    assert.equal(pod.received(), '');
  });

  it('does not answer garbage in the place of a request that came before it', async () => {
    await using pod = await startRawPod(() => {});
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(
      proxy.port,
      'GET /first HTTP/1.1\r\nHost: example.net\r\n\r\n\0\0\0\r\n\r\n',
    );
    // The one request is not answered yet, so a 400 is the answer to it: the connection ends there either way.
    assert.match(answer, /^(?:$|HTTP\/1.1 400 )/);
    assert.equal(answer.match(/HTTP\/1\.1 \d/g)?.length ?? 0, answer === '' ? 0 : 1);
  });

  for (const [what, chunk] of [
    ['do not parse', 'zz\r\n'],
    ['overflow in size', 'fffffffffffffffff\r\n'],
    ['are longer than they say', '2\r\nabc\r\n'],
    ['end in a bare LF', '3\nabc\r\n'],
  ] as const) {
    it(`breaks a body off to the pod when its chunks ${what}`, async () => {
      await using pod = await startPod((request, response) => {
        request.resume();
        request.on('error', () => {});
        response.on('error', () => {});
      });
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      const client = await RawClient.open(proxy.port);
      client.send('POST / HTTP/1.1\r\nHost: example.net\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n');
      const [request] = await once(pod.server, 'request');
      const aborted = once(request, 'aborted');
      client.send(chunk);
      assert.match(await client.end(), /^HTTP\/1.1 400 /);
      await aborted;
    });
  }

  it('does not answer garbage amid an answer', async () => {
    await using pod = await startPod((_request, response) => response.write('begun'));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send('GET / HTTP/1.1\r\nHost: example.net\r\n\r\n').until(/begun/);
    client.send('\0\0\0\r\n\r\n');
    assert.match(await client.end(), /begun\r\n$/);
  });

  it('answers a header section that is too large also to a client that sends on', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    const client = await RawClient.open(proxy.port);
    client.send(`GET / HTTP/1.1\r\nHost: example.net\r\nX-A: ${'a'.repeat(5_000_000)}\r\n\r\n`);
    assert.match(await client.end(), /^HTTP\/1.1 431 /);
  });

  it('answers CONNECT also to a client that sends on', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    const client = await RawClient.open(proxy.port);
    client.send('CONNECT example.net:443 HTTP/1.1\r\nHost: example.net:443\r\n\r\n');
    const sent = new Promise((resolve) =>
      client.socket.write('x'.repeat(5_000_000), (error) => resolve(error ?? 'sent')),
    );
    assert.match(await client.end(), /^HTTP\/1.1 405 /);
    assert.equal(await sent, 'sent');
  });

  it('cuts a connection whose body goes on long after it was answered', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    await using proxy = await startTestProxy(serviceOf([]));
    const client = await RawClient.open(proxy.port);
    const answered = once(client.socket, 'data');
    client.send('POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 10\r\n\r\nabc');
    await answered;
    assert.equal(client.closed, false);
    context.mock.timers.tick(30_000);
    await once(client.socket, 'close');
    context.mock.timers.reset();
  });

  it('answers 408 to a header section that does not end within readTimeout', async () => {
    await using proxy = await startTestProxy(serviceOf([]), {
      transport: {
        ...entryPointDefaults.transport,
        respondingTimeouts: { readTimeout: 100, writeTimeout: 0, idleTimeout: 0 },
      },
    });
    const answer = await converse(proxy.port, 'GET / HTTP/1.1\r\nHost: exam');
    assert.match(answer, /^HTTP\/1.1 408 /);
  });

  it('answers 408 to a body that does not end within readTimeout', async () => {
    await using pod = await startPod((request) => request.resume().on('error', () => {}));
    await using proxy = await startTestProxy(serviceOf([pod.target]), {
      transport: {
        ...entryPointDefaults.transport,
        respondingTimeouts: { readTimeout: 100, writeTimeout: 0, idleTimeout: 0 },
      },
    });
    const answer = await converse(
      proxy.port,
      'POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 10\r\n\r\nabc',
    );
    assert.match(answer, /^HTTP\/1.1 408 /);
  });

  it('closes a connection that waits longer than idleTimeout for its next request', async () => {
    await using proxy = await startTestProxy(serviceOf([]), {
      transport: {
        ...entryPointDefaults.transport,
        respondingTimeouts: { readTimeout: 0, writeTimeout: 0, idleTimeout: 50 },
      },
    });
    assert.match(
      await converse(proxy.port, 'GET / HTTP/1.1\r\nHost: example.net\r\n\r\n'),
      /^HTTP\/1.1 503 /,
    );
  });

  it('cuts an answer that takes longer than writeTimeout', async () => {
    await using pod = await startPod((_request, response) => response.write('begun'));
    await using proxy = await startTestProxy(serviceOf([pod.target]), {
      transport: {
        ...entryPointDefaults.transport,
        respondingTimeouts: { readTimeout: 0, writeTimeout: 100, idleTimeout: 0 },
      },
    });
    const answer = await converse(proxy.port, 'GET / HTTP/1.1\r\nHost: example.net\r\n\r\n');
    assert.match(answer, /begun\r\n$/);
  });
});
