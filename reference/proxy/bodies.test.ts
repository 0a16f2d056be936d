import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { converse, RawClient, serviceOf, startPod, startRawPod, startTestProxy } from './proxy.fixture.ts';

const last = 'GET / HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n\r\n';

describe('bodies', () => {
  it('with a length and in chunks reach the pod as they are', async () => {
    const bodies: string[] = [];
    await using pod = await startPod(async (request, response) => {
      let body = `${request.headers['content-length'] ?? request.headers['transfer-encoding']} `;
      for await (const chunk of request) body += chunk;
      bodies.push(body);
      response.end('ok');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send('POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 5\r\n\r\nhello').until(/ok/);
    client.send(
      'PUT / HTTP/1.1\r\nHost: example.net\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n',
    );
    await client.send('3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n').end();
    assert.deepEqual(bodies, ['5 hello', 'chunked abcdef']);
  });

  it('that are empty keep their length', async () => {
    let length: string | undefined;
    await using pod = await startPod((request, response) => {
      length = request.headers['content-length'];
      response.end();
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await converse(
      proxy.port,
      'POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    );
    assert.equal(length, '0');
  });

  it('lose their trailers on the way, and do not announce them', async () => {
    let seen: unknown;
    await using pod = await startPod((request, response) => {
      request.resume().on('end', () => {
        seen = [request.headers.trailer, request.trailers];
        response.end();
      });
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(
      proxy.port,
      'POST / HTTP/1.1\r\nHost: example.net\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1.1 200 /);
    assert.deepEqual(seen, [undefined, {}]);
  });

  it('flow both ways at once', async () => {
    await using pod = await startPod((request, response) => {
      request.pipe(response);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    client.send(
      'POST / HTTP/1.1\r\nHost: example.net\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n',
    );
    await client.send('4\r\nping\r\n').until(/4\r\nping\r\n$/);
    await client.send('4\r\npong\r\n').until(/4\r\npong\r\n$/);
    await client.send('0\r\n\r\n').end();
  });

  it('are read from the client as fast as the pod reads them', async () => {
    const total = 64 * 1024 * 1024;
    await using pod = await startPod((request) => {
      request.on('error', () => {});
      request.pause();
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    client.send(`POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: ${total + 1}\r\n\r\n.`);
    await once(pod.server, 'request');
    const chunk = Buffer.alloc(64 * 1024);
    let sent = 0;
    while (sent < total) {
      const room = client.socket.write(chunk);
      sent += chunk.length;
      if (room) continue;
      const drained = once(client.socket, 'drain').then(() => true);
      const quiet = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 300));
      if (!(await Promise.race([drained, quiet]))) break;
    }
    assert.ok(sent < total / 2, `${sent} bytes were taken for a pod that does not read`);
    client.close();
  });

  it('are asked for only when a pod is there for them', async () => {
    await using pod = await startPod((request, response) => {
      request.pipe(response);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const head =
      'POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n';
    const client = await RawClient.open(proxy.port);
    await client.send(head).until(/^HTTP\/1.1 100 Continue\r\n\r\n$/);
    assert.match(await client.send('abc').end(), /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK\r\n.*abc/s);
    proxy.use(serviceOf([]));
    assert.match(await converse(proxy.port, head), /^HTTP\/1.1 503 /);
  });

  it('that are answered early are dropped, and the connection goes on', async () => {
    await using pod = await startRawPod((socket) => {
      socket.end('HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno!');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client
      .send('POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 6000000\r\n\r\nabc')
      .until(/no!$/);
    proxy.use(serviceOf([]));
    client.send('x'.repeat(6_000_000 - 3));
    assert.match(await client.send(last).end(), /^HTTP\/1.1 413 .*no!HTTP\/1.1 503 /s);
  });

  it('that no router takes are dropped as well', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    const client = await RawClient.open(proxy.port);
    await client
      .send('POST / HTTP/1.1\r\nHost: other.net\r\nContent-Length: 6000000\r\n\r\nabc')
      .until(/found\n$/);
    client.send('x'.repeat(6_000_000 - 3));
    assert.match(await client.send(last).end(), /^HTTP\/1.1 404 .*HTTP\/1.1 503 /s);
  });
});
