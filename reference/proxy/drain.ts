import { constants, Http2ServerRequest } from 'node:http2';
import type { IncomingRequest } from './connection.ts';

/** How long a client may go on sending a body that has been answered already, milliseconds. */
const lingering = 30_000;

/**
 * Reads and drops the rest of a body whose answer has been given. Closing right away would reset the
 * connection under the client's hands, and the answer would be lost (RFC 9112 §9.6). Over HTTP/2 the client can be
 * told to send no more (RFC 9113 §8.1).
 */
export function drain(request: IncomingRequest): void {
  request.resume();
  if (request instanceof Http2ServerRequest) {
    const { stream } = request;
    const stop = (): void => stream.close(constants.NGHTTP2_NO_ERROR);
    if (stream.writableFinished) setImmediate(stop);
    // Trailers go out in this event, behind the body.
    else stream.once('wantTrailers', () => setImmediate(stop));
    return;
  }
  const { socket } = request;
  const cut = setTimeout(() => socket.destroy(), lingering);
  cut.unref();
  const stop = (): void => clearTimeout(cut);
  request.once('end', stop);
  socket.once('close', stop);
}
