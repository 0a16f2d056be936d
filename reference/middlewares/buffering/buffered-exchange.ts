import type { Readable } from 'node:stream';
import { LateFlow, respondWith } from '../answering.ts';
import type { Answer, AnswerHead, Flow, Handler, ProxyRequest } from '../exchange.ts';
import { GatewayError } from '../gateway-error.ts';
import { fieldValue, withField } from '../header-fields.ts';
import { Spool, type SpoolLimits, TooLargeError } from './spool.ts';

/** How an attempt has ended. */
export interface Outcome {
  /** This one counted. */
  readonly attempts: number;
  /** That of the answer, or what the client would be told in place of one. */
  readonly status: number;
  readonly networkError: boolean;
}

export interface BufferingTerms {
  readonly request: SpoolLimits;
  readonly answer: SpoolLimits;
  readonly triesAgain: (outcome: Outcome) => boolean;
}

/** However its expression reads, it ends. */
const maximumAttempts = 10;

/** One request that is read as a whole before it goes on, and its answer on its way back. */
export class BufferedExchange {
  readonly #next: Handler;
  readonly #request: ProxyRequest;
  readonly #answer: Answer;
  readonly #terms: BufferingTerms;
  readonly #flow: LateFlow;
  readonly #body: Spool;
  #attempts = 0;
  /** Of the attempt that counts. */
  #received: BufferedAnswer | undefined;

  constructor(next: Handler, request: ProxyRequest, answer: Answer, terms: BufferingTerms) {
    this.#next = next;
    this.#request = request;
    this.#answer = answer;
    this.#flow = new LateFlow(answer);
    this.#terms = terms;
    this.#body = new Spool(terms.request);
  }

  start(): Flow {
    if (this.#request.body === undefined) this.#try();
    else void this.#readBody(this.#request.body.from);
    return {
      resume: () => {
        this.#received?.resume();
        this.#flow.resume();
      },
      abort: () => {
        this.#flow.abort();
        this.#received?.stop();
        void this.#body.close();
      },
    };
  }

  async #readBody(from: Readable): Promise<void> {
    if (this.#request.expectsContinue) this.#answer.inform(100, []);
    try {
      // Who asks is answered: what is too large is refused, not cut off.
      await this.#body.fill(from.iterator({ destroyOnReturn: false }));
    } catch (error) {
      await this.#body.close();
      if (this.#flow.aborted) return;
      if (error instanceof TooLargeError) respondWith(this.#answer, 413);
      else this.#answer.fail(asError(error));
      return;
    }
    if (this.#flow.aborted) await this.#body.close();
    else this.#try();
  }

  #try(): void {
    this.#attempts++;
    const received = new BufferedAnswer(this.#answer, this.#terms.answer, {
      resume: () => this.#flow.resume(),
      leave: () => this.#flow.leave(),
      again: (status, networkError) => this.#again(status, networkError),
      over: () => void this.#body.close(),
    });
    this.#received = received;
    this.#flow.follow(() => this.#next(this.#copy(), received));
  }

  #again(status: number, networkError: boolean): boolean {
    const outcome = { attempts: this.#attempts, status, networkError };
    if (this.#attempts >= maximumAttempts || !this.#terms.triesAgain(outcome)) return false;
    this.#flow.leave();
    // Not within the telling of the attempt that has failed.
    process.nextTick(() => {
      if (!this.#flow.aborted) this.#try();
    });
    return true;
  }

  #copy(): ProxyRequest {
    const { body } = this.#request;
    if (body === undefined) return this.#request;
    const from: Readable & { rawTrailers?: readonly string[] } = this.#body.read();
    if (body.from.rawTrailers !== undefined) from.rawTrailers = body.from.rawTrailers;
    const { length } = this.#body;
    return {
      ...this.#request,
      headers: withField(this.#request.headers, 'Content-Length', String(length)),
      body: { from, length },
      expectsContinue: false,
    };
  }
}

interface Exchange {
  /** The pod may go on. */
  resume(): void;
  /** The pod is to stop. */
  leave(): void;
  /** Whether another attempt takes the place of this one. */
  again(status: number, networkError: boolean): boolean;
  /** The request is needed no more. */
  over(): void;
}

/** Keeps an answer until it is whole, and then tells it. */
class BufferedAnswer implements Answer {
  readonly #answer: Answer;
  readonly #exchange: Exchange;
  readonly #spool: Spool;
  #head: AnswerHead | undefined;
  #passesOn = false;
  #stopped = false;
  /** What is being kept at the moment. */
  #keeping: Promise<void> = Promise.resolve();
  #behind: PromiseWithResolvers<void> | undefined;

  constructor(answer: Answer, limits: SpoolLimits, exchange: Exchange) {
    this.#answer = answer;
    this.#exchange = exchange;
    this.#spool = new Spool(limits);
  }

  inform(status: number, headers: readonly string[]): void {
    if (!this.#stopped) this.#answer.inform(status, headers);
  }

  begin(head: AnswerHead): void {
    if (this.#stopped) return;
    if (this.#exchange.again(head.status, head.status === 502 || head.status === 504)) {
      this.stop();
      return;
    }
    this.#head = head;
    // Events never end, and are for now.
    this.#passesOn = /^\s*text\/event-stream/i.test(fieldValue(head.headers, 'content-type') ?? '');
    if (this.#passesOn) this.#answer.begin(head);
  }

  write(chunk: Buffer): boolean {
    // Of nothing there is nothing to wait for.
    if (this.#stopped || chunk.length === 0) return true;
    if (this.#passesOn) return this.#answer.write(chunk);
    this.#keeping = this.#keeping
      .then(() => this.#spool.append(chunk))
      .then(() => this.#exchange.resume())
      .catch((error: unknown) => this.#refuse(error));
    return false;
  }

  end(trailers: readonly string[]): void {
    if (this.#stopped) return;
    this.#exchange.over();
    if (this.#passesOn) this.#answer.end(trailers);
    else this.#keeping = this.#keeping.then(() => this.#tell(trailers)).catch((error) => this.#refuse(error));
  }

  fail(error: Error): void {
    if (this.#stopped) return;
    const status = error instanceof GatewayError ? error.status : 502;
    const isOver = this.#passesOn || !this.#exchange.again(status, true);
    this.stop();
    if (!isOver) return;
    this.#exchange.over();
    this.#answer.fail(error);
  }

  resume(): void {
    this.#behind?.resolve();
  }

  stop(): void {
    this.#stopped = true;
    this.#behind?.resolve();
    void this.#keeping.finally(() => this.#spool.close());
  }

  async #tell(trailers: readonly string[]): Promise<void> {
    if (this.#stopped || this.#head === undefined) return;
    this.#answer.begin(this.#head);
    for await (const chunk of this.#spool.read()) {
      if (this.#stopped) return;
      if (!this.#answer.write(chunk)) {
        this.#behind = Promise.withResolvers();
        await this.#behind.promise;
      }
    }
    if (this.#stopped) return;
    this.#stopped = true;
    this.#answer.end(trailers);
    await this.#spool.close();
  }

  #refuse(error: unknown): void {
    if (this.#stopped) return;
    this.stop();
    this.#exchange.leave();
    this.#exchange.over();
    if (error instanceof TooLargeError) respondWith(this.#answer, 500);
    else this.#answer.fail(asError(error));
  }
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
