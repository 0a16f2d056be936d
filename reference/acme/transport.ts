/** How requests reach an ACME server: connections, limits, errors. What is said on them is the library's business. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { axios } from 'acme-client';
import { Agent, request } from 'undici';
import { AuthorityError, refusal } from './authority-error.ts';

/** Whose certificates the server may have. */
export interface ConnectionTrust {
  /** PEM, one each; undefined: those that the process trusts. */
  readonly authorities: readonly string[] | undefined;
  /** Undefined: that of the URL. */
  readonly serverName: string | undefined;
}

type Adapter = Extract<typeof axios.defaults.adapter, (...given: never) => unknown>;
type Library = typeof import('acme-client');

/** Limits on what a server may make the process hold and wait for. */
const limits = {
  /** Milliseconds; each, of a request. */
  connect: 10_000,
  silence: 30_000,
  /** Bytes of an answer: chains of certificates are a few thousand. */
  answer: 1024 * 1024,
  /** Milliseconds that a server can ask to wait. */
  retryAfter: 7 * 24 * 3_600_000,
};

/** Whose request it is that the library makes: it has one way of sending them for the whole process. */
const sending = new AsyncLocalStorage<Transport>();

export class Transport {
  readonly #agent: Agent;
  readonly #ended = new AbortController();

  constructor({ authorities, serverName }: ConnectionTrust) {
    this.#agent = new Agent({
      connect: {
        timeout: limits.connect,
        ...(authorities === undefined ? {} : { ca: [...authorities] }),
        ...(serverName === undefined ? {} : { servername: serverName }),
      },
      headersTimeout: limits.silence,
      bodyTimeout: limits.silence,
      maxResponseSize: limits.answer,
    });
  }

  /** Requests of the library that `work` leads to are sent here; they fail with `AuthorityError`. */
  async run<T>(work: (library: Library) => Promise<T>): Promise<T> {
    const library = await load();
    return await sending.run(this, () => work(library));
  }

  /** Aborts when no more requests are sent. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Breaks off requests under way. */
  async close(): Promise<void> {
    this.#ended.abort();
    await this.#agent.destroy();
  }

  async send(method: string, url: string, headers: Record<string, string>, body: string | undefined) {
    try {
      const answer = await request(url, {
        method,
        headers,
        dispatcher: this.#agent,
        signal: this.ended,
        ...(body === undefined ? {} : { body }),
      });
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
    } catch (error) {
      throw new AuthorityError('unreachable', `the authority can't be reached: ${reasonOf(error)}`, {
        cause: error,
      });
    }
  }
}

let loaded: Promise<Library> | undefined;

/** Loaded only where a certificate is to be obtained: most processes never need the library. */
function load(): Promise<Library> {
  loaded ??= import('acme-client').then((library) => {
    library.axios.defaults.adapter = adapter;
    return library;
  });
  return loaded;
}

/** In place of the library's own way, which is the same for all servers, tries again by itself and can't be ended. */
const adapter: Adapter = async (config) => {
  const transport = sending.getStore();
  if (transport === undefined) throw new Error('The ACME library was used without a transport.');
  const headers = Object.fromEntries(
    Object.entries(config.headers.toJSON()).map(([name, value]) => [name, String(value)]),
  );
  const method = (config.method ?? 'get').toUpperCase();
  const body = typeof config.data === 'string' ? config.data : undefined;
  const answer = await transport.send(method, config.url ?? '', headers, body);
  if (answer.status >= 400 && !isBadNonce(answer.text)) {
    throw refusal(answer.status, parse(answer.text), retryAfter(answer.headers['retry-after']));
  }
  return {
    data: answer.text,
    status: answer.status,
    statusText: '',
    headers: Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    config,
    request: {},
  };
};

/** The library takes the nonce of that answer and asks again (RFC 8555, section 6.5). */
function isBadNonce(text: string): boolean {
  return text.includes('urn:ietf:params:acme:error:badNonce');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds, or a moment (RFC 9110, section 10.2.3), as milliseconds from now. */
function retryAfter(field: string | string[] | undefined): number {
  const value = [field].flat()[0]?.trim() ?? '';
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(wait) ? 0 : Math.min(Math.max(wait, 0), limits.retryAfter);
}

/** Without addresses of this side, which are another one each time. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message
    .replace(/\s+/g, ' ')
    .replace(/ - Local \(.*?\)/, '')
    .replace(/\.$/, '');
}
