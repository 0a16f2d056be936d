import { crc32c } from './crc32c.ts';
import type { Endpoint, ProxyHeader } from './header.ts';

/** What a header of version 2 begins with (section 2.2): nothing that TLS or HTTP begins with. */
export const signature2 = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');

/** Signature, version and command, family and transport, length of the rest. */
const fixedLength = 16;

/** Bytes of what follows these that are read: certificates' names and the like; some load balancers send a few hundred. */
const longestRest = 16 * 1024;

/** @param bytes beginning with the signature */
export function readVersion2(bytes: Buffer): ProxyHeader | number {
  if (bytes.length < fixedLength) return fixedLength;
  const versionAndCommand = bytes.readUInt8(12);
  const familyAndTransport = bytes.readUInt8(13);
  const rest = bytes.readUInt16BE(14);
  const addresses = addressLengths.get(familyAndTransport >> 4);
  const known = versionAndCommand >> 4 === 2 && (versionAndCommand & 0xf) <= command.proxy;
  if (!known || addresses === undefined || (familyAndTransport & 0xf) > datagram || rest > longestRest) {
    return malformed;
  }
  const length = fixedLength + rest;
  if (bytes.length < length) return length;
  const header = bytes.subarray(0, length);
  const local = (versionAndCommand & 0xf) === command.local;
  // A sender that speaks for itself may put anything in the place of the addresses: it is skipped (section 2.2).
  if (local) return { kind: 'header', length, source: undefined };
  if (rest < addresses || !isSound(header, fixedLength + addresses)) return malformed;
  return { kind: 'header', length, source: sourceOf(header, familyAndTransport) };
}

const command = { local: 0, proxy: 1 };
const stream = 1;
const datagram = 2;

/** Bytes that two addresses take with their ports, by family: unspecified, IPv4, IPv6, Unix. */
const addressLengths: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [1, 12],
  [2, 36],
  [3, 216],
]);

const malformed: ProxyHeader = { kind: 'malformed' };

function sourceOf(header: Buffer, familyAndTransport: number): Endpoint | undefined {
  const at = fixedLength;
  switch (familyAndTransport) {
    case 0x10 | stream:
      return { address: header.subarray(at, at + 4).join('.'), port: header.readUInt16BE(at + 8) };
    case 0x20 | stream:
      return { address: ipv6(header.subarray(at, at + 16)), port: header.readUInt16BE(at + 32) };
    default:
      return undefined;
  }
}

/** As it is usually written (RFC 5952). */
function ipv6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

const checksum = { type: 3, length: 4 };

/** Whether what stands behind the addresses is as it should be, and the checksum right where there is one. */
function isSound(header: Buffer, from: number): boolean {
  let at = from;
  while (at < header.length) {
    if (header.length < at + 3) return false;
    const type = header.readUInt8(at);
    const length = header.readUInt16BE(at + 1);
    const value = at + 3;
    at = value + length;
    if (at > header.length) return false;
    if (type === checksum.type && !(length === checksum.length && hasChecksum(header, value))) return false;
  }
  return true;
}

/** The checksum is that of the header with zeros in its own place. */
function hasChecksum(header: Buffer, at: number): boolean {
  const blank = Buffer.from(header).fill(0, at, at + checksum.length);
  return crc32c(blank) === header.readUInt32BE(at);
}
