import { STATUS_CODES } from 'node:http';
import type { Answer, AnswerHead, Flow } from './exchange.ts';
import { GatewayError } from './gateway-error.ts';

/** There is nothing left to be done to an answer. */
export const noFlow: Flow = { resume() {}, abort() {} };

/**
 * Answers in place of what is behind, with the status' name as text.
 *
 * @param headers name, value, name, value …, besides those of the text
 */
export function respondWith(
  answer: Answer,
  status: number,
  headers: readonly string[] = [],
  text: string = STATUS_CODES[status] ?? String(status),
): Flow {
  const body = Buffer.from(text);
  answer.begin({
    status,
    reason: '',
    headers: [
      'Content-Type',
      'text/plain; charset=utf-8',
      'X-Content-Type-Options',
      'nosniff',
      'Content-Length',
      String(body.length),
      ...headers,
    ],
  });
  answer.write(body);
  answer.end([]);
  return noFlow;
}

/** Answers without a body. */
export function respondEmpty(answer: Answer, status: number, headers: readonly string[]): Flow {
  answer.begin({ status, reason: '', headers: [...headers, 'Content-Length', '0'] });
  answer.end([]);
  return noFlow;
}

/** The same answer with another head. */
export function withHead(answer: Answer, change: (head: AnswerHead) => AnswerHead): Answer {
  return {
    inform: (status, headers) => answer.inform(status, headers),
    begin: (head) => answer.begin(change(head)),
    write: (chunk) => answer.write(chunk),
    end: (trailers) => answer.end(trailers),
    fail: (error) => answer.fail(error),
  };
}

/** The same answer, with a word when it is over: whole, failed, not begun for a fault, or no longer wanted (`abort`). */
export function withEnding(answer: Answer, start: (answer: Answer) => Flow, ended: () => void): Flow {
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    ended();
  };
  const told: Answer = {
    inform: (status, headers) => answer.inform(status, headers),
    begin: (head) => answer.begin(head),
    write: (chunk) => answer.write(chunk),
    end(trailers) {
      end();
      answer.end(trailers);
    },
    fail(error) {
      end();
      answer.fail(error);
    },
  };
  let flow: Flow;
  try {
    flow = start(told);
  } catch (error) {
    // Nobody is left to say so.
    end();
    throw error;
  }
  return {
    resume: () => flow.resume(),
    abort() {
      end();
      flow.abort();
    },
  };
}

/**
 * A flow for an answer whose teller is not known yet, because something has to be found out first. What is asked of
 * it meanwhile is done once the teller is there.
 */
export class LateFlow implements Flow {
  readonly #answer: Answer;
  #flow: Flow | undefined;
  #aborted = false;
  /** Counts who has told. */
  #turn = 0;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  /**
   * A fault in it costs this answer alone, whoever calls.
   *
   * @param start called at once, unless nobody wants the answer any more; again, it takes the place of the last
   */
  follow(start: () => Flow): void {
    if (this.#aborted) return;
    const turn = ++this.#turn;
    this.#flow = undefined;
    try {
      const flow = start();
      // Whoever tells at once may have been told to stop, or been replaced, before it could be known here.
      if (this.#aborted || turn !== this.#turn) flow.abort();
      else this.#flow = flow;
    } catch (error) {
      this.fail(error);
    }
  }

  /** Nobody tells more than that. */
  fail(error: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#answer.fail(new GatewayError(500, error instanceof Error ? error : new Error(String(error))));
  }

  /** Who tells now is to stop: another one is about to take its place. */
  leave(): void {
    this.#turn++;
    this.#flow?.abort();
    this.#flow = undefined;
  }

  resume(): void {
    this.#flow?.resume();
  }

  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#flow?.abort();
  }
}

/**
 * An answer for which something has to be found out first.
 *
 * @param find is given a way to ask whether somebody still wants the answer
 * @param found what becomes of the request then; not called once nobody wants the answer any more
 */
export function answerLater<Finding>(
  answer: Answer,
  find: (isWanted: () => boolean) => Promise<Finding>,
  found: (finding: Finding) => Flow,
): Flow {
  const flow = new LateFlow(answer);
  find(() => !flow.aborted).then(
    (value) => flow.follow(() => found(value)),
    (error: unknown) => flow.fail(error),
  );
  return flow;
}
