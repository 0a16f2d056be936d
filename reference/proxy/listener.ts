import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { plainAddress } from '../addresses/ip-ranges.ts';
import type { ListenAddress } from '../configuration/address.ts';
import type { EntryPoint } from '../configuration/static-configuration.ts';
import type { ClientTls } from '../middlewares/exchange.ts';
import { answer, answerAndClose } from './answers.ts';
import { describeClient } from './client-certificates.ts';
import { type ClientTrust, clientTrust } from './client-trust.ts';
import type { Connection, IncomingRequest, OutgoingResponse } from './connection.ts';
import { Http2Sessions } from './http2-sessions.ts';
import { awaitOpening, type Opening } from './opening.ts';
import { Senders } from './proxy-protocol/senders.ts';
import { RequestOrder } from './request-order.ts';
import { takeOver } from './take-over.ts';
import { anyHost, takenUnder } from './taken-hosts.ts';
import { type TlsInput, TlsTerminator, type TlsTerms } from './tls-terminator.ts';
import { refusedRequest, type UnreadRequest } from './unread-request.ts';
import { isUpgrade } from './upgrade-request.ts';

/** What a listener does with what comes in. */
export interface ListenerHandler {
  request(request: IncomingRequest, response: OutgoingResponse, connection: Connection): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, connection: Connection): void;
  /** Hears of messages that could not be read, and have been answered. */
  unread?(message: UnreadRequest): void;
}

/** Limits on what a client may make the process hold. */
const limits = {
  /** Of a request's header section, bytes. */
  headerSize: 64 * 1024,
  /**
   * For a client to begin, to complete its TLS handshake, and to send its header section, each, where
   * `readTimeout` sets no shorter one, milliseconds.
   */
  headersTimeout: 60_000,
  connections: 65_536,
  /** Requests of a connection that wait for their answers: no client sends as many without looking. */
  pipelined: 1_000,
};

/**
 * The connection layer of one entry point: a socket that listens, HTTP/1.1 or HTTP/2 on the connections that come
 * in, over TLS or not as each client begins, and their end. What requests mean is not its business.
 */
export class Listener {
  readonly #server: Server;
  /** Begins HTTP/1 on a connection. */
  readonly #serve: (socket: Socket) => void;
  readonly #http2: Http2Sessions;
  readonly #tls: TlsTerminator;
  readonly #tlsTable: TlsInput['table'];
  readonly #headersTimeout: number;
  /** Connections on which nothing has been said yet. */
  readonly #silent = new Set<Socket>();
  readonly #trust: ClientTrust;
  readonly #senders: Senders;
  readonly #handler: ListenerHandler;
  readonly #writeTimeout: number;
  readonly #connections = new Map<Duplex, Connection>();
  #draining = false;
  #drained: (() => void) | undefined;

