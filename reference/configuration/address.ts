import { isIP } from 'node:net';

/** Where an entry point listens. */
export interface ListenAddress {
  /** Empty: every address of the machine. An IPv6 address stands without brackets. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/**
 * Reads `[host]:port`: `:80`, `127.0.0.1:8080`, `[::1]:443`, `localhost:0`. Undefined where the text is none.
 */
export function parseAddress(text: string): ListenAddress | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    return undefined;
  }
  if (bracketed !== undefined) {
    return isIP(bracketed) === 6 ? { host: bracketed, port } : undefined;
  }
  const host = plain ?? '';
  return host === '' || isIP(host) === 4 || isHostname(host) ? { host, port } : undefined;
}

/** A DNS name as RFC 1123 has it, in any case; what looks like a broken IPv4 address (`1.2.3`) is none. */
function isHostname(text: string): boolean {
  const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
  return (
    text.length <= 253 && new RegExp(`^${label}(?:\\.${label})*\\.?$`).test(text) && !/^[\d.]+$/.test(text)
  );
}
