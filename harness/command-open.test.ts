import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFile } from './command-open.ts';

test('a page is shown by the program of the platform, and by no shell', () => {
  const launched: unknown[] = [];
  for (const platform of ['linux', 'darwin', 'win32', 'freebsd'] as const) {
    openFile(
      '/a b&c.html',
      platform,
      () => assert.fail(),
      (command, args) => launched.push([command, args]),
    );
  }
  assert.deepEqual(launched, [
    ['xdg-open', ['/a b&c.html']],
    ['open', ['/a b&c.html']],
    ['explorer.exe', ['/a b&c.html']],
    ['xdg-open', ['/a b&c.html']],
  ]);
});

test('that there is no such program is told', () => {
  const reasons: string[] = [];
  openFile(
    '/a.html',
    'linux',
    (reason) => reasons.push(reason),
    (_command, _args, failed) => failed('spawn xdg-open ENOENT'),
  );
  assert.deepEqual(reasons, ['spawn xdg-open ENOENT']);
});
