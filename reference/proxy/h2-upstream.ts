import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import { H2Session } from './h2-session.ts';
import { H2Transmission } from './h2-transmission.ts';
import type { OutgoingRequest, Upstream, UpstreamTimeouts } from './upstream.ts';

export interface H2Options {
  /** `scheme://host:port`. */
  readonly origin: string;
  /** `:authority` of requests that have no Host. */
  readonly authority: string;
  /** Opens a connection; neither an error nor a connection: the server speaks HTTP/1.1. */
  readonly open: (opened: Opened) => void;
  /** Where requests go then. */
  readonly otherwise?: Upstream;
  readonly timeouts: UpstreamTimeouts;
  /** Milliseconds without a frame after which the server is asked whether it is there; 0: never. */
  readonly readIdleTimeout: number;
  /** Milliseconds in which it has to say so; 0: no limit. */
  readonly pingTimeout: number;
  /** Of an answer, bytes. */
  readonly maxHeaderSize: number;
}

export type Opened = (...result: [error: Error, socket: null] | [error: null, socket: Socket | null]) => void;

/**
 * HTTP/2 to one server (RFC 9113). A request goes over the first connection that takes one more stream, and waits
 * for another connection where there is none. What the server says that it has not processed is sent once more.
 */
export class H2Upstream implements Upstream {
  readonly #options: H2Options;
  readonly #scheme: 'http' | 'https';
  readonly #sessions = new Set<H2Session>();
  #waiting: H2Transmission[] = [];
  readonly #underWay = new Set<H2Transmission>();
  #opening = false;
  #destroyed = false;
  #allEnded: (() => void) | undefined;

  constructor(options: H2Options) {
    this.#options = options;
    this.#scheme = options.origin.startsWith('https:') ? 'https' : 'http';
  }

  send(request: OutgoingRequest, handler: Dispatcher.DispatchHandler): void {
    const { authority, timeouts } = this.#options;
    const transmission = new H2Transmission(request, handler, {
      authority,
      scheme: this.#scheme,
      responseHeaderTimeout: timeouts.responseHeader,
      ended: (which) => this.#ended(which),
      again: (which) => this.#place(which),
    });
    this.#underWay.add(transmission);
    this.#place(transmission);
  }

  async close(): Promise<void> {
    if (this.#underWay.size > 0) {
      await new Promise<void>((resolve) => {
        this.#allEnded = resolve;
      });
    }
    await Promise.all([...this.#sessions].map((session) => session.close()));
  }

  async destroy(): Promise<void> {
    this.#destroyed = true;
    for (const transmission of this.#underWay) transmission.abort(new Error('the connection is cut'));
    await Promise.all([...this.#sessions].map((session) => session.destroy()));
  }

  #place(transmission: H2Transmission): void {
    for (const session of this.#sessions) {
      if (session.hasRoom) {
        session.begin(transmission);
        return;
      }
    }
    this.#waiting.push(transmission);
    this.#openSession();
  }

  #openSession(): void {
    if (this.#opening) return;
    this.#opening = true;
    this.#options.open((error, socket) => {
      this.#opening = false;
      if (this.#destroyed) socket?.destroy();
      else if (error !== null) for (const waiting of this.#takeWaiting()) waiting.fail(error);
      else if (socket === null) this.#sendOtherwise();
      else this.#use(socket);
    });
  }

  #use(socket: Socket): void {
    const session = new H2Session(socket, {
      ...this.#options,
      idleTimeout: this.#options.timeouts.idle,
      closed: () => this.#sessions.delete(session),
    });
    this.#sessions.add(session);
    // More of them than the session takes open the next one.
    for (const waiting of this.#takeWaiting()) this.#place(waiting);
  }

  #sendOtherwise(): void {
    for (const waiting of this.#takeWaiting()) {
      try {
        this.#options.otherwise?.send(waiting.request, waiting.handler);
        this.#ended(waiting);
      } catch (error) {
        waiting.fail(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  #takeWaiting(): readonly H2Transmission[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  #ended(transmission: H2Transmission): void {
    this.#underWay.delete(transmission);
    if (this.#underWay.size === 0) this.#allEnded?.();
  }
}
