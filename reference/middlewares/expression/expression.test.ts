import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ExpressionError, type ExpressionFunctions, readExpression } from './expression.ts';

interface Facts {
  readonly code: number;
  readonly broken: boolean;
}

const functions: ExpressionFunctions<Facts> = {
  Code: {
    kind: 'number',
    arity: 0,
    of:
      () =>
      ({ code }) =>
        code,
  },
  Plus: {
    kind: 'number',
    arity: 2,
    of:
      (a = 0, b = 0) =>
      ({ code }) =>
        code + a + b,
  },
  Broken: {
    kind: 'condition',
    arity: 0,
    of:
      () =>
      ({ broken }) =>
        broken,
  },
};

const holds = (text: string, code = 500, broken = false): boolean =>
  readExpression(text, functions)({ code, broken });

describe('an expression', () => {
  const cases: readonly (readonly [text: string, expected: boolean])[] = [
    ['Code() > 499', true],
    ['Code() > 500', false],
    ['Code() >= 500', true],
    ['Code() < 500', false],
    ['Code() <= 500.0', true],
    ['Code() == 500', true],
    ['Code() != 500', false],
    ['499.5 < Code()', true],
    ['Plus(1, 2) == 503', true],
    ['Broken()', false],
    ['!Broken()', true],
    ['Code() == 500 && Broken()', false],
    ['Code() == 500 || Broken()', true],
    ['Code() == 500 || Code() == 500 && Broken()', true],
    ['(Code() == 500 || Code() == 500) && Broken()', false],
    ['!(Code() == 500 && Broken())', true],
    ['!!Broken()', false],
    [' Code ( )==\n500 ', true],
    ['Code() > .5', true],
  ];
  for (const [text, expected] of cases)
    it(`${text} is ${expected}`, () => assert.equal(holds(text), expected));

  const broken: readonly (readonly [text: string, position: number, reason: RegExp])[] = [
    ['', 0, /ends where a function or a number should/],
    ['Code()', 6, /comparison/],
    ['Code() >', 8, /ends/],
    ['Code() = 5', 7, /`=` begins nothing/],
    ['Cod() > 5', 0, /none of Code, Plus, Broken/],
    ['constructor() > 5', 0, /none of/],
    ['Plus(1) > 5', 0, /takes 2 numbers, not 1/],
    ['Plus(1 2) > 5', 7, /`,` or `\)`/],
    ['Plus(Code(), 2) > 5', 5, /a number should/],
    ['Broken() > 5', 9, /true or false/],
    ['5 > Broken()', 4, /no number/],
    ['(Code() > 5', 11, /`\)`/],
    ['Code() > 5)', 10, /`&&`/],
    ['5 > 3', 0, /calls no function/],
    [`${'('.repeat(60)}Code() > 5`, 50, /too deep/],
  ];
  for (const [text, position, reason] of broken) {
    it(`${text.slice(0, 20)} can't be read`, () => {
      assert.throws(
        () => holds(text),
        (error) => {
          assert.ok(error instanceof ExpressionError);
          assert.match(error.message, reason);
          assert.equal(error.position, position);
          return true;
        },
      );
    });
  }

  it('is read or refused, whatever it is', () => {
    const part = fc.constantFrom(
      'Code()',
      'Broken()',
      'Plus(1,2)',
      '>',
      '&&',
      '||',
      '!',
      '(',
      ')',
      '5',
      ' ',
      ',',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (expression) => {
        try {
          holds(expression);
        } catch (error) {
          assert.ok(error instanceof ExpressionError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
