import { isIPv6 } from 'node:net';
import type { Readable } from 'node:stream';
import type { Client, ProxyRequest } from '../middlewares/exchange.ts';
import type { Route, Server } from '../runtime/runtime.ts';
import { type Connection, clientOf, type IncomingRequest } from './connection.ts';
import type { BegunRequest, ProxyObserver, RequestRecord } from './observer.ts';

/** What is told of the requests of an entry point, and to whom. */
export interface Observation {
  readonly entryPoint: string;
  readonly observer: ProxyObserver;
}

/** The client left before it was told anything: nginx's status, which access logs know. */
const clientLeft = 499;

/** Follows one request to its end, and tells the observer then. There is none where there is no observer. */
export class RequestTrace {
  readonly #observation: Observation;
  readonly #request: IncomingRequest;
  readonly #connection: Connection;
  readonly #client: Client;
  readonly #peer: string;
  readonly #start = Date.now();
  readonly #began = performance.now();
  #read: ProxyRequest | undefined;
  #route: Route | undefined;
  #requestSize = 0;
  #status = 0;
  #headers: readonly string[] = [];
  #responseSize = 0;
  /** How often the service of the route was asked. */
  #asked = 0;
  #visit: Visit | undefined;
  #told = false;

  constructor(request: IncomingRequest, connection: Connection, observation: Observation) {
    this.#observation = observation;
    this.#request = request;
    this.#connection = connection;
    this.#client = clientOf(request, connection);
    this.#peer = peerOf(connection);
    observation.observer.requestBegan?.(this.#begun());
  }

  /** The request is well-formed. */
  read(request: ProxyRequest): void {
    this.#read = request;
    if (request.body !== undefined) this.#count(request.body.from);
  }

  routed(route: Route): void {
    this.#route = route;
    const { observer } = this.#observation;
    observer.requestRouted?.(this.#begun(), route.router, route.service.name);
  }

  /** The request goes to a server of the service. */
  asks(service: string, server: Server): Visit {
    if (service === this.#route?.service.name) this.#asked++;
    this.#visit = new Visit(server);
    return this.#visit;
  }

  /** The client is told. */
  answered(status: number, headers: readonly string[]): void {
    this.#status = status;
    this.#headers = headers;
  }

  sent(bytes: number): void {
    this.#responseSize += bytes;
  }

  /** @param status what the client was told, where that is not known yet; undefined: nothing */
  end(status?: number): void {
    if (this.#told) return;
    this.#told = true;
    this.#observation.observer.requestEnded(
      this.#record(this.#status || (status ?? this.#connection.refused ?? clientLeft)),
    );
  }

  #begun(): BegunRequest {
    return {
      entryPoint: this.#observation.entryPoint,
      method: this.#request.method ?? '',
      requestHeaders: withoutPseudo(this.#request.rawHeaders),
    };
  }

  #record(status: number): RequestRecord {
    const request = this.#request;
    return {
      ...this.#begun(),
      client: this.#client,
      peer: this.#peer,
      authority: this.#read?.authority ?? authorityOf(request),
      target: this.#read?.target ?? request.url ?? '',
      start: this.#start,
      duration: performance.now() - this.#began,
      status,
      responseHeaders: this.#headers,
      requestSize: this.#requestSize,
      responseSize: this.#responseSize,
      router: this.#route?.router,
      service: this.#route?.service.name,
      origin: this.#visit?.origin(),
      retries: Math.max(0, this.#asked - 1),
      upgrade: upgradeOf(request, status, this.#headers),
    };
  }

  /** Listening to the body would make it flow: it is counted where it comes in. */
  #count(body: Readable): void {
    const { push } = body;
    body.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
      if (chunk !== null) this.#requestSize += chunk.length;
      return push.call(body, chunk, encoding);
    };
  }
}

/** One attempt to have a server answer. */
export class Visit {
  readonly #server: Server;
  readonly #began = performance.now();
  #status: number | undefined;
  #size = 0;
  #duration: number | undefined;

  constructor(server: Server) {
    this.#server = server;
  }

  answered(status: number): void {
    this.#status = status;
  }

  received(bytes: number): void {
    this.#size += bytes;
  }

  /** Nothing more comes from the server. */
  ended(): void {
    this.#duration ??= performance.now() - this.#began;
  }

  origin(): RequestRecord['origin'] {
    this.ended();
    return {
      server: this.#server.origin,
      status: this.#status,
      size: this.#size,
      duration: this.#duration ?? 0,
    };
  }
}

/** `address:port` of the client; 0 for a port that is not known. */
export function peerOf({ clientAddress, clientPort }: Connection): string {
  return `${isIPv6(clientAddress) ? `[${clientAddress}]` : clientAddress}:${clientPort}`;
}

function authorityOf({ headers }: IncomingRequest): string {
  const authority = headers[':authority'] ?? headers.host;
  return typeof authority === 'string' ? authority : '';
}

function withoutPseudo(rawHeaders: readonly string[]): readonly string[] {
  const isPseudo = (name: string | undefined): boolean => name?.startsWith(':') === true;
  if (!isPseudo(rawHeaders[0])) return rawHeaders;
  return rawHeaders.filter((_text, at) => !isPseudo(rawHeaders[at - (at % 2)]));
}

function upgradeOf(
  request: IncomingRequest,
  status: number,
  headers: readonly string[],
): RequestRecord['upgrade'] {
  if (status === 101) return request.headers.upgrade?.toLowerCase() === 'websocket' ? 'websocket' : undefined;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (headers[at]?.toLowerCase() === 'content-type')
      return headers[at + 1]?.toLowerCase().startsWith('text/event-stream') ? 'sse' : undefined;
  }
  return undefined;
}
