import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { estimateSize } from './regexp-size.ts';

test('a repetition counts for what it repeats', () => {
  for (const [source, size] of [
    ['abc', 3],
    ['a{10}', 10],
    ['ab{10}', 11],
    ['(ab){10}', 40],
    ['(ab{2,5}){10}', 80],
    ['(a(b{3}c){4}){2}', 54],
    ['[ab{9}]{3}', 3],
    ['[]a]{3}', 3],
    ['[^]a]{3}', 3],
    ['[[:alpha:]]{3}', 3],
    ['\\({3}', 3],
    ['\\Qab(\\E{3}', 5],
    ['\\x{41}{4}', 4],
    ['a{,3}', 5],
  ] as const) {
    assert.equal(estimateSize(source), size, source);
  }
});

test('no expression comes to much more than was estimated', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'b',
      '.',
      '[a-z]',
      '[^(]',
      '[]{9}]',
      '[[:digit:]{3}]',
      '\\d',
      '\\(',
      '\\Q({\\E',
      '\\pL',
      '\\x{41}',
    ],
    ...['(', ')', '(?:', '(?P<n>', '|', '*', '+?', '?', '{2}', '{3,}', '{2,5}', '{20}', '^', '$', '\\b'],
  );
  let expressions = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const source = pieces.join('');
      let size: number;
      try {
        size = RE2JS.compile(source).programSize();
      } catch {
        return;
      }
      expressions++;
      const estimate = estimateSize(source);
      // Every item may bring a few instructions of its own; two are always there.
      assert.ok(size <= 4 * estimate + 4, `${source}: ${size} instructions, ${estimate} estimated`);
    }),
    { numRuns: 5_000 },
  );
  assert.ok(expressions > 500, `only ${expressions} texts were expressions`);
});
