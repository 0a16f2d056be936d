import { type ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import { ProxyServer } from 'http-proxy-3';
import { answerAndClose } from './answers.ts';
import type { Connection } from './connection.ts';
import { decide, type HandlerInput } from './handler.ts';
import { headerKind } from './header-names.ts';
import type { RequestHead } from './request-head.ts';
import { AnswerTimeoutError, statusOfFailure } from './upstream-failure.ts';

export type UpgradeHandler = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  connection: Connection,
) => void;

/**
 * WebSockets, and whatever else switches protocols (RFC 9110 §7.8). From the switch on, bytes go both ways
 * unread. Until then, everything that goes wrong ends in an HTTP status.
 */
export function createUpgradeHandler(input: HandlerInput): UpgradeHandler {
  const proxy = new ProxyServer();
  // Errors are told to the callback of each call; without a listener they would be thrown.
  proxy.on('error', () => {});
  const attempts = new WeakMap<object, Attempt>();
  proxy.on('proxyReqWs', (outgoing, request) => attempts.get(request)?.begin(outgoing));

  const serve: UpgradeHandler = (request, socket, head, connection) => {
    const decision = decide(request, connection, input);
    if (decision.kind === 'refused') {
      answerAndClose(socket, decision.status);
      return;
    }
    const { route, server, cookie } = decision;
    const { timeouts, lookup } = input.upstreams;
    const host =
      route.service.passHostHeader && decision.head.authority !== ''
        ? decision.head.authority
        : server.authority;
    const attempt = new Attempt(socket, decision.head.target, timeouts.responseHeader, cookie);
    const standIn = standInFor(request);
    attempts.set(standIn, attempt);
    const options = {
      target: new URL(server.origin),
      method: request.method ?? 'GET',
      headers: headersFor(request, decision.head, host),
      connectTimeout: timeouts.connect,
      ...(lookup === undefined ? {} : { agent: agentFor(server.origin, lookup) }),
    };
    proxy.ws(standIn, socket, head, options, (error) => {
      input.logger.debug(
        { service: route.service.name, server: server.origin, error: error.message },
        'the pod did not switch protocols',
      );
      attempt.fail(error);
    });
  };
  return (request, socket, head, connection) => {
    try {
      serve(request, socket, head, connection);
    } catch (error) {
      input.logger.error({ err: error }, 'Serving a request failed.');
      answerAndClose(socket, 500);
    }
  };
}

/** For one connection, which nobody else uses. */
function agentFor(origin: string, lookup: LookupFunction): HttpAgent | HttpsAgent {
  return origin.startsWith('https:') ? new HttpsAgent({ lookup }) : new HttpAgent({ lookup });
}

/** The library takes WebSocket handshakes alone; what it is to send stands in `options`, whatever the protocol. */
function standInFor(request: IncomingMessage): IncomingMessage {
  return Object.create(request, {
    method: { value: 'GET' },
    headers: { value: { upgrade: 'websocket', connection: 'close' } },
  });
}

function headersFor(
  request: IncomingMessage,
  head: RequestHead,
  host: string,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < head.headers.length; at += 2) {
    const name = head.headers[at] ?? '';
    const value = head.headers[at + 1] ?? '';
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  headers.host = host;
  headers.connection = 'Upgrade';
  headers.upgrade = request.headers.upgrade ?? '';
  return headers;
}

/** One attempt to switch, until the pod has answered. */
class Attempt {
  readonly #socket: Duplex;
  readonly #target: string;
  readonly #timeout: number;
  /** `Set-Cookie` to be added to what the pod sets. */
  readonly #cookie: string | undefined;
  #answered = false;

  constructor(socket: Duplex, target: string, timeout: number, cookie: string | undefined) {
    this.#socket = socket;
    this.#target = target;
    this.#timeout = timeout;
    this.#cookie = cookie;
  }

  begin(outgoing: ClientRequest): void {
    // As the client spelt it: the library would resolve dot segments.
    outgoing.path = this.#target;
    const leave = (): void => {
      outgoing.destroy();
      this.#socket.destroy();
    };
    // The client's end of the connection stays half open when it leaves: Node leaves closing it to whoever took it over.
    this.#socket.once('close', leave).once('end', leave);
    const overdue =
      this.#timeout === 0
        ? undefined
        : setTimeout(() => outgoing.destroy(new AnswerTimeoutError()), this.#timeout);
    const answered = ({ headers }: IncomingMessage): void => {
      this.#answered = true;
      if (this.#cookie !== undefined)
        headers['set-cookie'] = [...(headers['set-cookie'] ?? []), this.#cookie];
      clearTimeout(overdue);
      this.#socket.off('close', leave).off('end', leave);
    };
    outgoing.once('close', () => clearTimeout(overdue));
    outgoing.once('upgrade', (response) => {
      answered(response);
      removeHopByHop(response);
    });
    outgoing.once('response', (response) => {
      answered(response);
      removeHopByHop(response);
      response.headers.connection = 'close';
      this.#holdBack(response);
      this.#socket.once('close', () => response.destroy());
    });
  }

  fail(error: Error): void {
    if (this.#answered) this.#socket.destroy();
    else answerAndClose(this.#socket, statusOfFailure(error));
  }

  /** The library writes the body of an answer that is no switch as fast as the pod sends it. */
  #holdBack(response: IncomingMessage): void {
    const socket = this.#socket;
    response.on('data', () => {
      if (!socket.writableNeedDrain) return;
      response.pause();
      socket.once('drain', () => response.resume());
    });
  }
}

function removeHopByHop(response: IncomingMessage): void {
  const switching = response.statusCode === 101;
  for (const name of Object.keys(response.headers)) {
    const kind = headerKind(name);
    if (switching && (name === 'connection' || name === 'upgrade')) continue;
    if (kind === 'hop-by-hop' || kind === 'connection') delete response.headers[name];
  }
}
