/** The names in a certificate, as `passTLSClientCert` writes them. */
import type { DistinguishedNameParts } from '../dynamic/middleware.ts';

/** Attributes of a distinguished name by their short names (RFC 4514 §3), as Node gives them. */
export type NameAttributes = Readonly<Record<string, string | string[] | undefined>>;

/**
 * `DC=org,C=FR,O=Cheese,CN=*.example.com`: the parts that are wanted, in Traefik's order. Of a common name or serial
 * number that stands several times, it has the last.
 */
export function distinguishedName(name: NameAttributes | undefined, wanted: DistinguishedNameParts): string {
  const parts: string[] = [];
  const add = (isWanted: boolean | undefined, key: string, values: readonly string[]): void => {
    if (isWanted) parts.push(...values.map((value) => `${key}=${value}`));
  };
  const all = (attribute: string): string[] => [name?.[attribute] ?? []].flat();
  add(wanted.domainComponent, 'DC', all('DC'));
  add(wanted.country, 'C', all('C'));
  add(wanted.province, 'ST', all('ST'));
  add(wanted.locality, 'L', all('L'));
  add(wanted.organization, 'O', all('O'));
  add(wanted.organizationalUnit, 'OU', all('OU'));
  add(wanted.serialNumber, 'SN', all('serialNumber').slice(-1));
  add(wanted.commonName, 'CN', all('CN').slice(-1));
  return parts.join(',');
}

/**
 * The values of an extension as Node writes it (`DNS:a.org, IP Address:10.0.0.1, DNS:"b,c"`): host names, then mail
 * addresses, IP addresses and URIs.
 */
export function subjectAltNames(text: string): string[] {
  const names = new Map<string, string[]>(['DNS', 'email', 'IP Address', 'URI'].map((kind) => [kind, []]));
  for (const [, kind = '', quoted, plain = ''] of text.matchAll(entry)) {
    names.get(kind)?.push(quoted === undefined ? plain : unquote(quoted));
  }
  return [...names.values()].flat();
}

const entry = /(?:^|, )([A-Za-z][A-Za-z ]*):(?:("(?:[^"\\]|\\.)*")|([^,]*))/g;

/** Node quotes what could be taken for another entry, as JSON has it. */
function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
