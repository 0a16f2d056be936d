import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2';
import { connect as connectTcp, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { readOpening } from './opening.ts';
import {
  entryPointDefaults,
  handshake,
  RawClient,
  serviceOf,
  startPod,
  startTestProxy,
  within,
} from './proxy.fixture.ts';

const authority = 'http://example.net';

/** Without TLS; on a connection that the test can see. */
function client(port: number): ClientHttp2Session & { readonly socketUsed: Socket } {
  const socket = connectTcp(port, '127.0.0.1');
  const session = connect(authority, { createConnection: () => socket });
  session.on('error', () => {});
  return Object.assign(session, { socketUsed: socket });
}

async function secureClient(port: number): Promise<ClientHttp2Session> {
  const socket = await handshake(port, { ALPNProtocols: ['h2'] });
  return connect(authority, { createConnection: () => socket });
}

interface Got {
  readonly headers: IncomingHttpHeaders & { readonly ':status'?: number };
  readonly body: string;
}

async function answerOf(stream: ClientHttp2Stream): Promise<Got> {
  let headers: Got['headers'] = {};
  let body = '';
  stream.setEncoding('latin1');
  stream.on('response', (received) => {
    headers = received;
  });
  stream.on('data', (text) => {
    body += text;
  });
  await once(stream, 'end');
  return { headers, body };
}

function get(session: ClientHttp2Session, path = '/'): Promise<Got> {
  return answerOf(session.request({ ':path': path }));
}

function settingsOf(session: ClientHttp2Session) {
  return within(
    once(session, 'remoteSettings').then(([settings]) => settings),
    'settings',
  );
}

describe('HTTP/2', () => {
  it('is spoken where it was agreed on in the handshake, and where a client begins with it', async () => {
    await using pod = await startPod((request, response) => response.end(request.url));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    for (const session of [await secureClient(proxy.port), client(proxy.port)]) {
      const { headers, body } = await get(session, '/a/../b?c=%2F');
      assert.deepEqual([headers[':status'], body], [200, '/a/../b?c=%2F']);
      session.destroy();
    }
  });

  it('is recognised by its first bytes, however few of them come at a time', () => {
    const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    for (let length = 1; length <= preface.length; length++) {
      const opening = readOpening(preface.subarray(0, length));
      assert.deepEqual(opening, length < 4 ? length + 1 : { kind: 'http2' }, `${length}`);
    }
  });

  it('leaves requests of HTTP/1 that begin alike alone', async () => {
    await using pod = await startPod((request, response) => response.end(request.method));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const http1 = await RawClient.open(proxy.port);
    http1.send('P');
    http1.send('ROPFIND / HTTP/1.1\r\nHost: example.net\r\n\r\n');
    await http1.until(/PROPFIND$/);
    http1.close();
  });

  it('carries many requests at a time', async () => {
    const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>();
    await using pod = await startPod(async (request, response) => {
      if (request.url === '/last') letAnswer();
      await mayAnswer;
      response.end(request.url);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const session = client(proxy.port);
    const paths = [...Array.from({ length: 50 }, (_, index) => `/${index}`), '/last'];
    const answers = await Promise.all(paths.map((path) => get(session, path)));
    assert.deepEqual(
      answers.map(({ body }) => body),
      paths,
    );
    session.destroy();
  });

  it('passes bodies both ways', async () => {
    await using pod = await startPod((request, response) => {
      request.pipe(response);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const session = client(proxy.port);
    const stream = session.request({ ':method': 'POST', ':path': '/' });
    stream.end('a'.repeat(300_000));
    assert.equal((await answerOf(stream)).body.length, 300_000);
    session.destroy();
  });

  it('lets no more requests at a time come in than its option says', async () => {
    await using proxy = await startTestProxy(serviceOf([]), { http2: { maxConcurrentStreams: 3 } });
    const session = client(proxy.port);
    assert.equal((await settingsOf(session)).maxConcurrentStreams, 3);
    session.destroy();
  });

  it('answers 505 to nobody, and CONNECT with 405', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    const session = client(proxy.port);
    const stream = session.request({ ':method': 'CONNECT', ':authority': 'example.net:80' });
    assert.equal((await answerOf(stream)).headers[':status'], 405);
    session.destroy();
  });

  it('goes on after a client has given up a request', async () => {
    const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
    await using pod = await startPod((request, response) => {
      if (request.url === '/') response.end('served');
      else request.once('close', leave);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const session = client(proxy.port);
    const stream = session.request({ ':path': '/forever' });
    stream.on('error', () => {});
    await once(pod.server, 'request');
    stream.close(constants.NGHTTP2_CANCEL);
    await within(gone, 'the end of the request to the pod');
    assert.equal((await get(session)).body, 'served');
    session.destroy();
  });

  it('resets no answer for a body that it came before', async () => {
    await using pod = await startPod((_request, response) => {
      response.writeHead(413, { connection: 'close' });
      response.end('too much');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const session = client(proxy.port);
    const stream = session.request({ ':method': 'POST', ':path': '/' });
    stream.write('a'.repeat(1000));
    const { headers, body } = await answerOf(stream);
    assert.deepEqual([headers[':status'], body], [413, 'too much']);
    if (!stream.closed) await once(stream, 'close');
    assert.equal(stream.rstCode, constants.NGHTTP2_NO_ERROR);
    session.destroy();
  });
});

describe('limits on HTTP/2', () => {
  const served = () => startPod((_request, response) => response.end('served'));

  function withTimeouts(timeouts: Partial<typeof entryPointDefaults.transport.respondingTimeouts>) {
    const { respondingTimeouts, lifeCycle } = entryPointDefaults.transport;
    return { transport: { lifeCycle, respondingTimeouts: { ...respondingTimeouts, ...timeouts } } };
  }

  it('end a connection that is idle, and say so first', async () => {
    await using pod = await served();
    await using proxy = await startTestProxy(serviceOf([pod.target]), withTimeouts({ idleTimeout: 50 }));
    const session = client(proxy.port);
    const told = once(session, 'goaway');
    await get(session);
    const [code] = await within(told, 'GOAWAY');
    assert.equal(code, constants.NGHTTP2_NO_ERROR);
    if (!session.closed) await within(once(session, 'close'), 'the end of the connection');
  });

  it('end a connection on which no request comes', async () => {
    await using proxy = await startTestProxy(serviceOf([]), withTimeouts({ readTimeout: 50 }));
    const session = client(proxy.port);
    await within(once(session, 'close'), 'the end of the connection');
  });

  it('leave a connection alone that waits for its answer', async () => {
    const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>();
    await using pod = await startPod(async (request, response) => {
      if (request.url === '/slow') await mayAnswer;
      response.end('served');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]), withTimeouts({ idleTimeout: 30 }));
    const session = client(proxy.port);
    const slow = get(session, '/slow');
    // One that is idle meanwhile is ended.
    const other = client(proxy.port);
    await get(other);
    await within(once(other, 'close'), 'the end of the other connection');
    letAnswer();
    assert.equal((await slow).body, 'served');
    session.destroy();
  });

  it('answer 408 where a body does not come in time', async () => {
    await using pod = await startPod(() => {});
    await using proxy = await startTestProxy(serviceOf([pod.target]), withTimeouts({ readTimeout: 100 }));
    const session = client(proxy.port);
    const stream = session.request({ ':method': 'POST', ':path': '/' });
    stream.write('a');
    assert.equal((await within(answerOf(stream), 'an answer')).headers[':status'], 408);
    session.destroy();
  });

  for (const [what, headers, body] of [
    ['has no body', { ':method': 'GET' }, undefined],
    ['has come as a whole', { ':method': 'POST' }, 'a'],
  ] as const) {
    it(`take no time for that which an answer takes where the request ${what}`, async () => {
      await using pod = await startPod((_request, response) => {
        setTimeout(() => response.end('late'), 250);
      });
      await using proxy = await startTestProxy(serviceOf([pod.target]), withTimeouts({ readTimeout: 100 }));
      const session = client(proxy.port);
      const stream = session.request({ ':path': '/', ...headers });
      stream.end(body);
      assert.equal((await within(answerOf(stream), 'an answer')).body, 'late');
      session.destroy();
    });
  }

  it('give up an answer that takes too long', async () => {
    await using pod = await startPod((_request, response) => response.write('begun'));
    await using proxy = await startTestProxy(serviceOf([pod.target]), withTimeouts({ writeTimeout: 100 }));
    const session = client(proxy.port);
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    await within(once(stream, 'close'), 'the end of the answer');
    assert.notEqual(stream.rstCode, constants.NGHTTP2_NO_ERROR);
    session.destroy();
  });

  it('refuse header sections that are too large or have too many fields', async () => {
    await using pod = await served();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    for (const fields of [
      Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`x-${index}`, 'a'.repeat(8_000)])),
      Object.fromEntries(Array.from({ length: 1_100 }, (_, index) => [`x-${index}`, 'a'])),
    ]) {
      const session = client(proxy.port);
      const stream = session.request({ ':path': '/', ...fields });
      let answered = false;
      stream
        .on('error', () => {})
        .on('response', () => {
          answered = true;
        });
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      stream.once('close', close);
      await within(closed, 'the refusal');
      assert.ok(!answered);
      session.destroy();
    }
    const next = client(proxy.port);
    assert.equal((await get(next)).body, 'served');
    next.destroy();
  });
});

describe('draining HTTP/2', () => {
  const lifeCycle = { requestAcceptGraceTimeout: 0, graceTimeOut: 60_000 };
  const transport = { ...entryPointDefaults.transport, lifeCycle };

  it('ends idle connections at once', async () => {
    await using pod = await startPod((_request, response) => response.end('served'));
    const proxy = await startTestProxy(serviceOf([pod.target]), { transport });
    const used = client(proxy.port);
    await get(used);
    const fresh = client(proxy.port);
    await settingsOf(fresh);
    await within(proxy.drain(), 'the end of draining');
    for (const session of [used, fresh]) if (!session.destroyed) await once(session, 'close');
  });

  it('lets requests under way end', async () => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    await using pod = await startPod(async (_request, response) => {
      response.write('begun');
      await mayEnd;
      response.end(' and ended');
    });
    const proxy = await startTestProxy(serviceOf([pod.target]), { transport });
    const session = client(proxy.port);
    const stream = session.request({ ':path': '/' });
    const answer = answerOf(stream);
    await once(stream, 'response');
    const told = once(session, 'goaway');
    const drained = proxy.drain();
    await within(told, 'GOAWAY');
    end();
    assert.equal((await answer).body, 'begun and ended');
    await within(drained, 'the end of draining');
  });

  it('cuts what is left when its time is over', async () => {
    await using pod = await startPod((_request, response) => response.write('begun'));
    const proxy = await startTestProxy(serviceOf([pod.target]), {
      transport: { ...transport, lifeCycle: { ...lifeCycle, graceTimeOut: 50 } },
    });
    const session = client(proxy.port);
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    await once(stream, 'response');
    await within(proxy.drain(), 'the end of draining');
  });
});
