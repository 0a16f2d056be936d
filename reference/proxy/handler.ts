import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { matchPath, matchQuery } from '../runtime/facts.ts';
import type { RequestFacts, Route, RoutingTable, Server } from '../runtime/runtime.ts';
import { answer } from './answers.ts';
import type { Connection } from './connection.ts';
import { drain } from './drain.ts';
import { exchange } from './exchange.ts';
import { type HeadOptions, type RefusedHead, type RequestHead, readHead } from './request-head.ts';
import type { Upstreams } from './upstreams.ts';

/** Answers what the process serves itself on an entry point (`/ping`, `/api`); false: not its business. */
export type InternalHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface HandlerInput extends HeadOptions {
  /** The table in force at this moment, for requests over TLS or for the others. */
  readonly table: (tls: boolean) => RoutingTable;
  readonly upstreams: Upstreams;
  readonly logger: Logger;
  readonly internal: InternalHandler | undefined;
}

/** What is to become of a request. */
export type Decision =
  | RefusedHead
  | {
      readonly kind: 'forward';
      readonly head: RequestHead;
      readonly route: Route;
      readonly server: Server;
      /** `Set-Cookie` for the answer, where the client is to stay with the server and does not know yet. */
      readonly cookie: string | undefined;
    };

/** The request layer: the same for every way in which requests come in. A fault of its own costs one request. */
export function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
  input: HandlerInput,
): void {
  try {
    serve(request, response, connection, input);
  } catch (error) {
    input.logger.error({ err: error }, 'Serving a request failed.');
    if (response.headersSent) response.destroy();
    else answer(response, 500);
  }
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
  input: HandlerInput,
): void {
  if (input.internal?.(request, response)) return;
  // `OPTIONS *` asks about the server as a whole, not about anything behind it (RFC 9110 §9.3.7).
  if (request.url === '*' && request.method === 'OPTIONS') {
    response.writeHead(200, ['Content-Length', '0']);
    response.end();
    return;
  }
  const decision = decide(request, connection, input);
  if (decision.kind === 'refused') {
    // How a malformed message ends is not to be trusted: nothing more is read from this connection.
    if (decision.status === 400 || decision.status === 501) response.shouldKeepAlive = false;
    answer(response, decision.status);
    if (!request.complete && hasBody(request)) drain(request);
    return;
  }
  const { head, route, server, cookie } = decision;
  const { upstreams, logger } = input;
  exchange({ request, response, head, route, server, cookie, upstreams, logger });
}

/** Where the request goes: 400 malformed, 404 no router, 503 no server. */
export function decide(request: IncomingMessage, connection: Connection, input: HandlerInput): Decision {
  const head = readHead(request, connection, input);
  if (head.kind === 'refused') return head;
  const route = input.table(connection.tls).find(factsOf(request, head, connection));
  if (route === undefined) return { kind: 'refused', status: 404, reason: 'no router' };
  const { sticky } = route.service;
  const bound = sticky?.serverOf(request.headers.cookie ?? '');
  if (bound !== undefined) return { kind: 'forward', head, route, server: bound, cookie: undefined };
  const server = route.service.next();
  if (server === undefined) return { kind: 'refused', status: 503, reason: 'no server' };
  return { kind: 'forward', head, route, server, cookie: sticky?.cookieFor(server) };
}

function hasBody(request: IncomingMessage): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined || request.headers['content-length'] !== undefined
  );
}

function factsOf(request: IncomingMessage, head: RequestHead, connection: Connection): RequestFacts {
  return {
    method: request.method ?? '',
    host: head.host,
    path: matchPath(head.target),
    query: matchQuery(head.target),
    headers: request.headers,
    clientAddress: connection.clientAddress,
  };
}
