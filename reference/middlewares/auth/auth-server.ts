import { createSecureContext } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import type { ForwardAuth } from '../../dynamic/middleware.ts';
import { respondWith } from '../answering.ts';
import type { Answer, Flow } from '../exchange.ts';
import { fieldValue, withoutFields } from '../header-fields.ts';
import { MiddlewareError } from '../middleware-error.ts';

/** Milliseconds for the connection, and then for the answer to begin; also for it to go on. */
const timeLimit = 30_000;

/** Bytes of the answer's head. */
const maximumHead = 64 * 1024;

/** Bytes of the body of an answer that lets a request pass, which nobody reads. */
const maximumUnread = 64 * 1024;

/** The server that `forwardAuth` asks; connections to it are kept. */
export class AuthServer {
  readonly #url: URL;
  /** Of the address, for requests that have none of their own. */
  readonly #credentials: readonly string[];
  readonly #agent: Agent;

  /** @throws {MiddlewareError} where address or certificates are none */
  constructor({ address, tls }: ForwardAuth) {
    this.#url = readAddress(address);
    this.#credentials = credentialsOf(this.#url);
    this.#agent = new Agent({
      connect: { timeout: timeLimit, ...connectOptions(tls) },
      headersTimeout: timeLimit,
      bodyTimeout: timeLimit,
      maxHeaderSize: maximumHead,
    });
  }

  /**
   * @param headers of the question
   * @param answer takes what the server answers, unless that is a 2xx; 500 where it can't be asked
   * @param accepted is told the headers of a 2xx, once the rest of it has been dropped
   */
  ask(headers: string[], answer: Answer, accepted: (headers: string[]) => void): Flow {
    const asking = new Asking(answer, accepted);
    this.#agent.dispatch(
      {
        origin: this.#url.origin,
        path: `${this.#url.pathname}${this.#url.search}`,
        method: 'GET',
        headers:
          fieldValue(headers, 'authorization') === undefined ? [...headers, ...this.#credentials] : headers,
      },
      asking,
    );
    return asking;
  }
}

/** One question and its answer. */
class Asking implements Dispatcher.DispatchHandler, Flow {
  readonly #answer: Answer;
  readonly #accepted: (headers: string[]) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #given: string[] | undefined;
  #unread = 0;
  #begun = false;
  #over = false;

  constructor(answer: Answer, accepted: (headers: string[]) => void) {
    this.#answer = answer;
    this.#accepted = accepted;
  }

  resume(): void {
    this.#controller?.resume();
  }

  abort(): void {
    if (this.#over) return;
    this.#over = true;
    this.#controller?.abort(new Error('nobody waits for the answer'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(new Error('nobody waits for the answer'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (this.#over || status < 200) return;
    const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders : [];
    const headers = withoutFields(raw.map(characters), (name) => ofTheConnection.has(name));
    if (status < 300) {
      this.#given = headers;
      return;
    }
    this.#begun = true;
    this.#answer.begin({ status, reason: '', headers });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // undici tells of nothing at all whenever it goes on, and would be stopped by it again.
    if (this.#over || chunk.length === 0) return;
    if (this.#given === undefined) {
      if (!this.#answer.write(chunk)) controller.pause();
      return;
    }
    this.#unread += chunk.length;
    if (this.#unread <= maximumUnread) return;
    this.#accept();
    controller.abort(new Error('nobody reads the rest'));
  }

  onResponseEnd(): void {
    if (this.#over) return;
    if (this.#given !== undefined) this.#accept();
    else {
      this.#over = true;
      this.#answer.end([]);
    }
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#begun) this.#answer.fail(error);
    else respondWith(this.#answer, 500);
  }

  #accept(): void {
    this.#over = true;
    this.#accepted(this.#given ?? []);
  }
}

/** One for each byte: whatever a field is encoded in, it goes on as it came. */
function characters(text: Buffer | string): string {
  return typeof text === 'string' ? text : text.toString('latin1');
}

const ofTheConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function readAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new MiddlewareError(
      'forwardAuth.address',
      'It is no URL of a server.',
      'Write one like http://auth.example.com/check.',
    );
  }
  return url;
}

function credentialsOf({ username, password }: URL): readonly string[] {
  if (username === '') return [];
  try {
    const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return ['Authorization', `Basic ${Buffer.from(text).toString('base64')}`];
  } catch {
    const reason = 'Name or password in it have an escape that is none.';
    throw new MiddlewareError('forwardAuth.address', reason, 'Write a percent sign as %25.');
  }
}

function connectOptions(tls: ForwardAuth['tls']): Record<string, string | boolean> {
  if (tls === undefined) return {};
  const { ca, cert, key, insecureSkipVerify } = tls;
  if ((cert === undefined) !== (key === undefined)) {
    throw new MiddlewareError('forwardAuth.tls', 'It has a certificate or a key alone.', 'Give both.');
  }
  const options = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  try {
    createSecureContext(options);
  } catch {
    throw new MiddlewareError(
      'forwardAuth.tls',
      'One of the certificates or the key is of no use.',
      'Give certificates and their key in PEM.',
    );
  }
  return { ...options, rejectUnauthorized: !insecureSkipVerify };
}
