import type { TLSSocket } from 'node:tls';
import type { ClientTls } from '../middlewares/exchange.ts';
import type { ClientAuth } from '../runtime/tls-profile.ts';
import type { TlsTerms } from './tls-terminator.ts';

/** Whether what the client has presented is what is asked of it (TLS page, "Client Authentication (mTLS)"). */
export function admits({ certificate, verified }: ClientAuth, socket: TLSSocket): boolean {
  if (certificate === 'none') return true;
  if (socket.getPeerX509Certificate() === undefined) return certificate === 'optional';
  return !verified || socket.authorized;
}

/** What is known of a client once its handshake is complete. */
export function describeClient(socket: TLSSocket, { serverName, profile }: TlsTerms): ClientTls {
  // Read at once: with the connection, Node forgets it.
  const certificate = profile.clientAuth.certificate === 'none' ? undefined : socket.getPeerX509Certificate();
  return {
    serverName,
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    certificate: () => certificate,
  };
}
