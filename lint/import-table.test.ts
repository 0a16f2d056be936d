/** Holds every TypeScript file to the import table. */
import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import test from 'node:test';
import { type ImportRule, importTable } from './import-table.ts';

const project = join(import.meta.dirname, '..');

test('every import keeps to the import table', async () => {
  const files = await sourceFiles();
  assert.ok(files.length > 50, `only ${files.length} files were found`);
  const offences: string[] = [];
  for (const file of files) offences.push(...offencesOf(file, await readFile(join(project, file), 'utf8')));
  assert.deepEqual(offences, []);
});

test('an import against the table is found', () => {
  assert.deepEqual(offencesOf('fixtures/pods/x.ts', "import { a } from '../../harness/run.ts';"), [
    'fixtures/pods/x.ts must not import harness/run.ts',
  ]);
  assert.deepEqual(offencesOf('harness/x.ts', "export * from '../reference/proxy/listener.ts';"), [
    'harness/x.ts must not import reference/proxy/listener.ts',
  ]);
  assert.deepEqual(offencesOf('steps/x.ts', "const a = await import('../reports/index.ts');"), [
    'steps/x.ts must not import reports/index.ts',
  ]);
  assert.deepEqual(offencesOf('harness/x.ts', "import { start } from '../reference/index.ts';"), []);
  assert.deepEqual(offencesOf('reference/x.test.ts', "import { a } from '../fixtures/index.ts';"), []);
  assert.deepEqual(offencesOf('reference/proxy/x.ts', "import { a } from '../provider/deriver.ts';"), [
    'reference/proxy/x.ts must not import reference/provider/deriver.ts',
  ]);
  assert.deepEqual(offencesOf('reference/x.ts', "import { a } from '../fixtures/index.ts';"), [
    'reference/x.ts must not import fixtures/index.ts',
  ]);
});

async function sourceFiles(): Promise<string[]> {
  const folders = `{${[...new Set(importTable.map(({ folder }) => folder.split('/')[0]))].join(',')}}`;
  const files: string[] = [];
  // This file is left out: its examples of offences would be found.
  const exclude = ['lint/import-table.test.ts'];
  for await (const file of glob(`${folders}/**/*.ts`, { cwd: project, exclude })) files.push(file);
  return files;
}

function offencesOf(file: string, text: string): string[] {
  const rule = ruleFor(file);
  if (rule === undefined) return [`${file} lies in a folder that the import table does not know`];
  const allowed = [rule.folder, ...rule.mayImport, ...(isTest(file) ? rule.testsMayImport : [])];
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']*)'/g)]
    .map(([, specifier = '']) => relative('.', join(dirname(file), specifier)))
    .filter((imported) => !allowed.some((path) => imported === path || imported.startsWith(`${path}/`)))
    .map((imported) => `${file} must not import ${imported}`);
}

function ruleFor(file: string): ImportRule | undefined {
  return importTable
    .filter(({ folder }) => file.startsWith(`${folder}/`))
    .sort((one, other) => other.folder.length - one.folder.length)[0];
}

function isTest(file: string): boolean {
  return /(\.test|\.fixture|\/testing)\.ts$/.test(file);
}
