import { isIPv4, isIPv6 } from 'node:net';
import type { ProxyHeader } from './header.ts';

/** What a header of version 1 begins with; no request of HTTP does, since no method is called so. */
export const signature1 = Buffer.from('PROXY ');

/** Bytes that the longest line may take, its end included (section 2.1). */
const longest = 107;

/** @param bytes beginning with the signature */
export function readVersion1(bytes: Buffer): ProxyHeader | number {
  const end = bytes.subarray(0, longest).indexOf('\n');
  if (end === -1) return bytes.length < longest ? bytes.length + 1 : malformed;
  const length = end + 1;
  const line = bytes.toString('latin1', 0, length);
  if (unknown.test(line)) return { kind: 'header', length, source: undefined };
  const [, family, address = '', destination = '', port, destinationPort] = known.exec(line) ?? [];
  const isAddress = family === '4' ? isIPv4 : isIPv6;
  const sound =
    [address, destination].every((text) => isAddress(text) && !text.includes('%')) &&
    [port, destinationPort].every((text) => Number(text) <= 65_535);
  return sound ? { kind: 'header', length, source: { address, port: Number(port) } } : malformed;
}

/** Whatever such a line goes on with is to be ignored. */
const unknown = /^PROXY UNKNOWN(?: [^\r\n]*)?\r\n$/;

const known = /^PROXY TCP([46]) (\S+) (\S+) (0|[1-9]\d{0,4}) (0|[1-9]\d{0,4})\r\n$/;

const malformed: ProxyHeader = { kind: 'malformed' };
