import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/**
 * A client's body on its way to a pod. Stands between the two because whoever sends a body destroys it when
 * the pod answers early or goes away, and the client's connection has to outlive that, so that the answer can
 * reach the client (see `drain`).
 */
export class RequestBody extends Readable {
  readonly #request: IncomingMessage;

  constructor(request: IncomingMessage) {
    super({ highWaterMark: request.readableHighWaterMark });
    this.#request = request;
    request.on('data', this.#onData).once('end', this.#onEnd);
    request.pause();
    // Whoever sends the body hears of its failure; when nobody sends it (any more), nobody has to.
    this.on('error', () => {});
  }

  override _read(): void {
    this.#request.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#request.off('data', this.#onData).off('end', this.#onEnd);
    callback(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    if (!this.push(chunk)) this.#request.pause();
  };

  readonly #onEnd = (): void => {
    this.push(null);
  };
}

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
