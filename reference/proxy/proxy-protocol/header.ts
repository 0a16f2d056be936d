import { readVersion1, signature1 } from './version-1.ts';
import { readVersion2, signature2 } from './version-2.ts';

/** Address and port of one end of a connection. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What a connection begins with, as the PROXY protocol has it. */
export type ProxyHeader =
  /** No header: what has come is what the client sends. */
  | { readonly kind: 'none' }
  /**
   * @property length of the header, bytes
   * @property source whom the sender passes on; undefined where it speaks for itself (a health check), or of nobody
   *   who has an IP address
   */
  | { readonly kind: 'header'; readonly length: number; readonly source: Endpoint | undefined }
  | { readonly kind: 'malformed' };

/**
 * Reads the header of a sender that speaks the PROXY protocol, version 1 or 2, before anything else ("The PROXY
 * protocol, versions 1 & 2", HAProxy Technologies, section 2).
 *
 * @param bytes all that has been sent so far
 * @returns a number where so many bytes are needed at least
 */
export function readProxyHeader(bytes: Buffer): ProxyHeader | number {
  if (mayBegin(bytes, signature2)) {
    return bytes.length < signature2.length ? bytes.length + 1 : readVersion2(bytes);
  }
  if (mayBegin(bytes, signature1)) {
    return bytes.length < signature1.length ? bytes.length + 1 : readVersion1(bytes);
  }
  return none;
}

const none: ProxyHeader = { kind: 'none' };

function mayBegin(bytes: Buffer, signature: Buffer): boolean {
  const length = Math.min(bytes.length, signature.length);
  return bytes.compare(signature, 0, length, 0, length) === 0;
}
