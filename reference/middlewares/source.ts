/** Who a request comes from, as options say: `ipStrategy` and `sourceCriterion`. */
import { ipRanges, plainAddress } from '../addresses/ip-ranges.ts';
import type { IpStrategy, SourceCriterion } from '../dynamic/middleware.ts';
import type { ProxyRequest } from './exchange.ts';
import { fieldText, fieldValue, fieldValues, isFieldName } from './header-fields.ts';
import { MiddlewareError } from './middleware-error.ts';

export type SourceOf = (request: ProxyRequest) => string;

/**
 * The client's address, or which of those that `X-Forwarded-For` has before it; empty where there is none.
 *
 * @param field where the strategy stands: `ipWhiteList.ipStrategy`
 * @throws {MiddlewareError} where `excludedIPs` has what is no address
 */
export function clientIp(strategy: IpStrategy | undefined, field: string): SourceOf {
  const { depth = 0, excludedIPs = [] } = strategy ?? {};
  if (depth > 0) return (request) => forwardedFor(request).at(-depth) ?? '';
  if (excludedIPs.length === 0) return (request) => request.client.address;
  const excluded = readRanges(excludedIPs, `${field}.excludedIPs`);
  return (request) => forwardedFor(request).findLast((address) => !excluded(address)) ?? '';
}

/** @throws {MiddlewareError} naming what is neither an address nor a range */
export function readRanges(entries: readonly string[], field: string): ReturnType<typeof ipRanges> {
  try {
    return ipRanges(entries);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MiddlewareError(field, `${error.message}.`, 'Write addresses, or ranges in CIDR notation.');
  }
}

/**
 * What requests are told apart by.
 *
 * @param fallback where the options name nothing
 * @throws {MiddlewareError} where they name several things
 */
export function sourceOf(
  criterion: SourceCriterion | undefined,
  field: string,
  fallback: SourceCriterion,
): SourceOf {
  const { ipStrategy, requestHeaderName, requestHost = false } = criterion ?? {};
  const named = [ipStrategy !== undefined, (requestHeaderName ?? '') !== '', requestHost];
  if (named.filter(Boolean).length > 1) {
    throw new MiddlewareError(field, 'It names more than one criterion.', 'Name one of the three.');
  }
  if (!named.includes(true) && criterion !== fallback) return sourceOf(fallback, field, fallback);
  if (requestHost) return (request) => request.authority.toLowerCase();
  if (requestHeaderName !== undefined && requestHeaderName !== '') {
    if (!isFieldName(requestHeaderName)) {
      const name = fieldText(requestHeaderName);
      throw new MiddlewareError(
        `${field}.requestHeaderName`,
        `"${name}" is no header's name.`,
        'Write one like X-User.',
      );
    }
    const name = requestHeaderName.toLowerCase();
    return (request) => fieldValue(request.headers, name) ?? '';
  }
  return clientIp(ipStrategy, `${field}.ipStrategy`);
}

/** What those before the client have said, without the client itself, which the proxy puts behind them. */
function forwardedFor(request: ProxyRequest): string[] {
  const addresses = fieldValues(request.headers, 'x-forwarded-for')
    .join(',')
    .split(',')
    .map((address) => plainAddress(address.trim()));
  return addresses.slice(0, -1);
}
