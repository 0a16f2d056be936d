/** A client that chooses what it offers in its handshake, and tells what was agreed on. */
import { type IncomingMessage, request as sendRequest } from 'node:http';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, type SecureVersion, type TLSSocket } from 'node:tls';
import { timeoutScale } from '../scenario/deadline.ts';
import { type Address, type HttpAnswer, type HttpRequest, splitUrl } from './client.ts';
import { fieldsOf } from './http2-client.ts';

/** What is not said is as OpenSSL has it by itself. */
export interface TlsOffer {
  readonly versions?: { readonly least: SecureVersion; readonly most: SecureVersion };
  /** Of TLS up to 1.2, as OpenSSL names them. */
  readonly ciphers?: string;
  /** As OpenSSL names them. */
  readonly curves?: string;
  /** Protocols to be spoken within TLS; HTTP/1.1 without asking where there are none. */
  readonly protocols?: readonly string[];
  /** In place of the host of the URL; empty: none is asked for. */
  readonly serverName?: string;
  /** PEM. */
  readonly certificate?: { readonly certificate: string; readonly privateKey: string };
}

export interface Agreed {
  readonly version: string;
  readonly cipher: string;
  /** Empty where none was used. */
  readonly curve: string;
  /** Empty where none was agreed on. */
  readonly protocol: string;
}

export type TlsOutcome =
  | { readonly kind: 'answer'; readonly agreed: Agreed; readonly answer: HttpAnswer }
  /** The connection was there, and ended without an answer. */
  | { readonly kind: 'refused'; readonly reason: string };

/** How long an answer may take. It only bounds how long a failure takes. */
const patienceMs = 10_000;

/** Sends one request on a connection of its own. Rejects where there is no connection, or nothing comes back. */
export async function exchangeWithOffer(
  offer: TlsOffer,
  request: HttpRequest,
  address: Address,
): Promise<TlsOutcome> {
  const tcp = connectTcp(address.port, address.host);
  await new Promise<void>((resolve, reject) => tcp.once('connect', resolve).once('error', reject));
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error('The connection is open, and no answer comes.')),
    patienceMs * timeoutScale(),
  );
  try {
    return await Promise.race([answered(), overdue]);
  } finally {
    clearTimeout(timer);
    tcp.destroy();
  }

  async function answered(): Promise<TlsOutcome> {
    try {
      const { host } = splitUrl(request.url);
      const socket = connectTls({ socket: tcp, ...connectionOptions(offer, host) });
      socket.on('error', () => {});
      await new Promise<void>((resolve, refuse) => {
        socket.once('secureConnect', resolve).once('error', refuse);
        socket.once('close', () => refuse(new Error('The connection was closed.')));
      });
      const agreed = agreedOn(socket);
      const ask = agreed.protocol === 'h2' ? askOverHttp2 : askOverHttp1;
      return { kind: 'answer', agreed, answer: await ask(socket, request) };
    } catch (error) {
      return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

function connectionOptions(offer: TlsOffer, host: string) {
  const name = offer.serverName ?? host.replace(/:\d*$/, '');
  const { least, most } = offer.versions ?? { least: 'TLSv1.2', most: 'TLSv1.3' };
  const old = least === 'TLSv1' || least === 'TLSv1.1';
  return {
    servername: isIP(name) === 0 ? name : '',
    rejectUnauthorized: false,
    minVersion: least,
    maxVersion: most,
    // OpenSSL takes what TLS before 1.2 signs with for too weak, unless told otherwise.
    ...(old && { ciphers: 'DEFAULT:@SECLEVEL=0' }),
    ...(offer.ciphers !== undefined && { ciphers: offer.ciphers }),
    ...(offer.curves !== undefined && { ecdhCurve: offer.curves }),
    ...(offer.protocols !== undefined && { ALPNProtocols: [...offer.protocols] }),
    ...(offer.certificate !== undefined && {
      cert: offer.certificate.certificate,
      key: offer.certificate.privateKey,
    }),
  };
}

function agreedOn(socket: TLSSocket): Agreed {
  const key = socket.getEphemeralKeyInfo();
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    curve: key !== null && 'name' in key ? String(key.name) : '',
    protocol: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : '',
  };
}

function askOverHttp1(socket: TLSSocket, { method, url, headers }: HttpRequest): Promise<HttpAnswer> {
  const { host, target } = splitUrl(url);
  return new Promise((resolve, reject) => {
    const options = { method, path: target, headers: { host, ...headers }, createConnection: () => socket };
    sendRequest(options)
      .on('response', (response) => readAnswer(response).then(resolve, reject))
      .on('error', reject)
      .end();
  });
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return {
    status: response.statusCode ?? 0,
    headers: fieldsOf(response.headers),
    body: Buffer.concat(chunks).toString(),
  };
}

async function askOverHttp2(socket: TLSSocket, request: HttpRequest): Promise<HttpAnswer> {
  const { host, target } = splitUrl(request.url);
  const session = connectHttp2(`https://${host}`, { createConnection: () => socket });
  try {
    return await new Promise((resolve, reject) => {
      let head: IncomingHttpHeaders & { readonly ':status'?: number } = {};
      const chunks: Buffer[] = [];
      const stream = session.request({
        ...request.headers,
        ':method': request.method,
        ':path': target,
        ':authority': host,
      });
      session.on('error', reject);
      stream
        .on('response', (headers) => {
          head = headers;
        })
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', reject)
        .on('end', () => {
          const { ':status': status = 0, ...headers } = head;
          // A stream that is reset ends too, without ever having begun.
          if (status === 0) reject(new Error('The stream ended without an answer.'));
          else resolve({ status, headers: fieldsOf(headers), body: Buffer.concat(chunks).toString() });
        })
        .end();
    });
  } finally {
    session.destroy();
  }
}
