import assert from 'node:assert/strict';
import { it } from 'node:test';
import { formatDuration } from './duration.ts';

it('gives durations in the unit that suits them', () => {
  const milliseconds = [0, 0.4, 999, 1000, 59_949, 59_999, 125_000, 3_600_000];
  assert.deepEqual(milliseconds.map(formatDuration), [
    '0 ms',
    '0 ms',
    '999 ms',
    '1.0 s',
    '59.9 s',
    '1 min 0 s',
    '2 min 5 s',
    '60 min 0 s',
  ]);
});
