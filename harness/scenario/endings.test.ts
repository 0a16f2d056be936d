import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endEach } from './endings.ts';

test('what fails to end keeps nothing else from ending, and is told at last', async () => {
  const ended: string[] = [];
  const failing = async () => {
    throw new Error('It is stuck.');
  };
  const ending = (name: string) => async () => {
    ended.push(name);
  };
  await assert.rejects(endEach([ending('first'), failing, ending('last'), failing]), (error) => {
    assert.ok(error instanceof AggregateError);
    assert.equal(error.errors.length, 2);
    assert.match(error.message, /It is stuck\. It is stuck\./);
    return true;
  });
  assert.deepEqual(ended, ['first', 'last']);
});

test('one ends after the other', async () => {
  const order: string[] = [];
  const ending = (name: string) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`${name} ends`);
  };
  await endEach([ending('one'), ending('two')]);
  assert.deepEqual(order, ['one begins', 'one ends', 'two begins', 'two ends']);
});
