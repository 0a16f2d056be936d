import { LateFlow } from './answering.ts';
import type { Answer, Handler, Middleware, ProxyRequest } from './exchange.ts';

/**
 * Asks again, perhaps another pod, where one gives no answer at all; as soon as one has begun to answer, that is the
 * answer. A request whose body has been read in part can't be sent again.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/retry/
 *
 * @param options `attempts`: how many times it is tried again; `initialInterval`: milliseconds before the first
 *   of these, growing up to twice as much
 */
export function retry(options: RetryOptions): Middleware {
  return (next) => (request, answer) => new Attempts(next, request, answer, options).start();
}

interface RetryOptions {
  readonly attempts: number;
  readonly initialInterval: number;
}

const growth = 1.5;

class Attempts {
  readonly #next: Handler;
  readonly #request: ProxyRequest;
  readonly #answer: Answer;
  readonly #options: RetryOptions;
  readonly #flow: LateFlow;
  #failures = 0;
  #waiting: NodeJS.Timeout | undefined;

  constructor(next: Handler, request: ProxyRequest, answer: Answer, options: RetryOptions) {
    this.#next = next;
    this.#request = request;
    this.#answer = answer;
    this.#flow = new LateFlow(answer);
    this.#options = options;
  }

  start(): { resume(): void; abort(): void } {
    this.#try();
    return {
      resume: () => this.#flow.resume(),
      abort: () => {
        clearTimeout(this.#waiting);
        this.#flow.abort();
      },
    };
  }

  #try(): void {
    this.#flow.follow(() => this.#next(this.#request, this.#attempt()));
    const from = this.#request.body?.from;
    // Held back while nobody read it; now somebody does.
    if (from?.isPaused() && from.listenerCount('data') > 0) from.resume();
  }

  #attempt(): Answer {
    const answer = this.#answer;
    let begun = false;
    return {
      inform: (status, headers) => answer.inform(status, headers),
      begin(head) {
        begun = true;
        answer.begin(head);
      },
      write: (chunk) => answer.write(chunk),
      end: (trailers) => answer.end(trailers),
      fail: (error) => {
        if (begun || !this.#mayTryAgain()) answer.fail(error);
        else this.#tryAgain();
      },
    };
  }

  #mayTryAgain(): boolean {
    const from = this.#request.body?.from;
    return this.#failures < this.#options.attempts && (from === undefined || !from.readableDidRead);
  }

  #tryAgain(): void {
    const { initialInterval } = this.#options;
    const interval = initialInterval * Math.min(growth ** this.#failures, 2);
    this.#failures++;
    this.#request.body?.from.pause();
    if (interval === 0) this.#try();
    else this.#waiting = setTimeout(() => this.#try(), interval);
  }
}
