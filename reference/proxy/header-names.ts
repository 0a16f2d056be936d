/**
 * What a proxy does with a header field depends on its name alone. Names are classified once and remembered by
 * their exact spelling, so that a request costs one map look-up per field and no lower-casing.
 */
export type HeaderKind =
  | 'end-to-end'
  | 'host'
  /** HTTP/2's, in the place of Host (RFC 9113 §8.3.1). */
  | 'authority'
  /** HTTP/2's others, which are no fields. */
  | 'pseudo'
  | 'cookie'
  | 'content-length'
  | 'transfer-encoding'
  | 'connection'
  | 'te'
  | 'trailer'
  | 'expect'
  /** Belongs to one connection, and is never passed on (RFC 9110 §7.6.1). */
  | 'hop-by-hop'
  | 'x-forwarded-for'
  | 'x-forwarded-host'
  | 'x-forwarded-port'
  | 'x-forwarded-proto'
  | 'x-forwarded-server'
  | 'x-real-ip'
  /** `X-Forwarded-` anything else: believed from trusted clients only, never set. */
  | 'x-forwarded-other';

const known: Readonly<Record<string, HeaderKind>> = {
  host: 'host',
  ':authority': 'authority',
  ':method': 'pseudo',
  ':path': 'pseudo',
  ':scheme': 'pseudo',
  ':protocol': 'pseudo',
  cookie: 'cookie',
  'content-length': 'content-length',
  'transfer-encoding': 'transfer-encoding',
  connection: 'connection',
  te: 'te',
  trailer: 'trailer',
  expect: 'expect',
  'keep-alive': 'hop-by-hop',
  upgrade: 'hop-by-hop',
  'proxy-connection': 'hop-by-hop',
  // Part of an upgrade to HTTP/2 (RFC 7540 §3.2.1), and nothing that may go over it.
  'http2-settings': 'hop-by-hop',
  'proxy-authenticate': 'hop-by-hop',
  'proxy-authorization': 'hop-by-hop',
  'x-forwarded-for': 'x-forwarded-for',
  'x-forwarded-host': 'x-forwarded-host',
  'x-forwarded-port': 'x-forwarded-port',
  'x-forwarded-proto': 'x-forwarded-proto',
  'x-forwarded-server': 'x-forwarded-server',
  'x-real-ip': 'x-real-ip',
};

/** Enough for every spelling in real use; a peer that invents names can't make it grow further. */
const rememberedNames = 2_048;
const remembered = new Map<string, HeaderKind>();

export function headerKind(name: string): HeaderKind {
  const seen = remembered.get(name);
  if (seen !== undefined) return seen;
  const kind = classify(name.toLowerCase());
  if (remembered.size < rememberedNames && name.length <= 64) remembered.set(name, kind);
  return kind;
}

function classify(name: string): HeaderKind {
  if (Object.hasOwn(known, name)) return known[name] ?? 'end-to-end';
  // CGI, WSGI and PHP show `X_Real_Ip` to the application as they show `X-Real-Ip`: it must not slip past.
  const dashed = name.replaceAll('_', '-');
  if (dashed.startsWith('x-forwarded-') || dashed === 'x-real-ip') return 'x-forwarded-other';
  return 'end-to-end';
}

/** The names that `Connection` lists, lower case, without those that it lists as a matter of course. */
export function connectionOptions(value: string): string[] {
  const names: string[] = [];
  for (const token of value.split(',')) {
    const name = token.trim().toLowerCase();
    if (name !== '' && name !== 'keep-alive' && name !== 'close' && name !== 'upgrade' && name !== 'te') {
      names.push(name);
    }
  }
  return names;
}

/** `headers` (name, value, name, value …) without the fields of these lower-case names. */
export function withoutHeaders(headers: readonly string[], names: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? '';
    if (!names.includes(name.toLowerCase())) kept.push(name, headers[at + 1] ?? '');
  }
  return kept;
}
