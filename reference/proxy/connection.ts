import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { TLSSocket } from 'node:tls';
import type { Client, ClientTls } from '../middlewares/exchange.ts';

/** A request as it comes in. */
export type IncomingRequest = IncomingMessage | Http2ServerRequest;

/** The answer to it, as Node writes it. */
export type OutgoingResponse = ServerResponse | Http2ServerResponse;

/** What is known of a client's connection for as long as it lasts: found out once, not once per request. */
export interface Connection {
  /** Without port, zone or IPv4 mapping. */
  readonly clientAddress: string;
  /** Whether its forwarded headers are believed. */
  readonly trusted: boolean;
  readonly tls: boolean;
  /** Requests that came in and are not answered in full yet; more than one where the client pipelines. */
  underWay: number;
  /** Of the request that came last. */
  response: ServerResponse | undefined;
  /** Speaks another protocol since an upgrade: to be waited for like a request. */
  upgraded: boolean;
  /** Who asked last, for as long as the version is the same. */
  client?: Client;
}

/** Who asks: the same object for all requests of a connection, unless its client changes the version. */
export function clientOf({ httpVersion: version, socket }: IncomingRequest, connection: Connection): Client {
  const httpVersion = version === '2.0' || version === '1.0' ? version : '1.1';
  const { client: last, clientAddress: address } = connection;
  if (last?.httpVersion === httpVersion) return last;
  const client: Client = {
    address,
    httpVersion,
    tls: socket instanceof TLSSocket ? tlsOf(socket) : undefined,
  };
  connection.client = client;
  return client;
}

function tlsOf(socket: TLSSocket): ClientTls {
  const { servername } = socket;
  return {
    serverName: typeof servername === 'string' ? servername.toLowerCase() : '',
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    certificate: () => socket.getPeerX509Certificate(),
  };
}
