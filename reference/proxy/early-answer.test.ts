import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { RawClient, serviceOf, startRawPod, startTestProxy } from './proxy.fixture.ts';

/** A pod that reads the beginning of a request, says this, and resets its connection. */
function startRudePod(answer: string) {
  const answered = new WeakSet<Socket>();
  return startRawPod((socket) => {
    if (answered.has(socket)) return;
    answered.add(socket);
    socket.pause();
    socket.write(answer, () => socket.resetAndDestroy());
  });
}

const length = 1_000_000;

/** What a client that goes on sending is answered; the rest of its body is of no interest to anybody. */
async function upload(port: number): Promise<string> {
  const client = await RawClient.open(port);
  client.send(
    `POST / HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`,
  );
  await client.until(/\r\n\r\n/);
  client.socket.destroy();
  return client.received;
}

describe('a pod that resets its connection while the request is still being sent', () => {
  it('has been heard before', async () => {
    await using pod = await startRudePod(
      'HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno!',
    );
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    // Which of the two comes first is chance otherwise.
    for (let time = 0; time < 10; time++) assert.match(await upload(proxy.port), /^HTTP\/1\.1 413 /);
  });

  it('that has said nothing, or half of a head, is one that failed', async () => {
    for (const answer of ['', 'HTTP/1.1 200 OK\r\nContent-Le']) {
      await using pod = await startRudePod(answer);
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      assert.match(await upload(proxy.port), /^HTTP\/1\.1 502 /);
    }
  });
});
