import { BlockList, isIP, isIPv4 } from 'node:net';

/** Whether an address lies in one of the ranges; what is no address lies in none. */
export type IpRanges = (address: string) => boolean;

/**
 * An IPv4 address is in no range of IPv6 ones, as Go has it; one that is mapped into IPv6 is an IPv4 address.
 *
 * @param entries addresses or ranges in CIDR notation, v4 or v6
 * @throws RangeError naming the entry that is neither
 */
export function ipRanges(entries: readonly string[]): IpRanges {
  // One list for each family: a single one takes `127.0.0.1` for `::ffff:127.0.0.1`, and that for one of `::/64`.
  const ranges: Ranges = { 4: new BlockList(), 6: new BlockList() };
  for (const entry of entries) addRange(ranges, entry.trim());
  return (address) => {
    const plain = plainAddress(address);
    const family = isIP(plain);
    if (family === 4) return ranges[4].check(plain, 'ipv4');
    return family === 6 && ranges[6].check(plain, 'ipv6');
  };
}

interface Ranges {
  readonly 4: BlockList;
  readonly 6: BlockList;
}

/** An IPv4-mapped IPv6 address as IPv4, and without a zone: `::ffff:10.0.0.1` is `10.0.0.1`. */
export function plainAddress(address: string): string {
  const zone = address.indexOf('%');
  const bare = zone === -1 ? address : address.slice(0, zone);
  const mapped = bare.toLowerCase().startsWith('::ffff:') ? bare.slice(7) : '';
  return isIPv4(mapped) ? mapped : bare;
}

function addRange(ranges: Ranges, entry: string): void {
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
  if (family === 4) ranges[4].addSubnet(network, prefix, 'ipv4');
  else if (isIPv4(plain) && prefix >= 96) ranges[4].addSubnet(plain, prefix - 96, 'ipv4');
  else ranges[6].addSubnet(network, prefix, 'ipv6');
}
