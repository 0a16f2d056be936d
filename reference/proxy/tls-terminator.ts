import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer, type SecureContext, type Server, type TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import type { CertificateTable } from '../runtime/runtime.ts';
import { defaultCertificate } from '../tls/default-certificate.ts';
import { noAuthorities, type SecureContexts } from './secure-contexts.ts';

export interface TlsInput {
  /** Those in force at this moment. */
  readonly certificates: () => CertificateTable;
  readonly contexts: SecureContexts;
  /** For a client to complete its handshake, milliseconds. */
  readonly handshakeTimeout: number;
  /** Takes a connection whose handshake is complete. */
  readonly established: (socket: TLSSocket) => void;
  readonly logger: Logger;
}

/** What is spoken within TLS, the most wanted first (RFC 7301). HTTP/2 will be `h2`, before it. */
const protocols = ['http/1.1'];

/**
 * The TLS layer of one entry point: handshakes on connections that it is given. Each handshake gets the
 * certificate that is in force for its server name at that moment; connections keep theirs.
 */
export class TlsTerminator {
  readonly #input: TlsInput;
  readonly #server: Server;
  /** Connections whose handshake is not complete, by who they are with. */
  readonly #handshaking = new Map<string, Socket>();
  #prepared: Promise<void> | undefined;

  constructor(input: TlsInput) {
    this.#input = input;
    this.#server = createServer({
      minVersion: 'TLSv1.2',
      ALPNProtocols: protocols,
      SNICallback: (serverName, give) => give(null, this.#contextFor(serverName)),
      handshakeTimeout: input.handshakeTimeout,
    });
    this.#server
      .on('secureConnection', (socket: TLSSocket) => {
        this.#handshaking.delete(peerOf(socket));
        input.established(socket);
      })
      .on('tlsClientError', (error, socket) => {
        socket.destroy();
        const { message: reason } = error;
        input.logger.debug({ client: socket.remoteAddress, reason }, 'A TLS handshake failed.');
      });
  }

  /** Takes over a connection on which a client has begun a handshake; what it has sent is still to be read. */
  accept(socket: Socket): void {
    const peer = peerOf(socket);
    this.#handshaking.set(peer, socket);
    // Who has said the last word within TLS expects none, unlike in plain HTTP (RFC 8446, section 6.1).
    socket.allowHalfOpen = false;
    socket.once('close', () => {
      if (this.#handshaking.get(peer) === socket) this.#handshaking.delete(peer);
    });
    this.#prepared ??= this.#prepare();
    this.#prepared.then(
      () => {
        if (!socket.destroyed) this.#server.emit('connection', socket);
      },
      (error: unknown) => {
        this.#prepared = undefined;
        socket.destroy();
        this.#input.logger.error(
          { err: error },
          'There is no default certificate, so that TLS is not spoken.',
        );
      },
    );
  }

  /** Cuts every connection whose handshake is not complete. */
  cutHandshakes(): void {
    for (const socket of this.#handshaking.values()) socket.destroy();
  }

  /** Handshakes that ask for no name get what the server has by itself: the default certificate. */
  async #prepare(): Promise<void> {
    const { certificate, privateKey } = await defaultCertificate();
    this.#server.setSecureContext({
      cert: certificate,
      key: privateKey,
      ca: noAuthorities,
      minVersion: 'TLSv1.2',
      // Nobody needs renegotiation, and each one costs the server what a handshake does.
      secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    });
  }

  /** Undefined: the default certificate. */
  #contextFor(serverName: string): SecureContext | undefined {
    const certificate = this.#input.certificates().find(serverName);
    return certificate && this.#input.contexts.of(certificate);
  }
}

/** The same for a connection and for the TLS that is spoken on it. */
function peerOf({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`;
}
