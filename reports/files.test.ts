import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openWhole, writeWhole } from './files.ts';

describe('a file that is written whole', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('has its old text until it is committed, and then the new one', async () => {
    const path = join(folder, 'report.yaml');
    await writeFile(path, 'old');
    const file = openWhole(path);
    file.write('new ');
    file.write('text');
    assert.equal(await readFile(path, 'utf8'), 'old');
    await file.commit();
    assert.equal(await readFile(path, 'utf8'), 'new text');
    assert.deepEqual(await readdir(folder), ['report.yaml']);
  });

  it('tells where it cannot be written', async () => {
    const path = join(folder, 'missing', 'report.yaml');
    await assert.rejects(writeWhole(path, 'text'), (error: NodeJS.ErrnoException) => {
      assert.equal(error.code, 'ENOENT');
      assert.match(error.message, /missing/);
      return true;
    });
  });

  it('leaves nothing behind where it cannot be given its name', async () => {
    const path = join(folder, 'taken');
    await writeWhole(join(folder, 'other'), '');
    const file = openWhole(path);
    // A folder of that name stands in the way of the rename.
    const { mkdir } = await import('node:fs/promises');
    await mkdir(path);
    await assert.rejects(file.commit(), { code: 'EISDIR' });
    assert.deepEqual((await readdir(folder)).sort(), ['other', 'taken']);
  });
});
