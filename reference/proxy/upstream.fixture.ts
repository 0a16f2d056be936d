/** What the tests of connections to pods share: pods that speak HTTP/2, requests without a client, and what is told of them. */
import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Stream, type SessionOptions } from 'node:http2';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { ServersTransport } from '../dynamic/configuration.ts';
import type { Server } from '../runtime/runtime.ts';
import type { OutgoingRequest } from './upstream.ts';
import { defaultTransport, Upstreams } from './upstreams.ts';

/** How long a test waits for what must come, milliseconds. */
const deadline = 5_000;

export type StreamListener = (
  stream: ServerHttp2Stream,
  path: string,
  headers: Readonly<Record<string, unknown>>,
) => void;

export interface H2Pod extends AsyncDisposable {
  readonly server: Http2Server;
  readonly target: Server;
  /** TCP connections that it has had. */
  readonly connections: readonly Socket[];
}

/** A pod that speaks HTTP/2 with prior knowledge. */
export async function startH2Pod(answer: StreamListener, options: SessionOptions = {}): Promise<H2Pod> {
  const connections: Socket[] = [];
  const server = createServer(options);
  server.on('connection', (socket: Socket) => connections.push(socket));
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    answer(stream, String(headers[':path']), headers);
  });
  const port = await listening(server);
  return {
    server,
    target: { origin: `h2c://127.0.0.1:${port}`, authority: `127.0.0.1:${port}` },
    connections,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of connections) socket.destroy();
    },
  };
}

export function respond(stream: ServerHttp2Stream, body = 'ok'): void {
  stream.respond({ ':status': 200 });
  stream.end(body);
}

/** What the client sends, as a whole. */
export async function bodyOf(stream: ServerHttp2Stream): Promise<string> {
  let body = '';
  for await (const chunk of stream) body += chunk;
  return body;
}

export async function listening(server: {
  listen(port: number, host: string): unknown;
  address(): AddressInfo | string | null;
  once(event: 'listening', listener: () => void): unknown;
}): Promise<number> {
  await new Promise<void>((resolve) => {
    server.once('listening', resolve);
    server.listen(0, '127.0.0.1');
  });
  return (server.address() as AddressInfo).port;
}

/** What may go wrong on the way to a pod, without a word from either side. */
export interface Wire extends AsyncDisposable {
  readonly port: number;
  cut(): void;
  /** Nothing comes through any more. */
  freeze(): void;
}

/** A wire to a port of this machine. */
export async function startWire(port: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: await listening(server),
    cut,
    freeze() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
    },
  };
}

export function transportWith(
  changes: Partial<ServersTransport>,
  timeouts: Partial<ServersTransport['forwardingTimeouts']> = {},
): ServersTransport {
  const forwardingTimeouts = { ...defaultTransport.forwardingTimeouts, ...timeouts };
  return { ...defaultTransport, ...changes, forwardingTimeouts };
}

/** What a handler was told, in the order in which it was. */
export class Told implements Dispatcher.DispatchHandler {
  controller: Dispatcher.DispatchController | undefined;
  informational: number[] = [];
  status: number | undefined;
  reason: string | undefined;
  headers: readonly string[] = [];
  trailers: readonly string[] = [];
  error: Error | undefined;
  starts = 0;
  bytes = 0;
  /** What it does with each chunk, besides counting it. */
  onChunk: (controller: Dispatcher.DispatchController) => void = () => {};
  readonly #chunks: Buffer[] = [];
  readonly #head = Promise.withResolvers<void>();
  readonly #end = Promise.withResolvers<void>();

  get body(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    this.starts++;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    reason?: string,
  ): void {
    if (status < 200) {
      this.informational.push(status);
      return;
    }
    this.status = status;
    this.reason = reason;
    this.headers = (controller.rawHeaders as Buffer[] | string[]).map(String);
    this.#head.resolve();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes < 1_000_000) this.#chunks.push(chunk);
    this.onChunk(controller);
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    this.trailers = ((controller.rawTrailers ?? []) as Buffer[] | string[]).map(String);
    this.#end.resolve();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.error = error;
    this.#head.resolve();
    this.#end.resolve();
  }

  /** The answer has begun, or there is none. */
  head(): Promise<void> {
    return overdue(this.#head.promise, 'the head of an answer');
  }

  /** Nothing more is told. */
  async ended(): Promise<this> {
    await overdue(this.#end.promise, 'the end of an answer');
    return this;
  }
}

export function get(path = '/', headers: readonly string[] = []): OutgoingRequest {
  return { method: 'GET', path, headers: ['Host', 'a.example', ...headers], body: null };
}

/** With a body of these chunks, and trailers. */
export function post(
  path: string,
  chunks: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  trailers: readonly string[] = [],
): OutgoingRequest {
  const from = Object.assign(Readable.from(chunks, { objectMode: false }), { rawTrailers: [...trailers] });
  return { method: 'POST', path, headers: ['Host', 'a.example'], body: { from, length: undefined } };
}

/** Connections to pods that end with the test. */
export class TestUpstreams extends Upstreams implements AsyncDisposable {
  send(server: Server, request: OutgoingRequest): Told {
    const told = new Told();
    this.to(server).send(request, told);
    return told;
  }

  /** The whole answer. */
  async ask(server: Server, request: OutgoingRequest): Promise<Told> {
    return await this.send(server, request).ended();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.destroy();
  }
}

async function overdue<T>(promise: Promise<T>, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), deadline);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves when the connection is closed. */
export async function closed(socket: Socket | undefined): Promise<void> {
  if (socket === undefined || socket.closed) return;
  await overdue(once(socket, 'close'), 'the end of a connection');
}
