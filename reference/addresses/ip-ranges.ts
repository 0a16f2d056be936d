import { BlockList, isIP, isIPv4 } from 'node:net';

/** Whether an address lies in one of the ranges; what is no address lies in none. */
export type IpRanges = (address: string) => boolean;

/**
 * @param entries addresses or ranges in CIDR notation, v4 or v6
 * @throws RangeError naming the entry that is neither
 */
export function ipRanges(entries: readonly string[]): IpRanges {
  const ranges = new BlockList();
  for (const entry of entries) addRange(ranges, entry.trim());
  return (address) => {
    const plain = plainAddress(address);
    const family = isIP(plain);
    return family !== 0 && ranges.check(plain, family === 4 ? 'ipv4' : 'ipv6');
  };
}

/** An IPv4-mapped IPv6 address as IPv4, and without a zone: `::ffff:10.0.0.1` is `10.0.0.1`. */
export function plainAddress(address: string): string {
  const zone = address.indexOf('%');
  const bare = zone === -1 ? address : address.slice(0, zone);
  const mapped = bare.toLowerCase().startsWith('::ffff:') ? bare.slice(7) : '';
  return isIPv4(mapped) ? mapped : bare;
}

function addRange(ranges: BlockList, entry: string): void {
  const [network = '', length, ...rest] = entry.split('/');
  const family = isIP(network);
  const bits = family === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  const lengthIsNumber = length === undefined || /^\d+$/.test(length);
  if (family === 0 || !lengthIsNumber || prefix > bits || rest.length > 0) {
    throw new RangeError(`"${entry}" is neither an IP address nor a range like 10.0.0.0/8 or fd00::/8`);
  }
  const plain = plainAddress(network);
  // `::ffff:10.0.0.0/104` is `10.0.0.0/8` in another spelling.
  if (family === 6 && isIPv4(plain) && prefix >= 96) ranges.addSubnet(plain, prefix - 96, 'ipv4');
  else ranges.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6');
}
