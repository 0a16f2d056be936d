import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff, systemTiming } from './backoff.ts';

test('the bound doubles up to the ceiling, and the delay is anywhere in its upper half', () => {
  const drawn = [0, 0.5, 0.998, 0.25, 0.998, 0];
  const backoff = new Backoff(100, 1_000, () => drawn.shift() ?? 0);
  const delays = Array.from({ length: 6 }, () => backoff.next());
  assert.deepEqual(delays, [50, 150, 399.6, 500, 999, 500]);
});

test('below the ceiling every delay is at least as long as the one before, whatever is drawn', () => {
  const drawn = [1, 0, 1, 0, 1, 0];
  const backoff = new Backoff(100, 10_000, () => drawn.shift() ?? 0);
  const delays = Array.from({ length: 6 }, () => backoff.next());
  assert.deepEqual(
    delays,
    delays.toSorted((one, other) => one - other),
  );
});

test('a reset begins anew', () => {
  const backoff = new Backoff(100, 1_000, () => 1);
  backoff.next();
  backoff.next();
  backoff.reset();
  assert.equal(backoff.next(), 100);
});

test('what the server asks for is obeyed, within twice the ceiling', () => {
  const backoff = new Backoff(100, 1_000, () => 1);
  assert.deepEqual([backoff.next(1_500), backoff.next(1_000_000), backoff.next(0)], [1_500, 2_000, 400]);
});

test('a sleep ends at once when it is given up', async () => {
  const ending = new AbortController();
  const sleeping = systemTiming.sleep(3_600_000, ending.signal);
  ending.abort();
  await assert.rejects(sleeping, { name: 'AbortError' });
});
