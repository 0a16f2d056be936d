import type { IncomingMessage } from 'node:http';

/**
 * Which requests to switch protocols are passed on; the others are served as if they had not asked (RFC 9110
 * §7.8). HTTP/2 and TLS are this connection's own business: a pod that switched to them would be beyond rules, and
 * from a list it may choose any.
 */
export function isUpgrade(request: IncomingMessage): boolean {
  const protocols = request.headers.upgrade?.trim() ?? '';
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  const withBody = coding !== undefined || (length !== undefined && Number(length) !== 0);
  return request.httpVersionMinor === 1 && !withBody && protocols !== '' && !notPassedOn.test(protocols);
}

/** Anywhere in a list. */
const notPassedOn = /(?:^|,)\s*(?:h2|http\/|tls\/)/i;
