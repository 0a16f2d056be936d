import type { RateLimit } from '../dynamic/middleware.ts';
import { respondWith } from './answering.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Middleware } from './exchange.ts';
import { MiddlewareError } from './middleware-error.ts';
import { sourceOf } from './source.ts';

/** Sources that are told apart at a time: beyond, those that have been quiet for the longest time start afresh. */
const maximumSources = 65_536;

interface Bucket {
  tokens: number;
  /** When they were counted. */
  at: number;
}

/**
 * A bucket of tokens for each source, which holds `burst` and is filled at the rate of `average` per `period`: a
 * request takes one, or is answered with 429 and when to come again.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/ratelimit/
 *
 * @param now milliseconds
 * @throws {MiddlewareError}
 */
export function rateLimit(options: RateLimit, now: () => number): Middleware {
  const { average, period } = options;
  if (average < 0) throw new MiddlewareError('rateLimit.average', 'It is negative.', 'Write 0 or more.');
  if (period <= 0 && average > 0) {
    throw new MiddlewareError('rateLimit.period', 'It is not positive.', 'Write a duration like 1s.');
  }
  const source = sourceOf(options.sourceCriterion, 'rateLimit.sourceCriterion', { ipStrategy: byAddress });
  if (average === 0) return (next) => next;
  const burst = Math.max(1, options.burst);
  const perMillisecond = average / period;
  const buckets = new BoundedMap<string, Bucket>(maximumSources);

  /** Milliseconds until there is one; 0: it has been taken. */
  const takeToken = (key: string): number => {
    const at = now();
    const bucket = buckets.get(key);
    const tokens =
      bucket === undefined ? burst : Math.min(burst, bucket.tokens + (at - bucket.at) * perMillisecond);
    const taken = tokens >= 1;
    const left = taken ? tokens - 1 : tokens;
    if (bucket === undefined) buckets.set(key, { tokens: left, at });
    else Object.assign(bucket, { tokens: left, at });
    return taken ? 0 : (1 - tokens) / perMillisecond;
  };

  return (next) => (request, answer) => {
    const wait = takeToken(source(request));
    if (wait === 0) return next(request, answer);
    return respondWith(answer, 429, ['Retry-After', String(Math.ceil(wait / 1_000))]);
  };
}

const byAddress = { depth: 0, excludedIPs: [] };
