import { type ClientHttp2Session, type ClientSessionOptions, connect } from 'node:http2';
import type { Socket } from 'node:net';
import type { H2Transmission } from './h2-transmission.ts';

export interface H2SessionOptions {
  /** `scheme://host:port`; what of the scheme comes after `h2c` or `https` is the same. */
  readonly origin: string;
  /** Milliseconds; 0: no limit. */
  readonly idleTimeout: number;
  readonly readIdleTimeout: number;
  readonly pingTimeout: number;
  /** Of an answer, bytes. */
  readonly maxHeaderSize: number;
  /** Called once, when the connection is gone. */
  readonly closed: () => void;
}

/** Streams that a server is sent before it has said how many it takes; as Go's client has it. */
const initialStreams = 100;

/** Bytes of an answer that may come before the client has taken what came before them. */
const streamWindow = 256 * 1024;

/** The same for a connection with all its streams: those that are read must not wait for those that are not. */
const connectionWindow = 4 * 1024 * 1024;

/** One connection to a server, and the streams on it. */
export class H2Session {
  readonly #session: ClientHttp2Session;
  readonly #socket: Socket;
  readonly #options: H2SessionOptions;
  /** Streams that the server takes at a time. */
  #most = initialStreams;
  #active = 0;
  /** Answers that have come over it, as a whole. */
  #served = 0;
  /** Of the last stream that the server has processed, or may have, once it has said so (RFC 9113, section 6.8). */
  #lastProcessed = Number.POSITIVE_INFINITY;
  #idleTimer: NodeJS.Timeout | undefined;
  #healthTimer: NodeJS.Timeout | undefined;
  #bytesSeen = 0;

  /** @param socket connected, and nothing sent on it yet */
  constructor(socket: Socket, options: H2SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    const settings: ClientSessionOptions & { readonly strictSingleValueFields: boolean } = {
      peerMaxConcurrentStreams: initialStreams,
      // A field that must not stand there twice is for the server to judge.
      strictSingleValueFields: false,
      // Each counts for 32 bytes besides its own (RFC 9113, section 6.5.2).
      maxHeaderListPairs: Math.floor(options.maxHeaderSize / 32),
      maxSessionMemory: 64,
      settings: {
        enablePush: false,
        initialWindowSize: streamWindow,
        maxHeaderListSize: options.maxHeaderSize,
      },
    };
    this.#session = connect(options.origin.replace(/^h2c:/, 'http:'), {
      ...settings,
      createConnection: () => socket,
    });
    this.#session
      .on('connect', () => this.#session.setLocalWindowSize(connectionWindow))
      .on('remoteSettings', ({ maxConcurrentStreams = initialStreams }) => {
        this.#most = maxConcurrentStreams;
      })
      .on('goaway', (_code, lastStream) => {
        this.#lastProcessed = lastStream;
      })
      // Its streams tell those who wait for them.
      .on('error', () => {})
      .once('close', () => {
        clearTimeout(this.#idleTimer);
        clearTimeout(this.#healthTimer);
        options.closed();
      });
    this.#watchHealth();
    this.#awaitUse();
  }

  get hasRoom(): boolean {
    const { closed, destroyed } = this.#session;
    if (closed || destroyed || this.#lastProcessed !== Number.POSITIVE_INFINITY) return false;
    // Who takes none at all is asked all the same, since another connection would not help.
    return this.#active < Math.max(this.#most, 1);
  }

  begin(transmission: H2Transmission): void {
    clearTimeout(this.#idleTimer);
    this.#active++;
    transmission.begin(this.#session, {
      notProcessed: (stream) => {
        if (stream !== undefined) return stream > this.#lastProcessed;
        // Its numbers are used up, or it was closed at this moment.
        this.#session.close();
        return true;
      },
      // With a connection on which others were answered, what is wrong need not be the server.
      cut: () => this.#served > 0 && this.#socket.destroyed,
      released: (answered) => {
        this.#active--;
        if (answered) this.#served++;
        if (this.#active === 0) this.#awaitUse();
      },
    });
  }

  /** Resolves when its streams have ended and it is closed. */
  async close(): Promise<void> {
    if (this.#session.destroyed) return;
    await new Promise<void>((resolve) => this.#session.close(resolve));
  }

  async destroy(): Promise<void> {
    this.#session.destroy();
  }

  #awaitUse(): void {
    const { idleTimeout } = this.#options;
    if (idleTimeout === 0 || this.#session.destroyed) return;
    this.#idleTimer = setTimeout(() => this.#session.close(), idleTimeout);
  }

  /** Asks a server from which nothing has come for a while whether it is there, and gives it up where it is not. */
  #watchHealth(): void {
    const { readIdleTimeout } = this.#options;
    if (readIdleTimeout === 0) return;
    this.#healthTimer = setTimeout(() => {
      if (this.#socket.bytesRead === this.#bytesSeen) this.#ping();
      else {
        this.#bytesSeen = this.#socket.bytesRead;
        this.#watchHealth();
      }
    }, readIdleTimeout);
  }

  #ping(): void {
    const { pingTimeout } = this.#options;
    const silent = (): void => {
      this.#session.destroy(new Error('the pod does not answer pings'));
    };
    if (pingTimeout !== 0) this.#healthTimer = setTimeout(silent, pingTimeout);
    this.#session.ping((error) => {
      clearTimeout(this.#healthTimer);
      if (error === null && !this.#session.destroyed) this.#watchHealth();
    });
  }
}
