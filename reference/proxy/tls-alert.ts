import type { Socket } from 'node:net';

/** What a client is told whose handshake is not begun (RFC 8446, section 6.2). */
export const alert = {
  internalError: 80,
  unrecognizedName: 112,
  noApplicationProtocol: 120,
} as const;

/** Answers a ClientHello with a fatal alert, in the place of the TLS library, and closes the connection. */
export function refuseHandshake(socket: Socket, description: number): void {
  const fatal = 2;
  // A record of type alert, in the version that every client understands at that point, two bytes long.
  socket.end(Buffer.from([21, 3, 3, 0, 2, fatal, description]), () => socket.destroy());
}
