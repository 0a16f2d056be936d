import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatDuration, longestDuration, parseDuration, printDuration } from './duration.ts';

describe('parseDuration', () => {
  const cases: readonly (readonly [text: string, milliseconds: number | undefined])[] = [
    ['0', 0],
    ['10', 10_000],
    ['-10', -10_000],
    ['+10', 10_000],
    ['-0', 0],
    ['10s', 10_000],
    ['1m30s', 90_000],
    ['2h45m', 9_900_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['1.s', 1000],
    ['-1s', -1000],
    ['1µs', 0.001],
    ['1μs', 0.001],
    ['1us', 0.001],
    ['1000000ns', 1],
    ['1h1m1s1ms', 3_661_001],
    ['', undefined],
    ['s', undefined],
    ['.s', undefined],
    ['1.5', undefined],
    ['1 s', undefined],
    ['1d', undefined],
    ['1S', undefined],
    ['1m30', undefined],
    ['--1s', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['1..5s', undefined],
    ['10s\n', undefined],
    ['ten', undefined],
  ];
  for (const [text, milliseconds] of cases) {
    test(`${JSON.stringify(text)} → ${milliseconds}`, () => {
      assert.equal(parseDuration(text), milliseconds);
    });
  }
});

describe('formatDuration', () => {
  const cases: readonly (readonly [milliseconds: number, text: string])[] = [
    [0, '0s'],
    [500, '500ms'],
    [90_000, '1m30s'],
    [9_900_000, '2h45m'],
    [-1000, '-1s'],
    [0.001, '0.001ms'],
  ];
  for (const [milliseconds, text] of cases) {
    test(`${milliseconds} → ${text}`, () => {
      assert.equal(formatDuration(milliseconds), text);
    });
  }

  test('is read back as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: -longestDuration, max: longestDuration }), (milliseconds) => {
        assert.equal(parseDuration(formatDuration(milliseconds)), milliseconds);
      }),
    );
  });
});

describe('printDuration', () => {
  // As time.Duration.String has it.
  const cases: readonly (readonly [milliseconds: number, text: string])[] = [
    [0, '0s'],
    [500, '500ms'],
    [1_500, '1.5s'],
    [10_000, '10s'],
    [180_000, '3m0s'],
    [90_500, '1m30.5s'],
    [3_600_000, '1h0m0s'],
    [9_900_000, '2h45m0s'],
    [-180_000, '-3m0s'],
  ];
  for (const [milliseconds, text] of cases) {
    test(`${milliseconds} → ${text}`, () => {
      assert.equal(printDuration(milliseconds), text);
    });
  }
});
