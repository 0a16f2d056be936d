import type { LookupFunction, Socket } from 'node:net';
import { buildConnector, type Dispatcher, errors, Pool } from 'undici';
import type { Server } from '../runtime/runtime.ts';

/** Milliseconds; 0: no limit. */
export interface UpstreamTimeouts {
  /** To open a connection to a pod. */
  readonly connect: number;
  /** From the end of the request to the end of the pod's header section. */
  readonly responseHeader: number;
  /** How long an unused connection is kept. */
  readonly idle: number;
}

/** Traefik's defaults of `serversTransport.forwardingTimeouts`. */
export const defaultTimeouts: UpstreamTimeouts = { connect: 30_000, responseHeader: 0, idle: 90_000 };

/** Largest header section that a pod may send, bytes. */
const maxResponseHeader = 256 * 1024;

/**
 * The connections to pods: one pool per server, opened with its first request. A pool lives for as long as any
 * service names its server, so a new runtime finds the connections of the old one.
 */
export class Upstreams {
  readonly timeouts: UpstreamTimeouts;
  /** Finds the addresses of servers that are named; undefined: the system does. */
  readonly lookup: LookupFunction | undefined;
  readonly #pools = new Map<Server, Pool>();
  /** No longer named, but with requests under way. */
  readonly #closing = new Set<Pool>();

  constructor(timeouts: UpstreamTimeouts = defaultTimeouts, lookup?: LookupFunction) {
    this.timeouts = timeouts;
    this.lookup = lookup;
  }

  pool(server: Server): Dispatcher {
    let pool = this.#pools.get(server);
    if (pool === undefined) {
      pool = this.#open(server);
      this.#pools.set(server, pool);
    }
    return pool;
  }

  /** Closes the pools of all other servers; requests under way there end in peace. */
  retain(servers: ReadonlySet<Server>): void {
    for (const [server, pool] of this.#pools) {
      if (servers.has(server)) continue;
      this.#pools.delete(server);
      this.#closing.add(pool);
      void pool.close().then(() => this.#closing.delete(pool));
    }
  }

  /** Cuts every connection; requests still under way fail. */
  async destroy(): Promise<void> {
    const all = [...this.#pools.values(), ...this.#closing];
    this.#pools.clear();
    await Promise.all(all.map((pool) => pool.destroy()));
  }

  /** How many servers have a pool, for tests. */
  get size(): number {
    return this.#pools.size;
  }

  #open(server: Server): Pool {
    const { connect, responseHeader, idle } = this.timeouts;
    return new Pool(server.origin, {
      connect: markingConnector(connect, this.lookup),
      headersTimeout: responseHeader,
      // Streams may be silent for as long as they like.
      bodyTimeout: 0,
      keepAliveTimeout: idle === 0 ? 600_000 : idle,
      maxHeaderSize: maxResponseHeader,
      allowH2: false,
    });
  }
}

/** Errors of connections that had already carried an answer: the pod may just have closed an idle one. */
const ofUsedConnections = new WeakSet<Error>();

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

function markErrors(socket: Socket): void {
  socket.once('error', (error) => {
    if (socket.bytesRead > 0) ofUsedConnections.add(error);
  });
}

/**
 * Whether the request failed because its connection, which had served others before, was closed by the pod.
 * Says nothing about whether the pod had seen the request.
 */
export function failedOnUsedConnection(error: Error): boolean {
  return (
    ofUsedConnections.has(error) ||
    (error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0)
  );
}

/** 504 where time ran out, 502 for everything else that can go wrong with a pod. */
export function statusOfFailure(error: Error): 502 | 504 {
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'ETIMEDOUT':
      return 504;
    default:
      return 502;
  }
}
