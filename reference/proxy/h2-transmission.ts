import { STATUS_CODES } from 'node:http';
import { type ClientHttp2Session, type ClientHttp2Stream, constants } from 'node:http2';
import type { Dispatcher } from 'undici';
import { http2Fields } from './http2-fields.ts';
import { readTrailers } from './response-head.ts';
import type { OutgoingRequest } from './upstream.ts';
import { AnswerTimeoutError, markOfUsedConnection } from './upstream-failure.ts';

export interface H2TransmissionOptions {
  /** `:authority` where the request has no Host. */
  readonly authority: string;
  readonly scheme: 'http' | 'https';
  /** Milliseconds; 0: no limit. */
  readonly responseHeaderTimeout: number;
  /** Called once, when nothing is left to be told. */
  readonly ended: (transmission: H2Transmission) => void;
  /** Called for a request that its server has not processed. */
  readonly again: (transmission: H2Transmission) => void;
}

/** What a stream has to know of its connection. */
export interface H2Surroundings {
  /** @param stream its number; undefined: it has got none */
  notProcessed(stream: number | undefined): boolean;
  /** Whether the connection was used before, and is gone. */
  cut(): boolean;
  /** The stream is closed. */
  released(answered: boolean): void;
}

/** Connections that a request is tried on, where those before have not processed it. */
const mostAttempts = 3;

/**
 * A request on its way to a pod, and the answer on its way back, over one stream: each as fast as it is taken, and
 * neither waiting for the other. Its handler hears what undici's handlers hear, in the same order.
 */
export class H2Transmission implements Dispatcher.DispatchController {
  readonly request: OutgoingRequest;
  readonly handler: Dispatcher.DispatchHandler;
  rawHeaders: string[] = [];
  rawTrailers: string[] = [];
  reason: Error | null = null;
  readonly #options: H2TransmissionOptions;
  #stream: ClientHttp2Stream | undefined;
  #surroundings: H2Surroundings | undefined;
  #overdue: NodeJS.Timeout | undefined;
  #attempts = 0;
  /** Some of the body has gone to a pod, and can't be had again. */
  #bodyRead = false;
  /** The pod has said something. */
  #answered = false;
  #ended = false;

  constructor(request: OutgoingRequest, handler: Dispatcher.DispatchHandler, options: H2TransmissionOptions) {
    this.request = request;
    this.handler = handler;
    this.#options = options;
  }

  get aborted(): boolean {
    return this.reason !== null;
  }

  get paused(): boolean {
    return this.#stream?.isPaused() ?? false;
  }

  pause(): void {
    this.#stream?.pause();
  }

  resume(): void {
    this.#stream?.resume();
  }

  abort(reason: Error): void {
    this.reason ??= reason;
    this.fail(reason);
  }

