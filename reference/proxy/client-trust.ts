import { ipRanges } from '../addresses/ip-ranges.ts';

/** Whether what a client says about those before it (`X-Forwarded-*`) may be believed. */
export type ClientTrust = (address: string) => boolean;

/**
 * @param options `forwardedHeaders` of an entry point: `trustedIPs` are addresses or CIDR ranges, v4 or v6.
 * @throws RangeError naming the entry that is neither an address nor a range
 */
export function clientTrust(options: {
  readonly insecure: boolean;
  readonly trustedIPs: readonly string[];
}): ClientTrust {
  if (options.insecure) return () => true;
  if (options.trustedIPs.length === 0) return () => false;
  return ipRanges(options.trustedIPs);
}
