import { PersistentMap } from './persistent-map.ts';
import type { Server } from './runtime.ts';
import { parseServer } from './server.ts';

interface Registered {
  readonly server: Server;
  /** How many times services name it. */
  readonly count: number;
}

/** The servers that services name, one object for each origin. Immutable. */
export class ServerRegistry implements ReadonlySet<Server> {
  static readonly empty = new ServerRegistry(PersistentMap.empty());

  readonly #servers: PersistentMap<Registered>;

  private constructor(servers: PersistentMap<Registered>) {
    this.#servers = servers;
  }

  get size(): number {
    return this.#servers.size;
  }

  has(server: Server): boolean {
    return this.#servers.get(server.origin)?.server === server;
  }

  *values(): SetIterator<Server> {
    for (const { server } of this.#servers.values()) yield server;
    return undefined;
  }

  keys(): SetIterator<Server> {
    return this.values();
  }

  *entries(): SetIterator<[Server, Server]> {
    for (const server of this.values()) yield [server, server];
    return undefined;
  }

  [Symbol.iterator](): SetIterator<Server> {
    return this.values();
  }

  forEach(visit: (server: Server, same: Server, set: ReadonlySet<Server>) => void): void {
    for (const server of this.values()) visit(server, server, this);
  }

  change(): ServerChange {
    return new ServerChange(this.#servers, (servers) => new ServerRegistry(servers));
  }
}

/** Takes and gives back servers; one that is given back and taken again stays the same object. */
export class ServerChange {
  readonly #before: PersistentMap<Registered>;
  readonly #finish: (servers: PersistentMap<Registered>) => ServerRegistry;
  readonly #changes = new Map<string, Registered>();

  constructor(
    before: PersistentMap<Registered>,
    finish: (servers: PersistentMap<Registered>) => ServerRegistry,
  ) {
    this.#before = before;
    this.#finish = finish;
  }

  /** @returns undefined where the URL is none that a server can have */
  take(url: string): Server | undefined {
    const parsed = parseServer(url);
    return parsed && this.#count(parsed, 1);
  }

  giveBack(server: Server): void {
    this.#count(server, -1);
  }

  finish(): ServerRegistry {
    const changes = new Map<string, Registered | undefined>();
    for (const [origin, registered] of this.#changes) {
      changes.set(origin, registered.count > 0 ? registered : undefined);
    }
    return this.#finish(this.#before.with(changes));
  }

  #count(candidate: Server, step: number): Server {
    const known = this.#changes.get(candidate.origin) ?? this.#before.get(candidate.origin);
    const server = known?.server ?? candidate;
    this.#changes.set(server.origin, { server, count: (known?.count ?? 0) + step });
    return server;
  }
}
