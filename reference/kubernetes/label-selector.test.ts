import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Labels, parseLabelSelector } from './label-selector.ts';

describe('a label selector selects', () => {
  const labels = { app: 'web', tier: 'front', 'example.com/team': 'a', empty: '' };
  const cases: readonly (readonly [selector: string, selects: boolean])[] = [
    ['', true],
    ['  ', true],
    ['app=web', true],
    ['app==web', true],
    ['app = web', true],
    ['app=api', false],
    ['other=web', false],
    ['app!=web', false],
    ['app!=api', true],
    ['other!=web', true],
    ['app in (web, api)', true],
    ['app in(api)', false],
    ['other in (web)', false],
    ['app notin (api,batch)', true],
    ['app notin (web)', false],
    ['other notin (web)', true],
    ['app', true],
    ['other', false],
    ['!other', true],
    ['! app', false],
    ['example.com/team=a', true],
    ['empty=', true],
    ['app=', false],
    ['empty in (a,)', true],
    ['app=web,tier in (front),!other', true],
    ['app=web,tier in (back)', false],
    ['app=in', false],
    ['toString', false],
  ];
  for (const [selector, selects] of cases) {
    test(`${JSON.stringify(selector)}: ${selects}`, () => {
      assert.equal(selected(selector, labels), selects);
    });
  }

  test('an object without labels by what it lacks', () => {
    assert.equal(selected('!app', undefined), true);
    assert.equal(selected('app', undefined), false);
  });
});

describe('what is no label selector is refused with a reason', () => {
  const cases: readonly (readonly [selector: string, reason: RegExp])[] = [
    ['app=web,', /the key of a label is missing at the end/],
    [',', /"," at position 1 stands where the key of a label should be/],
    ['app in web', /"web" at position 8 stands where an opening parenthesis should be/],
    ['app in (web', /a comma or a closing parenthesis is missing at the end/],
    ['app in ()', /"\)" at position 9 stands where a value should be/],
    ['app > 5', /">" at position 5 stands where/],
    ['app web', /"web" at position 5 stands where/],
    ['=web', /"=" at position 1/],
    ['!', /the key of a label is missing/],
    ['in (a)', /"in" at position 1/],
    ['-app=web', /"-app" at position 1 cannot be the key/],
    ['A.com/app', /cannot be the key/],
    ['a/b/c', /cannot be the key/],
    ['app=we b', /"b" at position 8/],
    ['app=-', /"-" at position 5 cannot be the value/],
    [`app=${'x'.repeat(64)}`, /cannot be the value/],
    ['app=web=x', /"=" at position 8 stands where a comma should be/],
  ];
  for (const [selector, reason] of cases) {
    test(JSON.stringify(selector), () => {
      const parsed = parseLabelSelector(selector);
      assert.equal(parsed.kind, 'invalid');
      assert.match(parsed.kind === 'invalid' ? parsed.reason : '', reason);
    });
  }
});

test('any text is either a selector or refused, and never throws', () => {
  const characters = fc.constantFrom(...'ab=!,() notin/.-');
  fc.assert(
    fc.property(fc.string({ unit: characters, maxLength: 20 }), (text) => {
      assert.match(parseLabelSelector(text).kind, /^(selector|invalid)$/);
    }),
  );
});

function selected(selector: string, labels: Labels): boolean {
  const parsed = parseLabelSelector(selector);
  assert.equal(parsed.kind, 'selector');
  return parsed.kind === 'selector' && parsed.matches(labels);
}
