/** One request over TLS, on a connection of its own: what is presented is what the next handshake gets. */
import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Address, HttpAnswer } from './client.ts';

/** The certificate that a server presented. */
export interface PresentedCertificate {
  /** SHA-256, as Node writes it. */
  readonly fingerprint: string;
  /** Empty where it has none. */
  readonly commonName: string;
  /** What else names it, for messages. */
  readonly names: string;
  /** Its common name; empty where it has none. */
  readonly issuer: string;
  readonly selfSigned: boolean;
  /** Whether a client that trusts the authority given, and nobody else, accepts it for the name asked for. */
  readonly trusted: boolean;
}

export interface TlsRequest {
  readonly method: string;
  /** Host and perhaps port: the name is asked for in the handshake too, unless it is an address. */
  readonly host: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
  /** PEM of the certificate authority that the client trusts; the certificate is accepted in any case. */
  readonly authority: string | undefined;
}

/** Rejects where there is no connection, no handshake or no answer. */
export function exchangeOverTls(request: TlsRequest, address: Address): Promise<HttpAnswer> {
  const { method, host, target, headers, timeout, authority } = request;
  const name = host.replace(/:\d*$/, '');
  return new Promise((resolve, reject) => {
    httpsRequest({
      host: address.host,
      port: address.port,
      servername: isIP(name.replace(/^\[|\]$/g, '')) === 0 ? name : '',
      path: target,
      method,
      headers: { host, ...headers },
      agent: false,
      rejectUnauthorized: false,
      ...(authority === undefined ? {} : { ca: authority }),
      signal: AbortSignal.timeout(timeout),
    })
      .on('response', (response) => {
        const certificate = presentedOn(response);
        readAnswer(response).then((answer) => resolve({ ...answer, certificate }), reject);
      })
      .on('error', reject)
      .end();
  });
}

/** As long as the connection is there: with its end, Node forgets what was presented on it. */
function presentedOn({ socket }: IncomingMessage): PresentedCertificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerX509Certificate();
  return certificate && describe(certificate, socket.authorized);
}

function describe(certificate: X509Certificate, trusted: boolean): PresentedCertificate {
  return {
    fingerprint: certificate.fingerprint256,
    commonName: commonName(certificate.subject),
    issuer: commonName(certificate.issuer),
    names: certificate.subjectAltName ?? '',
    selfSigned: certificate.issuer === certificate.subject && certificate.verify(certificate.publicKey),
    trusted,
  };
}

function commonName(distinguishedName: string): string {
  return /^CN=(.*)$/m.exec(distinguishedName)?.[1] ?? '';
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < response.rawHeaders.length; at += 2) {
    headers.push([response.rawHeaders[at]?.toLowerCase() ?? '', response.rawHeaders[at + 1] ?? '']);
  }
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString() };
}
