import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogueOf, statement } from '../reports/test-values.ts';
import { describeSelection, featureFiles, type Selection, tagExpression } from './run-selection.ts';

const everything: Selection = { documents: [], levels: [], tags: '', names: [], shard: undefined };
const catalogue = catalogueOf(
  statement('doc.a.one'),
  statement('doc.a.two', { level: 'inferred' }),
  statement('doc.b.three'),
);

test('levels select the scenarios of their statements, within the tags', () => {
  assert.equal(tagExpression(everything, catalogue), '');
  const documented: Selection = { ...everything, levels: ['documented'] };
  assert.equal(tagExpression(documented, catalogue), '(@doc.a.one or @doc.b.three)');
  assert.equal(
    tagExpression({ ...documented, tags: '@x or @y' }, catalogue),
    '(@x or @y) and (@doc.a.one or @doc.b.three)',
  );
});

test('a selection is told as the user would repeat it, without the shard', () => {
  const selection: Selection = {
    documents: ['doc'],
    levels: ['documented', 'inferred'],
    tags: '@a',
    names: ['x y'],
    shard: { index: 1, total: 2 },
  };
  assert.equal(
    describeSelection(selection),
    "--document doc --level documented,inferred --tags '@a' --name 'x y'",
  );
});

test('feature files come in the order of their paths', async () => {
  const project = await mkdtemp(join(tmpdir(), 'selection-'));
  try {
    for (const document of ['b', 'a']) {
      await mkdir(join(project, 'features', document), { recursive: true });
      for (const name of ['z', 'y'])
        await writeFile(join(project, 'features', document, `${name}.feature`), '');
    }
    assert.deepEqual(await featureFiles(project, []), [
      'features/a/y.feature',
      'features/a/z.feature',
      'features/b/y.feature',
      'features/b/z.feature',
    ]);
    assert.deepEqual(await featureFiles(project, ['b']), ['features/b/y.feature', 'features/b/z.feature']);
  } finally {
    await rm(project, { recursive: true });
  }
});
