import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { KeptBytes } from '../kept-bytes.ts';

/** More than may be kept. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

export interface SpoolLimits {
  /** Bytes; 0: no limit. */
  readonly maximum: number;
  /** Bytes that are kept in memory; the rest goes to a file. */
  readonly memory: number;
}

/** Bytes that are kept to be read as often as needed: in memory as far as they may be, then in a file without a name. */
export class Spool {
  readonly #limits: SpoolLimits;
  readonly #kept = new KeptBytes();
  #file: FileHandle | undefined;
  #inMemory = 0;
  #length = 0;
  #closed = false;

  constructor(limits: SpoolLimits) {
    this.#limits = limits;
  }

  /** Bytes. */
  get length(): number {
    return this.#length;
  }

  /**
   * Keeps what the stream has; its end is awaited.
   *
   * @throws {TooLargeError}
   */
  async fill(stream: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of stream) await this.append(chunk);
  }

  /** @throws {TooLargeError} */
  async append(chunk: Buffer): Promise<void> {
    const { maximum, memory } = this.#limits;
    this.#length += chunk.length;
    if (maximum > 0 && this.#length > maximum) throw new TooLargeError(`more than ${maximum} bytes`);
    if (this.#file === undefined && this.#length <= memory) {
      this.#kept.append(chunk);
      this.#inMemory += chunk.length;
      return;
    }
    this.#file ??= await openNameless();
    await this.#file.write(chunk, 0, chunk.length, this.#length - chunk.length - this.#inMemory);
  }

  /** What is kept, from its beginning. */
  read(): Readable {
    return Readable.from(this.#read(), { objectMode: false });
  }

  /** Gives up what is kept. Nobody may be reading. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#kept.clear();
    // Nobody needs to know what could not be closed: nothing of it is wanted any more.
    await this.#file?.close().catch(() => {});
  }

  async *#read(): AsyncGenerator<Buffer> {
    yield* this.#kept.chunks;
    let at = 0;
    while (this.#file !== undefined && !this.#closed) {
      const { bytesRead, buffer } = await this.#file.read(Buffer.allocUnsafe(pageSize), 0, pageSize, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }
}

const pageSize = 64 * 1024;

/** Only this process can read it, and nothing is left of it however the process ends. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `ingress-reference-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
