import type { LookupFunction } from 'node:net';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import type { Server } from '../runtime/runtime.ts';
import { BodySender } from './body-sender.ts';
import type { OutgoingBody } from './transmission.ts';
import { markErrors } from './upstream-failure.ts';

/** Milliseconds; 0: no limit. */
export interface UpstreamTimeouts {
  /** To open a connection to a pod. */
  readonly connect: number;
  /** From the end of the request to the end of the pod's header section. */
  readonly responseHeader: number;
  /** How long an unused connection is kept. */
  readonly idle: number;
}

/** Largest header section that a pod may send, bytes. */
const maxResponseHeader = 256 * 1024;

/** A request as it goes to a server. */
export interface OutgoingRequest {
  readonly method: string;
  readonly path: string;
  /** Name, value, name, value …, Host first; of the fields that frame a message Content-Length alone. */
  readonly headers: string[];
  readonly body: OutgoingBody | null;
}

/**
 * The connections to one server: undici's for requests without a body, Node's for those with one (see
 * `BodySender`), each opened with its first request. Both tell the handler the same, in undici's terms.
 */
export class Upstream {
  readonly #server: Server;
  readonly #timeouts: UpstreamTimeouts;
  readonly #connect: buildConnector.connector;
  #pool: Pool | undefined;
  #bodySender: BodySender | undefined;

  constructor(server: Server, timeouts: UpstreamTimeouts, lookup: LookupFunction | undefined) {
    this.#server = server;
    this.#timeouts = timeouts;
    this.#connect = markingConnector(timeouts.connect, lookup);
  }

  send(request: OutgoingRequest, handler: Dispatcher.DispatchHandler): void {
    const { method, path, headers, body } = request;
    if (body === null) {
      this.#pool ??= this.#openPool();
      this.#pool.dispatch({ method, path, headers }, handler);
    } else {
      this.#bodySender ??= this.#openBodySender();
      this.#bodySender.send({ method, path, headers, body }, handler);
    }
  }

  /** Resolves when requests under way have ended and every connection is closed. */
  async close(): Promise<void> {
    await Promise.all([this.#pool?.close(), this.#bodySender?.close()]);
  }

  /** Cuts every connection; requests still under way fail. */
  async destroy(): Promise<void> {
    this.#bodySender?.destroy();
    await this.#pool?.destroy();
  }

  #openPool(): Pool {
    const { responseHeader, idle } = this.#timeouts;
    return new Pool(this.#server.origin, {
      connect: this.#connect,
      headersTimeout: responseHeader,
      // Streams may be silent for as long as they like.
      bodyTimeout: 0,
      keepAliveTimeout: idle === 0 ? 600_000 : idle,
      maxHeaderSize: maxResponseHeader,
      allowH2: false,
    });
  }

  #openBodySender(): BodySender {
    const { responseHeader, idle } = this.#timeouts;
    return new BodySender({
      origin: this.#server.origin,
      connect: this.#connect,
      responseHeaderTimeout: responseHeader,
      idleTimeout: idle,
      maxHeaderSize: maxResponseHeader,
    });
  }
}

function markingConnector(timeout: number, lookup: LookupFunction | undefined): buildConnector.connector {
  const connect = buildConnector({ timeout, allowH2: false, ...(lookup === undefined ? {} : { lookup }) });
  return (options, callback) => {
    connect(options, (...[error, socket]: buildConnector.CallbackArgs) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      markErrors(socket);
      callback(null, socket);
    });
  };
}
