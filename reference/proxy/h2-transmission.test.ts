import assert from 'node:assert/strict';
import { once } from 'node:events';
import { constants, type ServerHttp2Stream } from 'node:http2';
import { describe, it } from 'node:test';
import { bodyOf, get, post, respond, startH2Pod, TestUpstreams } from './upstream.fixture.ts';

describe('a request over HTTP/2', () => {
  it('goes out with its fields in order, the Host as the authority', async () => {
    const heads: string[][] = [];
    await using pod = await startH2Pod((stream) => respond(stream));
    pod.server.on('stream', (_stream, _headers, _flags, raw: unknown) => heads.push(raw as string[]));
    await using upstreams = new TestUpstreams();
    const told = await upstreams.ask(
      pod.target,
      get('/a?b', ['X-B', '1', 'X-A', '2', 'Accept', 'a', 'X-B', '3', 'User-Agent', 'a', 'User-Agent', 'b']),
    );
    assert.equal(told.status, 200);
    assert.equal(told.reason, 'OK');
    assert.equal(told.body, 'ok');
    assert.deepEqual(heads, [
      [
        ...[':method', 'GET', ':scheme', 'http', ':authority', 'a.example', ':path', '/a?b'],
        ...['x-b', '1', 'x-a', '2', 'accept', 'a', 'x-b', '3', 'user-agent', 'a', 'user-agent', 'b'],
      ],
    ]);
  });

  it('has the address of the server as its authority where there is no Host', async () => {
    const authorities: unknown[] = [];
    await using pod = await startH2Pod((stream, _path, headers) => {
      authorities.push(headers[':authority']);
      respond(stream);
    });
    await using upstreams = new TestUpstreams();
    await upstreams.ask(pod.target, { ...get(), headers: ['Host', ''] });
    assert.deepEqual(authorities, [pod.target.authority]);
  });

  it('shares a connection with others', async () => {
    await using pod = await startH2Pod((stream) => respond(stream));
    await using upstreams = new TestUpstreams();
    await Promise.all(Array.from({ length: 20 }, () => upstreams.ask(pod.target, get())));
    await upstreams.ask(pod.target, get());
    assert.equal(pod.connections.length, 1);
  });

  it('carries a body and trailers, and has an answer with both', async () => {
    await using pod = await startH2Pod((stream) => {
      let trailers: unknown;
      stream.on('trailers', (fields) => {
        trailers = fields['x-sum'];
      });
      bodyOf(stream).then((body) => {
        stream.respond({ ':status': 201, 'x-one': 'a' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'x-back': `${trailers}` }));
        stream.end(body.toUpperCase());
      }, assert.fail);
    });
    await using upstreams = new TestUpstreams();
    const told = await upstreams.ask(pod.target, post('/', ['abc', 'def'], ['X-Sum', '6']));
    assert.equal(told.status, 201);
    assert.deepEqual(told.headers.slice(0, 2), ['x-one', 'a']);
    assert.equal(told.body, 'ABCDEF');
    assert.deepEqual(told.trailers, ['x-back', '6']);
  });

  it('may have trailers that are called what every object has', async () => {
    await using pod = await startH2Pod((stream) => {
      let trailers: unknown;
      stream.on('trailers', (fields) => {
        trailers = fields.constructor;
      });
      bodyOf(stream).then(() => respond(stream, `${trailers}`), assert.fail);
    });
    await using upstreams = new TestUpstreams();
    const told = await upstreams.ask(pod.target, post('/', ['abc'], ['constructor', 'a']));
    assert.equal(told.body, 'a');
  });

  it('is told informational answers', async () => {
    await using pod = await startH2Pod((stream) => {
      stream.additionalHeaders({ ':status': 100 });
      stream.additionalHeaders({ ':status': 103, link: '</a>' });
      respond(stream);
    });
    await using upstreams = new TestUpstreams();
    const told = await upstreams.ask(pod.target, get());
    assert.deepEqual(told.informational, [100, 103]);
    assert.equal(told.status, 200);
  });

  it('sends its head before any of its body is there', async () => {
    const begun = Promise.withResolvers<void>();
    await using pod = await startH2Pod((stream) => {
      begun.resolve();
      bodyOf(stream).then((body) => respond(stream, body), assert.fail);
    });
    async function* late() {
      await begun.promise;
      yield 'late';
    }
    await using upstreams = new TestUpstreams();
    assert.equal((await upstreams.ask(pod.target, post('/', late()))).body, 'late');
  });

  it('may be answered before its body has ended', async () => {
    const never = Promise.withResolvers<string>();
    async function* endless() {
      yield 'first';
      yield await never.promise;
    }
    const codes: Promise<unknown>[] = [];
    await using pod = await startH2Pod((stream) => {
      codes.push(once(stream, 'close').then(() => stream.rstCode));
      respond(stream, 'early');
    });
    await using upstreams = new TestUpstreams();
    assert.equal((await upstreams.ask(pod.target, post('/', endless()))).body, 'early');
    await Promise.all(codes);
    never.resolve('');
  });
});

