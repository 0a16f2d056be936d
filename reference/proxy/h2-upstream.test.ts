import assert from 'node:assert/strict';
import { constants, type ServerHttp2Stream } from 'node:http2';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import {
  bodyOf,
  closed,
  get,
  listening,
  post,
  respond,
  startH2Pod,
  startWire,
  TestUpstreams,
  transportWith,
} from './upstream.fixture.ts';
import { failedOnUsedConnection, statusOfFailure } from './upstream-failure.ts';

describe('connections over HTTP/2', () => {
  it('are as many as the streams need that the pod takes on each', async () => {
    const held: ServerHttp2Stream[] = [];
    await using pod = await startH2Pod(
      (stream, path) => {
        if (path === '/held') held.push(stream);
        else respond(stream);
      },
      { settings: { maxConcurrentStreams: 2 } },
    );
    await using upstreams = new TestUpstreams();
    await upstreams.ask(pod.target, get('/first'));
    const answers = Array.from({ length: 5 }, () => upstreams.send(pod.target, get('/held')));
    while (held.length < 5) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(pod.connections.length, 3);
    for (const stream of held) respond(stream);
    for (const answer of answers) assert.equal((await answer.ended()).status, 200);
  });

  it('close when they were not used for so long', async () => {
    await using pod = await startH2Pod((stream) => respond(stream));
    await using upstreams = new TestUpstreams(transportWith({}, { idleConnTimeout: 20 }));
    await upstreams.ask(pod.target, get());
    await closed(pod.connections[0]);
    assert.equal((await upstreams.ask(pod.target, get())).status, 200);
  });

  it('close after each request where none are to be kept', async () => {
    await using pod = await startH2Pod((stream) => respond(stream));
    await using upstreams = new TestUpstreams(transportWith({ maxIdleConnsPerHost: -1 }));
    await upstreams.ask(pod.target, get());
    await closed(pod.connections[0]);
  });

  it('that can’t be opened fail every request that waits', async () => {
    await using pod = await startH2Pod((stream) => respond(stream));
    const { target } = pod;
    await pod[Symbol.asyncDispose]();
    await using upstreams = new TestUpstreams();
    const all = await Promise.all([upstreams.ask(target, get()), upstreams.ask(target, get())]);
    for (const { error } of all) assert.equal(error && statusOfFailure(error), 502);
  });

  it('close when no service names the server any more and requests under way have ended', async () => {
    const held: ServerHttp2Stream[] = [];
    await using pod = await startH2Pod((stream) => held.push(stream));
    await using upstreams = new TestUpstreams();
    const told = upstreams.send(pod.target, get());
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    upstreams.retain(new Set());
    for (const stream of held) respond(stream);
    assert.equal((await told.ended()).body, 'ok');
    await closed(pod.connections[0]);
  });

  it('are given up when nothing comes from the pod, not even the answer to a ping', async () => {
    await using pod = await startH2Pod(() => wire.freeze());
    await using wire = await startWire(Number(new URL(`http://${pod.target.authority}`).port));
    await using upstreams = new TestUpstreams(transportWith({}, { readIdleTimeout: 20, pingTimeout: 20 }));
    const server = { origin: `h2c://127.0.0.1:${wire.port}`, authority: 'a' };
    const { error } = await upstreams.ask(server, get());
    assert.equal(error && statusOfFailure(error), 502);
  });

  it('stay while the pod answers pings, however long a request takes', async () => {
    let pings = 0;
    const enough = Promise.withResolvers<void>();
    const held: ServerHttp2Stream[] = [];
    await using pod = await startH2Pod((stream) => held.push(stream));
    pod.server.on('session', (session) => {
      session.on('ping', () => {
        if (++pings === 3) enough.resolve();
      });
    });
    await using upstreams = new TestUpstreams(transportWith({}, { readIdleTimeout: 10, pingTimeout: 1_000 }));
    const told = upstreams.send(pod.target, get());
    await enough.promise;
    for (const stream of held) respond(stream);
    assert.equal((await told.ended()).status, 200);
  });

  it('that take too long to answer end in 504', async () => {
    await using pod = await startH2Pod((stream) => stream.resume());
    await using upstreams = new TestUpstreams(transportWith({}, { responseHeaderTimeout: 20 }));
    const { error } = await upstreams.ask(pod.target, post('/', ['a']));
    assert.equal(error && statusOfFailure(error), 504);
  });
});

