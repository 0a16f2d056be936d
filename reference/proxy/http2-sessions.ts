import {
  constants,
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type Http2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { Connection } from './connection.ts';

export interface Http2Input {
  /** Streams that a client may have open at a time (RFC 9113, section 5.1.2). */
  readonly maxConcurrentStreams: number;
  /** Of a request's header section, bytes. */
  readonly headerSize: number;
  /** For the first request to begin, milliseconds. */
  readonly headersTimeout: number;
  /** All in milliseconds; 0: no limit. */
  readonly timeouts: {
    readonly readTimeout: number;
    readonly writeTimeout: number;
    readonly idleTimeout: number;
  };
  readonly request: (
    request: Http2ServerRequest,
    response: Http2ServerResponse,
    connection: Connection,
  ) => void;
}

/** Limits on what a client may make the process hold or do, beside those of nghttp2. */
const limits = {
  /** Fields of a header section: their size is limited as well. */
  fields: 1_000,
  /** Megabytes that a session may hold. */
  memory: 10,
  /** Streams that a client may open and reset at once, and then each second (CVE-2023-44487). */
  resetBurst: 1_000,
  resetRate: 33,
  /** Streams opened beyond the limit, and frames that are of no use, before the session ends. */
  rejectedStreams: 100,
  invalidFrames: 100,
};

/** Before the last requests of a client that has been told to leave must have come in, milliseconds. */
const leaving = 1_000;

/** The highest number of a stream: none that a client has begun is refused (RFC 9113, section 6.8). */
const anyStream = 2 ** 31 - 1;

/**
 * HTTP/2 on connections of one entry point that it is given, with the same limits in time as HTTP/1 has. What
 * requests mean is not its business.
 */
export class Http2Sessions {
  readonly #input: Http2Input;
  readonly #server: Http2Server;
  readonly #sessions = new Map<Http2Session, Followed>();

  constructor(input: Http2Input) {
    this.#input = input;
    this.#server = createServer({
      // A field that must not stand there twice is for the client to judge.
      strictSingleValueFields: false,
      maxHeaderListPairs: limits.fields,
      maxSessionMemory: limits.memory,
      streamResetBurst: limits.resetBurst,
      streamResetRate: limits.resetRate,
      maxSessionRejectedStreams: limits.rejectedStreams,
      maxSessionInvalidFrames: limits.invalidFrames,
      settings: {
        maxConcurrentStreams: input.maxConcurrentStreams,
        maxHeaderListSize: input.headerSize,
        enablePush: false,
      },
    });
    const serve = (request: Http2ServerRequest, response: Http2ServerResponse): void =>
      this.#request(request, response);
    this.#server.on('request', serve).on('checkContinue', serve);
  }

  /** Begins HTTP/2 on a connection; what its client has sent is still to be read. */
  begin(socket: Socket, connection: Connection): void {
    // Who has said the last word can't be answered any more, unlike in HTTP/1.
    socket.allowHalfOpen = false;
    // Told before `emit` returns.
    this.#server.once('session', (session) => this.#follow(session, connection));
    this.#server.emit('connection', socket);
  }

  /** Tells every client to begin nothing more, and ends each session when what it has begun is over. */
  drain(): void {
    for (const session of this.#sessions.keys()) leave(session);
  }

  #follow(session: Http2Session, connection: Connection): void {
    const followed = { connection, idle: setTimeout(() => leave(session), this.#input.headersTimeout) };
    this.#sessions.set(session, followed);
    session.on('error', () => {});
    session.once('close', () => {
      clearTimeout(followed.idle);
      this.#sessions.delete(session);
    });
  }

  #request(request: Http2ServerRequest, response: Http2ServerResponse): void {
    const { stream } = request;
    const { session } = stream;
    const followed = session && this.#sessions.get(session);
    if (session === undefined || followed === undefined) {
      stream.close(constants.NGHTTP2_REFUSED_STREAM);
      return;
    }
    const { connection } = followed;
    connection.underWay++;
    clearTimeout(followed.idle);
    // A client that leaves is nobody's error.
    request.on('error', () => {});
    response.on('error', () => {});
    response.once('finish', () => endEarly(request));
    const clear = this.#limitTime(request, response);
    stream.once('close', () => {
      clear();
      connection.underWay--;
      if (connection.underWay === 0) this.#idle(session, followed);
    });
    this.#input.request(request, response, connection);
  }

  #idle(session: Http2Session, followed: Followed): void {
    const { idleTimeout } = this.#input.timeouts;
    if (idleTimeout > 0 && !session.destroyed) {
      followed.idle = setTimeout(() => leave(session), idleTimeout);
    }
  }

  #limitTime(request: Http2ServerRequest, response: Http2ServerResponse): () => void {
    const { stream } = request;
    const { readTimeout, writeTimeout } = this.#input.timeouts;
    const timers: NodeJS.Timeout[] = [];
    if (readTimeout > 0 && !stream.endAfterHeaders) {
      const overdue = setTimeout(() => refuseSlow(request, response), readTimeout);
      stream.once('end', () => clearTimeout(overdue));
      timers.push(overdue);
    }
    if (writeTimeout > 0) {
      timers.push(setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), writeTimeout));
    }
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }
}

interface Followed {
  readonly connection: Connection;
  /** Runs while there is no request under way. */
  idle: NodeJS.Timeout;
}

/**
 * The client is told first, and only when it has heard of it, requests are no longer taken: those that were on
 * their way by then are served.
 */
function leave(session: Http2Session): void {
  if (session.closed || session.destroyed) return;
  const close = (): void => session.close();
  const overdue = setTimeout(close, leaving);
  session.once('close', () => clearTimeout(overdue));
  session.goaway(constants.NGHTTP2_NO_ERROR, anyStream);
  if (!session.ping(close)) close();
}

/** A body that is of no use any more, since it has been answered, is not waited for (RFC 9113, section 8.1). */
function endEarly({ stream }: Http2ServerRequest): void {
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
}

/** 408, where nothing has been answered yet. */
function refuseSlow(request: Http2ServerRequest, response: Http2ServerResponse): void {
  const { stream } = request;
  if (stream.destroyed || hasCome(stream)) return;
  if (stream.headersSent) {
    stream.close(constants.NGHTTP2_CANCEL);
    return;
  }
  response.writeHead(408);
  // Node says so only where it has no answer to send: without it, the body would just end, and seem to be whole.
  request.emit('aborted');
  response.end();
}

/** The whole request: it may wait to be read for as long as whoever is asked for the answer likes. */
function hasCome({ state }: ServerHttp2Stream): boolean {
  return state.state === constants.NGHTTP2_STREAM_STATE_HALF_CLOSED_REMOTE;
}
