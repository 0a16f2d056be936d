import { closeSync, openSync, write as writeTo } from 'node:fs';
import type { Writable } from 'node:stream';

/** Takes lines and never makes whoever writes wait: what can't be written in time is dropped and counted. */
export interface LineWriter {
  /** @param line without its line break */
  write(line: string): void;
  /** Goes on in the file of that name, which somebody may have moved away. Throws Node's error where it can't be opened. */
  reopen(): void;
  /** Writes what is left; resolves when that is done. */
  close(): Promise<void>;
}

/** Bytes that may wait for a disk or a reader that is behind. */
const mostWaiting = 16 * 1024 * 1024;

/** How long lines are kept to be written together, milliseconds. */
const longestWait = 1_000;

export interface LineWriterInput {
  /** Absolute; undefined: `output`. */
  readonly path: string | undefined;
  readonly output: Writable;
  /** Lines to be written together; 0 and 1: each as it comes. */
  readonly together: number;
  /** Told, once lines can be written again, how many were dropped. */
  readonly lost: (lines: number) => void;
}

/** @throws Node's error where the file can't be opened */
export function openLineWriter(input: LineWriterInput): LineWriter {
  const target = input.path === undefined ? new StreamTarget(input.output) : new FileTarget(input.path);
  return new BufferedLines(target, input);
}

/** Where text goes; bytes that wait there are its own. */
interface Target {
  /** Bytes that have not been passed on to the system yet. */
  readonly waiting: number;
  write(text: string): void;
  reopen(): void;
  close(): Promise<void>;
}

class BufferedLines implements LineWriter {
  readonly #target: Target;
  readonly #input: LineWriterInput;
  #lines: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #lost = 0;
  #closed = false;

  constructor(target: Target, input: LineWriterInput) {
    this.#target = target;
    this.#input = input;
  }

  write(line: string): void {
    // By then the number of the file may be that of another one.
    if (this.#closed) return;
    if (this.#target.waiting > mostWaiting) {
      this.#lost++;
      return;
    }
    if (this.#lost > 0) {
      this.#input.lost(this.#lost);
      this.#lost = 0;
    }
    this.#lines.push(line);
    if (this.#lines.length >= this.#input.together) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), longestWait);
  }

  reopen(): void {
    if (this.#closed) return;
    this.#flush();
    this.#target.reopen();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#flush();
    this.#closed = true;
    if (this.#lost > 0) this.#input.lost(this.#lost);
    await this.#target.close();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length === 0) return;
    this.#target.write(`${this.#lines.join('\n')}\n`);
    this.#lines = [];
  }
}

/** Somebody else's stream, such as standard output: it stays open. */
class StreamTarget implements Target {
  readonly #output: Writable;

  constructor(output: Writable) {
    this.#output = output;
  }

  get waiting(): number {
    return this.#output.writableLength;
  }

  write(text: string): void {
    this.#output.write(text);
  }

  reopen(): void {}

  async close(): Promise<void> {}
}

/** Appends, one write at a time; what comes meanwhile goes into the next one. */
class FileTarget implements Target {
  waiting = 0;
  readonly #path: string;
  #file: number;
  #next: Buffer[] = [];
  #writing: Buffer | undefined;
  /** Called, once the file is to be closed, when nothing is being written any more. */
  #closed: (() => void) | undefined;
  /** Replaced while it was being written to. */
  #outdated: number | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'a');
  }

  write(text: string): void {
    const bytes = Buffer.from(text);
    this.waiting += bytes.length;
    this.#next.push(bytes);
    if (this.#writing === undefined) this.#writeNext();
  }

  reopen(): void {
    const file = openSync(this.#path, 'a');
    const before = this.#file;
    this.#file = file;
    if (this.#writing === undefined || this.#outdated !== undefined) closeSync(before);
    else this.#outdated = before;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#closed = resolve;
      if (this.#writing === undefined) this.#writeNext();
    });
  }

  #writeNext(): void {
    if (this.#outdated !== undefined) {
      closeSync(this.#outdated);
      this.#outdated = undefined;
    }
    if (this.#next.length === 0) {
      if (this.#closed !== undefined) closeSync(this.#file);
      this.#closed?.();
      return;
    }
    this.#writing = Buffer.concat(this.#next);
    this.#next = [];
    this.#continue(this.#file, this.#writing);
  }

  #continue(file: number, bytes: Buffer): void {
    writeTo(file, bytes, (error, written) => {
      // A full disk must not stop the proxy: what can't be written is lost.
      const rest = error === null ? bytes.subarray(written) : Buffer.alloc(0);
      this.waiting -= bytes.length - rest.length;
      if (rest.length > 0) {
        this.#continue(file, rest);
        return;
      }
      this.#writing = undefined;
      this.#writeNext();
    });
  }
}
