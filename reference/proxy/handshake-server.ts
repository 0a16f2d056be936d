import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer, type SecureContext, type Server, type TLSSocket } from 'node:tls';
import { contextOptions, type TlsProfile } from '../runtime/tls-profile.ts';

export interface HandshakeInput {
  readonly profile: TlsProfile;
  /** Of the certificate for a server name; undefined: the default one. */
  readonly contextFor: (serverName: string) => SecureContext | undefined;
  /** Milliseconds. */
  readonly handshakeTimeout: number;
  readonly established: (socket: TLSSocket) => void;
  /** Called with a socket that is cut already. */
  readonly failed: (socket: TLSSocket, error: Error) => void;
}

/** PEM. */
interface Presented {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Handshakes under one set of TLS options. */
export class HandshakeServer {
  readonly #profile: TlsProfile;
  readonly #server: Server;
  #default: Presented | undefined;

  constructor({ profile, contextFor, handshakeTimeout, established, failed }: HandshakeInput) {
    this.#profile = profile;
    const { certificate, verified } = profile.clientAuth;
    this.#server = createServer({
      ALPNProtocols: profile.alpnProtocols.filter((protocol) => protocol !== 'acme-tls/1'),
      requestCert: certificate !== 'none',
      rejectUnauthorized: certificate === 'required' && verified,
      SNICallback: (serverName, give) => {
        let context: SecureContext | undefined;
        try {
          context = contextFor(serverName);
        } catch (error) {
          give(error instanceof Error ? error : new Error(String(error)));
          return;
        }
        give(null, context);
      },
      handshakeTimeout,
    });
    this.#server.on('secureConnection', established).on('tlsClientError', (error, socket) => {
      socket.destroy();
      failed(socket, error);
    });
  }

  /** Begins the handshake on a connection. */
  accept(socket: Socket, defaultCertificate: Presented): void {
    this.#present(defaultCertificate);
    this.#server.emit('connection', socket);
  }

  /** What the server has by itself is what clients get that ask for no name, or for one without a certificate. */
  #present(presented: Presented): void {
    if (presented === this.#default) return;
    this.#default = presented;
    this.#server.setSecureContext({
      ...contextOptions(this.#profile),
      cert: presented.certificate,
      key: presented.privateKey,
      // Nobody needs renegotiation, and each one costs the server what a handshake does.
      secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    });
  }
}
