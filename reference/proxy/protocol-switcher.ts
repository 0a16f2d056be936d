import type { ClientRequest, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ProxyServer } from 'http-proxy-3';
import type { Logger } from 'pino';
import type { Answer, Flow, ProxyRequest } from '../middlewares/exchange.ts';
import { GatewayError } from '../middlewares/gateway-error.ts';
import type { RuntimeService } from '../runtime/runtime.ts';
import { type Choice, hostFor } from './choice.ts';
import { RequestContext, type Switching } from './context.ts';
import type { Visit } from './request-trace.ts';
import { inPairs, readResponseHead, readTrailers } from './response-head.ts';
import { AnswerTimeoutError, statusOfFailure } from './upstream-failure.ts';
import type { Upstreams } from './upstreams.ts';

/** A request that asks to switch protocols, and where it goes. */
export interface SwitchRequest {
  readonly request: ProxyRequest;
  readonly answer: Answer;
  readonly service: RuntimeService;
  readonly choice: Choice;
  readonly switching: Switching;
}

/**
 * WebSockets, and whatever else switches protocols (RFC 9110 §7.8). From the switch on, bytes go both ways
 * unread. Until then, the pod's answer is told as any other, so that middlewares have their say.
 */
export class ProtocolSwitcher {
  readonly #proxy = new ProxyServer();
  readonly #upstreams: Upstreams;
  readonly #logger: Logger;

  constructor(upstreams: Upstreams, logger: Logger) {
    this.#upstreams = upstreams;
    this.#logger = logger;
    // Without a listener they would be thrown.
    this.#proxy.on('error', () => {});
  }

  send(wanted: SwitchRequest): Flow {
    const { service, choice } = wanted;
    const attempt = new Attempt(
      wanted,
      this.#upstreams.timeoutsOf(choice.server).responseHeader,
      (message, error) =>
        this.#logger.debug(
          { service: service.name, server: choice.server.origin, error: error.message },
          message,
        ),
    );
    attempt.begin((begun, failed) => this.#send(wanted, begun, failed));
    return attempt;
  }

  /** The library takes WebSocket handshakes alone; what it is to send stands in its options, whatever the protocol. */
  #send(
    { request, service, choice: { server }, switching }: SwitchRequest,
    begun: (outgoing: ClientRequest) => void,
    failed: () => void,
  ): void {
    const options = {
      // Whether or not TLS is spoken is the agent's business.
      target: `http://${server.authority}`,
      method: request.method,
      headers: {
        ...fieldsOf(request.headers),
        host: hostFor(request, service, server),
        connection: 'Upgrade',
        upgrade: switching.request.headers.upgrade ?? '',
      },
      agent: this.#upstreams.agentFor(server),
    };
    const standIn: IncomingMessage = Object.create(switching.request, {
      method: { value: 'GET' },
      headers: { value: { upgrade: 'websocket', connection: 'close' } },
    });
    let sent: ClientRequest | undefined;
    const sending = (outgoing: ClientRequest): void => {
      sent = outgoing;
      // As the client spelt it: the library would resolve dot segments.
      outgoing.path = request.target;
    };
    this.#proxy.once('proxyReqWs', sending);
    this.#proxy.ws(standIn, switching.socket, nothing, options, failed);
    this.#proxy.off('proxyReqWs', sending);
    if (sent === undefined) throw new Error('the request to switch protocols was not sent');
    begun(sent);
  }
}

const nothing = Buffer.alloc(0);

/** One attempt to switch: until the pod has answered, and then for as long as the other protocol lasts. */
class Attempt implements Flow {
  readonly #wanted: SwitchRequest;
  readonly #timeout: number;
  readonly #log: (message: string, error: Error) => void;
  #outgoing: ClientRequest | undefined;
  #declined: IncomingMessage | undefined;
  #podSocket: Duplex | undefined;
  readonly #visit: Visit | undefined;
  /** Nothing more is to be told: all has been, or nobody is interested. */
  #ended = false;

  constructor(wanted: SwitchRequest, timeout: number, log: (message: string, error: Error) => void) {
    this.#wanted = wanted;
    this.#timeout = timeout;
    this.#log = log;
    const { request, service, choice } = wanted;
    this.#visit = RequestContext.of(request)?.trace?.asks(service.name, choice.server);
  }

