import type { Middleware as Definition } from '../dynamic/middleware.ts';
import type { Middleware } from './exchange.ts';

/** A middleware that can't be made as it is defined. */
export class MiddlewareError extends Error {
  override readonly name = 'MiddlewareError';
  /** Where in the definition: `redirectRegex.regex`. */
  readonly field: string;
  /** What to do about it, one sentence. */
  readonly remedy: string;

  /** @param reason one sentence, no secrets in it */
  constructor(field: string, reason: string, remedy: string) {
    super(reason);
    this.field = field;
    this.remedy = remedy;
  }
}

/** What a middleware is made with, besides its definition. */
export interface MiddlewareContext {
  /** `name@provider` of the middleware itself. */
  readonly name: string;
  /** Milliseconds since some moment, for rates and periods: never goes back. */
  readonly now: () => number;
}

/**
 * Makes a middleware of its definition; `chain` is resolved by the caller, who knows the others. What it counts
 * (rates, requests in flight, states) lives as long as what is returned.
 *
 * @throws {MiddlewareError}
 */
export function createMiddleware(definition: Definition, context: MiddlewareContext): Middleware {
  const [kind = ''] = Object.keys(definition);
  throw new MiddlewareError(kind, `${context.name} is of a kind that is not known.`, 'Use another one.');
}
