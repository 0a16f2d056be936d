/** A client that speaks HTTP/2 without TLS, from the first byte on (RFC 9113, section 3.3), on one connection. */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
} from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { timeoutScale } from '../scenario/deadline.ts';
import { type Address, type Exchange, type HttpRequest, splitUrl } from './client.ts';

/** How long anything that must come is waited for. It only bounds how long a failure takes. */
const patienceMs = 10_000;

export class Http2Client {
  readonly #session: ClientHttp2Session;
  readonly #toldToLeave: Promise<void>;

  /** @param header sent before anything else, as Latin-1 */
  constructor({ host, port }: Address, header = '') {
    const socket = connectTcp({ host, port });
    if (header !== '') socket.write(header, 'latin1');
    this.#session = connect(`http://${host}:${port}`, { createConnection: () => socket });
    this.#session.on('error', () => {});
    this.#toldToLeave = new Promise((resolve) => this.#session.once('goaway', () => resolve()));
  }

  /** Errors of the connection are outcomes, never thrown. */
  async exchange(request: HttpRequest): Promise<Exchange> {
    try {
      return { request, outcome: { kind: 'answer', answer: await within(this.#ask(request), 'an answer') } };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { request, outcome: { kind: 'error', message } };
    }
  }

  /** Resolves when the server has said that it takes no more requests (RFC 9113, section 6.8). */
  async toldToLeave(): Promise<void> {
    await within(this.#toldToLeave, 'a word that no more requests are taken');
  }

  /** How many requests the server lets it have under way; undefined: any number. */
  async limit(): Promise<number | undefined> {
    const session = this.#session;
    // Until they have come, Node shows what holds without them.
    if (session.pendingSettingsAck || session.remoteSettings.maxConcurrentStreams === undefined)
      await within(new Promise((resolve) => session.once('remoteSettings', resolve)), 'settings');
    return session.remoteSettings.maxConcurrentStreams;
  }

  close(): void {
    this.#session.destroy();
  }

  #ask({ method, url, headers }: HttpRequest) {
    const { host, target } = splitUrl(url);
    return answerOf(
      this.#session.request({ ...headers, ':method': method, ':path': target, ':authority': host }),
    );
  }
}

function answerOf(stream: ClientHttp2Stream) {
  return new Promise<{
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string;
  }>((resolve, reject) => {
    let head: (IncomingHttpHeaders & { readonly ':status'?: number }) | undefined;
    const chunks: Buffer[] = [];
    stream
      .on('response', (headers) => {
        head = headers;
      })
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('error', reject)
      .on('close', () => {
        if (head === undefined) {
          reject(new Error('The stream was closed without an answer.'));
          return;
        }
        const { ':status': status = 0, ...headers } = head;
        resolve({ status, headers: fieldsOf(headers), body: Buffer.concat(chunks).toString() });
      });
  });
}

/** Names and values; what comes several times stands there several times. */
export function fieldsOf(headers: IncomingHttpHeaders): (readonly [string, string])[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((one) => [name, one] as const),
  );
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`There was no ${what} in time.`)),
    patienceMs * timeoutScale(),
  );
  try {
    return await Promise.race([promise, overdue]);
  } finally {
    clearTimeout(timer);
  }
}