  /** @throws RangeError where a trusted IP is none */
  constructor(
    options: EntryPoint,
    handler: ListenerHandler,
    tls: Pick<TlsInput, 'certificates' | 'table' | 'contexts' | 'challenge' | 'logger'>,
  ) {
    const { readTimeout, writeTimeout, idleTimeout } = options.transport.respondingTimeouts;
    this.#handler = handler;
    this.#trust = clientTrust(options.forwardedHeaders);
    this.#senders = new Senders(options.proxyProtocol);
    this.#writeTimeout = writeTimeout;
    const headersTimeout =
      readTimeout === 0 ? limits.headersTimeout : Math.min(readTimeout, limits.headersTimeout);
    this.#server = createServer({
      maxHeaderSize: limits.headerSize,
      headersTimeout,
      requestTimeout: readTimeout,
      connectionsCheckingInterval: Math.max(50, Math.min(5_000, headersTimeout / 4)),
      keepAliveTimeout: idleTimeout,
      insecureHTTPParser: false,
      // Rules see every value of a repeated field, not just the first.
      joinDuplicateHeaders: true,
      noDelay: true,
      ...newerServerOptions,
    });
    this.#server.timeout = 0;
    // Node drops the headers beyond a count without a word; their total size is limited instead.
    this.#server.maxHeadersCount = 0;
    this.#server.maxConnections = limits.connections;
    this.#headersTimeout = headersTimeout;
    this.#http2 = new Http2Sessions({
      maxConcurrentStreams: options.http2.maxConcurrentStreams,
      headerSize: limits.headerSize,
      headersTimeout,
      timeouts: options.transport.respondingTimeouts,
      request: (request, response, connection) => handler.request(request, response, connection),
    });
    this.#tlsTable = tls.table;
    this.#tls = new TlsTerminator({
      ...tls,
      handshakeTimeout: headersTimeout,
      established: (socket, terms, carrier) => {
        const client = describeClient(socket, terms);
        const connection = this.#connection(socket, { ...terms, client }, carrier);
        if (socket.alpnProtocol === 'h2') this.#beginHttp2(socket, connection);
        else this.#serve(socket);
      },
    });
    this.#serve = takeOver(this.#server, (socket) => this.#accept(socket));
    this.#server
      .on('request', (request, response) => this.#request(request, response))
      .on('checkContinue', (request, response) => this.#request(request, response))
      .on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
      .on('connect', (request, socket) => this.#connect(request, socket))
      .on('clientError', (error, socket) => this.#clientError(error, socket));
  }

  /** Where it listens, with the real port. Rejects with Node's error where it can't. */
  async listen(address: ListenAddress): Promise<AddressInfo> {
    const { port } = address;
    const host = address.host === '' ? undefined : address.host;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(host === undefined ? { port } : { port, host }, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    const bound = this.#server.address();
    if (bound === null || typeof bound === 'string') throw new TypeError('an entry point listens on TCP');
    return bound;
  }

  /**
   * Stops accepting, lets requests under way and upgraded connections end, and cuts what is left of them after
   * `graceTimeOut` milliseconds. Resolves when every connection is closed.
   */
  async drain(graceTimeOut: number): Promise<void> {
    this.#draining = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const drained = new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
    for (const socket of this.#silent) socket.destroy();
    this.#tls.cutHandshakes();
    this.#http2.drain();
    for (const [socket, connection] of this.#connections) {
      if (isIdle(connection)) socket.destroy();
      else if (connection.response !== undefined) connection.response.shouldKeepAlive = false;
    }
    if (this.#connections.size > 0) {
      const cut = setTimeout(() => this.#destroyAll(), graceTimeOut);
      await drained;
      clearTimeout(cut);
    }
    await closed;
  }

  #destroyAll(): void {
    for (const socket of this.#connections.keys()) socket.destroy();
  }

  #accept(socket: Socket): void {
    this.#silent.add(socket);
    socket.once('close', () => this.#silent.delete(socket));
    const timeout = this.#headersTimeout;
    this.#senders.receive(socket, timeout, () => {
      awaitOpening(socket, timeout, (opening) => {
        this.#silent.delete(socket);
        this.#open(socket, opening);
      });
    });
  }

  #open(socket: Socket, opening: Opening): void {
    switch (opening.kind) {
      case 'tls':
        this.#tls.accept(socket, opening.hello);
        break;
      case 'http2':
        this.#beginHttp2(socket, this.#connection(socket, undefined));
        break;
      case 'http1':
        this.#connection(socket, undefined);
        this.#serve(socket);
    }
  }

  #beginHttp2(socket: Socket, connection: Connection): void {
    connection.upgraded = true;
    this.#http2.begin(socket, connection);
  }

  /**
   * From here on the connection speaks HTTP.
   *
   * @param carrier what TLS is spoken on
   */
  #connection(
    socket: Socket,
    tls: (TlsTerms & { readonly client: ClientTls }) | undefined,
    carrier = socket,
  ): Connection {
    const source = this.#senders.sourceOf(carrier);
    const clientAddress = plainAddress(source?.address ?? socket.remoteAddress ?? '');
    const connection: Connection = {
      clientAddress,
      clientPort: source?.port ?? socket.remotePort ?? 0,
      trusted: this.#trust(clientAddress),
      tls: tls !== undefined,
      clientTls: tls?.client,
      takes: tls === undefined ? anyHost : takenUnder(tls, this.#tlsTable),
      underWay: 0,
      order: new RequestOrder(),
      response: undefined,
      upgraded: false,
      refused: undefined,
      client: undefined,
    };
    this.#connections.set(socket, connection);
    socket.once('close', () => {
      this.#connections.delete(socket);
      connection.order.forget();
      if (this.#draining && this.#connections.size === 0) this.#drained?.();
    });
    return connection;
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const connection = this.#connections.get(socket);
    if (connection === undefined || connection.underWay >= limits.pipelined) {
      socket.destroy();
      return;
    }
    connection.underWay++;
    connection.response = response;
    if (this.#draining) response.shouldKeepAlive = false;
    // A client that leaves while its answer is being written is nobody's error.
    response.on('error', () => {});
    response.once('close', () => {
      connection.underWay--;
      connection.order.ended();
      if (connection.response === response) connection.response = undefined;
      // An answer whose head was out before draining began promised to keep the connection.
      if (this.#draining && isIdle(connection) && !socket.destroyed) socket.end();
    });
    if (connection.order.begin(request.method)) this.#takeUp(request, response, connection);
    else connection.order.wait(request.method, () => this.#takeUp(request, response, connection));
  }

  #takeUp(request: IncomingMessage, response: ServerResponse, connection: Connection): void {
    if (this.#writeTimeout > 0) {
      const cut = setTimeout(() => request.socket.destroy(), this.#writeTimeout);
      response.once('close', () => clearTimeout(cut));
    }
    if (request.httpVersionMajor === 1) {
      this.#handler.request(request, response, connection);
      return;
    }
    this.#handler.unread?.(refusedRequest(request, connection, 505));
    answer(response, 505);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const connection = this.#connections.get(socket);
    socket.on('error', () => {});
    // Behind a request that is not answered yet, a switch would come in the place of that answer.
    if (connection === undefined || connection.underWay > 0) {
      socket.destroy();
      return;
    }
    // Before Node 24.9 such a request can't be served as if it had not asked; passing it on is out of the question.
    if (!isUpgrade(request)) {
      this.#handler.unread?.(refusedRequest(request, connection, 501));
      answerAndClose(socket, 501);
      return;
    }
    connection.upgraded = true;
    this.#handler.upgrade(request, socket, head, connection);
  }

  /** A reverse proxy opens no tunnels (RFC 9110 §9.3.6). */
  #connect(request: IncomingMessage, socket: Duplex): void {
    const connection = this.#connections.get(socket);
    socket.on('error', () => {});
    if (connection?.underWay !== 0) {
      socket.destroy();
      return;
    }
    this.#handler.unread?.(refusedRequest(request, connection, 405));
    answerAndClose(socket, 405, ['Allow', '']);
  }

  /**
   * A message that does not parse, or takes too long. Answered only where the answer can't be taken for that
   * of another request; nothing more is read from the connection (RFC 9112 §2.2 and §6.3).
   */
  #clientError(error: ClientError, socket: Duplex): void {
    const connection = this.#connections.get(socket);
    const unanswered =
      connection?.underWay === 0 ||
      (connection?.underWay === 1 && connection.response?.headersSent === false);
    if (connection === undefined || error.code === 'ECONNRESET' || !unanswered) {
      socket.destroy();
      return;
    }
    const status = statusOfClientError(error.code);
    connection.refused = status;
    if (connection.underWay === 0) this.#handler.unread?.({ connection, status, packet: error.rawPacket });
    answerAndClose(socket, status);
  }
}

interface ClientError extends Error {
  readonly code?: string;
  /** What was being read. */
  readonly rawPacket?: Buffer;
}

function isIdle(connection: Connection): boolean {
  return connection.underWay === 0 && !connection.upgraded;
}

function statusOfClientError(code: string | undefined): number {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return 413;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    case 'HPE_INVALID_VERSION':
      return 505;
    default:
      return 400;
  }
}

/** Options that Node knows from 24 on and ignores before. */
const newerServerOptions: object = {
  optimizeEmptyRequests: true,
  shouldUpgradeCallback: isUpgrade,
};
