import type { IpStrategy } from '../dynamic/middleware.ts';
import { respondWith } from './answering.ts';
import type { Middleware } from './exchange.ts';
import { MiddlewareError } from './middleware-error.ts';
import { clientIp, readRanges } from './source.ts';

/**
 * Lets pass whose address is in one of the ranges, and answers 403 to all others.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/ipwhitelist/
 *
 * @throws {MiddlewareError} where there are no ranges, or one is none
 */
export function ipWhiteList(options: {
  readonly sourceRange: readonly string[];
  readonly ipStrategy?: IpStrategy;
}): Middleware {
  if (options.sourceRange.length === 0) {
    throw new MiddlewareError('ipWhiteList.sourceRange', 'It is empty.', 'List who may pass.');
  }
  const allowed = readRanges(options.sourceRange, 'ipWhiteList.sourceRange');
  const source = clientIp(options.ipStrategy, 'ipWhiteList.ipStrategy');
  return (next) => (request, answer) =>
    allowed(source(request)) ? next(request, answer) : respondWith(answer, 403);
}
