/** Bodies too large to be kept anywhere: sent or read as they come, while memory is watched. */
import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Address, splitUrl } from './client.ts';

export interface BulkTransfer {
  readonly status: number;
  /** Of the body, bytes. */
  readonly length: number;
  /** By how much more memory was held at its end than at the end of its first quarter, bytes. */
  readonly growth: number;
}

/** One buffer for all of a body, so that the client itself needs no memory. */
const chunk = Buffer.alloc(256 * 1024, 'x');

/** Posts a body of that many bytes. */
export async function upload(
  address: Address,
  url: string,
  length: number,
  memoryHeld: MemoryHeld = heldHere,
): Promise<BulkTransfer> {
  const memory = new MemoryWatch(length, memoryHeld);
  const request = begin(address, url, 'POST', { 'Content-Length': String(length) });
  const answer = once(request, 'response');
  // Who breaks off is heard of where the answer is waited for.
  answer.catch(() => {});
  for (let sent = 0; sent < length; sent += chunk.length) {
    if (!request.write(chunk.subarray(0, length - sent)))
      await Promise.race([once(request, 'drain'), answer]);
    memory.look(Math.min(length, sent + chunk.length));
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
  memoryHeld: MemoryHeld = heldHere,
): Promise<BulkTransfer> {
  const memory = new MemoryWatch(length, memoryHeld);
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

/** Bytes that the proxy holds now. */
export type MemoryHeld = () => number;

/**
 * What this thread holds, in which client, proxy and pods run. Garbage is collected first, since what nobody holds
 * any more would otherwise be there for as long as nothing else needs room.
 */
function heldHere(): number {
  // The first one frees buffers at its leisure; the next waits for that.
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What is held at the least in each quarter of a body, of which it is asked some times. */
class MemoryWatch {
  readonly #step: number;
  readonly #held: MemoryHeld;
  readonly #least: number[] = [];
  #looks = 0;

  /** @param length of the body, bytes */
  constructor(length: number, held: MemoryHeld) {
    this.#step = length / 4 / looksPerQuarter;
    this.#held = held;
  }

  /** @param done of the body, bytes */
  look(done: number): void {
    if (done < this.#step * (this.#looks + 1)) return;
    const quarter = Math.floor(this.#looks / looksPerQuarter);
    this.#looks += 1;
    this.#least[quarter] = Math.min(this.#least[quarter] ?? Infinity, this.#held());
  }

  /** Bytes; infinite where the body did not come to its end. */
  growth(): number {
    const [first = 0, , , last = Infinity] = this.#looks < 4 * looksPerQuarter ? [] : this.#least;
    return last - first;
  }
}

/** A process collects its garbage when it likes: between two collections it may hold a good deal of it. */
const looksPerQuarter = 8;

const collectGarbage = exposeCollection();

/** What `--expose-gc` gives, without having to start the process with it. */
function exposeCollection(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function')
    throw new TypeError('This version of Node does not let garbage be collected.');
  return () => collect();
}
