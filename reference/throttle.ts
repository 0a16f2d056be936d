/** Time as a throttle needs it, so that tests can do without. */
export interface Clock {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Calls back after so many milliseconds, unless the function that it returns is called before. */
  schedule(callback: () => void, delay: number): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  schedule(callback, delay) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};

export interface Throttle {
  /** Something has changed. */
  request(): void;
  /** Forgets what was asked for and is not run yet. */
  stop(): void;
}

export interface ThrottleOptions {
  /** Least time from the start of one run to the start of the next, milliseconds. 0: none, every request runs at once. */
  readonly interval: number;
  readonly run: () => void;
  readonly clock?: Clock;
}

/**
 * Runs at once on the first request; requests that come too soon after a run are merged into one run at the
 * end of the interval. The last request is never lost.
 */
export function createThrottle({ interval, run, clock = systemClock }: ThrottleOptions): Throttle {
  let last = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  const start = (): void => {
    cancel = undefined;
    last = clock.now();
    run();
  };
  return {
    request() {
      if (cancel !== undefined) return;
      const wait = last + interval - clock.now();
      if (wait <= 0) start();
      else cancel = clock.schedule(start, wait);
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}
