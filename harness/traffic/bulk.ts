/** Bodies too large to be kept anywhere: sent or read as they come, while memory is watched. */
import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { type Address, splitUrl } from './client.ts';

export interface BulkTransfer {
  readonly status: number;
  /** Of the body, bytes. */
  readonly length: number;
  /** By how much more memory was held at the least in the last quarter than in the first, bytes. */
  readonly growth: number;
}

/** One buffer for all of a body, so that the client itself needs no memory. */
const chunk = Buffer.alloc(256 * 1024, 'x');

/** Posts a body of that many bytes. */
export async function upload(address: Address, url: string, length: number): Promise<BulkTransfer> {
  const memory = new MemoryWatch(length);
  const request = begin(address, url, 'POST', { 'Content-Length': String(length) });
  const answer = once(request, 'response');
  // Who breaks off is heard of where the answer is waited for.
  answer.catch(() => {});
  for (let sent = 0; sent < length; sent += chunk.length) {
    if (!request.write(chunk.subarray(0, length - sent)))
      await Promise.race([once(request, 'drain'), answer]);
    memory.look(sent);
  }
  request.end();
  const [response]: IncomingMessage[] = await answer;
  response?.resume();
  return { status: response?.statusCode ?? 0, length, growth: memory.growth() };
}

/** Reads an answer that is expected to have a body of that many bytes. */
export async function download(
  address: Address,
  url: string,
  length: number,
  headers: Readonly<Record<string, string>>,
): Promise<BulkTransfer> {
  const memory = new MemoryWatch(length);
  const request = begin(address, url, 'GET', headers);
  request.end();
  const [response]: IncomingMessage[] = await once(request, 'response');
  let received = 0;
  for await (const bytes of response ?? []) {
    received += bytes.length;
    memory.look(received);
  }
  return { status: response?.statusCode ?? 0, length: received, growth: memory.growth() };
}

function begin(
  { host, port }: Address,
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
): ClientRequest {
  const { host: authority, target } = splitUrl(url);
  return httpRequest({
    host,
    port,
    method,
    path: target,
    agent: false,
    headers: { ...headers, Host: authority },
  });
}

/**
 * What the thread holds, in which client, proxy and pods run, while a body goes through. The least of a quarter is
 * looked at, since what nobody holds any more is there until it is collected.
 */
class MemoryWatch {
  readonly #length: number;
  readonly #least = [Infinity, Infinity, Infinity, Infinity];

  constructor(length: number) {
    this.#length = length;
  }

  /** @param done of the body, bytes */
  look(done: number): void {
    const quarter = Math.min(3, Math.floor((done * 4) / this.#length));
    const { heapUsed, external } = process.memoryUsage();
    this.#least[quarter] = Math.min(this.#least[quarter] ?? Infinity, heapUsed + external);
  }

  growth(): number {
    const [first = 0, , , last = Infinity] = this.#least;
    return last - first;
  }
}
