import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Mistake, RunCrashed, type RunRequest, run } from '../index.ts';
import { eventually } from '../scenario/deadline.ts';
import { carryOut } from './carry-out.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'library-test-'));
});
after(() => rm(folder, { recursive: true }));

const small: RunRequest = { documents: ['kubernetes-ingress'], names: ['Exact'], parallel: 1 };

test('a run gives its verdicts as data, the places of its files, and what the command would print', async () => {
  const output = join(folder, 'reports');
  let printed = '';
  const { outcome, exitCode, report, statements, suiteErrors, files } = await run({
    ...small,
    output,
    formats: ['yaml', 'badge'],
    progress: { write: (text) => (printed += text) },
  });
  assert.match(printed, /^Scenarios: [1-9]\d* passed, 0 failed, 0 skipped$/m);
  assert.equal(outcome, 'conforms');
  assert.equal(exitCode, 0);
  assert.deepEqual(suiteErrors, []);
  assert.ok(report.scenarios.passed > 0);
  const holding = statements.filter(({ verdict }) => verdict === 'holds');
  assert.ok(holding.length > 0);
  assert.ok(
    holding.every(({ id, scenarios }) => id.startsWith('kubernetes-ingress.') && scenarios.length > 0),
  );
  assert.deepEqual(files, { yaml: join(output, 'report.yaml'), badge: join(output, 'badge.svg') });
  assert.deepEqual((await readdir(output)).sort(), ['badge.svg', 'report.yaml']);
});

test('without a folder nothing is written, and without a stream nothing is printed', async () => {
  const script = `
    import { run } from ${JSON.stringify(join(import.meta.dirname, '..', 'index.ts'))};
    const { outcome, files } = await run(${JSON.stringify(small)});
    process.exitCode = outcome === 'conforms' && Object.keys(files).length === 0 ? 0 : 1;`;
  const summary = join(folder, 'summary.md');
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { ...process.env, GITHUB_STEP_SUMMARY: summary, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const before = await readdir(folder);
  assert.deepEqual(await once(child, 'close'), [0, null], printed);
  assert.equal(printed, '');
  assert.deepEqual(await readdir(folder), before);
});

test('an implementation in a file is checked, and its faults are no verdicts', async () => {
  const path = join(folder, 'mine.ts');
  await writeFile(
    path,
    `export default {
      name: 'mine', version: '0', capabilities: [], ingressClass: { controller: 'example.com/mine', annotation: 'mine' },
      start() { throw new Error('it does not start'); },
    };`,
  );
  const implementation = { kind: 'custom', path: relative('.', path) } as const;
  const { outcome, report, suiteErrors } = await run({ ...small, implementation });
  assert.equal(outcome, 'incomplete');
  assert.equal(report.implementation.name, 'mine');
  assert.equal(report.implementation.kind, 'custom');
  assert.match(suiteErrors[0]?.message ?? '', /start\(\) of .*mine\.ts failed: Error: it does not start/);
});

describe('what can not be done is refused in words for whoever asked', () => {
  const cases: readonly (readonly [request: RunRequest, said: RegExp])[] = [
    [{ documents: ['none'] }, /no document "none"/],
    [{ parallel: 0 }, /"parallel" can't be 0: .*whole number from 1 on/],
    [{ shard: { index: 3, total: 2 } }, /"shard" can't be "3\/2"/],
    [{ names: ['('] }, /"names" can't be "\(": .*Unterminated group/],
    [{ kubernetesVersion: '1.99' }, /"kubernetesVersion" can't be "1\.99"/],
    [{ output: '/proc/reports' }, /can't be written to \/proc\/reports/],
    [{ baseline: 'none.yaml' }, /none\.yaml can't be read: ENOENT/],
    [{ implementation: { kind: 'custom', path: 'none.ts' } }, /There is no file .*none\.ts/],
    [{ implementation: { kind: 'command', binary: 'none' } }, /There is no program .*none/],
    [{ cluster: { kind: 'kubeconfig' } }, /is for the implementation "deployed", and this is "reference"/],
    [JSON.parse('{ "implementation": { "kind": "none" } }'), /no implementation of the kind "none"/],
    [JSON.parse('{ "cluster": {} }'), /no cluster of the kind undefined/],
  ];
  const place = {
    path: tmpdir(),
    variables: { TMPDIR: tmpdir(), TMP: tmpdir(), TEMP: tmpdir() },
    remove() {},
  };
  const { signal } = new AbortController();
  for (const [request, said] of cases) {
    test(JSON.stringify(request), async () => {
      await assert.rejects(carryOut(request, { folder: place, signal }), (error) => {
        assert.ok(error instanceof Mistake);
        assert.match(error.message, said);
        return true;
      });
    });
  }

  test('from its own process as well', async () => {
    await assert.rejects(run({ documents: ['none'] }), (error) => {
      assert.ok(error instanceof Mistake);
      assert.match(error.message, /no document "none"/);
      return true;
    });
  });
});

test('a run that is aborted gives what is known', async () => {
  const controller = new AbortController();
  const output = join(folder, 'aborted');
  const ended = run({ documents: ['traefik-provider'], output, signal: controller.signal });
  await whenBegun(output);
  controller.abort();
  const { outcome, suiteErrors, files } = await ended;
  assert.equal(outcome, 'incomplete');
  assert.match(suiteErrors[0]?.message ?? '', /The run was aborted\./);
  assert.ok(existsSync(files.html ?? ''));
});

test('a run whose caller is killed ends, and leaves nothing behind', async () => {
  const output = join(folder, 'left');
  const temporary = await mkdtemp(join(folder, 'temporary-'));
  const script = `
    import { run } from ${JSON.stringify(join(import.meta.dirname, '..', 'index.ts'))};
    await run({ documents: ['traefik-provider'], output: ${JSON.stringify(output)} });`;
  const caller = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: 'ignore',
  });
  await whenBegun(output);
  assert.notDeepEqual(await readdir(temporary), []);
  caller.kill('SIGKILL');
  await eventually(
    () => readdir(temporary),
    (left) => left.length === 0,
    (left) => `The run has left ${left}.`,
    120_000,
  );
});

test('a run that is aborted from the beginning is none', async () => {
  const reason = new Error('not now');
  await assert.rejects(run({ ...small, signal: AbortSignal.abort(reason) }), reason);
});

test('a process that ends before its time is told apart from a run', async () => {
  const path = join(folder, 'leaving.mjs');
  await writeFile(path, `process.stderr.write('out of here'); process.exit(7);`);
  await assert.rejects(run({ ...small, implementation: { kind: 'custom', path } }), (error) => {
    assert.ok(error instanceof RunCrashed);
    assert.equal(error.exitCode, 7);
    assert.match(error.message, /exit code 7: out of here/);
    return true;
  });
});

/** Resolves when the first scenario has. */
async function whenBegun(output: string): Promise<void> {
  const messages = join(output, 'messages.ndjson.partial');
  await eventually(
    async () => existsSync(messages) && (await readFile(messages, 'utf8')).includes('"testCaseStarted"'),
    (begun) => begun,
    () => 'No scenario has begun.',
    120_000,
  );
}
