import type { Middleware as Definition } from '../dynamic/middleware.ts';
import type { Middleware } from './exchange.ts';
import { MiddlewareError } from './middleware-error.ts';
import { addPrefix, replacePath, replacePathRegex, stripPrefix, stripPrefixRegex } from './paths.ts';
import { redirectRegex, redirectScheme } from './redirects.ts';

export { MiddlewareError } from './middleware-error.ts';

/** What a middleware is made with, besides its definition. */
export interface MiddlewareContext {
  /** `name@provider` of the middleware itself. */
  readonly name: string;
  /** Milliseconds since some moment, for rates and periods: never goes back. */
  readonly now: () => number;
}

/**
 * Makes a middleware of its definition; `chain` is resolved by the caller, who knows the others. What it counts
 * (rates, requests in flight) lives as long as what is returned; a circuit breaker as long as the handler that it
 * makes, since each router has one of its own.
 *
 * @throws {MiddlewareError}
 */
export function createMiddleware(definition: Definition, context: MiddlewareContext): Middleware {
  if ('addPrefix' in definition) return addPrefix(definition.addPrefix);
  if ('stripPrefix' in definition) return stripPrefix(definition.stripPrefix);
  if ('stripPrefixRegex' in definition) return stripPrefixRegex(definition.stripPrefixRegex);
  if ('replacePath' in definition) return replacePath(definition.replacePath);
  if ('replacePathRegex' in definition) return replacePathRegex(definition.replacePathRegex);
  if ('redirectScheme' in definition) return redirectScheme(definition.redirectScheme);
  if ('redirectRegex' in definition) return redirectRegex(definition.redirectRegex);
  const [kind = ''] = Object.keys(definition);
  throw new MiddlewareError(kind, `${context.name} is of a kind that is not known.`, 'Use another one.');
}
