import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { Connector } from './connect-pod.ts';

/**
 * Keeps no more than so many unused connections to a server open. undici has no such limit, so that its connections
 * are counted here; Node's agent asks before it keeps one. As long as fewer are open at all, nothing is counted.
 */
export class IdleLimit {
  readonly #most: number;
  /** In the order in which undici opened its clients, which is that in which it looks for an unused one. */
  readonly #slots = new Set<Slot>();
  /** Used and unused, undici's and the agent's. */
  #open = 0;
  /** Unused ones of the agent's. */
  #others = (): number => 0;
  #sweeping = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** @param unused tells of the connection that is open this way whether it has nothing to do */
  watched(connect: Connector, unused: () => boolean): Connector {
    const slot: Slot = { socket: undefined, unused };
    return (options, callback) => {
      connect(options, (...[error, socket]: buildConnector.CallbackArgs) => {
        if (error === null) {
          this.#fill(slot, socket);
          callback(null, socket);
        } else {
          // Whoever can't connect is not asked again.
          this.#slots.delete(slot);
          callback(error, null);
        }
      });
    };
  }

  /** @param unused how many of the connections that are opened this way have nothing to do */
  counted(connect: Connector, unused: () => number): Connector {
    this.#others = unused;
    return (options, callback) => {
      connect(options, (...[error, socket]: buildConnector.CallbackArgs) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        this.#count(socket);
        callback(null, socket);
      });
    };
  }

  /** To be called whenever a connection may have become unused. */
  readonly onUnused = (): void => {
    if (this.#sweeping || this.#open <= this.#most) return;
    this.#sweeping = true;
    // By then the next request in the queue has taken the connection.
    setImmediate(() => {
      this.#sweeping = false;
      const unused = this.#unused();
      const kept = Math.max(this.#most - this.#others(), 0);
      for (const socket of unused.slice(kept)) socket.destroy();
    });
  };

  /** Whether one more unused connection may be kept, of those that are open. */
  get hasRoom(): boolean {
    return this.#open <= this.#most || this.#unused().length + this.#others() < this.#most;
  }

  #fill(slot: Slot, socket: Socket): void {
    this.#slots.add(slot);
    slot.socket = socket;
    this.#count(socket);
    socket.once('close', () => {
      slot.socket = undefined;
    });
  }

  #count(socket: Socket): void {
    this.#open++;
    socket.once('close', () => this.#open--);
  }

  #unused(): Socket[] {
    return [...this.#slots].flatMap(({ socket, unused }) =>
      socket !== undefined && unused() ? [socket] : [],
    );
  }
}

/** What is one connection after another, never two at a time. */
interface Slot {
  socket: Socket | undefined;
  readonly unused: () => boolean;
}
