import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { matchPath, matchQuery } from '../runtime/facts.ts';
import type { RequestFacts, RoutingTable } from '../runtime/runtime.ts';
import { ClientAnswer } from './client-answer.ts';
import type { Connection, IncomingRequest, OutgoingResponse } from './connection.ts';
import { RequestContext } from './context.ts';
import type { Pipeline } from './pipeline.ts';
import { type HeadOptions, type RequestHead, readHead } from './request-head.ts';
import { type Observation, RequestTrace } from './request-trace.ts';

/** Answers what the process serves itself on an entry point (`/ping`, `/api`); false: not its business. */
export type InternalHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What an entry point does with requests under the runtime in force. */
export interface Routing {
  /** For requests over TLS, or for the others. */
  table(tls: boolean): RoutingTable;
  readonly pipeline: Pipeline;
}

export interface HandlerInput extends HeadOptions {
  /** That of this moment. */
  readonly routing: () => Routing;
  readonly logger: Logger;
  /** Undefined: nobody wants to hear of requests. */
  readonly observation: Observation | undefined;
  /** An `InternalHandler`, for which HTTP/2 is HTTP/1 by Node's compatibility API. */
  internal?(request: IncomingRequest, response: OutgoingResponse): boolean;
}

/** The request layer: the same for every way in which requests come in. A fault of its own costs one request. */
export function handleRequest(
  request: IncomingRequest,
  response: OutgoingResponse,
  connection: Connection,
  input: HandlerInput,
): void {
  const { logger, observation } = input;
  const trace = observation && new RequestTrace(request, connection, observation);
  const answer = new ClientAnswer(request, response, logger, trace);
  try {
    serve(request, response, answer, connection, input, trace);
  } catch (error) {
    logger.error({ err: error }, 'Serving a request failed.');
    answer.abandon();
  }
}

function serve(
  request: IncomingRequest,
  response: OutgoingResponse,
  answer: ClientAnswer,
  connection: Connection,
  input: HandlerInput,
  trace: RequestTrace | undefined,
): void {
  if (input.internal?.(request, response)) return;
  // `OPTIONS *` asks about the server as a whole, not about anything behind it (RFC 9110 §9.3.7).
  if (request.url === '*' && request.method === 'OPTIONS') {
    answer.begin({ status: 200, reason: 'OK', headers: ['Content-Length', '0'] });
    answer.end([]);
    return;
  }
  const context = trace && new RequestContext(undefined, trace);
  const head = readHead(request, connection, input, false, context);
  if (head.kind === 'refused') {
    // How a malformed message ends is not to be trusted: nothing more is read from this connection.
    if (response instanceof ServerResponse) response.shouldKeepAlive = false;
    answer.refuse(head.status, hasBody(request));
    return;
  }
  proceed(request, head, answer, connection, input);
}

/** Sends a request that is well-formed on its way; 404 where there is none, 421 where it must come on another connection. */
export function proceed(
  request: IncomingRequest,
  head: RequestHead,
  answer: ClientAnswer,
  connection: Connection,
  input: HandlerInput,
): void {
  const trace = RequestContext.of(head.request)?.trace;
  trace?.read(head.request);
  if (!connection.takes(head.host)) {
    answer.refuse(421, head.request.body !== undefined);
    return;
  }
  const routing = input.routing();
  const route = routing.table(connection.tls).find(factsOf(request, head, connection));
  if (route === undefined) {
    answer.refuse(404, head.request.body !== undefined);
    return;
  }
  trace?.routed(route);
  answer.askedOf(routing.pipeline.handlerOf(route), head.request);
}

function hasBody(request: IncomingRequest): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  return length !== undefined || coding !== undefined || request.httpVersionMajor === 2;
}

function factsOf(request: IncomingRequest, head: RequestHead, connection: Connection): RequestFacts {
  const { method, target } = head.request;
  return {
    method,
    host: head.host,
    path: matchPath(target),
    query: matchQuery(target),
    headers: request.headers,
    clientAddress: connection.clientAddress,
  };
}
