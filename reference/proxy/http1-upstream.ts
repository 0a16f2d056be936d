import { Client, type Dispatcher, Pool } from 'undici';
import { BodySender } from './body-sender.ts';
import type { Connector } from './connect-pod.ts';
import { IdleLimit } from './idle-limit.ts';
import type { OutgoingRequest, Upstream, UpstreamTimeouts } from './upstream.ts';
import { isUnaskedContinue } from './upstream-failure.ts';

export interface Http1Options {
  /** `scheme://host:port`. */
  readonly origin: string;
  readonly connect: Connector;
  readonly timeouts: UpstreamTimeouts;
  /** How many unused connections are kept. */
  readonly maxIdle: number;
  /** Of an answer, bytes. */
  readonly maxHeaderSize: number;
}

/**
 * HTTP/1.1 to one server: over undici for requests without a body, over Node's client for those with one (see
 * `BodySender`), each opened with its first request. Both tell the handler the same, in undici's terms.
 */
export class Http1Upstream implements Upstream {
  readonly #options: Http1Options;
  readonly #idle: IdleLimit;
  #pool: Pool | undefined;
  #bodySender: BodySender | undefined;
  /** The server says `100 Continue` unasked, so that nothing goes to it over undici any more. */
  #continuesUnasked = false;

  constructor(options: Http1Options) {
    this.#options = options;
    this.#idle = new IdleLimit(options.maxIdle);
  }

  send(request: OutgoingRequest, handler: Dispatcher.DispatchHandler): void {
    const { method, path, headers, body } = request;
    if (body === null && !this.#continuesUnasked) {
      this.#pool ??= this.#openPool();
      this.#pool.dispatch({ method, path, headers }, handler);
    } else {
      this.#bodySender ??= this.#openBodySender();
      this.#bodySender.send({ method, path, headers, body }, handler);
    }
  }

  failed(error: Error): void {
    this.#continuesUnasked ||= isUnaskedContinue(error);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool?.close(), this.#bodySender?.close()]);
  }

  async destroy(): Promise<void> {
    this.#bodySender?.destroy();
    await this.#pool?.destroy();
  }

  #openPool(): Pool {
    const { origin, connect, timeouts, maxHeaderSize } = this.#options;
    // Of `https` undici would close a connection for the next request with another Host; TLS is below all this.
    return new Pool(origin.replace(/^https:/, 'http:'), {
      connect,
      factory: (url, options) => this.#openClient(url, options),
      headersTimeout: timeouts.responseHeader,
      // Streams may be silent for as long as they like.
      bodyTimeout: 0,
      keepAliveTimeout: timeouts.idle === 0 ? 600_000 : timeouts.idle,
      maxHeaderSize,
      allowH2: false,
    });
  }

  /** One connection of the pool, and another in its place when it is closed. */
  #openClient(url: URL, options: object): Client {
    const { connect } = this.#options;
    const client: Client = new Client(url, {
      ...options,
      connect: this.#idle.watched(connect, () => client.stats.size === 0),
    });
    return client.on('drain', this.#idle.onUnused);
  }

  #openBodySender(): BodySender {
    const { origin, connect, timeouts, maxHeaderSize } = this.#options;
    return new BodySender({
      origin,
      connect,
      idle: this.#idle,
      responseHeaderTimeout: timeouts.responseHeader,
      idleTimeout: timeouts.idle,
      maxHeaderSize,
    });
  }
}
