import type { Socket } from 'node:net';
import { type ClientHello, longestClientHello, readClientHello, tlsHandshake } from '../tls/client-hello.ts';
import { peek } from './peek.ts';

/** What a client begins with. */
export type Opening =
  /** Undefined: what stands in the place of its ClientHello can't be read. */
  | { readonly kind: 'tls'; readonly hello: ClientHello | undefined }
  /** HTTP/2 with prior knowledge (RFC 9113, section 3.3). */
  | { readonly kind: 'http2' }
  | { readonly kind: 'http1' };

/**
 * Tells what a client begins with, once it does; all that it has sent stays to be read. A client that does not
 * come to say it within `timeout` milliseconds, or leaves before, is cut off and nothing is told.
 */
export function awaitOpening(socket: Socket, timeout: number, tell: (opening: Opening) => void): void {
  peek(socket, timeout, readOpening, tell);
}

/** @returns a number where so many bytes are needed at least */
export function readOpening(bytes: Buffer): Opening | number {
  return bytes[0] === tlsHandshake ? readTls(bytes) : readPlain(bytes);
}

function readTls(bytes: Buffer): Opening | number {
  const reading = readClientHello(bytes);
  if (reading.kind === 'incomplete' && reading.needed <= longestClientHello) return reading.needed;
  return { kind: 'tls', hello: reading.kind === 'hello' ? reading.hello : undefined };
}

/** The method that HTTP/2's connection preface begins with, and that no HTTP/1.1 request has (RFC 9113, section 11.6). */
const preface = Buffer.from('PRI ');

const http1: Opening = { kind: 'http1' };
const http2: Opening = { kind: 'http2' };

function readPlain(bytes: Buffer): Opening | number {
  const length = Math.min(bytes.length, preface.length);
  if (bytes.compare(preface, 0, length, 0, length) !== 0) return http1;
  return length < preface.length ? bytes.length + 1 : http2;
}
