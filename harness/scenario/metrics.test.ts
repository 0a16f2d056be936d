import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSamples } from './metrics.ts';

test('samples are read with their labels, comments and empty lines are not', () => {
  const text =
    '# HELP up Up.\n# TYPE up gauge\n\nup 1\nx_total{a="1",b="say \\"}\\""} 2.5\nx_bucket{le="+Inf"} 3\n';
  assert.deepEqual(parseSamples(text), [
    { name: 'up', labels: {}, value: 1 },
    { name: 'x_total', labels: { a: '1', b: 'say "}"' }, value: 2.5 },
    { name: 'x_bucket', labels: { le: '+Inf' }, value: 3 },
  ]);
});
