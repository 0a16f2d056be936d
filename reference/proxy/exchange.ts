import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { Route, Server } from '../runtime/runtime.ts';
import { AnswerWriter } from './answer-writer.ts';
import { answer } from './answers.ts';
import { drain } from './drain.ts';
import type { RequestHead } from './request-head.ts';
import { readResponseHead, readTrailers } from './response-head.ts';
import type { OutgoingRequest } from './upstream.ts';
import { failedOnUsedConnection, statusOfFailure } from './upstream-failure.ts';
import type { Upstreams } from './upstreams.ts';

export interface ExchangeInput {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly head: RequestHead;
  readonly route: Route;
  readonly server: Server;
  /** `Set-Cookie` to be added to what the server sets; undefined: none. */
  readonly cookie: string | undefined;
  readonly upstreams: Upstreams;
  readonly logger: Logger;
}

/** Sends the request to the server and its answer to the client; ends when both sides have ended. */
export function exchange(input: ExchangeInput): void {
  new Exchange(input).send();
}

/** How long a client may wait for a pod to ask for its body before it is told to go on, milliseconds; as in Traefik. */
const continueTimeout = 1_000;

/** Bytes that may wait to be written to a client before informational answers are dropped. */
const maxWaiting = 64 * 1024;

/**
 * One request on its way to a pod and back: the upstream tells it what the pod says, and it writes that
 * straight to the client, as fast as the client reads.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #input: ExchangeInput;
  readonly #response: ServerResponse;
  readonly #writer: AnswerWriter;
  #outgoing: OutgoingRequest | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  /** The connection to the pod was there and the request is being written to it. */
  #started = false;
  /** The pod has said something. */
  #answered = false;
  #ended = false;
  #clientGone = false;
  #retried = false;
  #awaitsContinue: boolean;
  #continueTimer: NodeJS.Timeout | undefined;

  constructor(input: ExchangeInput) {
    this.#input = input;
    this.#response = input.response;
    this.#writer = new AnswerWriter(input.response, () => this.#controller?.resume());
    this.#awaitsContinue = input.head.expectsContinue && input.head.body !== 'none';
    input.response.once('close', this.#onClientClose);
  }

  send(): void {
    const { head, request, route, server } = this.#input;
    const host = route.service.passHostHeader && head.authority !== '' ? head.authority : server.authority;
    head.headers.push('Host', host);
    this.#outgoing = {
      method: request.method ?? 'GET',
      path: head.target,
      headers: head.headers,
      body:
        head.body === 'none'
          ? null
          : { from: request, length: head.body === 'chunked' ? undefined : head.body },
    };
    this.#dispatch(this.#outgoing);
  }

  #dispatch(outgoing: OutgoingRequest): void {
    const { server, upstreams } = this.#input;
    this.#started = false;
    try {
      upstreams.to(server).send(outgoing, this);
    } catch (error) {
      this.onResponseError(undefined, asError(error));
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#started = true;
    if (this.#clientGone) controller.abort(new Error('the client has left'));
    else if (this.#awaitsContinue)
      this.#continueTimer = setTimeout(() => this.#tellToContinue(), continueTimeout);
  }

  #tellToContinue(): void {
    clearTimeout(this.#continueTimer);
    this.#awaitsContinue = false;
    this.#response.writeContinue();
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
    const { request, cookie } = this.#input;
    const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders : [];
    if (status === 100) {
      // Only to those who have asked for it: nobody else has held anything back.
      if (this.#awaitsContinue) this.#tellToContinue();
      return;
    }
    if (status < 200) {
      this.#informational(status, statusMessage ?? '', readResponseHead(raw, false));
      return;
    }
    clearTimeout(this.#continueTimer);
    const hasBody = request.method !== 'HEAD' && status !== 204 && status !== 304;
    const headers = readResponseHead(raw, hasBody && request.httpVersionMinor > 0);
    if (cookie !== undefined) headers.push('Set-Cookie', cookie);
    this.#writer.begin(status, statusMessage ?? '', headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#writer.write(chunk)) controller.pause();
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    this.#ended = true;
    const raw = controller.rawTrailers;
    if (Array.isArray(raw) && raw.length > 0) {
      try {
        this.#response.addTrailers(readTrailers(raw));
      } catch (error) {
        this.#cut();
        this.#log('the pod sent trailers that are none', asError(error));
        return;
      }
    }
    this.#writer.end();
    this.#drainRequest();
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#clientGone || this.#ended) return;
    if (this.#response.headersSent) {
      this.#cut();
      this.#log('the pod broke off its answer', error);
      return;
    }
    if (this.#outgoing !== undefined && this.#mayRetry(error)) {
      this.#retried = true;
      this.#dispatch(this.#outgoing);
      return;
    }
    this.#ended = true;
    clearTimeout(this.#continueTimer);
    const status = statusOfFailure(error);
    this.#log(`answered ${status}`, error);
    answer(this.#response, status);
    this.#drainRequest();
  }

  /**
   * A pod may close an idle connection at the very moment that a request is sent on it. Such a request is sent
   * once more, on another connection to the same pod, if it has no body, and never left or has an idempotent
   * method (RFC 9110 §9.2.2). Never twice, and never once the pod has said
   * anything. A pod that can't be reached is not retried: that is for the `retry` middleware.
   */
  #mayRetry(error: Error): boolean {
    if (this.#retried || this.#answered || !failedOnUsedConnection(error)) return false;
    const { head, request } = this.#input;
    return head.body === 'none' && (!this.#started || idempotent.has(request.method ?? ''));
  }

  /** 102, 103: passed on where the client can understand them (RFC 9110 §15.2). */
  #informational(status: number, reason: string, headers: readonly string[]): void {
    const { request, response } = this.#input;
    const { socket } = response;
    // A pod that sends them without end must not fill the memory for a client that does not read.
    if (request.httpVersionMinor === 0 || socket === null || socket.writableLength > maxWaiting) return;
    let text = `HTTP/1.1 ${status} ${reason}\r\n`;
    for (let at = 0; at + 1 < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
    socket.write(`${text}\r\n`, 'latin1');
  }

  /** Makes sure that the client does not take half an answer for a whole one. */
  #cut(): void {
    const { socket } = this.#response;
    // Without chunks or a length, the end of the connection is the end of the body: only a reset says otherwise,
    // and over TLS that it is not closed properly (RFC 8446, section 6.1).
    const reset = this.#input.request.httpVersionMinor === 0 && !(socket instanceof TLSSocket);
    if (socket !== null && reset) socket.resetAndDestroy();
    else this.#response.destroy();
  }

  #drainRequest(): void {
    const { head, request } = this.#input;
    if (head.body !== 'none' && !request.complete) drain(request);
  }

  readonly #onClientClose = (): void => {
    if (this.#ended) return;
    this.#clientGone = true;
    clearTimeout(this.#continueTimer);
    this.#controller?.abort(new Error('the client has left'));
  };

  #log(message: string, error: Error): void {
    const { request, route, server } = this.#input;
    this.#input.logger.debug(
      {
        service: route.service.name,
        server: server.origin,
        method: request.method,
        error: error.message,
        code: 'code' in error ? error.code : undefined,
      },
      message,
    );
  }
}

const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
