import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { reasonTooOld } from './node-version.ts';

const project = join(import.meta.dirname, '..');
const { engines } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

test('versions are compared number by number', () => {
  for (const version of ['22.22.0', '22.22.1', '22.100.0', '24.0.0', '100.0.0-nightly']) {
    assert.equal(reasonTooOld(version, '>=22.22'), undefined, version);
  }
  for (const version of ['22.21.9', '22.9.0', '20.20.2', '9.11.2']) {
    assert.match(reasonTooOld(version, '>=22.22') ?? '', /needs Node\.js 22\.22 or later/, version);
  }
});

test('what the package asks for is of the form that is read', () => {
  assert.match(engines.node, /^>=\d+(\.\d+){0,2}$/);
});

describe('a command started with an older Node.js says so in one line, and nothing else', () => {
  const commands = [
    ['ingress-conformance', 2],
    ['ingress-reference', 1],
  ] as const;
  for (const [command, failure] of commands) {
    test(command, () => {
      const { status, stdout, stderr } = start(command, '20.1.0');
      assert.match(
        stderr,
        new RegExp(`^${command}: this needs Node\\.js .* was started with 20\\.1\\.0 .*\\n$`),
      );
      assert.equal(stdout, '');
      assert.equal(status, failure);
    });
    test(`${command} does with this one what it is asked to`, () => {
      const { status, stdout } = start(command, process.versions.node);
      assert.match(stdout, /\d+\.\d+\.\d+/);
      assert.equal(status, 0);
    });
  }
});

/** With a Node.js that says that it is of that version. */
function start(command: string, version: string) {
  const claim = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
  return spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(claim)}`,
      join(import.meta.dirname, `${command}.ts`),
      '--version',
    ],
    { encoding: 'utf8' },
  );
}
