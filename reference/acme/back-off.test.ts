import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backOff } from './back-off.ts';

const hour = 3_600_000;

test('it is waited twice as long after each failure, less up to a quarter', () => {
  for (const [failures, whole] of [
    [1, 1_000],
    [2, 2_000],
    [5, 16_000],
  ] as const) {
    const wait = backOff('unreachable', failures, 'a.org');
    assert.ok(wait <= whole && wait > whole * 0.75, `${failures}: ${wait}`);
  }
});

test('an authority that can not be reached is asked once an hour at least', () => {
  for (const failures of [13, 40, 10_000]) {
    const wait = backOff('unreachable', failures, 'a.org');
    assert.ok(wait <= hour && wait > hour * 0.75);
  }
});

test('an authority that refuses is asked less than five times an hour, and once a day at least', () => {
  let time = 0;
  let attempts = 1;
  for (let failures = 1; time < hour; failures++) {
    time += backOff('refused', failures, 'a.org');
    if (time < hour) attempts++;
  }
  assert.ok(attempts < 5, String(attempts));
  assert.ok(backOff('refused', 100, 'a.org') <= 24 * hour);
});

test('what failed together is not tried again together', () => {
  assert.notEqual(backOff('refused', 1, 'a.org'), backOff('refused', 1, 'b.org'));
});