describe('flow control over HTTP/2', () => {
  it('holds the pod back for as long as the answer is not taken', async () => {
    const size = 8 * 1024 * 1024;
    let written = 0;
    const block = Buffer.alloc(64 * 1024);
    await using pod = await startH2Pod((stream, path) => {
      if (path === '/small') {
        respond(stream);
        return;
      }
      stream.respond({ ':status': 200 });
      const write = (): void => {
        while (written < size) {
          written += block.length;
          if (!stream.write(block)) {
            stream.once('drain', write);
            return;
          }
        }
        stream.end();
      };
      write();
    });
    await using upstreams = new TestUpstreams();
    const told = upstreams.send(pod.target, get('/large'));
    told.onChunk = (controller) => controller.pause();
    await told.head();
    // Others on the same connection are not held back with it.
    for (let turn = 0; turn < 50; turn++) await upstreams.ask(pod.target, get('/small'));
    assert.equal(pod.connections.length, 1);
    assert.ok(written < 2 * 1024 * 1024, `${written} bytes were written for nobody`);
    told.onChunk = () => {};
    told.controller?.resume();
    await told.ended();
    assert.equal(told.bytes, size);
  });

  it('holds the client back for as long as the pod does not read', async () => {
    let given = 0;
    const size = 8 * 1024 * 1024;
    const block = Buffer.alloc(64 * 1024);
    function* blocks() {
      while (given < size) {
        given += block.length;
        yield block;
      }
    }
    const streams: ServerHttp2Stream[] = [];
    await using pod = await startH2Pod((stream, path) => {
      if (path === '/small') respond(stream);
      else streams.push(stream);
    });
    await using upstreams = new TestUpstreams();
    const told = upstreams.send(pod.target, post('/large', blocks()));
    for (let turn = 0; turn < 50; turn++) await upstreams.ask(pod.target, get('/small'));
    assert.ok(given < 2 * 1024 * 1024, `${given} bytes were read for nobody`);
    const [stream] = streams;
    assert.ok(stream !== undefined);
    let received = 0;
    for await (const chunk of stream) received += chunk.length;
    assert.equal(received, size);
    respond(stream);
    assert.equal((await told.ended()).status, 200);
  });
});

describe('a client that leaves', () => {
  it('resets the stream with CANCEL, and leaves the connection to others', async () => {
    const codes: number[] = [];
    const arrived = Promise.withResolvers<void>();
    const reset = Promise.withResolvers<void>();
    await using pod = await startH2Pod((stream, path) => {
      if (path !== '/held') {
        respond(stream);
        return;
      }
      stream.on('close', () => {
        codes.push(stream.rstCode);
        reset.resolve();
      });
      arrived.resolve();
    });
    await using upstreams = new TestUpstreams();
    const told = upstreams.send(pod.target, get('/held'));
    await arrived.promise;
    told.controller?.abort(new Error('the client has left'));
    await reset.promise;
    assert.deepEqual(codes, [constants.NGHTTP2_CANCEL]);
    await upstreams.ask(pod.target, get('/next'));
    assert.equal(pod.connections.length, 1);
  });
});

describe('an answer over HTTP/2', () => {
  it('may have a header section of 200 KiB, in very many fields', async () => {
    const fields = Object.fromEntries(Array.from({ length: 1_500 }, (_, at) => [`x-${at}`, 'v'.repeat(64)]));
    await using pod = await startH2Pod(
      (stream) => {
        stream.respond({ ':status': 200, ...fields });
        stream.end();
      },
      { maxSendHeaderBlockLength: 1024 * 1024 },
    );
    await using upstreams = new TestUpstreams();
    const told = await upstreams.ask(pod.target, get());
    assert.equal(told.status, 200);
    assert.ok(told.headers.length > 2 * 1_500);
  });
});
