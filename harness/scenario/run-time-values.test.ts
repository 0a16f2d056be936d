// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the names of run-time values are written that way.
import assert from 'node:assert/strict';
import test from 'node:test';
import { RunTimeValues } from './run-time-values.ts';

function valuesOf(known: Readonly<Record<string, string>>): RunTimeValues {
  const values = new RunTimeValues();
  for (const [name, value] of Object.entries(known)) values.define(name, async () => value);
  return values;
}

test('every name in a text is replaced, and nothing else', async () => {
  const values = valuesOf({ 'cluster.host': 'h', 'cluster.port': '1' });
  assert.equal(await values.inText('${cluster.host}:${cluster.port} $1 ${cluster.port}'), 'h:1 $1 1');
  assert.equal(await values.inText('$HOME {a} ${HOME}'), '$HOME {a} ${HOME}');
});

test('names are replaced at any depth', async () => {
  const values = valuesOf({ a: 'x' });
  assert.deepEqual(await values.inAll({ '${a}': ['${a}', 1, null, { b: '-${a}-' }] }), {
    '${a}': ['x', 1, null, { b: '-x-' }],
  });
});

test('a value is made once, and only when it is asked for', async () => {
  const values = new RunTimeValues();
  let made = 0;
  values.define('a', async () => String(++made));
  assert.equal(made, 0);
  assert.equal(await values.inText('${a}${a}'), '11');
  assert.equal(await values.inText('${a}'), '1');
});

test('a name that is defined again has its new value', async () => {
  const values = valuesOf({ a: 'old' });
  assert.equal(await values.inText('${a}'), 'old');
  values.define('a', async () => 'new');
  assert.equal(await values.inText('${a}'), 'new');
});

test('a name without a value is an error that says which there are', async () => {
  await assert.rejects(valuesOf({ 'cluster.url': '' }).inText('${cluster.uri}'), {
    message: 'The scenario has nothing called ${cluster.uri}; it has cluster.url.',
  });
});
