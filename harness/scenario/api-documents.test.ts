import assert from 'node:assert/strict';
import test from 'node:test';
import { shows } from './api-documents.ts';

test('an object has the keys that are named', () => {
  assert.ok(shows({ a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } }));
  assert.ok(!shows({ a: 1 }, { a: 2 }));
  assert.ok(!shows({ a: 1 }, { b: 1 }));
  assert.ok(!shows(undefined, { b: 1 }));
  assert.ok(!shows([], {}));
});

test('a list has an element for each that is named', () => {
  assert.ok(shows([{ a: 1, b: 2 }, { a: 3 }], [{ a: 3 }]));
  assert.ok(!shows([{ a: 1 }], [{ a: 1 }, { a: 3 }]));
  assert.ok(!shows({ 0: 'a' }, ['a']));
});
