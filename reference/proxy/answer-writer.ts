import type { ServerResponse } from 'node:http';

/** Up to this size, bytes, a body that is there at once is sent in one write with the head before it. */
const smallBody = 16 * 1024;

/**
 * Writes a pod's answer to the client. What comes from the pod in one packet goes out in one; a head whose body
 * is not there yet goes out by itself, so that nothing is ever held back.
 */
export class AnswerWriter {
  readonly #response: ServerResponse;
  /** Called when the client has caught up after `write` returned false. */
  readonly #resume: () => void;
  #held: Buffer | undefined;
  #flowing = false;
  #ended = false;

  constructor(response: ServerResponse, resume: () => void) {
    this.#response = response;
    this.#resume = resume;
  }

  /**
   * @param headers name, value, name, value …
   * @throws where status, reason or a header can't stand in a message
   */
  begin(status: number, reason: string, headers: string[]): void {
    this.#response.writeHead(status, reason, headers);
    process.nextTick(flush, this);
  }

  /** False: no more until `resume` is called. */
  write(chunk: Buffer): boolean {
    if (!this.#flowing && this.#held === undefined) {
      this.#held = chunk;
      return true;
    }
    this.#flow();
    return this.#send(chunk);
  }

  end(): void {
    this.#ended = true;
    const held = this.#held;
    if (held === undefined) this.#response.end();
    // Node joins a head with a string, but not with a buffer.
    else if (held.length <= smallBody) this.#response.end(held.toString('latin1'), 'latin1');
    else this.#response.end(held);
  }

  /** Sends what there is, now that the packet has been read. */
  flush(): void {
    if (this.#flowing || this.#ended || this.#response.destroyed) return;
    if (this.#held === undefined) this.#response.flushHeaders();
    this.#flow();
  }

  #flow(): void {
    this.#flowing = true;
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#send(held);
  }

  #send(chunk: Buffer): boolean {
    if (this.#response.write(chunk)) return true;
    if (this.#response.listenerCount('drain') === 0) this.#response.once('drain', this.#resume);
    return false;
  }
}

function flush(writer: AnswerWriter): void {
  writer.flush();
}
