/** Names of servers in handshakes and in certificates (RFC 6066, section 3; RFC 6125). */

/** As it is compared: in lower case, without a final dot. */
export function normaliseServerName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

/** The wildcard that covers the name, which it does for one label; undefined for a name of one label. */
export function wildcardFor(name: string): string | undefined {
  const dot = name.indexOf('.');
  return dot <= 0 ? undefined : `*${name.slice(dot)}`;
}

/** A name that a certificate has, normalised; undefined where no handshake can ask for it. */
export function certificateName(name: string): string | undefined {
  return /^(?:\*\.)?[\w-]+(?:\.[\w-]+)*\.?$/.test(name) ? normaliseServerName(name) : undefined;
}

/**
 * The DNS names of an extension as Node writes it: `DNS:a.org, IP Address:10.0.0.1, DNS:"b,c"`. Quoted ones, with
 * characters that no host name has, are left out.
 */
export function subjectAltNames(text: string): string[] {
  const entries = text.match(/(?:"(?:[^"\\]|\\.)*"|[^",])+/g) ?? [];
  return entries.flatMap((entry) => /^\s*DNS:([^"\s]+)$/.exec(entry)?.[1] ?? []);
}
