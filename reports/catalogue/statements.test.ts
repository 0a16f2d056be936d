import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearest } from './nearest.ts';
import { statementTagsOf } from './statements.ts';

describe('statementTagsOf', () => {
  it('keeps ids of three parts, in their order, without the @', () => {
    assert.deepEqual(statementTagsOf(['@b.c.d', '@slow', '@a.b', '@a.b.c', '@a.b.c.d', 'x.y.z']), [
      'b.c.d',
      'a.b.c',
    ]);
  });
});

describe('nearest', () => {
  it('finds the word with the fewest letters changed', () => {
    assert.equal(nearest('levle', ['text', 'level', 'levels']), 'level');
  });

  it('finds nothing where more than a third would change', () => {
    assert.equal(nearest('log', ['options']), undefined);
    assert.equal(nearest('abcdef', ['abcxyz']), undefined);
    assert.equal(nearest('abcdef', ['abcdxy']), 'abcdxy');
  });
});
