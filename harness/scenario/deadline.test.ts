import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually } from './deadline.ts';

test('gives the first value that is accepted', async () => {
  let asked = 0;
  const value = await eventually(
    async () => ++asked,
    (count) => count === 3,
    () => 'never',
  );
  assert.equal(value, 3);
});

test('says at the deadline what came last', async () => {
  let asked = 0;
  await assert.rejects(
    eventually(
      async () => ++asked,
      () => false,
      (last) => `asked ${last} times`,
      5,
    ),
    { message: /^asked \d+ times$/ },
  );
});

test('an error of the question itself is not waited out', async () => {
  await assert.rejects(
    eventually(
      async () => assert.fail('broken'),
      () => true,
      () => 'never',
    ),
    /broken/,
  );
});
