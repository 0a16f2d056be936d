import type { ServerResponse } from 'node:http';
import { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Logger } from 'pino';
import { mayBeGuessed, withGuessedType } from '../middlewares/content-type.ts';
import type { Answer, AnswerHead, Flow, Handler, ProxyRequest } from '../middlewares/exchange.ts';
import { GatewayError } from '../middlewares/gateway-error.ts';
import { AnswerWriter } from './answer-writer.ts';
import { tellStatus } from './answers.ts';
import type { ClientWriter } from './client-writer.ts';
import type { IncomingRequest, OutgoingResponse } from './connection.ts';
import { RequestContext } from './context.ts';
import { drain } from './drain.ts';
import { Http2Writer } from './http2-writer.ts';
import type { RequestTrace } from './request-trace.ts';

/**
 * The client's end of a request: takes the answer, and writes it as fast as the client reads. A client that leaves
 * is told to whoever gives the answer.
 */
export class ClientAnswer implements Answer {
  readonly #request: IncomingRequest;
  readonly #writer: ClientWriter;
  readonly #logger: Logger;
  readonly #response: OutgoingResponse;
  readonly #trace: RequestTrace | undefined;
  #flow: Flow | undefined;
  #context: RequestContext | undefined;
  /** The head of an answer of unknown type, until there are bytes to guess it from. */
  #untyped: AnswerHead | undefined;
  #hasBody = false;
  #awaitsContinue = false;
  #ended = false;
  #switched = false;

  /** @param trace is told of what the client is told, and of the end */
  constructor(
    request: IncomingRequest,
    response: OutgoingResponse,
    logger: Logger,
    trace: RequestTrace | undefined,
  ) {
    this.#request = request;
    this.#response = response;
    this.#logger = logger;
    this.#trace = trace;
    const resume = (): void => this.#flow?.resume();
    this.#writer =
      response instanceof Http2ServerResponse
        ? new Http2Writer(response, resume)
        : new AnswerWriter(response, resume);
    closing(response).once('close', this.#onClose);
    // What is left of a body over HTTP/2 that is broken off ends like a whole one, before the answer is closed.
    if (request instanceof Http2ServerRequest) request.once('aborted', this.#onClose);
  }

  /** Has the request answered. */
  askedOf(handler: Handler, request: ProxyRequest): void {
    this.#hasBody = request.body !== undefined;
    this.#awaitsContinue = request.expectsContinue;
    this.#context = RequestContext.of(request);
    this.#flow = handler(request, this);
  }

  /** Answers itself. What the client still has to say is read and dropped. */
  refuse(status: number, hasBody: boolean): void {
    this.#hasBody = hasBody;
    tellStatus(this, status);
  }

  /** Something is wrong with the process itself: this request ends, whatever has become of it. */
  abandon(): void {
    if (this.#ended) return;
    this.#flow?.abort();
    if (this.#switched || this.#writer.begun) this.#cut();
    else tellStatus(this, 500);
  }

  inform(status: number, headers: readonly string[]): void {
    if (this.#ended) return;
    if (status !== 100) {
      this.#writer.inform(status, headers);
    } else if (this.#awaitsContinue) {
      // Only to those who have asked for it: nobody else has held anything back.
      this.#awaitsContinue = false;
      this.#writer.goOn();
    }
  }

  begin(head: AnswerHead): void {
    // Where the pod names no type, clients of Traefik v2 are told what the content looks like.
    if (mayBeGuessed(head) && this.#request.method !== 'HEAD') this.#untyped = head;
    else this.#begin(head);
  }

  write(chunk: Buffer): boolean {
    if (this.#untyped !== undefined) this.#begin(withGuessedType(this.#untyped, chunk));
    this.#trace?.sent(chunk.length);
    return this.#writer.write(chunk);
  }

  end(trailers: readonly string[]): void {
    if (this.#switched) {
      this.#ended = true;
      this.#trace?.end();
      return;
    }
    if (this.#untyped !== undefined && !this.#beginWithoutBody(this.#untyped)) return;
    try {
      this.#writer.end(trailers);
    } catch (error) {
      this.#cut();
      this.#logger.debug({ err: error }, 'an answer has trailers that are none');
      return;
    }
    this.#ended = true;
    this.#drainRequest();
  }

  fail(error: Error): void {
    if (this.#ended) return;
    if (this.#switched || this.#writer.begun) this.#cut();
    else tellStatus(this, error instanceof GatewayError ? error.status : 502);
  }

  #begin(head: AnswerHead): void {
    this.#untyped = undefined;
    if (head.status === 101) this.#switch(head);
    else this.#writer.begin(head);
    this.#trace?.answered(head.status, head.headers);
  }

  /** False: the head is none, and the client has been told so. */
  #beginWithoutBody(head: AnswerHead): boolean {
    try {
      this.#begin(head);
      return true;
    } catch (error) {
      this.#logger.debug({ err: error }, 'an answer has a head that is none');
      tellStatus(this, 502);
      return false;
    }
  }

  #switch({ headers }: AnswerHead): void {
    const switching = this.#context?.switching;
    if (switching?.relay === undefined) throw new Error('no pod has switched protocols');
    this.#switched = true;
    switching.relay(headers);
  }

  #cut(): void {
    this.#ended = true;
    if (!this.#switched) {
      this.#writer.cut();
      return;
    }
    this.#context?.switching?.socket.destroy();
    this.#trace?.end();
  }

  #drainRequest(): void {
    if (this.#hasBody && !this.#request.complete) drain(this.#request);
  }

  readonly #onClose = (): void => {
    if (!this.#ended) {
      this.#ended = true;
      this.#flow?.abort();
    }
    // What the process serves itself does not come by here.
    this.#trace?.end(this.#response.headersSent ? this.#response.statusCode : undefined);
  };
}

/** What both have in common, as far as TypeScript can see it. */
function closing(response: OutgoingResponse): Pick<ServerResponse, 'once'> {
  return response as Pick<ServerResponse, 'once'>;
}
