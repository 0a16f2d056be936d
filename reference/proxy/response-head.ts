import { connectionOptions, headerKind, withoutHeaders } from './header-names.ts';

/** Name, value, name, value …, as undici gives them. */
type RawHeaders = readonly (Buffer | string)[];

/**
 * A pod's header section for the client, in the pod's order and spelling, hop-by-hop fields removed.
 *
 * @param trailersPossible whether the answer to the client can carry trailers: HTTP/1.1, with a body
 */
export function readResponseHead(raw: RawHeaders, trailersPossible: boolean): string[] {
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
  if (trailer !== undefined && trailersPossible && !delimited) headers.push('Trailer', trailer);
  return headers;
}

/** Trailers of a pod as pairs, without those that must not stand there (RFC 9110 §6.5.1). */
export function readTrailers(raw: RawHeaders): [string, string][] {
  const trailers: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = text(raw[at]);
    if (headerKind(name) === 'end-to-end') trailers.push([name, text(raw[at + 1])]);
  }
  return trailers;
}

function text(value: Buffer | string | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : value.toString('latin1');
}
