import type { X509Certificate } from 'node:crypto';
import type { Readable } from 'node:stream';

/**
 * How a request goes through middlewares to a service, and the answer back through them. A handler takes a request
 * and tells an answer, bit by bit, as undici's dispatchers do; a middleware makes a handler of the next one.
 * Middlewares are made once per configuration, and called once per request.
 */

/** A request on its way to a pod: what a middleware changes, it changes in a copy. */
export interface ProxyRequest {
  readonly method: string;
  /** Path and query, as they go on; as the client spelt them unless a middleware has changed them. */
  readonly target: string;
  /**
   * Name, value, name, value …, in the client's order and spelling, the forwarded ones last; no Host, no field
   * that belongs to a connection, and of those that frame a message Content-Length alone.
   */
  readonly headers: readonly string[];
  /** The host that the client asked for, with port where it gave one; empty where there is none (HTTP/1.0). */
  readonly authority: string;
  /** The Host that goes on, where a middleware has set one; undefined: as `passHostHeader` of the service says. */
  readonly host?: string;
  readonly body: RequestBody | undefined;
  /**
   * The client waits to be told to go on before it sends its body (RFC 9110 §10.1.1). Who reads the body itself tells
   * it so, with `inform(100, [])`, and passes the request on without this.
   */
  readonly expectsContinue: boolean;
  /** `GET`s and the like that ask to switch protocols (RFC 9110 §7.8): no body, and the answer may be a 101. */
  readonly upgrade: boolean;
  readonly client: Client;
  /** The proxy's own: copies carry it along, nobody else looks into it. */
  readonly context?: object | undefined;
}

export interface RequestBody {
  /** The body as it comes in, not read from yet; `rawTrailers` is complete when it has ended. */
  readonly from: Readable & { readonly rawTrailers?: readonly string[] };
  /** Bytes, as Content-Length says; undefined: not known before its end. */
  readonly length: number | undefined;
}

/** Who asks, and how. */
export interface Client {
  /** Of the peer, or as the PROXY protocol gave it; without port, zone or IPv4 mapping. */
  readonly address: string;
  readonly httpVersion: '1.0' | '1.1' | '2.0';
  /** Undefined: plain HTTP. */
  readonly tls: ClientTls | undefined;
}

export interface ClientTls {
  /** The name that the handshake asked for, lower case; empty where it asked for none. */
  readonly serverName: string;
  /** `TLSv1.3` and the like. */
  readonly protocol: string;
  /** As OpenSSL names it. */
  readonly cipher: string;
  /** What the client presented, where it was asked for it. */
  certificate(): X509Certificate | undefined;
}

/**
 * Takes an answer. In this order: `inform` any number of times, `begin` once, `write` any number of times, `end` once;
 * `fail` may take the place of anything up to `end`, after which nothing more is said. All of it may be told before
 * the handler has returned its `Flow`.
 */
export interface Answer {
  /** An informational answer (1xx, save 101). */
  inform(status: number, headers: readonly string[]): void;
  /**
   * A 101 goes on at once: what follows is another protocol, which is not told here; the `end` is, once the connection
   * has ended.
   *
   * @throws where the head can't stand in a message; `fail` may follow then
   */
  begin(head: AnswerHead): void;
  /** False: the taker is behind; the teller should pause until `resume` of its `Flow` is called. */
  write(chunk: Buffer): boolean;
  /** @param trailers name, value, name, value … */
  end(trailers: readonly string[]): void;
  /**
   * No answer, or no more of it: the pod can't be reached, broke off, or took too long. Where nothing has begun, the
   * client is told the status of a `GatewayError`, 502 of any other.
   */
  fail(error: Error): void;
}

export interface AnswerHead {
  readonly status: number;
  /** Empty: that of the status. */
  readonly reason: string;
  /** Name, value, name, value …, in the pod's order and spelling; no field that belongs to a connection. */
  readonly headers: readonly string[];
  /** Without a type among them, the client is told none: it is not to be guessed. */
  readonly untyped?: true;
}

/** What the taker of an answer can do to it. */
export interface Flow {
  /** The taker has caught up. */
  resume(): void;
  /** The taker has left, or wants no more: nothing more is told, `fail` neither. */
  abort(): void;
}

export type Handler = (request: ProxyRequest, answer: Answer) => Flow;

/**
 * Wraps the handler behind it; called once per configuration and route, not per request. The innermost handler chooses
 * a server of the service each time that it is called, so that calling `next` again tries another one.
 */
export type Middleware = (next: Handler, services: Services) => Handler;

/** What a middleware can reach besides what is behind it. */
export interface Services {
  /** `name@provider` of the router whose requests these are: for what has a state for each. */
  readonly router: string;
  /** @param name `name@provider`; undefined: there is none */
  handler(name: string): Handler | undefined;
}
