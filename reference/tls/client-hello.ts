import { normaliseServerName } from './server-name.ts';

/** What a client asks for when it begins a TLS connection, as far as it decides who takes the handshake. */
export interface ClientHello {
  /** Normalised; empty where it asks for none (RFC 6066, section 3). */
  readonly serverName: string;
  /** What it would speak within TLS (RFC 7301). */
  readonly alpnProtocols: readonly string[];
}

export type ClientHelloReading =
  | { readonly kind: 'hello'; readonly hello: ClientHello }
  /** Not all there yet: `needed` bytes at least, counted from the beginning. */
  | { readonly kind: 'incomplete'; readonly needed: number }
  /** None, or one that is not well formed: for the TLS library to say what is wrong with it. */
  | { readonly kind: 'unreadable' };

/** The first byte of a TLS connection: the type of the record that a ClientHello comes in (RFC 8446, section 5.1). */
export const tlsHandshake = 0x16;

/** Bytes that a ClientHello may take, with the records that it comes in; real ones take a tenth of it. */
export const longestClientHello = 32 * 1024;

/**
 * Reads the ClientHello that a TLS connection begins with (RFC 8446, sections 4.1.2 and 5.1), which may come in
 * several records.
 *
 * @param bytes all that the client has sent so far
 */
export function readClientHello(bytes: Buffer): ClientHelloReading {
  const message = firstMessage(bytes);
  if (!Buffer.isBuffer(message)) return message;
  try {
    return { kind: 'hello', hello: readBody(new Fields(message.subarray(messageHeader))) };
  } catch (error) {
    if (error instanceof RangeError) return unreadable;
    throw error;
  }
}

type NoHello = Exclude<ClientHelloReading, { readonly kind: 'hello' }>;

const unreadable: NoHello = { kind: 'unreadable' };

const recordHeader = 5;
const longestRecord = 2 ** 14;
const messageHeader = 4;
const clientHello = 1;

/** What the records carry up to the end of the first handshake message. */
function firstMessage(bytes: Buffer): Buffer | NoHello {
  const fragments: Buffer[] = [];
  let carried = 0;
  let length: number | undefined;
  for (let at = 0; at < longestClientHello; ) {
    if (bytes.length < at + recordHeader) return { kind: 'incomplete', needed: at + recordHeader };
    const content = bytes.readUInt16BE(at + 3);
    const end = at + recordHeader + content;
    if (!isHandshakeRecord(bytes, at) || content === 0 || content > longestRecord) return unreadable;
    if (end > longestClientHello) return unreadable;
    if (bytes.length < end) return { kind: 'incomplete', needed: end };
    fragments.push(bytes.subarray(at + recordHeader, end));
    carried += end - at - recordHeader;
    at = end;
    if (length === undefined && carried >= messageHeader) {
      const start = Buffer.concat(fragments);
      if (start[0] !== clientHello) return unreadable;
      length = messageHeader + start.readUIntBE(1, 3);
    }
    if (length !== undefined && carried >= length) return Buffer.concat(fragments).subarray(0, length);
  }
  return unreadable;
}

/** Of every version there has been since SSL 3.0 the first byte is the same. */
function isHandshakeRecord(bytes: Buffer, at: number): boolean {
  return bytes[at] === tlsHandshake && bytes[at + 1] === 3;
}

/** Types of extensions. */
const serverNameExtension = 0;
const alpnExtension = 16;

/** @throws RangeError where a length leads beyond the end */
function readBody(body: Fields): ClientHello {
  const versionAndRandom = 34;
  body.take(versionAndRandom);
  body.vector(1);
  body.vector(2);
  body.vector(1);
  let serverName = '';
  let alpnProtocols: readonly string[] = [];
  if (body.atEnd) return { serverName, alpnProtocols };
  for (const extensions = body.vector(2); !extensions.atEnd; ) {
    const type = extensions.number(2);
    const content = extensions.vector(2);
    if (type === serverNameExtension) serverName = readServerName(content);
    else if (type === alpnExtension) alpnProtocols = readProtocols(content.vector(2));
  }
  return { serverName, alpnProtocols };
}

function readServerName(content: Fields): string {
  const hostName = 0;
  for (const names = content.vector(2); !names.atEnd; ) {
    const type = names.number(1);
    const name = names.vector(2).text();
    if (type === hostName) return normaliseServerName(name);
  }
  return '';
}

function readProtocols(list: Fields): string[] {
  const protocols: string[] = [];
  while (!list.atEnd) protocols.push(list.vector(1).text());
  return protocols;
}

/** Numbers and vectors one after the other (RFC 8446, section 3). */
class Fields {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  number(size: number): number {
    return this.take(size).readUIntBE(0, size);
  }

  /** What stands behind its own length, which takes `size` bytes. */
  vector(size: number): Fields {
    return new Fields(this.take(this.number(size)));
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('a length leads beyond the end');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  text(): string {
    return this.#bytes.toString('latin1');
  }
}
