import { normaliseServerName, wildcardFor } from '../tls/server-name.ts';
import type { StoredCertificate } from './storage-format.ts';

/** How long a name has a certificate that may stay, milliseconds since 1970; negative infinity: it has none. */
export type Coverage = (name: string) => number;

/** Of a resolver's own certificates: until they are due for renewal. */
export function ownCoverage(
  certificates: readonly StoredCertificate[],
  renewalTime: (certificate: StoredCertificate['certificate']) => number,
): Coverage {
  const until = new Map<string, number>();
  for (const { certificate } of certificates) {
    const time = renewalTime(certificate);
    for (const name of certificate.names) {
      until.set(name, Math.max(time, until.get(name) ?? Number.NEGATIVE_INFINITY));
    }
  }
  return (name) => {
    const normal = normaliseServerName(name);
    const exact = until.get(normal);
    const wildcard = wildcardFor(normal);
    const byWildcard = wildcard === undefined ? undefined : until.get(wildcard);
    return Math.max(exact ?? Number.NEGATIVE_INFINITY, byWildcard ?? Number.NEGATIVE_INFINITY);
  };
}
