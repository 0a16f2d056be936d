import { isIPv6 } from 'node:net';

/**
 * The host to match on, from a Host header or `:authority` (RFC 9110, section 7.2): lower case, without
 * port, without a final dot, an IPv6 literal without brackets. Empty where the header is empty.
 *
 * @returns undefined where it is not `host` or `host:port`: the request is to be refused
 */
export function normaliseHost(header: string): string | undefined {
  for (let index = 0; index < header.length; index++) {
    if (!isPlainHostCharacter(header.charCodeAt(index))) return normaliseOddHost(header);
  }
  return header.endsWith('.') ? withoutFinalDot(header) : header;
}

/**
 * The path to match on, from a request target in origin form: without query, percent-escapes decoded. An
 * escaped slash stays `%2F`, since it separates nothing; escapes that are malformed or no UTF-8 stay as they
 * are.
 */
export function matchPath(target: string): string {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return decodePath(path);
}

/** Decodes percent-escapes as `matchPath` does, in a path that has no query. */
export function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  return path.replace(escapes, (escaped) => {
    if (escaped === '%2F' || escaped === '%2f') return '%2F';
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}

/** The query of a request target, without its `?`; empty where there is none. */
export function matchQuery(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? '' : target.slice(mark + 1);
}

/** What most hosts are made of: `a-z`, `0-9`, `-`, `.`. */
function isPlainHostCharacter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e;
}

/** RFC 3986, section 3.2.2, without user information: a registered name or an IP literal, then perhaps a port. */
const authority = /^(?:\[([0-9A-Fa-f:.]+)\]|([\w.~!$&'()*+,;=%-]*))(?::\d{0,5})?$/;

function normaliseOddHost(header: string): string | undefined {
  const match = authority.exec(header);
  if (match === null) return undefined;
  const [, literal, name = ''] = match;
  if (literal !== undefined) return isIPv6(literal) ? literal.toLowerCase() : undefined;
  const host = name.toLowerCase();
  return host.endsWith('.') ? withoutFinalDot(host) : host;
}

function withoutFinalDot(host: string): string | undefined {
  return host === '.' ? undefined : host.slice(0, -1);
}

/** Runs of escapes for bytes from 0x80 on, which make a character only together; any other escape alone. */
const escapes = /(?:%[89A-Fa-f][0-9A-Fa-f])+|%[0-7][0-9A-Fa-f]/g;
