import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { helpText } from './help.ts';
import { dotted, environmentName } from './names.ts';
import { optionTable, withOptionTable } from './option-table.ts';
import { options } from './options.ts';
import { listOptions } from './schema.ts';

test('docs/options.md has the tables that the schema gives', async () => {
  const document = await readFile(new URL('../../docs/options.md', import.meta.url), 'utf8');
  assert.equal(
    document,
    withOptionTable(document, options),
    'docs/options.md is stale: run `node reference/configuration/write-option-table.ts`',
  );
});

describe('each option is in the tables and in the help, once:', () => {
  const table = optionTable(options);
  const help = helpText(options);
  for (const { path, node } of listOptions(options)) {
    if (node.kind !== 'option') {
      continue;
    }
    const name = dotted(path);
    test(name, () => {
      const row = table.split('\n').filter((line) => line.startsWith(`| \`${name}\` |`));
      assert.equal(row.length, 1);
      assert.equal(row[0]?.includes(`\`${environmentName(path)}\``), true);
      assert.equal(row[0]?.match(/(?<!\\)\|/g)?.length, 6, 'five cells');
      assert.equal(help.split('\n').filter((line) => line.startsWith(`  --${name}  (`)).length, 1);
    });
  }
});

test('a document without the marks is refused', () => {
  assert.throws(() => withOptionTable('# Options', options), /must have the lines/);
});

test('the help says default and example, and fits a terminal', () => {
  const lines = helpText(options).split('\n');
  const idle = lines.findIndex((line) => line.includes('respondingTimeouts.idleTimeout'));
  assert.match(lines[idle] ?? '', /\(duration; default: 3m\)$/);
  assert.match(lines.slice(idle, idle + 3).join(' '), /Example:\s+90s/);
  assert.deepEqual(
    lines.filter((line) => line.length > 110),
    [],
  );
});
