import { type BlockList, isIP } from 'node:net';

/** Adds an address or a range in CIDR notation; false, and nothing added, where it is neither. */
export function addClientBlock(list: BlockList, text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0 || address.includes('%')) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (length === undefined) {
    list.addAddress(address, family);
    return true;
  }
  if (!/^\d{1,3}$/.test(length) || Number(length) > (version === 4 ? 32 : 128)) return false;
  list.addSubnet(address, Number(length), family);
  return true;
}

/** True where the address is in the list; IPv4 addresses are found in their IPv6-mapped form as well. */
export function hasClient(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
