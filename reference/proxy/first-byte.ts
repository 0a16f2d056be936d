import type { Socket } from 'node:net';

/** The first byte of a TLS connection: the type of the record that a ClientHello comes in (RFC 8446, section 5.1). */
export const tlsHandshake = 0x16;

/**
 * Tells what a client begins with, once it does; all that it has sent stays to be read. A client that says
 * nothing for `timeout` milliseconds, or leaves without a word, is cut off and nothing is told.
 */
export function awaitFirstByte(socket: Socket, timeout: number, tell: (byte: number) => void): void {
  const cut = (): void => {
    socket.destroy();
  };
  socket.setTimeout(timeout, cut);
  // Whoever takes over hears of what comes later; that a client broke off is nobody's error.
  socket.on('error', () => {});
  socket.once('readable', () => {
    const chunk: Buffer | null = socket.read();
    const first = chunk?.[0];
    if (chunk === null || first === undefined) {
      cut();
      return;
    }
    socket.unshift(chunk);
    socket.setTimeout(0, cut);
    tell(first);
  });
}
