import type { Timing } from '../kubernetes/backoff.ts';

/** A token bucket: `burst` at once, then so many each second. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #timing: Timing;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, burst: number, timing: Timing) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#timing = timing;
    this.#tokens = burst;
    this.#at = timing.now();
  }

  /** Waits for its turn; rejects with the signal's reason when that is aborted first. */
  async take(signal: AbortSignal): Promise<void> {
    const now = this.#timing.now();
    const earned = ((now - this.#at) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + earned) - 1;
    this.#at = now;
    // Below zero, the token is taken ahead of time, and this caller waits until it would have been there.
    if (this.#tokens < 0) await this.#timing.sleep((-this.#tokens / this.#perSecond) * 1000, signal);
  }
}