  resume(): void {
    this.#declined?.resume();
  }

  abort(): void {
    this.#ended = true;
    this.#outgoing?.destroy();
    this.#podSocket?.destroy();
  }

  begin(send: (begun: (outgoing: ClientRequest) => void, failed: () => void) => void): void {
    try {
      send(
        (outgoing) => this.#follow(outgoing),
        () => this.#wanted.switching.socket.destroy(),
      );
    } catch (error) {
      this.#fail(asError(error));
    }
  }

  #follow(outgoing: ClientRequest): void {
    this.#outgoing = outgoing;
    const [relay] = outgoing.listeners('upgrade');
    // The library writes to the client whatever the pod says; here it has to wait for the middlewares.
    for (const event of ['upgrade', 'response', 'error']) outgoing.removeAllListeners(event);
    const overdue =
      this.#timeout === 0
        ? undefined
        : setTimeout(() => outgoing.destroy(new AnswerTimeoutError()), this.#timeout);
    outgoing
      .on('error', (error) => this.#fail(error))
      .once('close', () => clearTimeout(overdue))
      .once('upgrade', (response: IncomingMessage, podSocket: Duplex, head: Buffer) => {
        clearTimeout(overdue);
        this.#agreed(response, podSocket, () => relay?.call(outgoing, response, podSocket, head));
      })
      .once('response', (response) => {
        clearTimeout(overdue);
        this.#decline(response);
      });
  }

  #agreed(response: IncomingMessage, podSocket: Duplex, relay: () => void): void {
    const { answer, choice, switching } = this.#wanted;
    this.#podSocket = podSocket;
    this.#visit?.answered(101);
    podSocket.on('error', () => {}).once('close', () => this.#end());
    switching.socket.once('close', () =>
      (podSocket instanceof Socket ? podSocket : undefined)?.destroySoon(),
    );
    if (this.#ended) {
      podSocket.destroy();
      return;
    }
    switching.relay = (headers) => {
      switching.relay = undefined;
      switching.release();
      const { upgrade } = response.headers;
      response.headers = { connection: 'Upgrade', upgrade, ...fieldsOf(headers) };
      relay();
    };
    const headers = readResponseHead(response.rawHeaders, false);
    if (choice.cookie !== undefined) headers.push('Set-Cookie', choice.cookie);
    this.#guard(() => answer.begin({ status: 101, reason: response.statusMessage ?? '', headers }));
  }

  #decline(response: IncomingMessage): void {
    const { answer, choice } = this.#wanted;
    const { statusCode: status = 0, statusMessage: reason = '', rawHeaders } = response;
    this.#declined = response;
    this.#visit?.answered(status);
    response
      .on('data', (chunk) => {
        this.#visit?.received(chunk.length);
        this.#guard(() => {
          if (!this.#ended && !answer.write(chunk)) response.pause();
        });
      })
      .once('end', () => this.#end(readTrailers(response.rawTrailers)))
      .on('error', (error) => this.#fail(error));
    const headers = readResponseHead(rawHeaders, true);
    if (choice.cookie !== undefined) headers.push('Set-Cookie', choice.cookie);
    this.#guard(() => answer.begin({ status, reason, headers }));
  }

  #end(trailers: readonly string[] = []): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#visit?.ended();
    this.#wanted.answer.end(trailers);
  }

  #fail(error: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#outgoing?.destroy();
    this.#podSocket?.destroy();
    this.#log('the pod did not switch protocols', error);
    this.#wanted.answer.fail(new GatewayError(statusOfFailure(error), error));
  }

  /** What the pod has said may be more than can be passed on: that is this request's failure alone. */
  #guard(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#fail(asError(error));
    }
  }
}

/** As Node wants them: of names that differ in case alone it would keep one, so that the first spelling stands for all. */
function fieldsOf(headers: readonly string[]): Record<string, string | string[]> {
  const fields = new Map<string, [name: string, value: string | string[]]>();
  for (const [name, value] of inPairs(headers)) {
    const before = fields.get(name.toLowerCase());
    if (before === undefined) fields.set(name.toLowerCase(), [name, value]);
    else before[1] = [before[1], value].flat();
  }
  return Object.fromEntries(fields.values());
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
