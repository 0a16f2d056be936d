import { Readable } from 'node:stream';
import type { RequestBody } from './exchange.ts';
import { KeptBytes } from './kept-bytes.ts';

/** Bytes that are kept to be sent again. */
const maximumKept = 64 * 1024;

/**
 * A body that can be sent again as long as little of it has been read: what was read is kept, up to a limit, and the
 * rest is taken from where it comes.
 */
export class ReplayableBody {
  readonly #body: RequestBody;
  #kept: KeptBytes | undefined = new KeptBytes();
  #length = 0;
  #ended = false;
  #attempt: Readable | undefined;
  #listening = false;

  constructor(body: RequestBody) {
    this.#body = body;
  }

  /** What has been read of it is still there. */
  get isWhole(): boolean {
    return this.#kept !== undefined && (this.#ended || !this.#body.from.destroyed);
  }

  /** The body from its beginning; whoever has the last one gets no more of it. */
  read(): RequestBody {
    this.leave();
    const { from, length } = this.#body;
    const attempt: Readable & { rawTrailers?: readonly string[] } = new Readable({
      read: () => this.#goOn(),
    });
    // Complete only once it has ended.
    Object.defineProperty(attempt, 'rawTrailers', { get: () => from.rawTrailers });
    for (const chunk of this.#kept?.chunks ?? []) attempt.push(chunk);
    this.#attempt = attempt;
    if (this.#ended) attempt.push(null);
    return { from: attempt, length };
  }

  /** Stops reading. */
  leave(): void {
    const { from } = this.#body;
    from.pause().off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onError);
    this.#attempt = undefined;
    this.#listening = false;
  }

  #goOn(): void {
    const { from } = this.#body;
    if (!this.#listening) {
      this.#listening = true;
      from.on('data', this.#onData).once('end', this.#onEnd).once('error', this.#onError);
    }
    from.resume();
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#length += chunk.length;
    if (this.#length > maximumKept) this.#kept = undefined;
    this.#kept?.append(chunk);
    if (this.#attempt?.push(chunk) === false) this.#body.from.pause();
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#attempt?.push(null);
  };

  readonly #onError = (error: Error): void => {
    this.#attempt?.destroy(error);
  };
}
