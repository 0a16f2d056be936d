import assert from 'node:assert/strict';
import { once } from 'node:events';
import { constants } from 'node:http2';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { Http2Client } from './http2-client.fixture.ts';
import { serviceOf, startMirrorPod, startPod, startRawPod, startTestProxy, within } from './proxy.fixture.ts';

describe('a request over HTTP/2', () => {
  it('goes on over HTTP/1.1: the authority as Host, no pseudo-header, cookies in one field', async () => {
    await using pod = await startMirrorPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const headers = {
      ':path': '/a/../b?c=%2F',
      cookie: ['a=1', 'b=2'],
      'x-a': 'b',
      te: 'trailers',
    };
    const { body } = await client.request(headers).end();
    assert.match(body, /^GET \/a\/\.\.\/b\?c=%2F HTTP\/1\.1\r\n/);
    assert.match(body, /\r\nhost: example\.net\r\n/i);
    assert.match(body, /\r\ncookie: a=1; b=2\r\n/);
    assert.match(body, /\r\nx-a: b\r\n/);
    assert.match(body, /\r\nTE: trailers\r\n/);
    assert.match(body, /\r\nX-Forwarded-Host: example\.net\r\n/);
    assert.doesNotMatch(body, /:authority|:method|transfer-encoding/i);
  });

  it('is refused where a Host says otherwise than its authority', async () => {
    let heard = 0;
    await using pod = await startPod((_request, response) => {
      heard++;
      response.end();
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const { head } = await client.request({ host: 'other.net' }).end();
    assert.equal(head?.[':status'], 400);
    assert.equal(heard, 0);
    assert.equal((await client.request({ host: 'EXAMPLE.net' }).end()).head?.[':status'], 200);
  });

  it('that no router wants is answered 404', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    await using client = new Http2Client(proxy.port);
    const { head, body } = await client.request({ ':authority': 'other.net' }).end();
    assert.equal(head?.[':status'], 404);
    assert.equal(body, '404 page not found\n');
  });

  it('has a body of known length, or in chunks with trailers', async () => {
    await using pod = await startPod(async (request, response) => {
      const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
      const body = await text(request);
      response.end(`${length} ${coding} ${body} ${request.rawTrailers}`);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const measured = client.request({ ':method': 'POST', 'content-length': '3' });
    measured.stream.end('abc');
    assert.equal((await measured.end()).body, '3 undefined abc ');
    const open = client.request({ ':method': 'POST' });
    open.stream.end('abc');
    assert.equal((await open.end()).body, 'undefined chunked abc ');
    const stream = client.session.request(
      { ':authority': 'example.net', ':path': '/', ':method': 'POST' },
      { waitForTrailers: true },
    );
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-checksum': '42' }));
    stream.end('abc');
    assert.equal(await text(stream), 'undefined chunked abc x-checksum,42');
  });

  it('without a body has none at the pod', async () => {
    await using pod = await startMirrorPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const empty = client.request({ ':method': 'POST', 'content-length': '0' });
    empty.stream.end();
    const { body } = await empty.end();
    assert.match(body, /content-length: 0\r\n/i);
    assert.doesNotMatch(body, /transfer-encoding/i);
  });

  it('whose client waits for 100 is told to go on when the pod asks', async () => {
    await using pod = await startPod(() => {});
    pod.server.on('checkContinue', async (request, response) => {
      response.writeContinue();
      response.end(await text(request));
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const asking = client.request({ ':method': 'POST', expect: '100-continue' });
    asking.stream.once('continue', () => asking.stream.end('abc'));
    assert.equal((await asking.end()).body, 'abc');
  });

  it('is broken off to the pod when its client gives it up, and the connection goes on', async () => {
    await using pod = await startPod((request, response) => {
      if (request.url === '/second') response.end('ok');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const arrived = once(pod.server, 'request');
    const given = client.request();
    const [request] = await arrived;
    const closed = new Promise((resolve) => request.on('error', () => {}).once('close', resolve));
    given.stream.close(constants.NGHTTP2_CANCEL);
    await within(closed, 'the end at the pod');
    assert.equal((await client.request({ ':path': '/second' }).end()).body, 'ok');
  });
});

describe('an answer over HTTP/2', () => {
  it('has the fields of the pod in lower case, those of its connection left out', async () => {
    await using pod = await startRawPod((socket) =>
      socket.write(
        'HTTP/1.1 200 Fine\r\nX-A: 1\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nKeep-Alive: timeout=5\r\n' +
          'Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nUpgrade: h2\r\nTE: gzip\r\nContent-Length: 2\r\n\r\nok',
      ),
    );
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const { head, body } = await client.request().end();
    assert.equal(body, 'ok');
    assert.deepEqual(Object.fromEntries(Object.entries(head ?? {})), {
      ':status': 200,
      'x-a': '1',
      'set-cookie': ['a=1', 'b=2'],
      'content-length': '2',
      'content-type': 'text/plain; charset=utf-8',
      date: head?.date,
    });
  });

  it('carries the trailers of the pod', async () => {
    await using pod = await startPod((_request, response) => {
      response.writeHead(200, { Trailer: 'Grpc-Status', 'Content-Type': 'application/grpc' });
      response.write('abc');
      response.addTrailers({ 'Grpc-Status': '0' });
      response.end();
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const { head, body, trailers } = await client.request().end();
    assert.equal(head?.[':status'], 200);
    assert.equal(body, 'abc');
    assert.equal(trailers?.['grpc-status'], '0');
  });

  it('of a gRPC service that tells an error at once ends with its head', async () => {
    await using pod = await startPod((_request, response) => {
      response.writeHead(200, { 'Grpc-Status': '5', 'Content-Type': 'application/grpc' });
      response.flushHeaders();
      setImmediate(() => response.end());
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const answer = await client.request().end();
    assert.equal(answer.head?.['grpc-status'], '5');
    assert.ok(answer.headOnly);
  });

  it('without a body ends with its head', async () => {
    await using pod = await startPod((request, response) => {
      response.writeHead(request.method === 'HEAD' ? 200 : 204, { 'X-Length': '5' }).end();
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    for (const [method, status] of [
      ['HEAD', 200],
      ['GET', 204],
    ] as const) {
      const { head, body } = await client.request({ ':method': method }).end();
      assert.equal(head?.[':status'], status);
      assert.equal(head?.['x-length'], '5');
      assert.equal(body, '');
    }
  });

  it('arrives as the pod sends it, the head first', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write(
        'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n',
      );
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const exchange = client.request();
    await within(once(exchange.stream, 'response'), 'the head');
    const data = once(exchange.stream, 'data');
    pod.connections[0]?.write('3\r\nabc\r\n');
    await within(data, 'the first event');
    pod.connections[0]?.write('0\r\n\r\n');
    assert.equal((await exchange.end()).body, 'abc');
  });

  it('comes behind the informational ones of the pod', async () => {
    await using pod = await startPod((_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.end('ok');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const { informational, body } = await client.request().end();
    assert.equal(informational[0]?.[':status'], 103);
    assert.equal(informational[0]?.link, '</style.css>; rel=preload');
    assert.equal(body, 'ok');
  });

  it('that the pod breaks off is not passed off as a whole one', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
      setImmediate(() => socket.destroy());
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const { stream } = await client.request().end();
    assert.equal(stream.rstCode, constants.NGHTTP2_INTERNAL_ERROR);
    assert.ok(!client.session.closed);
  });

  it('that comes before the end of the request is whole, and the rest is not waited for', async () => {
    await using pod = await startRawPod((socket, received) => {
      if (received.includes('first'))
        socket.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nno!');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const upload = client.request({ ':method': 'POST' });
    upload.stream.write('first');
    const { head, body, stream } = await within(upload.end(), 'the end of the stream');
    assert.equal(head?.[':status'], 413);
    assert.equal(body, 'no!');
    assert.equal(stream.rstCode, constants.NGHTTP2_NO_ERROR);
  });

  it('is read from the pod as fast as the client reads', async () => {
    const total = 64 * 1024 * 1024;
    await using pod = await startPod((_request, response) => {
      response.writeHead(200, { 'Content-Length': total });
      const chunk = Buffer.alloc(64 * 1024);
      let written = 0;
      const write = (): void => {
        while (written < total) {
          written += chunk.length;
          if (!response.write(chunk)) return;
        }
        response.end();
      };
      response.on('drain', write);
      write();
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const arrived = once(pod.server, 'request');
    const stream = client.session.request({ ':authority': 'example.net', ':path': '/' });
    const [, response] = await arrived;
    await within(once(stream, 'response'), 'the head');
    assert.ok(response.writableNeedDrain || !response.writableEnded);
    let received = 0;
    for await (const chunk of stream) received += chunk.length;
    assert.equal(received, total);
  });

  for (const [what, head, status] of [
    ['fields twice that should be there once', '200 OK\r\nContent-Type: a\r\nContent-Type: b', 200],
    ['a status that HTTP/2 has not', '600 Odd', 502],
  ] as const) {
    it(`is no danger to others where the pod sends ${what}, and nothing with it`, async () => {
      await using pod = await startRawPod((socket, received) => {
        if (received.endsWith('\r\n\r\n')) socket.write(`HTTP/1.1 ${head}\r\nContent-Length: 2\r\n\r\n`);
      });
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      await using client = new Http2Client(proxy.port);
      const given = client.request();
      await within(once(given.stream, 'response'), 'the head');
      assert.equal(given.head?.[':status'], status);
    });
  }

  it('may have trailers twice that should be there once', async () => {
    await using pod = await startRawPod((socket) => {
      const body = '2\r\nok\r\n0\r\nAge: 1\r\nage: 2\r\n\r\n';
      socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body}`);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const { body, trailers } = await within(client.request().end(), 'the answer');
    assert.deepEqual([body, trailers?.age], ['ok', '1, 2']);
  });

  it('has a status of its own where the pod gives none', async () => {
    await using pod = await startRawPod((socket) => socket.destroy());
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using client = new Http2Client(proxy.port);
    const { head, body } = await client.request().end();
    assert.equal(head?.[':status'], 502);
    assert.equal(body, 'Bad Gateway');
  });
});