describe('a stream that the pod has not processed', () => {
  it('is sent again where it is refused, with its body', async () => {
    let seen = 0;
    const again = Promise.withResolvers<void>();
    await using pod = await startH2Pod((stream) => {
      if (++seen === 1) stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else {
        again.resolve();
        bodyOf(stream).then((body) => respond(stream, body), assert.fail);
      }
    });
    async function* body() {
      await again.promise;
      yield 'abc';
    }
    await using upstreams = new TestUpstreams();
    const told = await upstreams.ask(pod.target, post('/', body()));
    assert.equal(told.body, 'abc');
    assert.equal(told.starts, 1);
  });

  for (const code of [constants.NGHTTP2_NO_ERROR, constants.NGHTTP2_INTERNAL_ERROR]) {
    it(`is sent again on another connection after GOAWAY with code ${code}`, async () => {
      await using pod = await startH2Pod((stream, path) => {
        if (pod.connections.length > 1) respond(stream, 'second');
        else if (path === '/last') stream.session?.goaway(code, (stream.id ?? 0) - 2);
        else respond(stream);
      });
      await using upstreams = new TestUpstreams();
      await upstreams.ask(pod.target, get());
      assert.equal((await upstreams.ask(pod.target, { ...get('/last'), method: 'POST' })).body, 'second');
      assert.equal(pod.connections.length, 2);
    });
  }

  it('is given up when it is refused time and again', async () => {
    let seen = 0;
    await using pod = await startH2Pod((stream) => {
      seen++;
      stream.close(constants.NGHTTP2_REFUSED_STREAM);
    });
    await using upstreams = new TestUpstreams();
    const { error } = await upstreams.ask(pod.target, get());
    assert.equal(error && statusOfFailure(error), 502);
    assert.equal(seen, 3);
  });
});

describe('a stream that the pod may have processed', () => {
  it('ends with what was under way before GOAWAY, and is not sent again', async () => {
    const seen: string[] = [];
    await using pod = await startH2Pod((stream, path) => {
      seen.push(path);
      stream.session?.goaway(constants.NGHTTP2_NO_ERROR, stream.id);
      stream.session?.ping(() => respond(stream, 'late'));
    });
    await using upstreams = new TestUpstreams();
    assert.equal((await upstreams.ask(pod.target, get('/a'))).body, 'late');
    assert.equal((await upstreams.ask(pod.target, get('/b'))).body, 'late');
    assert.deepEqual(seen, ['/a', '/b']);
    assert.equal(pod.connections.length, 2);
  });

  it('fails when it is reset', async () => {
    let seen = 0;
    await using pod = await startH2Pod((stream) => {
      seen++;
      stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    });
    await using upstreams = new TestUpstreams();
    const { error } = await upstreams.ask(pod.target, get());
    assert.equal(error?.message, 'the pod has ended the stream (INTERNAL_ERROR)');
    assert.equal(error && statusOfFailure(error), 502);
    assert.equal(seen, 1);
  });

  for (const [how, breakOff] of [
    ['reset', (stream: ServerHttp2Stream) => stream.destroy(new Error('broken'))],
    ['cut off', (stream: ServerHttp2Stream) => stream.session?.destroy()],
  ] as const) {
    it(`is told as broken when it is ${how} within its answer`, async () => {
      await using pod = await startH2Pod((stream) => {
        stream.respond({ ':status': 200, 'content-length': '100' });
        stream.write('abc', () => setImmediate(() => breakOff(stream)));
      });
      await using upstreams = new TestUpstreams();
      const told = await upstreams.ask(pod.target, get());
      assert.equal(told.status, 200);
      assert.ok(told.error !== undefined);
    });
  }

  it('is told as broken when the wire is cut within its answer', async () => {
    await using pod = await startH2Pod((stream) => {
      stream.respond({ ':status': 200 });
      stream.write('abc');
    });
    await using wire = await startWire(Number(new URL(`http://${pod.target.authority}`).port));
    await using upstreams = new TestUpstreams();
    const told = upstreams.send({ origin: `h2c://127.0.0.1:${wire.port}`, authority: 'a' }, get());
    told.onChunk = () => wire.cut();
    await told.ended();
    assert.equal(told.body, 'abc');
    assert.ok(told.error !== undefined);
  });

  it('may be sent again by others where a used connection was cut', async () => {
    await using pod = await startH2Pod((stream, path) => {
      if (path === '/first') respond(stream);
      else wire.cut();
    });
    await using wire = await startWire(Number(new URL(`http://${pod.target.authority}`).port));
    const server = { origin: `h2c://127.0.0.1:${wire.port}`, authority: 'a' };
    await using upstreams = new TestUpstreams();
    const unused = await upstreams.ask(server, get('/second'));
    assert.ok(unused.error !== undefined && !failedOnUsedConnection(unused.error));
    await upstreams.ask(server, get('/first'));
    const used = await upstreams.ask(server, get('/second'));
    assert.ok(used.error !== undefined && failedOnUsedConnection(used.error));
  });
});

describe('a pod that does not speak HTTP/2', () => {
  for (const [how, answer] of [
    ['speaks HTTP/1.1', 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'],
    ['sends what nobody understands', '\0'.repeat(100)],
    ['sends frames that belong to no stream', '\0\0\x04\x08\0\0\0\0\x07\0\0\0\0'],
    ['sends nothing and closes', ''],
  ] as const) {
    it(`is a failure of the request: it ${how}`, async () => {
      const server = createServer((socket) => {
        socket.on('error', () => {}).once('data', () => socket.end(answer, 'latin1'));
      });
      const port = await listening(server);
      await using upstreams = new TestUpstreams();
      const pod = { origin: `h2c://127.0.0.1:${port}`, authority: 'a' };
      const all = await Promise.all([upstreams.ask(pod, get()), upstreams.ask(pod, post('/', ['a']))]);
      for (const { error } of all) assert.equal(error && statusOfFailure(error), 502);
      server.close();
    });
  }
});
