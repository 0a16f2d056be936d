import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from './fake-clock.fixture.ts';
import { createThrottle } from './throttle.ts';

function throttled(interval: number) {
  const clock = new FakeClock();
  const runs: number[] = [];
  const throttle = createThrottle({ interval, clock, run: () => runs.push(clock.now()) });
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
    assert.deepEqual(runs, [0, 100]);
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
