import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { catalogueOf, reportOf, scenario, statement } from '../reports/test-values.ts';
import { formatYaml } from '../reports/yaml.ts';
import { eventually } from './scenario/deadline.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-test-'));
});
after(() => rm(folder, { recursive: true }));

describe('what can not be done is said in one line, with exit code 2', () => {
  const cases: readonly (readonly [what: string, args: readonly string[], said: RegExp])[] = [
    ['an unknown command', ['walk'], /unknown command 'walk'/],
    ['an unknown option', ['run', '--fast'], /unknown option '--fast'/],
    ['a value that is none', ['run', '--parallel', '0'], /'--parallel <count>'.*whole number from 1 on/],
    ['a name that is no pattern', ['run', '--name', '('], /'--name <pattern>'.*Unterminated group/],
    ['a version that there is not', ['run', '--kubernetes-version', '1.99'], /"1\.99".*1\.14 to 1\.34/],
    ['a shard that there is not', ['run', '--shard', '3/2'], /'--shard <i\/n>'.*<index>\/<total>/],
    ['a level that there is not', ['run', '--level', 'sure'], /documented, inferred, observed/],
    ['a format that there is not', ['run', '--format', 'html,pdf'], /some of html, yaml, junit/],
    ['retries without end', ['run', '--retries', '100'], /whole number from 0 to 9/],
    ['a factor that is none', ['run', '--timeout-scale', '0'], /number from 0\.1 to 100/],
    ['a page that is not written', ['run', '--open', '--format', 'yaml'], /no page to open/],
    ['a place that takes no files', ['run', '--output', '/proc/reports'], /can't be written.*--output/],
    ['a baseline that is none', ['run', '--baseline', 'none.yaml'], /none\.yaml can't be read: ENOENT/],
    ['a report that is none', ['report', 'none.yaml', '--output', '.'], /none\.yaml can't be read: ENOENT/],
    ['messages that are none', ['report', 'none', '--output', '.'], /none can't be read: ENOENT/],
    ['a report beside nothing', ['compare', 'none.yaml'], /give two reports or more/],
    ['reports that are none', ['compare', 'a.yaml', 'b.yaml'], /a\.yaml can't be read: ENOENT/],
    ['a list of a document that there is not', ['list', '--document', 'none'], /no document "none"/],
    ['a list by tags that do not parse', ['list', '--tags', '@a and ('], /Tag expression "@a and \("/],
    ['an unknown document', ['run', '--document', 'none'], /no document "none".*traefik-provider/],
  ];
  for (const [what, args, said] of cases) {
    test(what, async () => {
      const { exitCode, output } = await command(args);
      assert.match(output, said);
      assert.equal(output.trimEnd().split('\n').length, 1, output);
      assert.equal(exitCode, 2);
    });
  }

  test('a folder that is none', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const { exitCode, output } = await command(['run', '--output', join(file, 'reports')]);
    assert.match(output, /^ingress-conformance: The reports can't be written to .*--output\.\n$/);
    assert.equal(exitCode, 2);
  });

  test('a tag expression that does not parse, with reports that say so too', async () => {
    const reports = join(folder, 'tags');
    const { exitCode, output } = await command(['run', '--tags', '@a and (', '--output', reports]);
    assert.match(output, /^ERROR {2}Tag expression "@a and \(" could not be parsed/);
    assert.doesNotMatch(output, /^\s+at /m);
    assert.equal(exitCode, 2);
    assert.ok((await readdir(reports)).includes('index.html'));
  });
});

test('a report of a run that went wrong is no baseline, and makes a comparison uncertain', async () => {
  const report = join(folder, 'wrong.yaml');
  await writeFile(
    report,
    formatYaml(reportOf({ catalogue: catalogueOf() }), [{ kind: 'crash', where: '', message: 'gone' }]),
  );
  const again = await command(['report', report, '--output', folder, '--baseline', report]);
  assert.match(again.output, /wrong\.yaml is of a run that did not go as it should/);
  assert.equal(again.exitCode, 2);
  const compared = await command(['compare', report, report]);
  assert.match(compared.output, /the suite did not run as it should/);
  assert.equal(compared.exitCode, 2);
});

test('a comparison is what the name of its file says, and its exit code says what got worse', async () => {
  const paths = [];
  for (const status of ['passed', 'failed'] as const) {
    const path = join(folder, `${status}.yaml`);
    const scenarios = [scenario(['doc.a.one'], { status })];
    const report = reportOf({ catalogue: catalogueOf(statement('doc.a.one')), scenarios });
    await writeFile(path, formatYaml(report));
    paths.push(path);
  }
  const output = join(folder, 'new', 'matrix.html');
  assert.equal((await command(['compare', ...paths, '--output', output])).exitCode, 1);
  assert.match(await readFile(output, 'utf8'), /^<!doctype html>/);
  const { exitCode, output: text } = await command(['compare', ...paths.toReversed()]);
  assert.match(text, /Failed and holds now \(1\)/);
  assert.equal(exitCode, 0);
});

test('a reader that leaves early is no reason for a stack trace', async () => {
  const { child, ended } = start(['list', '--format', 'json']);
  child.stdout.once('data', () => child.stdout.destroy());
  const { exitCode, output } = await ended;
  assert.equal(exitCode, 2);
  assert.doesNotMatch(output, /EPIPE|^\s+at /m);
});

test('help is no error, and has examples', async () => {
  for (const name of ['run', 'list', 'report', 'compare']) {
    const { exitCode, output } = await command([name, '--help']);
    assert.match(output, /Exit code:/);
    assert.match(output, new RegExp(`Examples:\n {2}\\$ ingress-conformance ${name}`));
    assert.equal(exitCode, 0);
  }
});

test('a run that is interrupted reports what is known, and leaves nothing behind', async () => {
  const temporary = await mkdtemp(join(folder, 'temporary-'));
  const reports = join(folder, 'interrupted');
  const running = start(['run', '--document', 'traefik-provider', '--output', reports], {
    TMPDIR: temporary,
  });
  // Beside the list of programs lie the folders of scenarios: there are some once the first of them are under way.
  await eventually(
    () => readdir(temporary, { recursive: true }),
    (paths) => paths.some((path) => path.includes('/') && !path.includes('/children')),
    () => 'No scenario has begun.',
    60_000,
  );
  running.child.kill('SIGINT');
  const { exitCode, output } = await running.ended;
  assert.match(output, /^ERROR {2}The run was interrupted\.$/m);
  assert.match(output, /scenarios did not come to their end/);
  assert.doesNotMatch(output, /^\s+at /m);
  assert.equal(exitCode, 2);
  assert.deepEqual((await readdir(reports)).sort(), [
    'index.html',
    'junit.xml',
    'messages.ndjson',
    'report.yaml',
  ]);
  assert.deepEqual(await readdir(temporary), []);
});

function command(args: readonly string[]) {
  return start(args).ended;
}

function start(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'command.ts'), ...args], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<{ readonly exitCode: number | null; readonly output: string }>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
  return { child, ended };
}
