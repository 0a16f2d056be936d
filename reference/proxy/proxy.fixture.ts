/** What the tests of the proxy share: pods, a runtime built by hand, and a client that writes bytes. */
import { once } from 'node:events';
import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { pino } from 'pino';
import type { EntryPoint } from '../configuration/static-configuration.ts';
import { CertificateIndex } from '../runtime/certificate-index.ts';
import type { CertificateTable, RoutingTable, Runtime, RuntimeService, Server } from '../runtime/runtime.ts';
import { builtInProfile } from '../runtime/tls-options.ts';
import type { TlsTable } from '../runtime/tls-table.ts';
import { type ProxyInput, startProxy } from './proxy.ts';

/** How long a test waits for what must come, milliseconds. */
export const deadline = 5_000;

export const silentLogger = pino({ level: 'silent' });

export const entryPointDefaults: EntryPoint = {
  address: '127.0.0.1:0',
  forwardedHeaders: { insecure: false, trustedIPs: [] },
  proxyProtocol: undefined,
  http: { tls: undefined, middlewares: [], redirections: undefined, encodeQuerySemicolons: false },
  http2: { maxConcurrentStreams: 250 },
  transport: {
    respondingTimeouts: { readTimeout: 0, writeTimeout: 0, idleTimeout: 180_000 },
    lifeCycle: { requestAcceptGraceTimeout: 0, graceTimeOut: 200 },
  },
};

export interface Pod extends AsyncDisposable {
  readonly server: HttpServer;
  readonly port: number;
  readonly target: Server;
}

export async function startPod(listener: RequestListener): Promise<Pod> {
  const server = createServer({ keepAliveTimeout: 60_000 }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    port,
    target: serverAt(port),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function serverAt(port: number): Server {
  return { origin: `http://127.0.0.1:${port}`, authority: `127.0.0.1:${port}` };
}

export function serviceOf(servers: readonly Server[], passHostHeader = true): RuntimeService {
  let turn = 0;
  return {
    name: 'default-app-80@kubernetes',
    passHostHeader,
    servers,
    sticky: undefined,
    next: () => servers[turn++ % servers.length],
  };
}

/** Routes every request for `example.net` to the service, any other nowhere. */
export function runtimeFor(
  service: RuntimeService,
  certificates: CertificateTable = CertificateIndex.empty,
): Runtime {
  return {
    table: () => ({
      find: (request) =>
        request.host === 'example.net' ? { router: 'app@kubernetes', service, middlewares: [] } : undefined,
    }),
    certificates,
    tls: () => builtInTls,
    middlewares: new Map(),
    service: () => undefined,
    entryPointMiddlewares: () => [],
    routers: new Map(),
    services: new Map(),
    servers: new Set(service.servers),
    problems: [],
  };
}

/** No options of anybody's, no default certificate but the one that is signed by itself. */
export const builtInTls: TlsTable = { profileFor: () => builtInProfile, defaultCertificate: undefined };

export interface RunningProxy extends AsyncDisposable {
  readonly port: number;
  use(service: RuntimeService): void;
  useTable(table: RoutingTable): void;
  useRuntime(runtime: Runtime): void;
  drain(): Promise<void>;
}

export async function startTestProxy(
  service: RuntimeService,
  options: Partial<EntryPoint> = {},
  input: Partial<ProxyInput> = {},
): Promise<RunningProxy> {
  const proxy = await startProxy({
    entryPoints: { http: { ...entryPointDefaults, ...options } },
    serverName: 'proxy-1',
    logger: silentLogger,
    ...input,
  });
  proxy.use(runtimeFor(service));
  return {
    port: proxy.addresses.get('http')?.port ?? 0,
    use: (next) => proxy.use(runtimeFor(next)),
    useTable: (table) => proxy.use({ ...runtimeFor(service), table: () => table }),
    useRuntime: proxy.use,
    drain: proxy.drain,
    [Symbol.asyncDispose]: proxy.drain,
  };
}

/** A TCP connection that remembers what it has received. */
export class RawClient {
  readonly socket: Socket;
  received = '';
  closed = false;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    const tell = (): void => {
      for (const check of this.#waiting) check();
    };
    socket.on('data', (text) => {
      this.received += text;
      tell();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      tell();
    });
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    const client = new RawClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    return client;
  }

  /** On a connection that is there already, such as one over TLS. */
  static over(socket: Socket): RawClient {
    return new RawClient(socket);
  }

  send(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }

  /** Everything received, once it matches. */
  async until(pattern: RegExp): Promise<string> {
    await this.#wait(() => pattern.test(this.received), `${pattern}`);
    return this.received;
  }

  /** Everything received, once the connection is closed. */
  async end(): Promise<string> {
    await this.#wait(() => this.closed, 'the end of the connection');
    return this.received;
  }

  close(): void {
    this.socket.destroy();
  }

  async #wait(condition: () => boolean, what: string): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const overdue = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`waited in vain for ${what}; received ${JSON.stringify(this.received)}`));
      }, deadline);
      const check = (): void => {
        if (!condition()) return;
        clearTimeout(overdue);
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
    });
  }
}

/** A client that has completed its handshake. */
export async function handshake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** What the promise gives, or a failure once it is overdue. */
export async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), deadline);
  try {
    return await Promise.race([promise, overdue]);
  } finally {
    clearTimeout(timer);
  }
}

/** Sends the bytes on a connection of their own and gives all that comes back until the peer closes it. */
export async function converse(port: number, text: string): Promise<string> {
  const client = await RawClient.open(port);
  return client.send(text).end();
}

/** A pod that speaks bytes: whatever a connection sends is kept, and `answer` decides what comes back. */
export interface RawPod extends AsyncDisposable {
  readonly target: Server;
  /** All that was received so far, on all connections, in order. */
  received(): string;
  readonly connections: readonly Socket[];
}

export async function startRawPod(
  answer: (socket: Socket, received: string, connection: number) => void,
): Promise<RawPod> {
  const connections: Socket[] = [];
  let all = '';
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    const index = connections.push(socket) - 1;
    let received = '';
    socket.setEncoding('latin1');
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('data', (text) => {
      received += text;
      all += text;
      answer(socket, received, index);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    target: serverAt(port),
    received: () => all,
    connections,
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A pod that says, as its body, what it was sent: the head as it came, byte by byte. */
export function startMirrorPod(): Promise<RawPod> {
  return startRawPod((socket, received) => {
    const end = received.lastIndexOf('\r\n\r\n');
    if (end === -1) return;
    const head = received.slice(received.lastIndexOf('\r\n\r\n', end - 1) + 1);
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${head.length}\r\n\r\n${head}`, 'latin1');
  });
}
