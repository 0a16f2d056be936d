import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeIssue, quote } from './issues.ts';

describe('text of the user is shown', () => {
  test('with its control characters escaped', () => {
    assert.equal(quote('a\u001b[31m\n"b"'), String.raw`"a\u001b[31m\n\"b\""`);
  });

  test('cut short where it is long', () => {
    assert.equal(quote('x'.repeat(10_000)), `"${'x'.repeat(120)}…"`);
  });
});

test('an issue that is about no option and has no place is a sentence and its remedy', () => {
  const issue = {
    option: '',
    origin: { kind: 'none' },
    reason: 'It is.',
    remedy: 'Do.',
    suggestion: undefined,
  } as const;
  assert.equal(describeIssue(issue), 'It is.\nDo.');
});
