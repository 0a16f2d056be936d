import { type Agent, type ClientRequest, type IncomingMessage, request as sendRequest } from 'node:http';
import type { Dispatcher } from 'undici';
import type { RequestBody } from '../middlewares/exchange.ts';
import { inPairs, readTrailers } from './response-head.ts';
import { AnswerTimeoutError } from './upstream-failure.ts';

/** The body of a request to a pod. */
export type OutgoingBody = RequestBody;

export interface RequestWithBody {
  readonly method: string;
  readonly path: string;
  /** Name, value, name, value …, without Connection and Transfer-Encoding. */
  readonly headers: readonly string[];
  readonly body: OutgoingBody | null;
}

export interface TransmissionOptions {
  /** Of one server alone. */
  readonly agent: Agent;
  /** Milliseconds; 0: no limit. */
  readonly responseHeaderTimeout: number;
  /** Of the answer, bytes. */
  readonly maxHeaderSize: number;
}

/**
 * A request with a body on its way to a pod, and the answer on its way back: each as fast as it is taken, and
 * neither waiting for the other. Its handler hears what undici's handlers hear, in the same order.
 */
export class Transmission implements Dispatcher.DispatchController {
  rawHeaders: string[] = [];
  rawTrailers: string[] = [];
  reason: Error | null = null;
  readonly #body: OutgoingBody | null;
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #outgoing: ClientRequest;
  readonly #headerTimeout: number;
  #answer: IncomingMessage | undefined;
  #overdue: NodeJS.Timeout | undefined;
  #begun = false;
  #received = 0;
  #ended = false;

  constructor(request: RequestWithBody, handler: Dispatcher.DispatchHandler, options: TransmissionOptions) {
    const { method, path, headers, body } = request;
    this.#body = body;
    this.#handler = handler;
    this.#headerTimeout = options.responseHeaderTimeout;
    const framing = body !== null && body.length === undefined ? ['Transfer-Encoding', 'chunked'] : [];
    this.#outgoing = sendRequest({
      agent: options.agent,
      method,
      path,
      headers: [...headers, ...framing],
      maxHeaderSize: options.maxHeaderSize,
    });
    // Their total size is limited; beyond a count, Node would drop them without a word.
    this.#outgoing.maxHeadersCount = 0;
    this.#outgoing
      .once('socket', () => this.#guard(() => handler.onRequestStart?.(this, undefined)))
      .on('information', ({ statusCode, statusMessage, rawHeaders }) => {
        this.#started(statusCode, statusMessage, rawHeaders);
      })
      .once('response', (answer) => this.#receive(answer))
      .once('upgrade', (_answer, socket) => {
        socket.destroy();
        this.#fail(new Error('the pod has switched protocols unasked'));
      })
      .once('finish', () => this.#awaitAnswer())
      .on('drain', () => body?.from.resume())
      .on('error', (error) => {
        // An answer that is there as a whole is not taken back by what happens to the rest of the request.
        if (this.#answer?.complete !== true) this.#fail(error);
      })
      .once('close', () => clearTimeout(this.#overdue));
    if (body === null) {
      this.#outgoing.end();
      return;
    }
    body.from.on('data', this.#onData).once('end', this.#onEnd).once('error', this.#onBodyError);
    // Behind what has come with the head, which then goes to the pod together with it.
    process.nextTick(() => this.#flushHead());
  }

  get aborted(): boolean {
    return this.reason !== null;
  }

  get paused(): boolean {
    return this.#answer?.isPaused() ?? false;
  }

  pause(): void {
    this.#answer?.pause();
  }

  resume(): void {
    this.#answer?.resume();
  }

  abort(reason: Error): void {
    this.reason ??= reason;
    this.#fail(reason);
  }

  /** Called once, when nothing of the request is left but perhaps a connection that is kept. */
  onClose(listener: () => void): void {
    this.#outgoing.once('close', listener);
  }

  #flushHead(): void {
    if (this.#begun || this.#ended) return;
    this.#begun = true;
    this.#outgoing.flushHeaders();
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#begun = true;
    this.#received += chunk.length;
    if (this.#body === null) return;
    // Its end told at once, a short body goes out in one write with its head.
    if (this.#received === this.#body.length) this.#outgoing.end(chunk);
    else if (!this.#outgoing.write(chunk)) this.#body.from.pause();
  };

  readonly #onEnd = (): void => {
    if (this.#outgoing.writableEnded || this.#body === null) return;
    this.#begun = true;
    const { from, length } = this.#body;
    // Without chunks there is no place for them, and the parser lets none through.
    this.#guard(() => {
      if (length === undefined) this.#outgoing.addTrailers(inPairs(readTrailers(from.rawTrailers ?? [])));
      this.#outgoing.end();
    });
  };

  readonly #onBodyError = (error: Error): void => this.#fail(error);

  #awaitAnswer(): void {
    if (this.#headerTimeout === 0 || this.#answer !== undefined || this.#ended) return;
    this.#overdue = setTimeout(() => this.#fail(new AnswerTimeoutError()), this.#headerTimeout);
  }

  #started(status: number, reason: string, rawHeaders: string[]): void {
    if (this.#ended) return;
    this.rawHeaders = rawHeaders;
    this.#guard(() => {
      this.#handler.onResponseStarted?.();
      this.#handler.onResponseStart?.(this, status, {}, reason);
    });
  }

  #receive(answer: IncomingMessage): void {
    this.#answer = answer;
    clearTimeout(this.#overdue);
    answer
      .on('data', (chunk) => {
        if (!this.#ended) this.#guard(() => this.#handler.onResponseData?.(this, chunk));
      })
      .once('end', () => this.#complete(answer))
      .on('error', (error) => this.#fail(error));
    this.#started(answer.statusCode ?? 0, answer.statusMessage ?? '', answer.rawHeaders);
  }

  #complete(answer: IncomingMessage): void {
    if (this.#ended) return;
    this.#detach();
    this.rawTrailers = answer.rawTrailers;
    this.#guard(() => this.#handler.onResponseEnd?.(this, {}));
    // An early answer: the pod does not want the rest, and the connection can't be used without it.
    if (!this.#outgoing.writableEnded) this.#outgoing.destroy();
  }

  #fail(error: Error): void {
    if (this.#ended) return;
    this.#detach();
    this.#outgoing.destroy();
    this.#handler.onResponseError?.(this, error);
  }

  /** What the pod has sent may be more than the handler can pass on: that is this request's failure alone. */
  #guard(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#fail(asError(error));
    }
  }

  /** From here on, neither the body nor the handler hears of it. */
  #detach(): void {
    this.#ended = true;
    clearTimeout(this.#overdue);
    // An error may still come, when nobody is interested any more.
    this.#body?.from.off('data', this.#onData).off('end', this.#onEnd);
  }
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
