import { inPairs } from './response-head.ts';

/**
 * Fields, name, value, name, value …, as Node's HTTP/2 takes them: lower case (RFC 9113 §8.2.1), repeated ones as lists,
 * and none that belongs to a connection. Names are a peer's: one that objects have by themselves is as good as any.
 */
export function http2Fields(headers: readonly string[]): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const [spelt, value] of inPairs(headers)) {
    const name = spelt.toLowerCase();
    if (ofConnections.has(name)) continue;
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else fields[name] = [before, value];
  }
  return fields;
}

/** What is left of fields that belong to a connection, and would be a malformed message (RFC 9113 §8.2.2). */
const ofConnections: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);