  begin(session: ClientHttp2Session, surroundings: H2Surroundings): void {
    this.#surroundings = surroundings;
    this.#attempts++;
    if (this.#attempts === 1) this.#guard(() => this.handler.onRequestStart?.(this, undefined));
    // The client may have left while the connection was opened.
    if (this.#ended) {
      surroundings.released(false);
      return;
    }
    try {
      this.#open(session);
    } catch (error) {
      surroundings.released(false);
      this.fail(asError(error));
    }
  }

  /** Tells the handler, once; the server is told that nobody waits any more. */
  fail(error: Error): void {
    if (this.#ended) return;
    this.#end();
    this.#stream?.close(constants.NGHTTP2_CANCEL);
    this.handler.onResponseError?.(this, error);
  }

  #open(session: ClientHttp2Session): void {
    const { body } = this.request;
    const stream = session.request(this.#head(), {
      endStream: body === null,
      // Without it, Node would end a stream that is to be reset, and the pod take half a body for a whole one.
      waitForTrailers: body !== null,
    });
    this.#stream = stream;
    stream
      .on('headers', (headers, _flags, raw) => this.#started(headers[':status'], raw))
      .once('response', (headers, _flags, raw) => this.#receive(stream, headers[':status'], raw))
      .once('trailers', (_headers, _flags, raw) => {
        this.rawTrailers = raw;
      })
      .once('finish', () => this.#awaitAnswer())
      // What it is about, `close` tells: with its code, and for every way to end.
      .on('error', () => {})
      .once('close', () => this.#onClose(stream));
    if (body === null) return;
    stream.on('drain', () => body.from.resume()).once('wantTrailers', () => this.#sendTrailers(stream));
    body.from.on('data', this.#onData).once('end', this.#onEnd).once('error', this.#onBodyError);
    if (this.#attempts > 1) body.from.resume();
  }

  /** RFC 9113, section 8.3. */
  #head(): string[] {
    const { method, path, headers } = this.request;
    const { scheme } = this.#options;
    let { authority } = this.#options;
    const fields: string[] = [];
    for (let at = 0; at + 1 < headers.length; at += 2) {
      const name = (headers[at] ?? '').toLowerCase();
      const value = headers[at + 1] ?? '';
      if (name !== 'host') fields.push(name, value);
      else if (value !== '') authority = value;
    }
    return [':method', method, ':scheme', scheme, ':authority', authority, ':path', path, ...fields];
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#bodyRead = true;
    if (this.#stream?.write(chunk) === false) this.request.body?.from.pause();
  };

  readonly #onEnd = (): void => {
    this.#bodyRead = true;
    this.#stream?.end();
  };

  readonly #onBodyError = (error: Error): void => this.fail(error);

  #sendTrailers(stream: ClientHttp2Stream): void {
    if (this.#ended) return;
    const trailers = readTrailers(this.request.body?.from.rawTrailers ?? []);
    this.#guard(() => stream.sendTrailers(http2Fields(trailers)));
  }

  #awaitAnswer(): void {
    const { responseHeaderTimeout } = this.#options;
    if (responseHeaderTimeout === 0 || this.#answered || this.#ended) return;
    this.#overdue = setTimeout(() => this.fail(new AnswerTimeoutError()), responseHeaderTimeout);
  }

  #started(status: number | undefined, raw: readonly string[]): void {
    if (this.#ended) return;
    this.#answered = true;
    this.rawHeaders = withoutPseudoFields(raw);
    const code = status ?? 0;
    this.#guard(() => {
      this.handler.onResponseStarted?.();
      this.handler.onResponseStart?.(this, code, {}, STATUS_CODES[code] ?? '');
    });
  }

  #receive(stream: ClientHttp2Stream, status: number | undefined, raw: readonly string[]): void {
    clearTimeout(this.#overdue);
    stream
      .on('data', (chunk: Buffer) => {
        if (!this.#ended) this.#guard(() => this.handler.onResponseData?.(this, chunk));
      })
      .once('end', () => this.#complete(stream));
    this.#started(status, raw);
  }

  /** A stream that is reset ends as well, and only its code tells. */
  #complete(stream: ClientHttp2Stream): void {
    if (this.#ended || stream.rstCode !== constants.NGHTTP2_NO_ERROR || stream.session?.destroyed === true) {
      return;
    }
    this.#end();
    this.#guard(() => this.handler.onResponseEnd?.(this, {}));
    // An early answer: the pod does not want the rest.
    if (!stream.writableEnded) stream.close(constants.NGHTTP2_CANCEL);
  }

  #onClose(stream: ClientHttp2Stream): void {
    const { rstCode } = stream;
    this.#surroundings?.released(this.#ended && this.#answered && !this.aborted);
    if (this.#ended) return;
    if (this.#mayGoAgain(stream)) {
      this.#goAgain();
      return;
    }
    const error = new Error(`the pod has ended the stream (${codeNames[rstCode] ?? rstCode})`);
    if (this.#surroundings?.cut() === true) markOfUsedConnection(error);
    this.fail(error);
  }

  /** RFC 9113, section 8.7: what has certainly not been processed may be sent again, whatever the method. */
  #mayGoAgain({ id, rstCode, pending }: ClientHttp2Stream): boolean {
    if (this.#answered || this.#bodyRead || this.#attempts >= mostAttempts) return false;
    return (
      rstCode === constants.NGHTTP2_REFUSED_STREAM ||
      this.#surroundings?.notProcessed(pending ? undefined : id) === true
    );
  }

  #goAgain(): void {
    this.#detachBody();
    this.request.body?.from.pause();
    this.#stream = undefined;
    this.#options.again(this);
  }

  /** What the pod has sent may be more than the handler can pass on: that is this request's failure alone. */
  #guard(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.fail(asError(error));
    }
  }

  /** From here on, neither the body nor the handler hears of it. */
  #end(): void {
    this.#ended = true;
    clearTimeout(this.#overdue);
    this.#detachBody();
    this.#options.ended(this);
  }

  #detachBody(): void {
    this.request.body?.from.off('data', this.#onData).off('end', this.#onEnd);
  }
}

/** `:status` is the only one that answers have, and stands first. */
function withoutPseudoFields(raw: readonly string[]): string[] {
  return raw.slice(raw[0]?.startsWith(':') === true ? 2 : 0);
}

/** By number (RFC 9113, section 7). */
const codeNames: readonly string[] = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
