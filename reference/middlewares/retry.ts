import { LateFlow } from './answering.ts';
import type { Answer, Flow, Handler, Middleware, ProxyRequest } from './exchange.ts';
import { GatewayError } from './gateway-error.ts';
import { isIdempotent } from './idempotent.ts';
import { ReplayableBody } from './replayable-body.ts';

/**
 * Asks again, perhaps another pod, where one gives no answer at all; as soon as one has begun to answer, that is the
 * answer. A request with a body, or of a method that is not idempotent, is only sent again where its pod can't have got
 * it, and while the body is still there.
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
  readonly #body: ReplayableBody | undefined;
  readonly #answer: Answer;
  readonly #options: RetryOptions;
  readonly #flow: LateFlow;
  #failures = 0;
  #waiting: NodeJS.Timeout | undefined;

  constructor(next: Handler, request: ProxyRequest, answer: Answer, options: RetryOptions) {
    this.#next = next;
    this.#request = request;
    this.#body = request.body && new ReplayableBody(request.body);
    this.#answer = answer;
    this.#flow = new LateFlow(answer);
    this.#options = options;
  }

  start(): Flow {
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
    const body = this.#body?.read();
    this.#flow.follow(() => this.#next({ ...this.#request, body }, this.#attempt()));
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
      end: (trailers) => {
        this.#body?.leave();
        answer.end(trailers);
      },
      fail: (error) => {
        this.#body?.leave();
        if (begun || !this.#mayTryAgain(error)) answer.fail(error);
        else this.#tryAgain();
      },
    };
  }

  #mayTryAgain(error: Error): boolean {
    if (this.#failures >= this.#options.attempts) return false;
    if (isUnreached(error)) return this.#body === undefined || this.#body.isWhole;
    return this.#body === undefined && isIdempotent(this.#request.method);
  }

  #tryAgain(): void {
    const { initialInterval } = this.#options;
    const interval = initialInterval * Math.min(growth ** this.#failures, 2);
    this.#failures++;
    if (interval === 0) this.#try();
    else this.#waiting = setTimeout(() => this.#try(), interval);
  }
}

/** There was no connection on which anything could have been sent. */
function isUnreached(error: Error): boolean {
  const cause = error instanceof GatewayError ? error.cause : error;
  return cause instanceof Error && 'code' in cause && unreached.has(String(cause.code));
}

const unreached: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);
