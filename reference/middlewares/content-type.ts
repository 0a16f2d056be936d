import type { Answer, AnswerHead, Middleware } from './exchange.ts';
import { fieldValue, withField } from './header-fields.ts';
import { sniffContentType } from './sniff.ts';

/**
 * Whether the type of an answer is guessed from its content where the pod has named none. Without this middleware it is,
 * at the client's end.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/contenttype/
 */
export function contentType({ autoDetect }: { readonly autoDetect: boolean }): Middleware {
  const takerOf = (answer: Answer): Answer =>
    autoDetect ? new TypedAnswer(answer) : new UntypedAnswer(answer);
  return (next) => (request, answer) => next(request, takerOf(answer));
}

/** Lets nobody further out guess. */
class UntypedAnswer implements Answer {
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  inform(status: number, headers: readonly string[]): void {
    this.#answer.inform(status, headers);
  }

  begin(head: AnswerHead): void {
    this.#answer.begin({ ...head, untyped: true });
  }

  write(chunk: Buffer): boolean {
    return this.#answer.write(chunk);
  }

  end(trailers: readonly string[]): void {
    this.#answer.end(trailers);
  }

  fail(error: Error): void {
    this.#answer.fail(error);
  }
}

/** Holds the head of an answer without a type until there are bytes to guess it from. */
class TypedAnswer implements Answer {
  readonly #answer: Answer;
  #held: AnswerHead | undefined;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  inform(status: number, headers: readonly string[]): void {
    this.#answer.inform(status, headers);
  }

  begin(head: AnswerHead): void {
    if (mayBeGuessed(head)) this.#held = head;
    else this.#answer.begin(head);
  }

  write(chunk: Buffer): boolean {
    this.#letGo(chunk);
    return this.#answer.write(chunk);
  }

  end(trailers: readonly string[]): void {
    this.#letGo(undefined);
    this.#answer.end(trailers);
  }

  fail(error: Error): void {
    this.#answer.fail(error);
  }

  #letGo(chunk: Buffer | undefined): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    this.#answer.begin(chunk === undefined ? held : withGuessedType(held, chunk));
  }
}

/** What is encoded does not show what it is. */
export function mayBeGuessed({ status, headers, untyped }: AnswerHead): boolean {
  return (
    untyped === undefined &&
    status >= 200 &&
    status < 600 &&
    status !== 204 &&
    status !== 304 &&
    (fieldValue(headers, 'content-type') ?? '') === '' &&
    (fieldValue(headers, 'content-encoding') ?? '') === ''
  );
}

export function withGuessedType(head: AnswerHead, start: Buffer): AnswerHead {
  return { ...head, headers: withField(head.headers, 'Content-Type', sniffContentType(start)) };
}
