import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  type ConnectionOptions,
  createSecureContext,
  getCACertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { ServersTransport } from '../dynamic/configuration.ts';
import { CertificateError } from './upstream-failure.ts';

/** How TLS is spoken to pods that are reached over one transport: read once, used for each connection. */
export class PodTls {
  readonly #transport: ServersTransport;
  #context: SecureContext | undefined;

  constructor(transport: ServersTransport) {
    this.#transport = transport;
  }

  /**
   * For `tls.connect`, to which host, port and protocols are added. The connection then waits for `fault`.
   *
   * @param host of the server's URL, an IPv6 address without brackets
   * @throws where authorities or client certificates can't be read
   */
  options(host: string): ConnectionOptions {
    const name = this.#nameOf(host);
    this.#context ??= contextOf(this.#transport);
    return {
      secureContext: this.#context,
      // An address is no server name (RFC 6066, section 3).
      servername: isIP(name) === 0 ? name : '',
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    };
  }

  /** Why no request may go over this connection, whose handshake is done; undefined: it may. */
  fault(socket: TLSSocket, host: string): CertificateError | undefined {
    if (!verifies(this.#transport)) return undefined;
    const { insecureSkipVerify, peerCertURI } = this.#transport;
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return new CertificateError('the pod has presented no certificate');
    // Anybody can make a certificate with a URI in it: what signed it is looked at even where its names are not.
    if (!socket.authorized) {
      return new CertificateError(`the pod's certificate is not trusted (${socket.authorizationError})`);
    }
    const name = this.#nameOf(host);
    if (!insecureSkipVerify && !isFor(certificate, name)) {
      return new CertificateError(`the pod's certificate is not for ${name}`);
    }
    if (peerCertURI !== '' && !urisOf(certificate).includes(peerCertURI)) {
      return new CertificateError(`the pod's certificate lacks the URI ${peerCertURI}`);
    }
    return undefined;
  }

  #nameOf(host: string): string {
    const { serverName } = this.#transport;
    return serverName === '' ? host : serverName;
  }
}

function contextOf(transport: ServersTransport): SecureContext {
  const { rootCAs, certificates } = transport;
  // Reading the system's authorities takes a tenth of a second: once, and only where somebody is trusted for them.
  if (rootCAs.length === 0 && certificates.length === 0 && verifies(transport)) {
    systemContext ??= createSecureContext({ ca: systemAuthorities() });
    return systemContext;
  }
  return createSecureContext({
    ca: rootCAs.length > 0 || !verifies(transport) ? [...rootCAs] : systemAuthorities(),
    cert: certificates.map(({ certificate }) => certificate),
    key: certificates.map(({ privateKey }) => privateKey),
  });
}

function verifies({ insecureSkipVerify, peerCertURI }: ServersTransport): boolean {
  return !insecureSkipVerify || peerCertURI !== '';
}

let systemContext: SecureContext | undefined;
let authorities: string[] | undefined;

/** Those of the system; where it has none, as in a bare container, those that Node brings along. */
function systemAuthorities(): string[] {
  if (authorities === undefined) {
    const found = new Set(getCACertificates('system'));
    authorities = found.size > 0 ? [...found] : getCACertificates('bundled');
  }
  return authorities;
}

/** By subject alternative names alone: a common name is no host name (RFC 9525, section 2). */
function isFor(certificate: X509Certificate, name: string): boolean {
  if (isIP(name) !== 0) return certificate.checkIP(name) !== undefined;
  return certificate.checkHost(name, { subject: 'never', partialWildcards: false }) !== undefined;
}

/** Of the subject alternative names; Node writes those that could be mistaken for several as JSON. */
function urisOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  const names = subjectAltName.matchAll(/(?:^|, )([\w ]+):("(?:[^"\\]|\\.)*"|[^,]*)/g);
  return [...names].flatMap(([, kind, value = '']) => {
    if (kind !== 'URI') return [];
    return [value.startsWith('"') ? String(JSON.parse(value)) : value];
  });
}
