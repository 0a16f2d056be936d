import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { converse, RawClient, serviceOf, startRawPod, startTestProxy } from './proxy.fixture.ts';

/** What a client gets of a pod that says just that, without the date. */
async function answerOf(answer: string, method = 'GET'): Promise<string> {
  await using pod = await startRawPod((socket) => socket.end(answer));
  await using proxy = await startTestProxy(serviceOf([pod.target]));
  const got = await converse(
    proxy.port,
    `${method} / HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n\r\n`,
  );
  return got.replace(/\r\nDate: [^\r]*/, '');
}

const typeIn = (answer: string): string | undefined => /\r\nContent-Type: ([^\r]*)/i.exec(answer)?.[1];

describe('the type of an answer', () => {
  it('is guessed from its first bytes where the pod has named none', async () => {
    const html = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>';
    assert.equal(typeIn(await answerOf(html)), 'text/html; charset=utf-8');
    const chunks = 'HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n%PDF\r\n2\r\n-1\r\n0\r\n\r\n';
    assert.equal(typeIn(await answerOf(chunks)), 'text/plain; charset=utf-8');
    assert.match(await answerOf(chunks), /^HTTP\/1\.1 500 Oh\r\n/);
  });

  it('is that of the pod where it has named one', async () => {
    const json = 'HTTP/1.1 200 OK\r\ncontent-type: a/b\r\nContent-Length: 6\r\n\r\n<html>';
    assert.equal(typeIn(await answerOf(json)), 'a/b');
  });

  it('is not guessed of nothing, nor of what is encoded', async () => {
    assert.equal(typeIn(await answerOf('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')), undefined);
    assert.equal(typeIn(await answerOf('HTTP/1.1 204 No Content\r\n\r\n')), undefined);
    assert.equal(typeIn(await answerOf('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n', 'HEAD')), undefined);
    const encoded = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx';
    assert.equal(typeIn(await answerOf(encoded)), undefined);
  });

  it('is there as soon as there is a first byte', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    await client.send('GET / HTTP/1.1\r\nHost: example.net\r\n\r\n').until(/text\/plain.*\r\n1\r\na\r\n$/s);
    client.socket.destroy();
  });

  it('takes no answer back whose pod broke off before the first byte', async () => {
    const broken = await answerOf('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n');
    assert.match(broken, /^HTTP\/1\.1 502 Bad Gateway\r\n/);
  });
});
