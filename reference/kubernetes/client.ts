import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { ApiError, type Failure } from './api-error.ts';
import type { Connection, Credentials } from './connection.ts';
import { Dispatchers, sameTls } from './dispatchers.ts';
import { asRecord, asString } from './json.ts';
import { decodeWatch, type WatchEvent } from './watch-stream.ts';

export type Query = Readonly<Record<string, string>>;

/**
 * Requests to one API server, JSON both ways. Every failure is an `ApiError`, except that an aborted signal
 * rejects with its own reason. Paths start with a slash, as `/api/v1/services`.
 */
export interface ApiClient {
  /** The JSON of the answer. @throws {ApiError} */
  get(path: string, query?: Query, signal?: AbortSignal): Promise<unknown>;
  /** The JSON of the answer. @throws {ApiError} */
  put(path: string, body: unknown, signal?: AbortSignal): Promise<unknown>;
  /**
   * Follows a watch: what arrived together comes together, and first comes an empty list, as soon as the server
   * has accepted. Ends when the server ends it.
   *
   * @param inactivity Milliseconds without a byte after which the connection is taken for dead.
   * @throws {ApiError} When refused, cut or silent for too long.
   */
  watch(path: string, query: Query, inactivity: number, signal: AbortSignal): AsyncGenerator<WatchEvent[]>;
  /** Cuts what is under way and closes all connections. */
  close(): Promise<void>;
}

export interface ClientLimits {
  /** Milliseconds for a connection to be made. */
  readonly connectTimeout: number;
  /** Milliseconds for the head of an answer to arrive, and between two pieces of its body. */
  readonly silence: number;
  /** Milliseconds for a whole answer (watches excepted). */
  readonly answerTimeout: number;
  /** Bytes of an answer, and of one event of a watch. */
  readonly answerSize: number;
  readonly eventSize: number;
}

/** An object is 1.5 MiB at most by etcd's default, and a page has 500 of them. */
export const defaultLimits: ClientLimits = {
  connectTimeout: 10_000,
  silence: 30_000,
  answerTimeout: 120_000,
  answerSize: 128 * 1024 * 1024,
  eventSize: 16 * 1024 * 1024,
};

