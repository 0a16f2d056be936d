import { Writable } from 'node:stream';

/** Keeps what an implementation writes, line by line; the oldest lines are dropped beyond `maxLines`. */
export class LogBuffer extends Writable {
  readonly #lines: string[] = [];
  readonly #maxLines: number;
  #rest = '';

  constructor(maxLines = 10_000) {
    super({ decodeStrings: false });
    this.#maxLines = maxLines;
  }

  /** All complete lines, and what has been written of the next one. */
  lines(): readonly string[] {
    return this.#rest === '' ? [...this.#lines] : [...this.#lines, this.#rest];
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    const lines = (this.#rest + chunk.toString()).split('\n');
    this.#rest = lines.pop() ?? '';
    this.#lines.push(...lines);
    if (this.#lines.length > this.#maxLines) this.#lines.splice(0, this.#lines.length - this.#maxLines);
    done();
  }
}
