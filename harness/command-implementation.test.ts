/** What the command says of a program that can't be checked, and what it leaves behind: nothing. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-implementation-'));
});
after(() => rm(folder, { recursive: true }));

describe('a program that can not be checked is told of in one message, with exit code 2', () => {
  test('one that is not there', async () => {
    const { exitCode, output } = await check(join(folder, 'none'));
    assert.match(output, /^ingress-conformance: There is no program \S+none: ENOENT.* with --binary\.\n$/);
    assert.equal(exitCode, 2);
  });

  test('a folder', async () => {
    await mkdir(join(folder, 'folder'));
    const { exitCode, output } = await check(join(folder, 'folder'));
    assert.match(output, /^ingress-conformance: \S+folder is no program but a folder.*\n$/);
    assert.equal(exitCode, 2);
  });

  test('one that is not executable', async () => {
    const { exitCode, output } = await check(await program('plain', 'exit 0', 0o644));
    assert.match(output, /^ingress-conformance: \S+plain is not executable: make it so with chmod \+x\.\n$/);
    assert.equal(exitCode, 2);
  });

  test('one whose interpreter is not there', async () => {
    const path = join(folder, 'foreign');
    await writeFile(path, '#!/none/such\n', { mode: 0o755 });
    const { exitCode, output } = await check(path);
    assert.match(output, /^ingress-conformance: \S+foreign can't be started: .*ENOENT.*\n$/);
    assert.equal(exitCode, 2);
  });

  test('one that ends at once, with its exit code and last words', async () => {
    const { exitCode, output } = await check(await program('ends', 'echo "no such flag" >&2; exit 3'));
    assert.match(output, /ends ended with exit code 3 instead of opening.*said at last:\nno such flag\n$/);
    assert.equal(exitCode, 2);
  });

  test('one that ends at once and prints nothing', async () => {
    const { exitCode, output } = await check(await program('silent', 'exit 0'));
    assert.match(output, /silent ended with exit code 0 instead of opening.*It printed nothing\.\n$/);
    assert.equal(exitCode, 2);
  });

  test('one that never opens its ports', async () => {
    const { exitCode, output } = await check(
      await program('waits', `${onlyWhenRun}; echo waiting; sleep 1000 & wait`),
    );
    assert.match(output, /waits has not opened the entry point web \(127\.0\.0\.1:\d+\) within \d+ s\./);
    assert.match(output, /It said at last:\nwaiting\n$/);
    assert.equal(exitCode, 2);
  });

  test('one that ignores SIGTERM', async () => {
    const server = join(folder, 'server.mjs');
    await writeFile(server, deafServer);
    const path = await program('deaf', `${onlyWhenRun}; exec '${process.execPath}' '${server}' "$@"`);
    const { exitCode, output } = await check(path);
    assert.match(output, /deaf ignored SIGTERM: it had not ended after \d+ s, and was killed\./);
    assert.equal(exitCode, 2);
  });
});

/** What it is asked for its version is answered at once. */
const onlyWhenRun = 'case "$1" in *version|--help) exit 0;; esac';

/** Listens where its entry points are to, and won't be stopped. */
const deafServer = `
import { createServer } from 'node:net';
process.on('SIGTERM', () => {});
for (const argument of process.argv.slice(2)) {
  const [, port] = /^--entryPoints\\.[^.]+\\.address=127\\.0\\.0\\.1:(\\d+)$/.exec(argument) ?? [];
  if (port !== undefined) createServer().listen(Number(port), '127.0.0.1');
}
`;

async function program(name: string, script: string, mode = 0o755): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode });
  await chmod(path, mode);
  return path;
}

/** Runs the command; what it has started is gone when it ends, and so are its files. */
async function check(binary: string) {
  const temporary = await mkdtemp(join(folder, 'temporary-'));
  const child = spawn(
    process.execPath,
    [
      ...[join(import.meta.dirname, 'command.ts'), 'run', '--implementation', 'command', '--binary', binary],
      ...['--timeout-scale', '0.1', '--output', join(folder, 'reports')],
    ],
    { env: { ...process.env, TMPDIR: temporary }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  assert.doesNotMatch(output, /^\s+at /m);
  assert.deepEqual(await readdir(temporary), []);
  assert.deepEqual(await programsIn(temporary), []);
  return { exitCode, output };
}

/** Processes that were started for a run with that folder, as their environment or working folder says. */
async function programsIn(temporary: string): Promise<readonly string[]> {
  const processes = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    processes.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.includes(temporary) ? [pid] : [];
    }),
  );
  return found.flat();
}