/** Opens no connection before the first request. */
export function createClient(connection: Connection, limits: ClientLimits = defaultLimits): ApiClient {
  const dispatchers = new Dispatchers(connection, limits);

  const send = async (
    method: 'GET' | 'PUT',
    path: string,
    query: Query,
    signal: AbortSignal,
    rest: Rest,
  ): Promise<Answer> => {
    const request = `${method} ${path}`;
    const attempt = async (credentials: Credentials): Promise<Answer> => {
      try {
        const answer = await dispatchers.get(credentials.tls).request({
          method,
          path: joinPath(connection.server, path, query),
          headersTimeout: limits.silence,
          bodyTimeout: rest.bodyTimeout,
          signal,
          headers: {
            ...credentials.headers,
            accept: 'application/json',
            'user-agent': 'ingress-reference',
            ...(rest.body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          body: rest.body === undefined ? null : JSON.stringify(rest.body),
        });
        return answer;
      } catch (error) {
        throw failed(request, error, signal);
      }
    };
    const used = await credentialsFor(connection, request, limits.silence);
    const answer = await attempt(used);
    if (answer.statusCode !== 401) return answer;
    // The token may have been replaced since it was read: once more, if there is another one now.
    const renewed = await connection
      .refresh()
      .then(() => connection.credentials())
      .catch(() => used);
    if (sameCredentials(used, renewed)) return answer;
    await answer.body.dump();
    return attempt(renewed);
  };

  const json = async (
    method: 'GET' | 'PUT',
    path: string,
    query: Query,
    body: unknown,
    signal?: AbortSignal,
  ) => {
    const request = `${method} ${path}`;
    const deadline = AbortSignal.timeout(limits.answerTimeout);
    const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    const answer = await send(method, path, query, either, { body, bodyTimeout: limits.silence });
    const text = await readText(request, answer.body, limits.answerSize, either);
    if (answer.statusCode >= 300) throw new ApiError(request, statusFailure(answer, text));
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      const message = `the answer (${answer.statusCode}) is no JSON.`;
      throw new ApiError(request, { kind: 'invalid', message }, { cause });
    }
  };

  return {
    get: (path, query = {}, signal) => json('GET', path, query, undefined, signal),
    put: (path, body, signal) => json('PUT', path, {}, body, signal),
    async *watch(path, query, inactivity, signal) {
      const request = `GET ${path} (watch)`;
      const answer = await send('GET', path, { ...query, watch: 'true' }, signal, {
        body: undefined,
        bodyTimeout: inactivity,
      });
      if (answer.statusCode !== 200) {
        const text = await readText(request, answer.body, limits.answerSize, signal);
        throw new ApiError(request, statusFailure(answer, text));
      }
      try {
        yield [];
        yield* decodeWatch(request, answer.body, limits.eventSize);
      } catch (error) {
        throw failed(request, error, signal);
      } finally {
        answer.body.destroy();
      }
    },
    close: () => dispatchers.close(),
  };
}

type Answer = Dispatcher.ResponseData;

interface Rest {
  readonly body: unknown;
  readonly bodyTimeout: number;
}

/** A plugin that never ends must not hold up requests for good. */
async function credentialsFor(
  connection: Connection,
  request: string,
  patience: number,
): Promise<Credentials> {
  const settled = new AbortController();
  const timeUp = delay(patience, undefined, { signal: settled.signal, ref: false }).then(() => {
    throw new Error(`the credentials were not there after ${patience} ms.`);
  });
  try {
    return await Promise.race([connection.credentials(), timeUp]);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(request, { kind: 'credentials', message }, { cause });
  } finally {
    timeUp.catch(() => {});
    settled.abort();
  }
}

function joinPath(server: URL, path: string, query: Query): string {
  const search = new URLSearchParams(query).toString();
  return `${server.pathname.replace(/\/+$/, '')}${path}${search === '' ? '' : `?${search}`}`;
}

async function readText(
  request: string,
  body: Answer['body'],
  limit: number,
  signal: AbortSignal,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > limit) {
        const message = `the answer is larger than ${limit} bytes.`;
        throw new ApiError(request, { kind: 'too-large', message });
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw failed(request, error, signal);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function statusFailure(answer: Answer, text: string): Failure {
  let status: Readonly<Record<string, unknown>> = {};
  try {
    status = asRecord(JSON.parse(text));
  } catch {
    // Not a Status object: a path that is not served answers in plain text, and so do proxies on the way.
  }
  const isStatus = status.kind === 'Status';
  const seconds = Number(answer.headers['retry-after']);
  return {
    kind: 'status',
    code: answer.statusCode,
    reason: isStatus ? asString(status.reason) : '',
    message: isStatus ? asString(status.message) : text.slice(0, 200).trim(),
    retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined,
    objectName: isStatus ? asString(asRecord(status.details).name) : '',
  };
}

/** What went wrong below HTTP, as an `ApiError`; the signal's reason where the caller itself gave up. */
function failed(request: string, error: unknown, signal: AbortSignal): unknown {
  if (error instanceof ApiError) return error;
  if (signal.aborted) {
    if (!isTimeout(signal.reason)) return signal.reason;
    return new ApiError(request, { kind: 'timeout', message: 'the answer took too long.' }, { cause: error });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? messageOf(error) : String(error);
  if (/^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/.test(code)) {
    return new ApiError(request, { kind: 'timeout', message }, { cause: error });
  }
  // All of a request but its credentials is our own. The message does not quote them.
  if (code === 'UND_ERR_INVALID_ARG')
    return new ApiError(request, { kind: 'credentials', message }, { cause: error });
  if (error instanceof Error && error.name === 'HTTPParserError')
    return new ApiError(request, { kind: 'invalid', message }, { cause: error });
  const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code);
  return new ApiError(request, { kind: 'unreachable', message, certificate }, { cause: error });
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

/** A host with several addresses fails with one error for each and no message of its own. */
function messageOf(error: Error): string {
  if (error.message !== '') return error.message;
  if (error instanceof AggregateError) return error.errors.map((each: unknown) => String(each)).join('; ');
  return 'code' in error ? String(error.code) : error.name;
}

function sameCredentials(a: Credentials, b: Credentials): boolean {
  return JSON.stringify(a.headers) === JSON.stringify(b.headers) && sameTls(a.tls, b.tls);
}
