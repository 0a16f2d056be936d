import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { mutations } from './mutations.ts';

const project = join(import.meta.dirname, '..');

/** A fault that can't be put in proves nothing, and is found out here long before all of them are tried. */
describe('each fault', () => {
  for (const { fault, file, find, replace, breaks } of mutations) {
    test(`can be put in: ${fault}`, () => {
      const text = readFileSync(join(project, file), 'utf8');
      assert.equal(text.split(find).length - 1, 1, `${file} must have this once:\n${find}`);
      assert.notEqual(replace, find);
      assert.notDeepEqual(breaks, []);
    });
  }
});
