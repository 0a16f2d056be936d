import type { Agent } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { ServersTransport } from '../dynamic/configuration.ts';
import type { Server } from '../runtime/runtime.ts';
import { ConnectingAgent } from './connecting-agent.ts';
import { PodTls } from './pod-tls.ts';
import { connectorTo, openUpstream, timeoutsOf, type Upstream, type UpstreamTimeouts } from './upstream.ts';

/** Traefik's defaults of the static `serversTransport`. */
export const defaultTransport: ServersTransport = {
  serverName: '',
  insecureSkipVerify: false,
  rootCAs: [],
  certificates: [],
  maxIdleConnsPerHost: 200,
  forwardingTimeouts: {
    dialTimeout: 30_000,
    responseHeaderTimeout: 0,
    idleConnTimeout: 90_000,
    readIdleTimeout: 0,
    pingTimeout: 15_000,
  },
  disableHTTP2: false,
  peerCertURI: '',
};

/**
 * The connections to pods, by server. They live for as long as any service names the server, so a new runtime
 * finds the connections of the old one.
 */
export class Upstreams {
  readonly #transport: ServersTransport;
  readonly #lookup: LookupFunction | undefined;
  /** What is read of certificates and authorities, once for each transport. */
  readonly #tls = new WeakMap<ServersTransport, PodTls>();
  readonly #open = new Map<Server, Upstream>();
  /** No longer named, but with requests under way. */
  readonly #closing = new Set<Upstream>();

  /**
   * @param transport of servers that have none of their own
   * @param lookup finds the addresses of servers that are named; undefined: the system does
   */
  constructor(transport: ServersTransport = defaultTransport, lookup?: LookupFunction) {
    this.#transport = transport;
    this.#lookup = lookup;
  }

  to(server: Server): Upstream {
    let upstream = this.#open.get(server);
    if (upstream === undefined) {
      upstream = openUpstream(server, this.#inputFor(server));
      this.#open.set(server, upstream);
    }
    return upstream;
  }

  /**
   * Opens connections to the server for those who take them over, as upgrades do: HTTP/1.1, as its transport says,
   * one for each request, none kept. For `http.request`, whether or not TLS is spoken on them.
   */
  agentFor(server: Server): Agent {
    const { origin } = server;
    return new ConnectingAgent(origin, connectorTo(origin, this.#inputFor(server)), { keepAlive: false });
  }

  /** Of the server's transport. */
  timeoutsOf({ transport }: Server): UpstreamTimeouts {
    return timeoutsOf(transport ?? this.#transport);
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

  #inputFor({ transport = this.#transport }: Server) {
    let tls = this.#tls.get(transport);
    if (tls === undefined) {
      tls = new PodTls(transport);
      this.#tls.set(transport, tls);
    }
    return { transport, tls, lookup: this.#lookup };
  }
}
