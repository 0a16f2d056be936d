import { Agent, type ClientRequestArgs } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { buildConnector, Dispatcher } from 'undici';
import { type RequestWithBody, Transmission } from './transmission.ts';

export interface BodySenderOptions {
  /** `scheme://host:port` of the one server. */
  readonly origin: string;
  readonly connect: buildConnector.connector;
  /** Milliseconds; 0: no limit. */
  readonly responseHeaderTimeout: number;
  readonly idleTimeout: number;
  /** Of an answer, bytes. */
  readonly maxHeaderSize: number;
}

/**
 * Sends requests that have a body to one server, with Node's own client: undici holds a head back until the
 * first byte of the body is there, so that client and pod may wait for one another; sends no trailers; and takes
 * a 100 for an error. It tells the handler what undici's dispatchers tell theirs.
 */
export class BodySender {
  readonly #options: BodySenderOptions;
  readonly #agent: ConnectingAgent;
  readonly #underWay = new Set<Transmission>();
  #allEnded: (() => void) | undefined;

  constructor(options: BodySenderOptions) {
    this.#options = options;
    this.#agent = new ConnectingAgent(options);
  }

  send(request: RequestWithBody, handler: Dispatcher.DispatchHandler): void {
    const transmission = new Transmission(request, handler, { ...this.#options, agent: this.#agent });
    this.#underWay.add(transmission);
    transmission.onClose(() => {
      this.#underWay.delete(transmission);
      if (this.#underWay.size === 0) this.#allEnded?.();
    });
  }

  /** Resolves when requests under way have ended; closes every connection then. */
  async close(): Promise<void> {
    if (this.#underWay.size > 0) {
      await new Promise<void>((resolve) => {
        this.#allEnded = resolve;
      });
    }
    this.#agent.destroy();
  }

  /** Cuts every connection. */
  destroy(): void {
    for (const transmission of this.#underWay) transmission.abort(new Error('the connection is cut'));
    this.#agent.destroy();
  }
}

/** Connects as undici's pools do: the same time limit, names, TLS and marks. */
class ConnectingAgent extends Agent {
  readonly #connect: buildConnector.connector;
  readonly #place: buildConnector.Options;
  #destroyed = false;

  constructor({ origin, connect, idleTimeout }: BodySenderOptions) {
    super({ keepAlive: true, ...(idleTimeout === 0 ? {} : { timeout: idleTimeout }) });
    this.#connect = connect;
    const { protocol, hostname, port, host } = new URL(origin);
    this.#place = { protocol, port, host, hostname: hostname.replace(/^\[(.*)\]$/, '$1') };
  }

  override createConnection(
    _options: ClientRequestArgs,
    created?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    this.#connect(this.#place, (...[error, socket]: buildConnector.CallbackArgs) => {
      if (error !== null) {
        created?.(error, new Socket());
      } else if (this.#destroyed) {
        socket.destroy();
        created?.(new Error('the connection is cut'), socket);
      } else {
        created?.(null, socket);
      }
    });
  }

  override destroy(): void {
    this.#destroyed = true;
    super.destroy();
  }
}
