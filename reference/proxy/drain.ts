import type { IncomingMessage } from 'node:http';

/** How long a client may go on sending a body that has been answered already, milliseconds. */
const lingering = 30_000;

/**
 * Reads and drops the rest of a body whose answer has been given. Closing right away would reset the
 * connection under the client's hands, and the answer would be lost (RFC 9112 §9.6).
 */
export function drain(request: IncomingMessage): void {
  const { socket } = request;
  request.resume();
  const cut = setTimeout(() => socket.destroy(), lingering);
  cut.unref();
  const stop = (): void => clearTimeout(cut);
  request.once('end', stop);
  socket.once('close', stop);
}
