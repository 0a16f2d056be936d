import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renewalPlan, renewalTime, spread } from './renewal.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('the plan follows from how long certificates are valid', () => {
  const rows: readonly [hours: number, period: number, interval: number][] = [
    [8760, 120 * day, 7 * day],
    [2160, 30 * day, day],
    [2159, 10 * day, 12 * hour],
    [720, 10 * day, 12 * hour],
    [719, day, hour],
    [168, day, hour],
    [167, 6 * hour, hour / 6],
    [24, 6 * hour, hour / 6],
    [23, hour / 3, hour / 60],
    [1, hour / 3, hour / 60],
  ];
  for (const [hours, period, interval] of rows) {
    test(`${hours} hours`, () => {
      const plan = renewalPlan(hours);
      assert.deepEqual([plan.period, plan.interval], [period, interval]);
    });
  }
});

describe('a certificate is due', () => {
  const plan = renewalPlan(2160);
  const validity = (notBefore: string, notAfter: string, fingerprint = 'f') => ({
    notBefore: `${notBefore}T00:00:00.000Z`,
    notAfter: `${notAfter}T00:00:00.000Z`,
    fingerprint,
  });
  const daysBeforeEnd = (given: ReturnType<typeof validity>) =>
    (Date.parse(given.notAfter) - renewalTime(given, plan)) / day;

  test('thirty days before its end, up to an interval later', () => {
    const left = daysBeforeEnd(validity('2026-01-01', '2026-04-01'));
    assert.ok(left <= 30 && left > 29, String(left));
  });

  test('at another moment than others that end with it', () => {
    const one = validity('2026-01-01', '2026-04-01', 'one');
    const other = { ...one, fingerprint: 'other' };
    assert.notEqual(renewalTime(one, plan), renewalTime(other, plan));
    assert.equal(renewalTime(one, plan), renewalTime({ ...one }, plan));
  });

  test('once an interval, where it is shorter than the period', () => {
    const short = validity('2026-01-01', '2026-01-07');
    const after = (renewalTime(short, plan) - Date.parse(short.notBefore)) / day;
    assert.ok(after >= 1 && after < 2, String(after));
  });
});

test('texts are spread from 0 to 1', () => {
  const found = Array.from({ length: 200 }, (_, index) => spread(`text ${index}`));
  assert.ok(found.every((at) => at >= 0 && at < 1));
  const mean = found.reduce((sum, at) => sum + at, 0) / found.length;
  assert.ok(mean > 0.4 && mean < 0.6, String(mean));
});
