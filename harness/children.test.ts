import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type Child, killChildren, openRegistry, spawnChild } from './children.ts';
import { eventually } from './scenario/deadline.ts';

describe('programs that a run has started', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'children-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A shell, and a program that it has started and waits for. */
  const start = (): Child =>
    spawnChild('sh', ['-c', 'sleep 1000 & echo $!; wait'], { env: process.env }, folder);

  test('are killed with what they have started, once the run has ended', async () => {
    openRegistry(folder);
    const child = start();
    const [printed] = await once(child.stdout, 'data');
    const ended = once(child, 'exit');
    killChildren(folder);
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    await assertGone(Number(String(printed)));
    killChildren(folder);
  });

  test('are not on the list any more when they have ended', async () => {
    openRegistry(folder);
    const child = spawnChild('sh', ['-c', 'exit 3'], {}, folder);
    assert.deepEqual(await once(child, 'exit'), [3, null]);
    assert.deepEqual(await readdir(join(folder, 'children')), []);
  });

  test('are none of those that are started later: they are killed at once', async () => {
    openRegistry(folder);
    killChildren(folder);
    assert.throws(start, /the run has ended/);
  });

  test('outside of a run nobody keeps a list of them', async () => {
    const child = spawnChild('sh', ['-c', 'exit 0'], {}, folder);
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  test('what can not be started says so', async () => {
    const child = spawnChild(join(folder, 'none'), [], {}, folder);
    const [error] = await once(child, 'error');
    assert.match(String(error), /ENOENT/);
  });
});

/** It has ended, or will within a moment: its parent is gone. */
async function assertGone(pid: number): Promise<void> {
  await eventually(
    () => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
    (state) => state === '' || /\) Z /.test(state),
    () => `The process ${pid} is still there.`,
  );
}
