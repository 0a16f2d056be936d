/** Requests over HTTP/2 as no library would send them, and what comes of them, as far as scenarios want to know. */

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const types = { headers: 1, resetStream: 3, settings: 4, goAway: 7 };

/** Of a header section that is all of its request. */
const complete = 0x1 | 0x4;

const frameHeader = 9;

/**
 * A connection that begins with one request, on stream 1, as Latin-1 (RFC 9113, sections 3.4 and 4.1).
 *
 * @param fields written as they are, pseudo-headers among them
 */
export function openingWith(fields: readonly (readonly [name: string, value: string])[]): string {
  const section = Buffer.concat(fields.map(literal));
  return preface + frame(types.settings, 0, 0, Buffer.alloc(0)) + frame(types.headers, complete, 1, section);
}

/** What came of that request. */
export type StreamEnd =
  /** The client, or the whole connection, is told that something is wrong with it. */
  | { readonly kind: 'reset' }
  /** `ok`: whether with a status 200. */
  | { readonly kind: 'answer'; readonly ok: boolean };

/** @returns undefined where that can't be said yet */
export function endOfStream(received: string): StreamEnd | undefined {
  const bytes = Buffer.from(received, 'latin1');
  for (let at = 0; at + frameHeader <= bytes.length; ) {
    const end = at + frameHeader + bytes.readUIntBE(at, 3);
    if (end > bytes.length) return undefined;
    const type = bytes[at + 3];
    if (type === types.resetStream || type === types.goAway) return { kind: 'reset' };
    // A status 200 is one field of HPACK's static table (RFC 7541, appendix A).
    if (type === types.headers) return { kind: 'answer', ok: bytes[at + frameHeader] === 0x88 };
    at = end;
  }
  return undefined;
}

/** Whether that is how a server begins that speaks HTTP/2 (RFC 9113, section 3.4). */
export function beginsAsHttp2(received: string): boolean {
  return received.length >= frameHeader && received.charCodeAt(3) === types.settings;
}

function frame(type: number, flags: number, stream: number, payload: Buffer): string {
  const head = Buffer.alloc(frameHeader);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]).toString('latin1');
}

/** Without Huffman coding, and for no table (RFC 7541, section 6.2.2). */
function literal([name, value]: readonly [string, string]): Buffer {
  const texts = [name, value].map((text) => Buffer.from(text, 'latin1'));
  return Buffer.concat([Buffer.from([0]), ...texts.flatMap((text) => [Buffer.from([text.length]), text])]);
}
