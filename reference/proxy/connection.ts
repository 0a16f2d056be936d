import type { ServerResponse } from 'node:http';

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
}
