import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, given so that tests need neither. */
export interface Timing {
  /** Resolves after so many milliseconds; rejects with the signal's reason as soon as it is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds, monotonic. */
  now(): number;
  /** In [0, 1). */
  random(): number;
}

export const systemTiming: Timing = {
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  now: () => performance.now(),
  random: Math.random,
};

/**
 * Exponential back-off with jitter: a delay in the upper half of a bound that doubles with every try up to a
 * ceiling. So many clients of one server that came back do not return at the same time, and yet each delay is
 * longer than the one before, which jitter over the whole of the bound would not promise.
 */
export class Backoff {
  readonly #base: number;
  readonly #ceiling: number;
  readonly #random: () => number;
  #tries = 0;

  /** `base` and `ceiling` in milliseconds. */
  constructor(base: number, ceiling: number, random: () => number) {
    this.#base = base;
    this.#ceiling = ceiling;
    this.#random = random;
  }

  /**
   * Milliseconds to wait before the next try: at least `atLeast` (what the server asked for), which may pass
   * the ceiling only as far as twice, so that no answer can silence a client for good.
   */
  next(atLeast = 0): number {
    const bound = Math.min(this.#ceiling, this.#base * 2 ** this.#tries);
    if (bound < this.#ceiling) this.#tries += 1;
    return Math.max(((1 + this.#random()) / 2) * bound, Math.min(atLeast, 2 * this.#ceiling));
  }

  reset(): void {
    this.#tries = 0;
  }
}
