import type { LookupFunction } from 'node:net';
import type { Server } from '../runtime/runtime.ts';
import { Upstream, type UpstreamTimeouts } from './upstream.ts';

/** Traefik's defaults of `serversTransport.forwardingTimeouts`. */
export const defaultTimeouts: UpstreamTimeouts = { connect: 30_000, responseHeader: 0, idle: 90_000 };

/**
 * The connections to pods, by server. They live for as long as any service names the server, so a new runtime
 * finds the connections of the old one.
 */
export class Upstreams {
  readonly timeouts: UpstreamTimeouts;
  /** Finds the addresses of servers that are named; undefined: the system does. */
  readonly lookup: LookupFunction | undefined;
  readonly #open = new Map<Server, Upstream>();
  /** No longer named, but with requests under way. */
  readonly #closing = new Set<Upstream>();

  constructor(timeouts: UpstreamTimeouts = defaultTimeouts, lookup?: LookupFunction) {
    this.timeouts = timeouts;
    this.lookup = lookup;
  }

  to(server: Server): Upstream {
    let upstream = this.#open.get(server);
    if (upstream === undefined) {
      upstream = new Upstream(server, this.timeouts, this.lookup);
      this.#open.set(server, upstream);
    }
    return upstream;
  }

  /** Closes the connections to all other servers; requests under way there end in peace. */
  retain(servers: ReadonlySet<Server>): void {
    for (const [server, upstream] of this.#open) {
      if (servers.has(server)) continue;
      this.#open.delete(server);
      this.#closing.add(upstream);
      const closed = (): boolean => this.#closing.delete(upstream);
      // It fails where all is destroyed in the meantime.
      upstream.close().then(closed, closed);
    }
  }

  /** Cuts every connection; requests still under way fail. */
  async destroy(): Promise<void> {
    const all = [...this.#open.values(), ...this.#closing];
    this.#open.clear();
    await Promise.all(all.map((upstream) => upstream.destroy()));
  }

  /** How many servers have connections, for tests. */
  get size(): number {
    return this.#open.size;
  }
}
