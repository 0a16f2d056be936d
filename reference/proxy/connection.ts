import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Client, ClientTls } from '../middlewares/exchange.ts';
import type { RequestOrder } from './request-order.ts';

/** A request as it comes in. */
export type IncomingRequest = IncomingMessage | Http2ServerRequest;

/** The answer to it, as Node writes it. */
export type OutgoingResponse = ServerResponse | Http2ServerResponse;

/** What is known of a client's connection for as long as it lasts: found out once, not once per request. */
export interface Connection {
  /** Without port, zone or IPv4 mapping: the client's own, or that which a trusted sender gave. */
  readonly clientAddress: string;
  /** 0: not known. */
  readonly clientPort: number;
  /** Whether its forwarded headers are believed. */
  readonly trusted: boolean;
  readonly tls: boolean;
  /** Undefined: plain HTTP. */
  readonly clientTls: ClientTls | undefined;
  /**
   * Whether a request for the host, normalised, may come on this connection. Over TLS those alone may whose TLS
   * options are those of the handshake; to others the answer is 421 (RFC 9110, section 15.5.20).
   */
  takes(host: string): boolean;
  /** Requests that came in and are not answered in full yet; more than one where the client pipelines, or speaks HTTP/2. */
  underWay: number;
  /** When each of them is taken up, where HTTP/1 is spoken. */
  readonly order: RequestOrder;
  /** Of the request that came last, where HTTP/1 is spoken. */
  response: ServerResponse | undefined;
  /** Speaks another protocol since an upgrade, or HTTP/2: when its last request has ended, it has not. */
  upgraded: boolean;
  /** What its client was told of a message that can't be read, amid a request or behind it. */
  refused: number | undefined;
  /** Who asked last, for as long as the version is the same. */
  client: Client | undefined;
}

/** Who asks: the same object for all requests of a connection, unless its client changes the version. */
export function clientOf({ httpVersion: version }: IncomingRequest, connection: Connection): Client {
  const httpVersion = version === '2.0' || version === '1.0' ? version : '1.1';
  const { client: last, clientAddress: address, clientTls: tls } = connection;
  if (last?.httpVersion === httpVersion) return last;
  const client: Client = { address, httpVersion, tls };
  connection.client = client;
  return client;
}
