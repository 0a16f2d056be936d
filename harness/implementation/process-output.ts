import type { Readable } from 'node:stream';

const mostLines = 10_000;

/** Of a program that ends no line. */
const longestLine = 64 * 1024;

/** Keeps what a program prints on its streams, line by line as they are ended; the oldest lines are dropped. */
export class ProcessOutput {
  readonly #lines: string[] = [];
  /** What has been printed of each stream's next line. */
  readonly #rests = new Map<Readable, string>();

  follow(stream: Readable): void {
    this.#rests.set(stream, '');
    stream.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${this.#rests.get(stream)}${text}`.split('\n');
      const rest = lines.pop() ?? '';
      this.#rests.set(stream, rest.length > longestLine ? '' : rest);
      this.#lines.push(...lines, ...(rest.length > longestLine ? [rest] : []));
      if (this.#lines.length > mostLines) this.#lines.splice(0, this.#lines.length - mostLines);
    });
    // That it can't be read any more is told by the end of the program.
    stream.on('error', () => {});
  }

  /** Those that are not ended among them. */
  lines(): readonly string[] {
    return [...this.#lines, ...[...this.#rests.values()].filter((rest) => rest !== '')];
  }

  /** From here on it has what comes. */
  clear(): void {
    this.#lines.length = 0;
  }
}
