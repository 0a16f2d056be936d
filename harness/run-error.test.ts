import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Mistake } from './mistake.ts';
import { causeOf } from './run-error.ts';

describe('what ended a run', () => {
  const wrapping = 'Cucumber errored when trying to do a "pickles:filter" transform';

  test('is a mistake in its own words', () => {
    assert.equal(causeOf(new Mistake('The run was interrupted.')), 'The run was interrupted.');
  });

  test('is what is wrong with a tag expression', () => {
    const cause = new Error(
      'Tag expression "@a and (" could not be parsed because of syntax error: Unmatched (.',
    );
    assert.equal(causeOf(new Error(wrapping, { cause })), cause.message);
  });

  test('is a defect with its stack, without what cucumber wraps it in', () => {
    const said = causeOf(new Error(wrapping, { cause: new TypeError('undefined is no function') }));
    assert.match(said, /^TypeError: undefined is no function\n {4}at /);
    assert.doesNotMatch(said, /Cucumber errored/);
  });

  test('is whatever was thrown', () => {
    assert.match(causeOf(new Error('lost')), /^Error: lost\n {4}at /);
    assert.equal(causeOf('lost'), "'lost'");
  });
});
