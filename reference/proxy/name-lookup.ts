import { lookup as systemLookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';

/**
 * Finds addresses of names by asking the name servers given, in place of those of the system. Names below
 * `localhost` are never asked for (RFC 6761, section 6.3).
 *
 * @param nameServers each `address` or `address:port`
 */
export function createLookup(nameServers: readonly string[]): LookupFunction {
  const resolver = new Resolver({ timeout: 1_000, tries: 2 });
  resolver.setServers(nameServers);
  return (hostname, options, callback) => {
    if (/(^|\.)localhost\.?$/i.test(hostname)) {
      systemLookup(hostname, options, callback);
      return;
    }
    resolve(resolver, hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

interface FoundAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses, those of IPv4 first. Rejects where the name has none. */
async function resolve(resolver: Resolver, hostname: string): Promise<[FoundAddress, ...FoundAddress[]]> {
  const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const [first, ...others] = [...found(four, 4), ...found(six, 6)];
  if (first !== undefined) return [first, ...others];
  throw four.status === 'rejected' ? four.reason : new Error(`${hostname} has no address`);
}

function found(result: PromiseSettledResult<string[]>, family: 4 | 6): FoundAddress[] {
  return result.status === 'fulfilled' ? result.value.map((address) => ({ address, family })) : [];
}
