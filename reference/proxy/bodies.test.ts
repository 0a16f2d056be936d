import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { converse, RawClient, serviceOf, startPod, startRawPod, startTestProxy } from './proxy.fixture.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
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

  it('in chunks carry their trailers, save those that frame or route', async () => {
    await using pod = await startRawPod((socket, received) => {
      if (received.endsWith('\r\n\r\n') && received.includes('\r\n0\r\n')) socket.write(ok);
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(
      proxy.port,
      'POST / HTTP/1.1\r\nHost: example.net\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\nHost: other.net\r\nX-Real-Ip: 1.2.3.4\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1.1 200 /);
    assert.match(pod.received(), /\r\nTrailer: X-Sum\r\n.*\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n$/s);
    assert.doesNotMatch(pod.received(), /other.net|1\.2\.3\.4/);
  });

  it('with a length announce no trailers', async () => {
    await using pod = await startRawPod((socket) => socket.write(ok));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await converse(
      proxy.port,
      'POST / HTTP/1.1\r\nHost: example.net\r\nContent-Length: 3\r\nTrailer: X-Sum\r\nConnection: close\r\n\r\nabc',
    );
    assert.doesNotMatch(pod.received(), /Trailer/);
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
