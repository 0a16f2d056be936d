import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Connector } from './connect-pod.ts';
import { ConnectingAgent } from './connecting-agent.ts';
import type { IdleLimit } from './idle-limit.ts';
import { type RequestWithBody, Transmission } from './transmission.ts';

export interface BodySenderOptions {
  /** `scheme://host:port` of the one server. */
  readonly origin: string;
  readonly connect: Connector;
  readonly idle: IdleLimit;
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
  readonly #agent: KeepingAgent;
  readonly #underWay = new Set<Transmission>();
  #allEnded: (() => void) | undefined;

  constructor(options: BodySenderOptions) {
    this.#options = options;
    this.#agent = new KeepingAgent(options);
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

/** Keeps no more unused connections than may be. */
class KeepingAgent extends ConnectingAgent {
  readonly #idle: IdleLimit;

  constructor({ origin, connect, idle, idleTimeout }: BodySenderOptions) {
    const unused = (): number =>
      Object.values(this.freeSockets).reduce((sum, list) => sum + (list?.length ?? 0), 0);
    super(origin, idle.counted(connect, unused), {
      keepAlive: true,
      maxFreeSockets: Number.POSITIVE_INFINITY,
      ...(idleTimeout === 0 ? {} : { timeout: idleTimeout }),
    });
    this.#idle = idle;
  }

  override keepSocketAlive(socket: Duplex): boolean {
    // Node's answer is whether to keep it, though its types say nothing of that.
    const kept: unknown = super.keepSocketAlive(socket);
    return this.#idle.hasRoom && kept === true;
  }
}
