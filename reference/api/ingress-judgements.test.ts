import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleObjects, viewOf } from '../dashboard/example.fixture.ts';
import { judgementsOf } from './ingress-judgements.ts';

test('nothing is judged again that has not changed', async () => {
  const view = await viewOf(exampleObjects());
  const first = judgementsOf(view);
  assert.equal(judgementsOf({ ...view }), first);
  const told = view.problems.map((problem) => ({ ...problem }));
  assert.equal(judgementsOf({ ...view, problems: told }), first, 'the same problems, told anew');
});

test('what has changed is', async () => {
  const view = await viewOf(exampleObjects());
  const first = judgementsOf(view);
  assert.notEqual(judgementsOf({ ...view, problems: [] }).statuses.join(), first.statuses.join());
  assert.deepEqual(
    new Set(judgementsOf({ ...view, runtime: undefined }).statuses),
    new Set(['disabled', 'ignored']),
  );
});
