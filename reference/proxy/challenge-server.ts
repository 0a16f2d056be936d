import type { Socket } from 'node:net';
import { createSecureContext, createServer, type Server } from 'node:tls';

/** What is spoken in handshakes by which authorities look at a name (RFC 8737, section 6.2). */
export const acmeProtocol = 'acme-tls/1';

/** PEM. */
export interface ChallengeCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** By server name, normalised; undefined: nobody is to look at it. */
export type ChallengeLookup = (serverName: string) => ChallengeCertificate | undefined;

/**
 * Handshakes of the challenge TLS-ALPN-01: whoever completes one has seen what it came for, and nothing is said
 * within (RFC 8737, section 3).
 */
export class ChallengeServer {
  readonly #server: Server;

  /** @param handshakeTimeout milliseconds */
  constructor(lookUp: ChallengeLookup, handshakeTimeout: number) {
    this.#server = createServer({
      ALPNProtocols: [acmeProtocol],
      minVersion: 'TLSv1.2',
      SNICallback(serverName, give) {
        const found = lookUp(serverName.toLowerCase());
        if (found === undefined) give(new Error('the challenge is over'));
        else give(null, createSecureContext({ cert: found.certificate, key: found.privateKey, ca: [] }));
      },
      handshakeTimeout,
    });
    this.#server
      .on('secureConnection', (socket) => {
        socket.on('error', () => {});
        socket.end(() => socket.destroy());
      })
      .on('tlsClientError', (_error, socket) => socket.destroy());
  }

  /** Takes over a connection on which a client has begun such a handshake. */
  accept(socket: Socket): void {
    this.#server.emit('connection', socket);
  }
}
