/** The time of day and timers, so that tests can do without. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back after so many milliseconds at the latest, unless the function that it returns is called before. */
  schedule(callback: () => void, delay: number): () => void;
}

/** Longer ones would end at once. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(callback, delay) {
    const timer = setTimeout(callback, Math.min(delay, longestTimer));
    return () => clearTimeout(timer);
  },
};
