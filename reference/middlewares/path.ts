/**
 * Request targets in origin form (RFC 9112 §3.2.1), worked on as the client spelt them: what a middleware does not
 * change keeps its escapes, and the query is never touched.
 */
export interface Target {
  readonly path: string;
  /** With its `?`; empty where there is none. */
  readonly query: string;
}

export function readTarget(target: string): Target {
  const mark = target.indexOf('?');
  return mark === -1
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark) };
}

/** A path that does not begin with `/` gets one. */
export function writeTarget({ path, query }: Target): string {
  return `${path.startsWith('/') ? '' : '/'}${path}${query}`;
}

/**
 * How much of the path is this prefix, whichever way the client has escaped it: routers find `/api` in `/%61pi`, and
 * so must what takes it away. An escaped slash is no slash.
 *
 * @returns the number of characters of `path`; undefined: it does not begin with the prefix
 */
export function prefixLength(path: string, prefix: string): number | undefined {
  if (path.startsWith(prefix)) return prefix.length;
  if (!path.includes('%')) return undefined;
  const bytes = Buffer.from(prefix);
  let at = 0;
  for (const byte of bytes) {
    const [read, length] = readByte(path, at);
    if (read !== byte) return undefined;
    at += length;
  }
  return at;
}

/** Characters that can't stand in a target, escaped; escapes that are there stay. */
export function escapePath(path: string): string {
  return path.replace(/[^\x21\x22\x24-\x3e\x40-\x7e]/gu, (character) => encodeURIComponent(character));
}

/** The same, for a path that may have a query. */
export function escapeTarget(target: string): string {
  const { path, query } = readTarget(target.toWellFormed());
  return query === '' ? escapePath(path) : `${escapePath(path)}?${escapePath(query.slice(1))}`;
}

/** The byte at this place of a path, and how many characters it takes there; an escaped slash is three of its own. */
function readByte(path: string, at: number): [byte: number, length: number] {
  const escaped = /^%[0-9A-Fa-f]{2}/.exec(path.slice(at, at + 3))?.[0];
  if (escaped === undefined) return [path.charCodeAt(at), 1];
  const byte = Number.parseInt(escaped.slice(1), 16);
  return byte === 0x2f ? [path.charCodeAt(at), 1] : [byte, 3];
}
