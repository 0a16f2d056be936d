import { createHash } from 'node:crypto';
import type { ServersTransport } from '../dynamic/configuration.ts';
import { PersistentMap } from './persistent-map.ts';
import type { Server } from './runtime.ts';
import { parseServer } from './server.ts';

interface Registered {
  readonly server: Server;
  /** How many times services name it. */
  readonly count: number;
}

/** The servers that services name, one object for each origin and way to connect there. Immutable. */
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
    return this.#servers.get(keyOf(server))?.server === server;
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

  /**
   * @param transport undefined: the static one
   * @returns undefined where the URL is none that a server can have
   */
  take(url: string, transport?: ServersTransport): Server | undefined {
    const parsed = parseServer(url);
    if (parsed === undefined) return undefined;
    return this.#count(transport === undefined ? parsed : { ...parsed, transport }, 1);
  }

  giveBack(server: Server): void {
    this.#count(server, -1);
  }

  finish(): ServerRegistry {
    const changes = new Map<string, Registered | undefined>();
    for (const [key, registered] of this.#changes) {
      changes.set(key, registered.count > 0 ? registered : undefined);
    }
    return this.#finish(this.#before.with(changes));
  }

  #count(candidate: Server, step: number): Server {
    const key = keyOf(candidate);
    const known = this.#changes.get(key) ?? this.#before.get(key);
    const server = known?.server ?? candidate;
    this.#changes.set(key, { server, count: (known?.count ?? 0) + step });
    return server;
  }
}

function keyOf({ origin, transport }: Server): string {
  return transport === undefined ? origin : `${origin} ${digestOf(transport)}`;
}

const digests = new WeakMap<ServersTransport, string>();

/** The same for the same definition. */
function digestOf(transport: ServersTransport): string {
  let digest = digests.get(transport);
  if (digest === undefined) {
    digest = createHash('sha256').update(JSON.stringify(transport)).digest('base64');
    digests.set(transport, digest);
  }
  return digest;
}
