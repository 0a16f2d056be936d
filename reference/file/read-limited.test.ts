import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readLimited } from './read-limited.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-limited-'));
});
after(() => rm(folder, { recursive: true }));

const withoutProc = process.platform !== 'linux' && 'there is no /proc';

describe('a file that is read up to a limit', () => {
  it('is refused where it is larger', async () => {
    const path = join(folder, 'large');
    await writeFile(path, 'x'.repeat(2048));
    assert.equal((await readLimited(path, 2048)).kind, 'content');
    assert.deepEqual(await readLimited(path, 2047), { kind: 'unreadable', reason: 'is larger than 1 KiB' });
  });

  it('is refused where it is larger than it says', { skip: withoutProc }, async () => {
    const reading = await readLimited('/proc/self/status', 100);
    assert.equal(reading.kind, 'unreadable');
  });

  it('is not waited for where it is a pipe that nobody writes to', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    assert.deepEqual(await readLimited(path, 100), { kind: 'unreadable', reason: 'is not a file' });
  });

  it('is none where it is a folder, or is not there', async () => {
    assert.deepEqual(await readLimited(folder, 100), { kind: 'unreadable', reason: 'is not a file' });
    assert.deepEqual(await readLimited(join(folder, 'none'), 100), {
      kind: 'unreadable',
      reason: 'does not exist',
    });
  });
});
