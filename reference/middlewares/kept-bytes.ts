/** Chunks from this size on are kept as they come, bytes. */
const large = 1024;

/** Smaller ones share buffers of this size. */
const pageSize = 4 * 1024;

/**
 * Bytes that are kept to be read again. A peer that sends them one by one makes it hold no more than what they are: each
 * chunk by itself would cost some hundred bytes.
 */
export class KeptBytes {
  readonly #chunks: Buffer[] = [];
  /** What the last of the chunks is the beginning of; undefined: it is one by itself. */
  #page: Buffer | undefined;
  #used = 0;

  /** All of them, in order. */
  get chunks(): readonly Buffer[] {
    return this.#chunks;
  }

  append(chunk: Buffer): void {
    // A body in one piece, as most are, is not copied.
    if (chunk.length >= large || this.#chunks.length === 0) {
      this.#page = undefined;
      this.#chunks.push(chunk);
    } else this.#share(chunk);
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#page = undefined;
  }

  #share(chunk: Buffer): void {
    let page = this.#page;
    if (page === undefined || this.#used + chunk.length > pageSize) {
      page = Buffer.allocUnsafeSlow(pageSize);
      this.#page = page;
      this.#used = 0;
    } else this.#chunks.pop();
    this.#used += chunk.copy(page, this.#used);
    this.#chunks.push(page.subarray(0, this.#used));
  }
}
