import type { StickyCookie } from '../dynamic/configuration.ts';
import type { RuntimeService, Server, StickyCookies } from './runtime.ts';
import { ServerCookies } from './sticky.ts';

export interface RoundRobinOptions {
  readonly passHostHeader: boolean;
  /** Undefined: clients are not bound to a server. */
  readonly cookie: StickyCookie | undefined;
}

/** Servers in turn. Whoever it succeeds hands on the turn, so that a change of servers favours none of them. */
export class RoundRobinService implements RuntimeService {
  readonly name: string;
  readonly passHostHeader: boolean;
  readonly servers: readonly Server[];
  readonly sticky: StickyCookies | undefined;
  /** Index of the server whose turn it is. */
  #turn: number;

  /**
   * @param name `name@provider`
   * @param previous the service of that name before, if there was one
   */
  constructor(
    name: string,
    { passHostHeader, cookie }: RoundRobinOptions,
    servers: readonly Server[],
    previous: RoundRobinService | undefined,
  ) {
    this.name = name;
    this.passHostHeader = passHostHeader;
    this.servers = servers;
    this.sticky = cookie && new ServerCookies(name, cookie, servers);
    this.#turn = previous?.turnAmong(servers) ?? 0;
  }

  next(): Server | undefined {
    const server = this.servers[this.#turn];
    if (++this.#turn >= this.servers.length) this.#turn = 0;
    return server;
  }

  /** Index in `servers` of the first of its own servers, beginning with the one whose turn it is, that is there. */
  turnAmong(servers: readonly Server[]): number {
    const indexes = new Map(servers.map((server, index) => [server, index]));
    for (let step = 0; step < this.servers.length; step++) {
      const candidate = this.servers[(this.#turn + step) % this.servers.length];
      const index = candidate && indexes.get(candidate);
      if (index !== undefined) return index;
    }
    return 0;
  }
}
