import { connectionOptions, headerKind, withoutHeaders } from './header-names.ts';

/** Name, value, name, value …, as undici gives them. */
type RawHeaders = readonly (Buffer | string)[];

/**
 * A pod's header section, in the pod's order and spelling, hop-by-hop fields removed.
 *
 * @param hasBody whether trailers can follow
 */
export function readResponseHead(raw: RawHeaders, hasBody: boolean): string[] {
  let headers: string[] = [];
  let listed: string[] | undefined;
  let trailer: string | undefined;
  let delimited = false;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = text(raw[at]);
    switch (headerKind(name)) {
      case 'connection':
        for (const option of connectionOptions(text(raw[at + 1]))) {
          listed ??= [];
          listed.push(option);
        }
        break;
      case 'transfer-encoding':
      case 'hop-by-hop':
        break;
      case 'trailer':
        trailer = text(raw[at + 1]);
        break;
      case 'content-length':
        delimited = true;
        headers.push(name, text(raw[at + 1]));
        break;
      default:
        headers.push(name, text(raw[at + 1]));
    }
  }
  if (listed !== undefined)
    headers = withoutHeaders(
      headers,
      listed.filter((name) => name !== 'content-length'),
    );
  if (trailer !== undefined && hasBody && !delimited) headers.push('Trailer', trailer);
  return headers;
}

/** Trailers, name, value, name, value …, without those that must not stand there (RFC 9110 §6.5.1). */
export function readTrailers(raw: RawHeaders): string[] {
  const trailers: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = text(raw[at]);
    if (headerKind(name) === 'end-to-end') trailers.push(name, text(raw[at + 1]));
  }
  return trailers;
}

/** Name, value, name, value … as Node wants trailers. */
export function inPairs(fields: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) pairs.push([fields[at] ?? '', fields[at + 1] ?? '']);
  return pairs;
}

function text(value: Buffer | string | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : value.toString('latin1');
}
