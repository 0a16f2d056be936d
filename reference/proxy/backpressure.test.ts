/**
 * That no side is read faster than the other one takes it. What is held back is seen behind a barrier: when
 * as much again has gone past it through the same proxy, it has had its turns, and is not merely late.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { RawClient, serviceOf, startPod, startTestProxy } from './proxy.fixture.ts';

const megabyte = 1024 * 1024;
const chunk = Buffer.alloc(64 * 1024, 'x');
/** More than all the buffers on the way hold together, those of the system included. */
const inFlight = 32 * megabyte;

describe('a request body', () => {
  it('is read from the client as fast as the pod reads it', async () => {
    const held = 64 * megabyte;
    const passing = 200 * megabyte;
    let passed = 0;
    let most = 0;
    let quick: Upload | undefined;
    await using pod = await startPod((request, response) => {
      if (request.url === '/held') {
        pod.server.once('release', () => count(request, response));
        return;
      }
      request.on('data', (data: Buffer) => {
        passed += data.length;
        most = Math.max(most, (quick?.taken ?? 0) - passed);
      });
      request.on('end', () => response.end('ok'));
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));

    const slow = new Upload(proxy.port, '/held', held);
    quick = new Upload(proxy.port, '/passing', passing);
    assert.match(await quick.answer, /^HTTP\/1.1 200 /);

    assert.equal(passed, passing);
    assert.ok(most < inFlight, `${most} bytes were on their way at a time`);
    assert.ok(slow.taken < inFlight, `${slow.taken} bytes were taken for a pod that does not read`);

    pod.server.emit('release');
    assert.match(await slow.answer, new RegExp(`${held}$`));
  });
});

describe('an answer', () => {
  it('is read from the pod as fast as the client reads it', async () => {
    const total = 64 * megabyte;
    const written = { held: 0, passing: 0 };
    await using pod = await startPod(async (request, response) => {
      response.writeHead(200, { 'Content-Length': total });
      const key = request.url === '/held' ? 'held' : 'passing';
      for (; written[key] < total; written[key] += chunk.length) {
        if (!response.write(chunk)) await once(response, 'drain');
      }
      response.end();
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));

    const slow = await RawClient.open(proxy.port);
    await slow.send(get('/held')).until(/\r\n\r\n/);
    slow.socket.pause();
    await download(proxy.port, '/passing');

    assert.equal(written.passing, total);
    assert.ok(written.held < inFlight, `${written.held} bytes went out to a client that does not read`);

    slow.socket.resume();
    await slow.end();
    assert.ok(slow.received.length > total);
  });
});

/** A client that sends as much as is taken from it. */
class Upload {
  readonly answer: Promise<string>;
  readonly #socket: Socket;
  #left: number;

  constructor(port: number, path: string, length: number) {
    this.#left = length;
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.write(
      `POST ${path} HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`,
    );
    this.#socket.on('drain', () => this.#send()).on('error', () => {});
    this.answer = new Promise((resolve) => {
      let answer = '';
      this.#socket.on('data', (data) => {
        answer += data.toString('latin1');
      });
      this.#socket.on('close', () => resolve(answer));
    });
    this.#send();
  }

  /** Bytes that have left this client. */
  get taken(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength;
  }

  #send(): void {
    while (this.#left > 0) {
      const piece = chunk.subarray(0, this.#left);
      this.#left -= piece.length;
      if (!this.#socket.write(piece)) return;
    }
  }
}

function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n\r\n`;
}

async function download(port: number, path: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write(get(path));
  socket.resume();
  await once(socket, 'close');
}

async function count(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let length = 0;
  for await (const data of request) length += data.length;
  response.end(String(length));
}
