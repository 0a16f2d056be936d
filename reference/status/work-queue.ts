/**
 * Keys to be worked on: each once, however often it is added, in the order of first addition, by at most so
 * many workers at a time, never the same key by two of them. A key added while it is worked on is worked on
 * once more after that.
 */
export class WorkQueue {
  readonly #concurrency: number;
  readonly #work: (key: string) => Promise<void>;
  readonly #waiting = new Set<string>();
  readonly #busy = new Map<string, Promise<void>>();
  #stopped = false;

  /** `work` must not reject. */
  constructor(concurrency: number, work: (key: string) => Promise<void>) {
    this.#concurrency = concurrency;
    this.#work = work;
  }

  add(key: string): void {
    if (this.#stopped) return;
    this.#waiting.add(key);
    this.#start();
  }

  delete(key: string): void {
    this.#waiting.delete(key);
  }

  /** Drops what waits, and resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting.clear();
    await Promise.all(this.#busy.values());
  }

  #start(): void {
    for (const key of this.#waiting) {
      if (this.#busy.size >= this.#concurrency) return;
      if (this.#busy.has(key)) continue;
      this.#waiting.delete(key);
      const done = this.#work(key).finally(() => {
        this.#busy.delete(key);
        this.#start();
      });
      this.#busy.set(key, done);
    }
  }
}
