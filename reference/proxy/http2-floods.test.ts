import assert from 'node:assert/strict';
import { constants } from 'node:http2';
import { describe, it } from 'node:test';
import { fields, flag, frame, framesIn, frameType, preface, request } from './http2-frames.fixture.ts';
import { RawClient, serviceOf, startPod, startTestProxy } from './proxy.fixture.ts';

/** A client that has begun HTTP/2, and neither reads nor says anything by itself. */
async function begin(port: number): Promise<RawClient> {
  const client = await RawClient.open(port);
  send(client, preface, frame(frameType.settings, 0, 0));
  return client;
}

function send(client: RawClient, ...frames: readonly Buffer[]): void {
  client.socket.write(Buffer.concat(frames));
}

const complete = flag.endStream | flag.endHeaders;

function errorCodes(received: string, type: number): number[] {
  return framesIn(received).flatMap((one) =>
    one.type === type ? one.payload.readUInt32BE(type === frameType.goAway ? 4 : 0) : [],
  );
}

/** What a frame without flags begins with, behind its length. */
function startOf(type: number, stream: number): RegExp {
  return new RegExp(frame(type, 0, stream).toString('latin1').slice(3), 's');
}

/** Opens no stream by itself: the next client is served by the same process. */
async function expectServed(port: number): Promise<void> {
  const client = await begin(port);
  send(client, frame(frameType.headers, complete, 1, fields(...request)));
  await client.until(/served/);
  client.close();
}

describe('a client of HTTP/2 that', () => {
  it('opens and resets streams without end is cut off', async () => {
    let asked = 0;
    await using pod = await startPod((_request, response) => {
      asked++;
      response.end('served');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await begin(proxy.port);
    const head = fields(...request);
    const cancel = Buffer.from([0, 0, 0, constants.NGHTTP2_CANCEL]);
    const streams = 5_000;
    for (let index = 0; index < streams; index++) {
      const stream = 2 * index + 1;
      send(
        client,
        frame(frameType.headers, complete, stream, head),
        frame(frameType.resetStream, 0, stream, cancel),
      );
    }
    await client.end();
    assert.ok(asked < streams / 2, `${asked} requests reached the pod`);
    await expectServed(proxy.port);
  });

  it('sends a header section without end is cut off', async () => {
    await using pod = await startPod((_request, response) => response.end('served'));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await begin(proxy.port);
    send(client, frame(frameType.headers, flag.endStream, 1, fields(...request)));
    const more = frame(frameType.continuation, 0, 1, fields(['x-a', 'a'.repeat(100)]));
    for (let index = 0; index < 1_000; index++) send(client, more);
    await client.end();
    await expectServed(proxy.port);
  });

  it('sends continuations without content and without end is cut off', async () => {
    await using pod = await startPod((_request, response) => response.end('served'));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await begin(proxy.port);
    send(client, frame(frameType.headers, flag.endStream, 1, fields(...request)));
    for (let index = 0; index < 10_000; index++) send(client, frame(frameType.continuation, 0, 1));
    await client.end();
    await expectServed(proxy.port);
  });

  for (const [what, one] of [
    ['settings', frame(frameType.settings, 0, 0)],
    ['pings', frame(frameType.ping, 0, 0, Buffer.alloc(8))],
  ] as const) {
    it(`asks for acknowledgements of ${what} and reads none is cut off`, async () => {
      await using pod = await startPod((_request, response) => response.end('served'));
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      const client = await begin(proxy.port);
      client.socket.pause();
      const many = Buffer.concat(Array.from({ length: 10_000 }, () => one));
      const { promise: cut, resolve } = Promise.withResolvers<void>();
      client.socket.once('close', () => resolve());
      const flood = (): void => {
        while (!client.socket.destroyed && client.socket.write(many));
      };
      client.socket.on('drain', flood);
      flood();
      await cut;
      await expectServed(proxy.port);
    });
  }

  it('sends empty data without end is cut off', async () => {
    await using pod = await startPod((incoming, response) => {
      if (incoming.method === 'GET') response.end('served');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await begin(proxy.port);
    const post = request.map(([name, value]) => [name, name === ':method' ? 'POST' : value] as const);
    send(client, frame(frameType.headers, flag.endHeaders, 1, fields(...post)));
    for (let index = 0; index < 5_000; index++) send(client, frame(frameType.data, 0, 1));
    await client.end();
    await expectServed(proxy.port);
  });

  it('opens more streams than it may is cut off', async () => {
    await using pod = await startPod(() => {});
    await using proxy = await startTestProxy(serviceOf([pod.target]), { http2: { maxConcurrentStreams: 2 } });
    const client = await begin(proxy.port);
    // Its limit holds once the client has acknowledged it.
    await client.until(/./s);
    send(client, frame(frameType.settings, flag.ack, 0));
    for (const stream of [1, 3, 5])
      send(client, frame(frameType.headers, complete, stream, fields(...request)));
    await client.end();
    assert.deepEqual(errorCodes(client.received, frameType.goAway), [constants.NGHTTP2_PROTOCOL_ERROR]);
  });
});

describe('a request that HTTP/2 forbids', () => {
  for (const [what, ...more] of [
    ['a header of one connection', ['connection', 'keep-alive']],
    ['a transfer coding', ['transfer-encoding', 'chunked']],
    ['a header name in upper case', ['X-Upper', 'a']],
    ['a pseudo-header behind headers', ['x-a', 'a'], [':path', '/other']],
    ['an unknown pseudo-header', [':other', 'a']],
    ['a second path', [':path', '/other']],
  ] as const) {
    it(`reaches no pod, and others are served: ${what}`, async () => {
      const paths: (string | undefined)[] = [];
      await using pod = await startPod((incoming, response) => {
        paths.push(incoming.url);
        response.end('served');
      });
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      const client = await begin(proxy.port);
      send(client, frame(frameType.headers, complete, 1, fields(...request, ...more)));
      await client.until(startOf(frameType.resetStream, 1));
      assert.deepEqual(paths, []);
      assert.ok(!errorCodes(client.received, frameType.resetStream).includes(0));
      client.close();
      await expectServed(proxy.port);
      assert.deepEqual(paths, ['/']);
    });
  }

  for (const [what, value] of [
    ['a line break', 'a\r\nx-b: b'],
    ['a NUL', 'a\0b'],
  ] as const) {
    it(`reaches the pod without the header that has ${what} in it, as nghttp2 has it`, async () => {
      await using pod = await startPod((incoming, response) => {
        response.end(`x-a ${incoming.headers['x-a']}, x-b ${incoming.headers['x-b']}`);
      });
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      const client = await begin(proxy.port);
      send(client, frame(frameType.headers, complete, 1, fields(...request, ['x-a', value])));
      await client.until(/x-a undefined, x-b undefined/);
      client.close();
    });
  }

  it('is refused with 400 where its authority and its Host differ', async () => {
    await using pod = await startPod((_request, response) => response.end('served'));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await begin(proxy.port);
    send(client, frame(frameType.headers, complete, 1, fields(...request, ['host', 'other.example'])));
    await client.until(/Bad Request/);
    client.close();
  });
});
