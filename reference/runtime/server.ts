import type { Server } from './runtime.ts';

/** Scheme and authority of a server's URL; the path, if any, is not used (RFC 3986, section 3). */
const serverUrl = /^(https?|h2c):\/\/((?:[\w.~-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?)(?:[/?#]|$)/i;

/**
 * @param url `http`, `https` or `h2c`, with a host and perhaps a port
 * @returns undefined where it is no such URL
 */
export function parseServer(url: string): Server | undefined {
  const [, scheme, authority] = serverUrl.exec(url) ?? [];
  if (scheme === undefined || authority === undefined) return undefined;
  const origin = `${scheme}://${authority}`.toLowerCase();
  // A port beyond 65535, or a name such as `10.0.0.300`, which has the form of an address and is none.
  if (!URL.canParse(origin.replace(/^h2c/, 'http'))) return undefined;
  return { origin, authority: authority.toLowerCase() };
}
