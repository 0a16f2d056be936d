import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
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

const get = 'GET / HTTP/1.1\r\nHost: example.net\r\n\r\n';
const last = 'GET / HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n\r\n';

describe('answers', () => {
  it('arrive unbuffered: the head before the body, and each event as it is sent', async () => {
    let push = (_text: string): void => {};
    await using pod = await startPod((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.flushHeaders();
      push = (text) => response.write(text);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(get).until(/text\/event-stream.*\r\n\r\n$/s);
    push('data: 1\n\n');
    await client.until(/data: 1\n\n\r\n$/);
    push('data: 2\n\n');
    await client.until(/data: 2\n\n\r\n$/);
    client.close();
  });

  it('carry the trailers of the pod', async () => {
    await using pod = await startPod((_request, response) => {
      response.writeHead(200, { Trailer: 'X-Checksum' });
      response.write('abc');
      response.addTrailers({ 'X-Checksum': '42' });
      response.end();
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, last);
    assert.match(answer, /\r\nTrailer: X-Checksum\r\n/);
    assert.match(answer, /abc\r\n0\r\nX-Checksum: 42\r\n\r\n$/);
  });

  it('to HTTP/1.0 clients are neither chunked nor have trailers', async () => {
    await using pod = await startPod((_request, response) => {
      response.writeHead(200, { Trailer: 'X-Checksum' });
      response.write('abc');
      response.addTrailers({ 'X-Checksum': '42' });
      response.end('def');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, 'GET / HTTP/1.0\r\nHost: example.net\r\n\r\n');
    assert.doesNotMatch(answer, /chunked|Trailer|X-Checksum/);
    assert.match(answer, /\r\n\r\nabcdef$/);
  });

  it('to HTTP/1.0 clients without Host go by the routers for any host', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    assert.match(await converse(proxy.port, 'GET / HTTP/1.0\r\n\r\n'), /^HTTP\/1.1 404 /);
  });

  it('to HEAD have the length and no body', async () => {
    await using pod = await startPod((_request, response) => {
      response.writeHead(200, { 'Content-Length': '5' });
      response.end('abcde');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, `HEAD ${last.slice(4)}`);
    assert.match(answer, /Content-Length: 5\r\n/);
    assert.ok(answer.endsWith('\r\n\r\n'));
  });

  it('to HEAD may have neither length nor body, and the connection goes on', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTrailer: X-T\r\nTransfer-Encoding: chunked\r\n\r\n');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send(`HEAD ${get.slice(4)}`).until(/\r\n\r\n$/);
    await client.send(`HEAD ${last.slice(4)}`).end();
    assert.equal(client.received.match(/HTTP\/1.1 200 OK/g)?.length, 2);
    assert.doesNotMatch(client.received, /chunked/);
  });

  for (const status of [204, 304]) {
    it(`of status ${status} have no body`, async () => {
      await using pod = await startPod((_request, response) => {
        response.writeHead(status, { ETag: '"a"' });
        response.end();
      });
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      const answer = await converse(proxy.port, last);
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `));
      assert.match(answer, /ETag: "a"\r\n/);
      assert.doesNotMatch(answer, /chunked/);
      assert.ok(answer.endsWith('\r\n\r\n'));
    });
  }

  it('may be preceded by informational ones', async () => {
    await using pod = await startPod((_request, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.end('ok');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, last);
    assert.match(
      answer,
      /^HTTP\/1.1 103 Early Hints\r\nLink: <\/a.css>; rel=preload\r\n\r\nHTTP\/1.1 200 OK\r\n/,
    );
    assert.match(await converse(proxy.port, last.replace('1.1', '1.0')), /^HTTP\/1.1 200 OK\r\n/);
  });

  it('that the pod breaks off are broken off to the client', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n', () =>
        socket.destroy(),
      );
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, get);
    assert.match(answer, /3\r\nabc\r\n$/);
  });

  it('that the pod breaks off end in a reset where the end of the connection would be their end', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n', () =>
        socket.destroy(),
      );
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    const failed = once(client.socket, 'error');
    client.send('GET / HTTP/1.0\r\nHost: example.net\r\n\r\n');
    const [error] = await failed;
    assert.equal(error.code, 'ECONNRESET');
  });

  it('of a pod that dies before its head are 502', async () => {
    await using pod = await startRawPod((socket) => socket.destroy());
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    assert.match(await converse(proxy.port, last), /^HTTP\/1.1 502 Bad Gateway\r\n/);
    assert.equal(pod.connections.length, 1, 'a new connection that fails is not tried again');
  });

  for (const [what, head] of [
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['has a reason that is none', 'HTTP/1.1 200 \x01\r\nContent-Length: 2\r\n\r\nok'],
    ['has two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
    ['has a header section without end', `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(300_000)}`],
    [
      'switches protocols unasked',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    ],
  ] as const) {
    it(`of a pod whose answer ${what} are 502`, async () => {
      await using pod = await startRawPod((socket) => {
        socket.write(head);
      });
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      assert.match(await converse(proxy.port, last), /^HTTP\/1.1 502 Bad Gateway\r\n/);
    });
  }
});

describe('clients that leave', () => {
  it('cancel the request to the pod before it has answered', async () => {
    await using pod = await startPod(() => {});
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    client.send(get);
    const [request] = await once(pod.server, 'request');
    const closed = once(request.socket, 'close');
    client.close();
    await closed;
  });

  it('cancel the request to the pod amid the answer', async () => {
    await using pod = await startPod((_request, response) => {
      response.write('begun');
      response.on('error', () => {});
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    const requested = once(pod.server, 'request');
    await client.send(get).until(/begun/);
    const [request] = await requested;
    const closed = once(request.socket, 'close');
    client.close();
    await closed;
  });

  it('cancel the request to the pod amid their own body', async () => {
    await using pod = await startPod((request) => request.resume().on('error', () => {}));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    client.send('POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 10\r\n\r\nabc');
    const [request] = await once(pod.server, 'request');
    const aborted = once(request, 'aborted');
    client.close();
    await aborted;
  });
});

describe('pipelined requests', () => {
  it('are answered in their order', async () => {
    await using pod = await startPod((request, response) => {
      const delay = request.url === '/slow' ? 50 : 0;
      setTimeout(() => response.end(`[${request.url}]`), delay);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(
      proxy.port,
      get.replace(' / ', ' /slow ') + get.replace(' / ', ' /fast ') + last.replace(' / ', ' /end '),
    );
    assert.match(answer, /\[\/slow\].*\[\/fast\].*\[\/end\]/s);
  });

  it('are not taken up behind one that is not safe', async () => {
    const { promise: mayAnswer, resolve: release } = Promise.withResolvers<void>();
    const urls: (string | undefined)[] = [];
    await using pod = await startPod(async (request, response) => {
      urls.push(request.url);
      if (request.method === 'POST') await mayAnswer;
      response.end(`[${request.url}]`);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    client.send(get.replace('GET / ', 'POST /first ').replace('\r\n\r\n', '\r\nContent-Length: 0\r\n\r\n'));
    client.send(get.replace(' / ', ' /second ') + last.replace(' / ', ' /third '));
    assert.match(await converse(proxy.port, last), /\[\/\]/);
    assert.deepEqual(new Set(urls), new Set(['/first', '/']));
    release();
    assert.match(await client.end(), /\[\/first\].*\[\/second\].*\[\/third\]/s);
  });

  it('are cut off where they are without end', async () => {
    await using pod = await startPod(() => {});
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    client.send(get.repeat(1_001));
    assert.equal(await client.end(), '');
  });
});

describe('a real client', () => {
  it('sends many requests on few connections, all of them answered', async () => {
    await using pod = await startPod((request, response) => response.end(request.url));
    await using proxy = await startTestProxy(serviceOf([pod.target]), { ...entryPointDefaults });
    const { Agent } = await import('node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const one = (path: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const options = {
          port: proxy.port,
          host: '127.0.0.1',
          path,
          agent,
          headers: { host: 'example.net' },
        };
        httpRequest(options, (response) => {
          let body = '';
          response.on('data', (chunk) => {
            body += chunk;
          });
          response.on('end', () => resolve(body));
        })
          .on('error', reject)
          .end();
      });
    const paths = Array.from({ length: 500 }, (_, index) => `/${index}`);
    assert.deepEqual(await Promise.all(paths.map(one)), paths);
    agent.destroy();
  });
});
