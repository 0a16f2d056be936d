import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRunFolder } from './run-folder.ts';

test('temporary files of a process with its variables lie in the folder, and go with it', () => {
  const folder = createRunFolder();
  const env = { ...process.env, ...folder.variables };
  const printed = execFileSync(process.execPath, ['-p', 'os.tmpdir()'], { env, encoding: 'utf8' }).trim();
  assert.equal(printed, folder.path);

  mkdirSync(join(folder.path, 'below'));
  writeFileSync(join(folder.path, 'below', 'file'), 'left behind');
  folder.remove();
  assert.equal(existsSync(folder.path), false);
  // Once more where a run ends and its process exits.
  folder.remove();
});
