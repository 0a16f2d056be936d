import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import type { CertificateTable } from '../runtime/runtime.ts';
import type { TlsProfile } from '../runtime/tls-profile.ts';
import type { TlsTable } from '../runtime/tls-table.ts';
import type { ClientHello } from '../tls/client-hello.ts';
import { type DefaultCertificate, defaultCertificate } from '../tls/default-certificate.ts';
import { acmeProtocol, type ChallengeLookup, ChallengeServer } from './challenge-server.ts';
import { admits } from './client-certificates.ts';
import { HandshakeServer } from './handshake-server.ts';
import type { SecureContexts } from './secure-contexts.ts';
import { alert, refuseHandshake } from './tls-alert.ts';

export interface TlsInput {
  /** Those in force at this moment. */
  readonly certificates: () => CertificateTable;
  readonly table: () => TlsTable;
  readonly contexts: SecureContexts;
  /** Undefined: no authority is to look at any name. */
  readonly challenge: ChallengeLookup | undefined;
  /** For a client to complete its handshake, milliseconds. */
  readonly handshakeTimeout: number;
  /** Takes a connection whose handshake is complete; `carrier` is what it was made on. */
  readonly established: (socket: TLSSocket, terms: TlsTerms, carrier: Socket) => void;
  readonly logger: Logger;
}

/** What a handshake has been made under. */
export interface TlsTerms {
  /** Normalised; empty where the client asked for none. */
  readonly serverName: string;
  readonly profile: TlsProfile;
}

/**
 * The TLS layer of one entry point: handshakes on connections that it is given. Each gets the options and the
 * certificate that are in force for its server name at that moment; connections keep theirs.
 *
 * The options are chosen by the server name that was read from the ClientHello in advance, since the TLS library
 * asks for a certificate only when versions, curves and what is asked of the client are settled.
 */
export class TlsTerminator {
  readonly #input: TlsInput;
  /** One for each set of options: tickets of one are of no use with another, so that none evades client certificates. */
  readonly #servers = new WeakMap<TlsProfile, HandshakeServer>();
  /** Connections whose handshake is not complete, by who they are with. */
  readonly #handshaking = new Map<string, Handshaking>();
  readonly #challenges: ChallengeServer | undefined;
  #selfSigned: DefaultCertificate | undefined;

  constructor(input: TlsInput) {
    this.#input = input;
    const { challenge, handshakeTimeout } = input;
    this.#challenges = challenge && new ChallengeServer(challenge, handshakeTimeout);
  }

  /**
   * Takes over a connection on which a client has begun a handshake; what it has sent is still to be read.
   *
   * @param hello undefined where it can't be read
   */
  accept(socket: Socket, hello: ClientHello | undefined): void {
    const serverName = hello?.serverName ?? '';
    // Who has said the last word within TLS expects none, unlike in plain HTTP (RFC 8446, section 6.1).
    socket.allowHalfOpen = false;
    const peer = peerOf(socket);
    this.#handshaking.set(peer, { socket, serverName });
    socket.once('close', () => {
      if (this.#handshaking.get(peer)?.socket === socket) this.#handshaking.delete(peer);
    });
    if (hello?.alpnProtocols.includes(acmeProtocol) && this.#input.challenge?.(serverName) !== undefined) {
      this.#challenges?.accept(socket);
    } else if (this.#selfSigned !== undefined) {
      this.#begin(socket, serverName, this.#selfSigned);
    } else this.#prepare(socket, serverName);
  }

  /** Before the first handshake. */
  #prepare(socket: Socket, serverName: string): void {
    defaultCertificate().then(
      (certificate) => {
        this.#selfSigned = certificate;
        if (!socket.destroyed) this.#begin(socket, serverName, certificate);
      },
      (error: unknown) => this.#fail(socket, error),
    );
  }

  /** Cuts every connection whose handshake is not complete. */
  cutHandshakes(): void {
    for (const { socket } of this.#handshaking.values()) socket.destroy();
  }

  #begin(socket: Socket, serverName: string, selfSigned: DefaultCertificate): void {
    try {
      this.#choose(socket, serverName, selfSigned);
    } catch (error) {
      this.#fail(socket, error);
    }
  }

  #choose(socket: Socket, serverName: string, selfSigned: DefaultCertificate): void {
    const table = this.#input.table();
    const profile = table.profileFor(serverName);
    if (profile === undefined) {
      this.#refuse(socket, serverName, alert.internalError, 'its TLS options are of no use');
    } else if (profile.sniStrict && this.#input.certificates().find(serverName) === undefined) {
      this.#refuse(socket, serverName, alert.unrecognizedName, 'no certificate has the name asked for');
    } else {
      this.#serverFor(profile).accept(socket, table.defaultCertificate ?? selfSigned);
    }
  }

  /** A fault of our own. */
  #fail(socket: Socket, error: unknown): void {
    socket.destroy();
    this.#input.logger.error({ err: error }, 'Beginning a TLS handshake failed.');
  }

  #refuse(socket: Socket, serverName: string, description: number, reason: string): void {
    const client = socket.remoteAddress;
    this.#input.logger.debug({ client, serverName, reason }, 'A TLS handshake was refused.');
    refuseHandshake(socket, description);
  }

  #serverFor(profile: TlsProfile): HandshakeServer {
    let server = this.#servers.get(profile);
    if (server === undefined) {
      server = new HandshakeServer({
        profile,
        contextFor: (serverName) => {
          const certificate = this.#input.certificates().find(serverName);
          return certificate && this.#input.contexts.of(certificate, profile);
        },
        handshakeTimeout: this.#input.handshakeTimeout,
        established: (socket) => this.#established(socket, profile),
        failed: (socket, { message: reason }) => {
          const { remoteAddress: client } = socket;
          this.#input.logger.debug({ client, reason }, 'A TLS handshake failed.');
        },
      });
      this.#servers.set(profile, server);
    }
    return server;
  }

  #established(socket: TLSSocket, profile: TlsProfile): void {
    const peer = peerOf(socket);
    const begun = this.#handshaking.get(peer);
    this.#handshaking.delete(peer);
    if (begun === undefined || !admits(profile.clientAuth, socket)) {
      socket.destroy();
      const { remoteAddress: client } = socket;
      const reason = 'the client has no certificate that is accepted';
      const serverName = begun?.serverName;
      this.#input.logger.debug({ client, serverName, reason }, 'A TLS handshake failed.');
      return;
    }
    this.#input.established(socket, { serverName: begun.serverName, profile }, begun.socket);
  }
}

interface Handshaking {
  readonly socket: Socket;
  /** See `TlsTerms`. */
  readonly serverName: string;
}

/** The same for a connection and for the TLS that is spoken on it. */
function peerOf({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`;
}
