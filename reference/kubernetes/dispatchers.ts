import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { ClientLimits } from './client.ts';
import type { Connection, TlsSettings } from './connection.ts';

/** The pool of connections that fits the TLS settings in force: a new one when they have rotated. */
export class Dispatchers {
  readonly #connection: Connection;
  readonly #limits: ClientLimits;
  #current: { readonly settings: TlsSettings; readonly dispatcher: Dispatcher } | undefined;
  readonly #open = new Set<Dispatcher>();
  #closed = false;

  constructor(connection: Connection, limits: ClientLimits) {
    this.#connection = connection;
    this.#limits = limits;
  }

  get(settings: TlsSettings): Dispatcher {
    if (this.#closed) throw new Error('The client is closed.');
    if (this.#current !== undefined && sameTls(this.#current.settings, settings))
      return this.#current.dispatcher;
    const old = this.#current?.dispatcher;
    const dispatcher = createDispatcher(this.#connection, settings, this.#limits);
    this.#current = { settings, dispatcher };
    this.#open.add(dispatcher);
    // Watches that run on the old one end in their own time.
    old?.close().finally(() => this.#open.delete(old));
    return dispatcher;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open].map((dispatcher) => dispatcher.destroy()));
    this.#open.clear();
  }
}

function createDispatcher({ server, proxy }: Connection, tls: TlsSettings, limits: ClientLimits): Dispatcher {
  const secure = {
    ca: tls.ca,
    cert: tls.cert,
    key: tls.key,
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    rejectUnauthorized: tls.verify,
  };
  // One watch per connection: with HTTP/2, all watches would go silent with the one connection they share.
  const common = { allowH2: false, keepAliveTimeout: 30_000 };
  if (proxy !== undefined) {
    return new ProxyAgent({
      ...common,
      uri: proxy.href,
      requestTls: secure,
      connectTimeout: limits.connectTimeout,
    });
  }
  return new Pool(server.origin, {
    ...common,
    connect: { ...secure, timeout: limits.connectTimeout, keepAlive: true, keepAliveInitialDelay: 30_000 },
  });
}

export function sameTls(a: TlsSettings, b: TlsSettings): boolean {
  return (
    a.ca === b.ca &&
    a.cert === b.cert &&
    a.key === b.key &&
    a.serverName === b.serverName &&
    a.verify === b.verify
  );
}
