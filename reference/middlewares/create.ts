import type { Middleware as Definition } from '../dynamic/middleware.ts';
import { basicAuth } from './auth/basic-auth.ts';
import { digestAuth } from './auth/digest-auth.ts';
import { forwardAuth } from './auth/forward-auth.ts';
import { buffering } from './buffering/buffering.ts';
import { circuitBreaker } from './circuit-breaker/circuit-breaker.ts';
import { compress } from './compress.ts';
import { contentType } from './content-type.ts';
import { errorPages } from './errors.ts';
import type { Middleware } from './exchange.ts';
import { headers } from './headers/headers.ts';
import { inFlightReq } from './in-flight-req.ts';
import { ipWhiteList } from './ip-white-list.ts';
import { MiddlewareError } from './middleware-error.ts';
import { passTlsClientCert } from './pass-tls-client-cert.ts';
import { addPrefix, replacePath, replacePathRegex, stripPrefix, stripPrefixRegex } from './paths.ts';
import { rateLimit } from './rate-limit.ts';
import { redirectRegex, redirectScheme } from './redirects.ts';
import { retry } from './retry.ts';

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
 * (rates, requests in flight, the state of each router's circuit) lives as long as what is returned.
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
  if ('headers' in definition) return headers(definition.headers);
  if ('basicAuth' in definition) return basicAuth(definition.basicAuth);
  if ('digestAuth' in definition) return digestAuth(definition.digestAuth, context.now);
  if ('forwardAuth' in definition) return forwardAuth(definition.forwardAuth);
  if ('ipWhiteList' in definition) return ipWhiteList(definition.ipWhiteList);
  if ('rateLimit' in definition) return rateLimit(definition.rateLimit, context.now);
  if ('inFlightReq' in definition) return inFlightReq(definition.inFlightReq);
  if ('retry' in definition) return retry(definition.retry);
  if ('circuitBreaker' in definition) return circuitBreaker(definition.circuitBreaker, context.now);
  if ('compress' in definition) return compress(definition.compress);
  if ('buffering' in definition) return buffering(definition.buffering);
  if ('errors' in definition) return errorPages(definition.errors, context.name);
  if ('contentType' in definition) return contentType(definition.contentType);
  if ('passTLSClientCert' in definition) return passTlsClientCert(definition.passTLSClientCert);
  const [kind = ''] = Object.keys(definition);
  throw new MiddlewareError(kind, `${context.name} is of a kind that is not known.`, 'Use another one.');
}
