import assert from 'node:assert/strict';
import { it } from 'node:test';
import { counted, dateAndTime, verdictAfter } from './words.ts';

it('counts in words', () => {
  assert.equal(counted(1, 'scenario'), '1 scenario');
  assert.equal(counted(0, 'scenario'), '0 scenarios');
});

it('puts a verdict after its number', () => {
  assert.deepEqual(
    [verdictAfter(1, 'holds'), verdictAfter(2, 'fails'), verdictAfter(2, 'not-applicable')],
    ['holds', 'fail', 'not applicable'],
  );
});

it('gives dates in UTC, and text that is no date as it is', () => {
  assert.equal(dateAndTime('2026-11-24T23:30:00+01:00'), '24 November 2026 at 22:30 UTC');
  assert.equal(dateAndTime('yesterday'), 'yesterday');
});
