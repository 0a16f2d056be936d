import { constants, Http2ServerRequest } from 'node:http2';
import type { IncomingRequest } from './connection.ts';

/** How long a client may go on sending a body that has been answered already, milliseconds. */
const lingering = 30_000;

/**
 * Reads and drops the rest of a body whose answer has been given. Closing right away would reset the
 * connection under the client's hands, and the answer would be lost (RFC 9112 §9.6).
 */
export function drain(request: IncomingRequest): void {
  const carrier = request instanceof Http2ServerRequest ? request.stream : request.socket;
  request.resume();
  const cut = setTimeout(() => {
    // Of HTTP/2, its stream alone ends: "send no more" is no error (RFC 9113 §8.1).
    if (request instanceof Http2ServerRequest) request.stream.close(constants.NGHTTP2_NO_ERROR);
    else request.socket.destroy();
  }, lingering);
  cut.unref();
  const stop = (): void => clearTimeout(cut);
  request.once('end', stop);
  carrier.once('close', stop);
}
