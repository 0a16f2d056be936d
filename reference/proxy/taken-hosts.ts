import { isDeepStrictEqual } from 'node:util';
import type { TlsProfile } from '../runtime/tls-profile.ts';
import type { TlsTable } from '../runtime/tls-table.ts';
import type { TlsTerms } from './tls-terminator.ts';

/** What a connection without TLS takes. */
export function anyHost(): boolean {
  return true;
}

/**
 * Which hosts requests may be for on a connection whose handshake was made under these terms: those with the same
 * TLS options, and the one that the handshake was for, even if its options have changed since, save for what is
 * asked of clients.
 *
 * @param table in force at the moment of a request
 */
export function takenUnder(terms: TlsTerms, table: () => TlsTable): (host: string) => boolean {
  let lastTable: TlsTable | undefined;
  let lastHost = '';
  let last = false;
  return (host) => {
    const now = table();
    if (now !== lastTable || host !== lastHost) {
      last = isTaken(host, terms, now.profileFor(host));
      lastTable = now;
      lastHost = host;
    }
    return last;
  };
}

function isTaken(host: string, { serverName, profile }: TlsTerms, now: TlsProfile | undefined): boolean {
  if (now === profile) return true;
  if (now === undefined || host !== serverName) return false;
  return now.clientAuth.certificate === 'none' || isDeepStrictEqual(now.clientAuth, profile.clientAuth);
}
