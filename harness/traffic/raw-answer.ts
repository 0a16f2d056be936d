/** Answers of HTTP/1 (RFC 9112), read as they stand on the wire. */

import { constants, gunzipSync } from 'node:zlib';

type Field = readonly [name: string, value: string];

export interface RawAnswer {
  readonly version: string;
  readonly status: number;
  /** In the order and spelling received. */
  readonly headers: readonly Field[];
  /** Bytes as Latin-1. */
  readonly body: string;
  readonly trailers: readonly Field[];
  /** `short`: the connection ended before the body did. */
  readonly end: 'whole' | 'short';
}

/** Whether the connection is over, and how: only properly ended, it ends a body too. */
export type Over = false | 'ended' | 'broken';

export interface Reading {
  readonly answer: RawAnswer;
  /** What follows it. */
  readonly rest: string;
}

/**
 * Reads the first answer; undefined while it is not there as a whole.
 *
 * @param bytes as Latin-1
 * @param options `toHead`: it answers a HEAD request, so that it has no body. `over`: nothing more will come,
 * since the connection was ended or broken off
 * @throws Error where it is no HTTP/1 answer
 */
export function readRawAnswer(
  bytes: string,
  { toHead, over }: { readonly toHead: boolean; readonly over: Over },
): Reading | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.slice(0, headEnd).split('\r\n');
  const [, version = '', code] = /^HTTP\/(1\.[01]) (\d{3})(?: .*)?$/.exec(statusLine) ?? [];
  if (code === undefined) throw new Error(`Not the first line of an answer: ${JSON.stringify(statusLine)}`);
  const status = Number(code);
  const headers = lines.map(field);
  const body = readBody(bytes.slice(headEnd + 4), framingOf(status, headers, toHead), over);
  if (body === undefined) return undefined;
  const { text, trailers, end, rest } = body;
  return { answer: { version, status, headers, body: text, trailers, end }, rest };
}

/**
 * What can be read so far of the body of an answer in chunks, without what it is compressed by: empty while there is
 * nothing of it.
 *
 * @param bytes as Latin-1
 */
export function bodySoFar(bytes: string): string {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return '';
  const headers = bytes.slice(0, headEnd).split('\r\n').slice(1).map(field);
  const { text } = readCompleteChunks(bytes.slice(headEnd + 4));
  if (text === '' || !valuesOf(headers, 'Content-Encoding').includes('gzip')) return text;
  const asFarAsItGoes = { finishFlush: constants.Z_SYNC_FLUSH };
  return gunzipSync(Buffer.from(text, 'latin1'), asFarAsItGoes).toString('latin1');
}

/** All values of a header, whatever its case. */
export function valuesOf(fields: readonly Field[], name: string): readonly string[] {
  return fields.filter(([one]) => one.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

type Framing =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

interface Body {
  readonly text: string;
  readonly trailers: readonly Field[];
  readonly end: RawAnswer['end'];
  readonly rest: string;
}

/** RFC 9112, section 6.3. */
function framingOf(status: number, headers: readonly Field[], toHead: boolean): Framing {
  if (toHead || status < 200 || status === 204 || status === 304) return { kind: 'length', length: 0 };
  if (valuesOf(headers, 'Transfer-Encoding').length > 0) return { kind: 'chunked' };
  const [length] = valuesOf(headers, 'Content-Length');
  return length === undefined ? { kind: 'until-close' } : { kind: 'length', length: Number(length) };
}

function readBody(bytes: string, framing: Framing, over: Over): Body | undefined {
  switch (framing.kind) {
    case 'length':
      if (bytes.length >= framing.length)
        return whole(bytes.slice(0, framing.length), [], bytes.slice(framing.length));
      return over === false ? undefined : short(bytes);
    case 'chunked':
      return readChunks(bytes) ?? (over === false ? undefined : short(bytes));
    case 'until-close':
      if (over === false) return undefined;
      return over === 'ended' ? whole(bytes, [], '') : short(bytes);
  }
}

function readChunks(bytes: string): Body | undefined {
  const { text, lastChunk } = readCompleteChunks(bytes);
  return lastChunk === undefined ? undefined : readTrailers(text, bytes, lastChunk);
}

/** `lastChunk`: where the line of the last chunk ends, once it is there. */
function readCompleteChunks(bytes: string): { readonly text: string; readonly lastChunk?: number } {
  let text = '';
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return { text };
    const size = Number.parseInt(bytes.slice(at, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error(`Not a chunk size: ${JSON.stringify(bytes.slice(at, lineEnd))}`);
    if (size === 0) return { text, lastChunk: lineEnd };
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return { text };
    text += bytes.slice(lineEnd + 2, lineEnd + 2 + size);
    at = next;
  }
}

/** @param lastChunk where the line of the last chunk ends */
function readTrailers(text: string, bytes: string, lastChunk: number): Body | undefined {
  const end = bytes.indexOf('\r\n\r\n', lastChunk);
  if (end < 0) return undefined;
  const lines = bytes.slice(lastChunk, end).split('\r\n').slice(1);
  return whole(text, lines.map(field), bytes.slice(end + 4));
}

function whole(text: string, trailers: readonly Field[], rest: string): Body {
  return { text, trailers, end: 'whole', rest };
}

function short(text: string): Body {
  return { text, trailers: [], end: 'short', rest: '' };
}

function field(line: string): Field {
  const colon = line.indexOf(':');
  if (colon < 1) throw new Error(`Not a header: ${JSON.stringify(line)}`);
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
