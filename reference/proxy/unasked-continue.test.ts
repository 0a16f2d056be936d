import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { converse, RawClient, serviceOf, startRawPod, startTestProxy } from './proxy.fixture.ts';

/** A pod that says `100 Continue` before every answer. */
const startEagerPod = () =>
  startRawPod((socket, received) => {
    if (!received.endsWith('\r\n\r\n')) return;
    socket.write('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  });

describe('a pod that says 100 Continue unasked', () => {
  it('is heard out, and its client is told the answer alone', async () => {
    await using pod = await startEagerPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = await RawClient.open(proxy.port);
    for (const method of ['GET', 'DELETE', 'OPTIONS']) {
      client.received = '';
      await client.send(`${method} / HTTP/1.1\r\nHost: example.net\r\n\r\n`).until(/ok$/);
      assert.match(client.received, /^HTTP\/1\.1 200 OK\r\n/);
    }
    client.socket.destroy();
  });

  it('is known for it from then on, so that nothing is sent to it twice', async () => {
    await using pod = await startEagerPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const ask = (method: string) =>
      converse(
        proxy.port,
        `${method} / HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
    assert.match(await ask('GET'), /^HTTP\/1\.1 200 /);
    const before = pod.received().split('HTTP/1.1').length;
    assert.match(await ask('POST'), /^HTTP\/1\.1 200 .*ok$/s);
    assert.match(await ask('HEAD'), /^HTTP\/1\.1 200 /);
    assert.equal(pod.received().split('HTTP/1.1').length, before + 2);
  });
});
