import type { CircuitBreaker } from '../../dynamic/middleware.ts';
import { respondWith } from '../answering.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { Answer, Handler, Middleware } from '../exchange.ts';
import { ExpressionError, type ExpressionFunctions, readExpression } from '../expression/expression.ts';
import { GatewayError } from '../gateway-error.ts';
import { MiddlewareError } from '../middleware-error.ts';
import { type Metrics, SlidingMetrics } from './metrics.ts';

/**
 * Answers 503 in place of a service that is not well, as its expression says, and lets requests through again bit by
 * bit. Each router has a state of its own.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/circuitbreaker/
 *
 * @param now milliseconds
 * @throws {MiddlewareError} where the expression can't be read
 */
export function circuitBreaker(options: CircuitBreaker, now: () => number): Middleware {
  const isUnwell = readCondition(options.expression);
  // A router's outlives changes of everything else, for which handlers are made anew.
  const breakers = new BoundedMap<string, Breaker>(maximumRouters);
  return (next, { router }) => {
    const breaker = breakers.get(router) ?? new Breaker(isUnwell, options, now);
    breakers.set(router, breaker);
    return (request, answer) =>
      breaker.lets() ? measured(next, request, answer, breaker, now) : respondWith(answer, 503);
  };
}

/** Whose states are kept; of more, those whose handlers were made last. */
const maximumRouters = 10_000;

const functions: ExpressionFunctions<Metrics> = {
  NetworkErrorRatio: { kind: 'number', arity: 0, of: () => (metrics) => metrics.networkErrorRatio() },
  ResponseCodeRatio: {
    kind: 'number',
    arity: 4,
    of:
      (from = 0, to = 0, dividedByFrom = 0, dividedByTo = 0) =>
      (metrics) =>
        metrics.responseCodeRatio(from, to, dividedByFrom, dividedByTo),
  },
  LatencyAtQuantileMS: {
    kind: 'number',
    arity: 1,
    of:
      (quantile = 0) =>
      (metrics) =>
        metrics.latencyAtQuantile(quantile),
  },
};

function readCondition(expression: string): (metrics: Metrics) => boolean {
  try {
    return readExpression(expression, functions);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new MiddlewareError(
      'circuitBreaker.expression',
      `${error.message}.`,
      'Write one like `NetworkErrorRatio() > 0.30`.',
    );
  }
}

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly until: number }
  /** Of the requests that came since it began, how many were let through grows from none to all. */
  | { readonly kind: 'recovering'; readonly since: number; came: number; passed: number };

class Breaker {
  readonly #isUnwell: (metrics: Metrics) => boolean;
  readonly #options: CircuitBreaker;
  readonly #now: () => number;
  readonly #metrics: SlidingMetrics;
  #state: State = { kind: 'closed' };
  #checked: number;

  constructor(isUnwell: (metrics: Metrics) => boolean, options: CircuitBreaker, now: () => number) {
    this.#isUnwell = isUnwell;
    this.#options = options;
    this.#now = now;
    this.#metrics = new SlidingMetrics(now);
    this.#checked = now();
  }

  /** Whether the next request goes to the service. */
  lets(): boolean {
    const now = this.#now();
    if (this.#state.kind === 'open' && now >= this.#state.until) {
      this.#metrics.forget();
      this.#state = { kind: 'recovering', since: this.#state.until, came: 0, passed: 0 };
    }
    const state = this.#state;
    if (state.kind !== 'recovering') return state.kind === 'closed';
    const share = (now - state.since) / this.#options.recoveryDuration;
    if (!(share < 1)) {
      this.#state = { kind: 'closed' };
      return true;
    }
    state.came++;
    if (state.passed >= share * state.came) return false;
    state.passed++;
    return true;
  }

  record(status: number, latency: number, networkError: boolean): void {
    // What was under way when it opened tells nothing new.
    if (this.#state.kind === 'open') return;
    this.#metrics.record(status, latency, networkError);
    const now = this.#now();
    if (now - this.#checked < this.#options.checkPeriod) return;
    this.#checked = now;
    if (this.#isUnwell(this.#metrics)) {
      this.#state = { kind: 'open', until: now + this.#options.fallbackDuration };
    }
  }
}

function measured(
  next: Handler,
  request: Parameters<Handler>[0],
  answer: Answer,
  breaker: Breaker,
  now: () => number,
): ReturnType<Handler> {
  const started = now();
  let begun = false;
  return next(request, {
    inform: (status, headers) => answer.inform(status, headers),
    begin(head) {
      begun = true;
      const isGatewayError = head.status === 502 || head.status === 504;
      breaker.record(head.status, now() - started, isGatewayError);
      answer.begin(head);
    },
    write: (chunk) => answer.write(chunk),
    end: (trailers) => answer.end(trailers),
    fail(error) {
      if (!begun) breaker.record(error instanceof GatewayError ? error.status : 502, now() - started, true);
      answer.fail(error);
    },
  });
}
