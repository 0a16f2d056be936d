import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Clock, createThrottle } from './throttle.ts';

/** Time that passes when told to. */
class FakeClock implements Clock {
  #now = 1_000;
  #due: { readonly at: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  schedule(callback: () => void, delay: number): () => void {
    const entry = { at: this.#now + delay, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  pass(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#due = this.#due.filter((entry) => entry !== next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = until;
  }

  get pending(): number {
    return this.#due.length;
  }
}

function throttled(interval: number) {
  const clock = new FakeClock();
  const runs: number[] = [];
  const throttle = createThrottle({ interval, clock, run: () => runs.push(clock.now() - 1_000) });
  return { clock, runs, throttle };
}

describe('throttle', () => {
  it('runs at once on the first request', () => {
    const { runs, throttle } = throttled(100);
    throttle.request();
    assert.deepEqual(runs, [0]);
  });

  it('merges what comes too soon into one run at the end of the interval', () => {
    const { clock, runs, throttle } = throttled(100);
    throttle.request();
    clock.pass(10);
    throttle.request();
    clock.pass(50);
    throttle.request();
    throttle.request();
    assert.deepEqual(runs, [0]);
    clock.pass(1_000);
    assert.deepEqual(runs, [0, 100]);
  });

  it('counts the interval from the run that was put off', () => {
    const { clock, runs, throttle } = throttled(100);
    throttle.request();
    throttle.request();
    clock.pass(150);
    throttle.request();
    clock.pass(1_000);
    assert.deepEqual(runs, [0, 100, 200]);
  });

  it('runs at once after a rest', () => {
    const { clock, runs, throttle } = throttled(100);
    throttle.request();
    clock.pass(100);
    throttle.request();
    assert.deepEqual(runs, [0, 100]);
  });

  it('does not lose a request that is made by the run itself', () => {
    const clock = new FakeClock();
    const runs: number[] = [];
    const throttle = createThrottle({
      interval: 100,
      clock,
      run: () => {
        runs.push(clock.now());
        if (runs.length === 1) throttle.request();
      },
    });
    throttle.request();
    clock.pass(1_000);
    assert.deepEqual(runs, [1_000, 1_100]);
  });

  it('with an interval of 0 runs on every request', () => {
    const { runs, throttle } = throttled(0);
    for (let count = 0; count < 3; count++) throttle.request();
    assert.deepEqual(runs, [0, 0, 0]);
  });

  it('runs no more once stopped, and leaves no timer', () => {
    const { clock, runs, throttle } = throttled(100);
    throttle.request();
    throttle.request();
    throttle.stop();
    assert.equal(clock.pending, 0);
    clock.pass(1_000);
    assert.deepEqual(runs, [0]);
  });
});
