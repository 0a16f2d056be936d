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
  return { origin: `${scheme}://${authority}`.toLowerCase(), authority: authority.toLowerCase() };
}
