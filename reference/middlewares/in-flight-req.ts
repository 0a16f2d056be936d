import type { SourceCriterion } from '../dynamic/middleware.ts';
import { respondWith, withEnding } from './answering.ts';
import type { Middleware } from './exchange.ts';
import { MiddlewareError } from './middleware-error.ts';
import { sourceOf } from './source.ts';

/**
 * Lets a source have that many requests under way, and answers further ones with 429.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/inflightreq/
 *
 * @throws {MiddlewareError}
 */
export function inFlightReq(options: {
  readonly amount: number;
  readonly sourceCriterion?: SourceCriterion;
}): Middleware {
  const { amount } = options;
  if (amount < 1) {
    throw new MiddlewareError('inFlightReq.amount', 'No request could ever pass.', 'Write 1 or more.');
  }
  const source = sourceOf(options.sourceCriterion, 'inFlightReq.sourceCriterion', { requestHost: true });
  // Bounded by the requests that are under way.
  const underWay = new Map<string, number>();
  return (next) => (request, answer) => {
    const key = source(request);
    const count = underWay.get(key) ?? 0;
    if (count >= amount) return respondWith(answer, 429);
    underWay.set(key, count + 1);
    const start = (counted: typeof answer): ReturnType<typeof next> => next(request, counted);
    return withEnding(answer, start, () => {
      const left = (underWay.get(key) ?? 1) - 1;
      if (left === 0) underWay.delete(key);
      else underWay.set(key, left);
    });
  };
}
