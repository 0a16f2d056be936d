import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { Answer, Flow, Handler, ProxyRequest } from '../middlewares/exchange.ts';
import { GatewayError } from '../middlewares/gateway-error.ts';
import { isIdempotent } from '../middlewares/idempotent.ts';
import type { RuntimeService, Server } from '../runtime/runtime.ts';
import { tellStatus } from './answers.ts';
import { type Choice, chooseServer, hostFor } from './choice.ts';
import { RequestContext } from './context.ts';
import type { ProtocolSwitcher } from './protocol-switcher.ts';
import type { RequestTrace, Visit } from './request-trace.ts';
import { readResponseHead, readTrailers } from './response-head.ts';
import type { OutgoingRequest } from './upstream.ts';
import { failedOnUsedConnection, isUnaskedContinue, statusOfFailure } from './upstream-failure.ts';
import type { Upstreams } from './upstreams.ts';

export interface ForwardingInput {
  readonly upstreams: Upstreams;
  readonly switcher: ProtocolSwitcher;
  readonly logger: Logger;
}

/**
 * The innermost handler of a service: chooses a server each time that it is called, sends the request there, and
 * tells what the server answers; 503 where there is no server.
 */
export function forwardTo(service: RuntimeService, input: ForwardingInput): Handler {
  return (request, answer) => {
    const choice = chooseServer(service, request);
    if (choice === undefined) return tellStatus(answer, 503);
    const switching = request.upgrade ? RequestContext.of(request)?.switching : undefined;
    if (switching !== undefined) return input.switcher.send({ request, answer, service, choice, switching });
    const forwarding = new Forwarding(request, answer, service, choice, input);
    forwarding.send();
    return forwarding;
  };
}

/** How long a client may wait for a pod to ask for its body before it is told to go on, milliseconds; as in Traefik. */
const continueTimeout = 1_000;

/** One request on its way to a pod, and the pod's answer as it comes. */
class Forwarding implements Dispatcher.DispatchHandler, Flow {
  readonly #request: ProxyRequest;
  readonly #answer: Answer;
  readonly #service: RuntimeService;
  readonly #server: Server;
  readonly #cookie: string | undefined;
  readonly #input: ForwardingInput;
  readonly #outgoing: OutgoingRequest;
  readonly #trace: RequestTrace | undefined;
  #visit: Visit | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  /** The connection to the pod was there and the request is being written to it. */
  #started = false;
  /** The pod has said something. */
  #answered = false;
  /** Nothing more is to be told: all has been, or nobody is interested. */
  #ended = false;
  #aborted = false;
  #begun = false;
  #retried = false;
  #continueTimer: NodeJS.Timeout | undefined;

  constructor(
    request: ProxyRequest,
    answer: Answer,
    service: RuntimeService,
    { server, cookie }: Choice,
    input: ForwardingInput,
  ) {
    this.#request = request;
    this.#answer = answer;
    this.#service = service;
    this.#server = server;
    this.#cookie = cookie;
    this.#input = input;
    this.#trace = RequestContext.of(request)?.trace;
    const { method, target, headers, body, expectsContinue } = request;
    const all = ['Host', hostFor(request, service, server), ...headers];
    if (expectsContinue) all.push('Expect', '100-continue');
    this.#outgoing = { method, path: target, headers: all, body: body ?? null };
  }

  send(): void {
    this.#started = false;
    this.#visit = this.#trace?.asks(this.#service.name, this.#server);
    try {
      this.#input.upstreams.to(this.#server).send(this.#outgoing, this);
    } catch (error) {
      this.onResponseError(undefined, asError(error));
    }
  }

  resume(): void {
    this.#controller?.resume();
  }

  abort(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#aborted = true;
    clearTimeout(this.#continueTimer);
    this.#controller?.abort(new Error('the client has left'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#started = true;
    if (this.#aborted) controller.abort(new Error('the client has left'));
    else if (this.#request.expectsContinue)
      this.#continueTimer = setTimeout(() => this.#answer.inform(100, []), continueTimeout);
  }

  onResponseStarted(): void {
    this.#answered = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusMessage?: string,
  ): void {
    if (this.#ended) return;
    const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders : [];
    if (status === 100 || status >= 200) clearTimeout(this.#continueTimer);
    if (status < 200) {
      this.#answer.inform(status, readResponseHead(raw, false));
      return;
    }
    const hasBody = this.#request.method !== 'HEAD' && status !== 204 && status !== 304;
    const headers = readResponseHead(raw, hasBody);
    if (this.#cookie !== undefined) headers.push('Set-Cookie', this.#cookie);
    this.#visit?.answered(status);
    this.#answer.begin({ status, reason: statusMessage ?? '', headers });
    this.#begun = true;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // Whenever it goes on, undici tells of nothing at all: who would stop it for that would do so for ever.
    if (chunk.length === 0) return;
    this.#visit?.received(chunk.length);
    if (!this.#ended && !this.#answer.write(chunk)) controller.pause();
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#visit?.ended();
    const raw = controller.rawTrailers;
    this.#answer.end(Array.isArray(raw) ? readTrailers(raw) : []);
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#ended) return;
    if (isUnaskedContinue(error)) this.#input.upstreams.to(this.#server).failed?.(error);
    if (this.#mayRetry(error)) {
      this.#retried = true;
      this.send();
      return;
    }
    this.#ended = true;
    this.#visit?.ended();
    clearTimeout(this.#continueTimer);
    const failure = new GatewayError(statusOfFailure(error), error);
    this.#log(this.#begun ? 'the pod broke off its answer' : 'the pod gave no answer', error);
    this.#answer.fail(failure);
  }

  /**
   * A pod may close an idle connection at the very moment that a request is sent on it. Such a request is sent
   * once more, on another connection to the same pod, if it has no body, and never left or has an idempotent
   * method (RFC 9110 §9.2.2). Never twice, and never once the pod has said anything but an unasked 100, for which it
   * is then spoken to in another way. A pod that can't be reached is not retried: that is for the `retry` middleware.
   */
  #mayRetry(error: Error): boolean {
    const heard = this.#answered && !isUnaskedContinue(error);
    if (this.#retried || heard || !failedOnUsedConnection(error)) return false;
    const { body, method } = this.#request;
    return body === undefined && (!this.#started || isIdempotent(method));
  }

  #log(message: string, error: Error): void {
    this.#input.logger.debug(
      {
        service: this.#service.name,
        server: this.#server.origin,
        method: this.#request.method,
        error: error.message,
        code: 'code' in error ? error.code : undefined,
      },
      message,
    );
  }
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
