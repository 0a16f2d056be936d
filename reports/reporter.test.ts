import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  type IConfiguration,
  type ISupportCodeLibrary,
  loadConfiguration,
  runCucumber,
} from '@cucumber/cucumber/api';
import { parse } from 'yaml';
import { runDescriptionMediaType } from './attachments.ts';
import { conclude } from './conclusion.ts';
import { readMessages } from './messages.ts';
import type { ScenarioResult } from './report.ts';
import { createReporter, type Outcome, type ReporterOptions } from './reporter.ts';
import { catalogueOf, run, statement } from './test-values.ts';
import { statementsOf } from './verdicts.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

const catalogue = catalogueOf(
  statement('doc.section.one'),
  statement('doc.section.two'),
  statement('doc.section.absent'),
);

interface Recorded extends Outcome {
  readonly output: string;
  readonly text: string;
}

const ofTestdata = {
  paths: ['testdata/a-run.feature'],
  import: ['testdata/a-run.steps.ts'],
  format: ['summary'],
  tags: 'not @doc.section.absent',
};

// A module is evaluated once in a process: later runs must be given what the first one found in it.
let support: ISupportCodeLibrary | undefined;

/** Runs `testdata/a-run.feature` under cucumber itself and reports on it. */
async function record(
  configuration: Partial<IConfiguration>,
  options: Partial<ReporterOptions> = {},
): Promise<Recorded> {
  const output = join(await mkdtemp(join(tmpdir(), 'reports-')), 'new', 'folder');
  const written: string[] = [];
  const reporter = createReporter({
    catalogue,
    run,
    output,
    projectRoot: here,
    console: { stream: { write: (text: string) => written.push(text) }, environment: {} },
    ...options,
  });
  const { runConfiguration } = await loadConfiguration(
    { file: false, provided: { ...ofTestdata, ...configuration } },
    { cwd: here },
  );
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
  ({ support } = await runCucumber(
    { ...runConfiguration, support: support ?? runConfiguration.support },
    { cwd: here, stdout, stderr: stdout },
    reporter.onMessage,
  ));
  const outcome = await reporter.finish();
  return { ...outcome, output, text: written.join('') };
}

function scenarioOf({ report }: Outcome, name: string): ScenarioResult {
  const found = report.documents
    .flatMap(statementsOf)
    .flatMap(({ scenarios }) => scenarios)
    .find((scenario) => scenario.name === name);
  assert.ok(found, `no scenario ${name}`);
  return found;
}

describe('a report that is made again from the messages', () => {
  for (const acceptRetries of [false, true]) {
    it(`is the same, ${acceptRetries ? 'with' : 'without'} retries that may make up for a failure`, async () => {
      const flakyAnew = { parallel: 2, retry: 1, retryTagFilter: '@flaky' };
      const recorded = await record(flakyAnew, { acceptRetries });
      const uriOf = (uri: string) => `testdata/${uri.split('/').at(-1)}`;
      const path = join(recorded.output, 'messages.ndjson');
      const { description, result } = await readMessages(path, { projectRoot: resolve(here), uriOf });
      const again = conclude(catalogue, description, result, [], { startedAt: 0, durationMs: 0 });
      assert.deepEqual(again.report, recorded.report);
      assert.deepEqual(again.suiteErrors, recorded.suiteErrors);
      assert.match(
        recorded.text,
        /Flaky scenarios\n.*Passes at the second attempt\n.*2 attempts, counted as/,
      );
      await rm(join(recorded.output, '..', '..'), { recursive: true });
    });
  }
});

describe('a run under cucumber, in two workers', () => {
  let recorded: Recorded;

  before(async () => {
    recorded = await record({ parallel: 2, retry: 1, retryTagFilter: '@flaky' });
  });

  after(async () => {
    await rm(join(recorded.output, '..', '..'), { recursive: true });
  });

  it('gives every scenario once, in the order of the file', () => {
    const all = recorded.report.documents.flatMap(statementsOf)[0]?.scenarios ?? [];
    assert.deepEqual(
      all.map(({ name, status, line, rule }) => [line, status, name, rule]),
      [
        [8, 'passed', 'Passes', ''],
        [12, 'failed', 'Fails', ''],
        [15, 'failed', 'Fails for a reason further down', ''],
        [19, 'skipped', 'Fails in a hook', ''],
        [23, 'failed', 'Passes at the second attempt', ''],
        [26, 'passed', 'Takes arguments', ''],
        [47, 'passed', 'Path /a [status: 200, because: it is up]', 'Examples make scenarios'],
        [48, 'failed', 'Path /b [status: 404]', 'Examples make scenarios'],
        [52, 'skipped', 'Is not applicable', 'Not everything is a verdict'],
        [56, 'skipped', 'Has an undefined step', 'Not everything is a verdict'],
        [60, 'skipped', 'Has an ambiguous step', 'Not everything is a verdict'],
        [63, 'skipped', 'Has a pending step', 'Not everything is a verdict'],
        [66, 'skipped', 'Has an object that the cluster refuses', 'Not everything is a verdict'],
      ],
    );
    assert.deepEqual(recorded.report.scenarios, { passed: 3, failed: 4, skipped: 6 });
  });

  it('gives the steps of the background too, and none of the hooks that passed', () => {
    const { steps, uri } = scenarioOf(recorded, 'Passes');
    assert.equal(uri, 'testdata/a-run.feature');
    assert.deepEqual(
      steps.map(({ keyword, text, status, message }) => [keyword, text, status, message]),
      [
        ['Given', 'a cluster', 'passed', ''],
        ['When', 'a thing is done', 'passed', ''],
        ['Then', 'it passes', 'passed', ''],
      ],
    );
  });

  it('gives the message and the evidence of a failure', () => {
    const { steps, evidence } = scenarioOf(recorded, 'Fails');
    assert.match(
      steps[1]?.message ?? '',
      /^Expected 200, got 404\n\n404 !== 200\n {4}at testdata\/a-run\.steps\.ts:\d+:\d+$/,
    );
    assert.deepEqual(evidence, [{ title: 'Request', text: 'GET /' }]);
  });

  it('gives the cause of a failure', () => {
    const { steps } = scenarioOf(recorded, 'Fails for a reason further down');
    assert.match(steps[1]?.message ?? '', /^fetch failed\n.*\nCaused by: Error: connection refused/);
  });

  it('names a hook that failed', () => {
    const [hook, ...steps] = scenarioOf(recorded, 'Fails in a hook').steps;
    assert.equal(hook?.keyword, 'start the implementation');
    assert.match(hook?.text ?? '', /a-run\.steps\.ts:\d+$/);
    assert.match(hook?.message ?? '', /^port 80 is taken/);
    assert.deepEqual(
      steps.map(({ status }) => status),
      ['skipped', 'skipped'],
    );
  });

  it('gives arguments as text', () => {
    const { steps } = scenarioOf(recorded, 'Takes arguments');
    assert.equal(steps[1]?.argument, '| name | value |\n| a    | 1     |');
    assert.equal(steps[2]?.argument, 'some\n  text');
  });

  it('gives the reason of a scenario that is not applicable', () => {
    assert.equal(scenarioOf(recorded, 'Is not applicable').reason, 'the log cannot be read');
  });

  it('calls a scenario failed that passed only at its second attempt, and shows the attempt that failed', () => {
    const { flaky, attempts, steps } = scenarioOf(recorded, 'Passes at the second attempt');
    assert.equal(flaky, true);
    assert.equal(attempts, 2);
    assert.match(steps[1]?.message ?? '', /^attempt 1/);
  });

  it('takes steps that say nothing of the implementation, and hooks, for errors of the suite, and so exits with 2', () => {
    assert.deepEqual(
      recorded.suiteErrors.map(({ kind, where }) => [kind, where]),
      [
        ['hook-failed', 'testdata/a-run.feature:19'],
        ['undefined-step', 'testdata/a-run.feature:56'],
        ['ambiguous-step', 'testdata/a-run.feature:60'],
        ['pending-step', 'testdata/a-run.feature:63'],
        ['broken-step', 'testdata/a-run.feature:66'],
      ],
    );
    assert.match(recorded.suiteErrors[2]?.message ?? '', /"it is ambiguous" \(.*, "\^it is amb" \(/);
    assert.equal(recorded.exitCode, 2);
  });

  it('tells what was not selected from what does not exist', () => {
    const absent = recorded.report.documents.flatMap(statementsOf)[2];
    assert.equal(absent?.verdict, 'not-covered');
    assert.equal(absent?.reason, 'Its scenarios were no part of this run.');
  });

  it('writes the four reports, and nothing else', async () => {
    assert.deepEqual((await readdir(recorded.output)).sort(), [
      'index.html',
      'junit.xml',
      'messages.ndjson',
      'report.yaml',
    ]);
    const yaml = parse(await readFile(join(recorded.output, 'report.yaml'), 'utf8'));
    assert.deepEqual(yaml.scenarios, recorded.report.scenarios);
    const page = await readFile(join(recorded.output, 'index.html'), 'utf8');
    assert.match(page, /id="doc\.section\.two" data-verdict="holds"/);
    assert.match(await readFile(join(recorded.output, 'junit.xml'), 'utf8'), /tests="13" failures="4"/);
  });

  it('writes every message, after one that describes the run', async () => {
    const lines = (await readFile(join(recorded.output, 'messages.ndjson'), 'utf8')).trimEnd().split('\n');
    const messages = lines.map((line) => JSON.parse(line));
    assert.equal(messages[0].attachment.mediaType, runDescriptionMediaType);
    assert.deepEqual(JSON.parse(messages[0].attachment.body), run);
    assert.ok('meta' in messages[1]);
    assert.ok('testRunFinished' in messages[messages.length - 1]);
  });

  it('shows the failures and ends with the summary', () => {
    assert.equal(recorded.text.match(/^FAILED {2}/gm)?.length, 4);
    assert.match(recorded.text, /^FAILED {2}Passes at the second attempt {2}\(flaky\)$/m);
    assert.ok(recorded.text.includes(join(recorded.output, 'index.html')));
    assert.ok(recorded.text.endsWith('\nScenarios: 3 passed, 4 failed, 6 skipped\n'));
  });
});

describe('a run under cucumber', () => {
  const outputs: string[] = [];

  after(async () => {
    for (const output of outputs) {
      await rm(join(output, '..', '..'), { recursive: true });
    }
  });

  async function recordOnly(name: string, options: Partial<ReporterOptions> = {}) {
    const recorded = await record({ name: [name] }, options);
    outputs.push(recorded.output);
    return recorded;
  }

  it('exits with 0 where what was checked holds', async () => {
    assert.equal((await recordOnly('^Passes$')).exitCode, 0);
  });

  it('exits with 1 where a documented statement fails', async () => {
    assert.equal((await recordOnly('^(Fails|Passes)$')).exitCode, 1);
  });

  it('exits with 1 where an inferred one fails and it is told to be strict', async () => {
    const inferred = catalogueOf(statement('doc.section.one', { level: 'inferred' }));
    const { exitCode } = await recordOnly('^Fails$', { catalogue: inferred });
    assert.equal(exitCode, 0);
    const strict = await recordOnly('^Fails$', { catalogue: inferred, strictLevels: true });
    assert.equal(strict.exitCode, 1);
  });

  it('exits with 2 where a scenario names a statement that the catalogue does not have', async () => {
    const { exitCode, suiteErrors } = await recordOnly('^Passes$', {
      catalogue: catalogueOf(statement('doc.section.one')),
    });
    assert.equal(exitCode, 2);
    assert.deepEqual(
      suiteErrors.map(({ kind }) => kind),
      ['unknown-statement'],
    );
  });

  it('exits with 2 where nothing was selected', async () => {
    const { exitCode, suiteErrors } = await recordOnly('^No such scenario$');
    assert.equal(exitCode, 2);
    assert.deepEqual(
      suiteErrors.map(({ kind }) => kind),
      ['nothing-selected'],
    );
  });

  it('exits with 2 where all that was selected failed in a hook', async () => {
    const { exitCode, suiteErrors } = await recordOnly('^Fails in a hook$');
    assert.equal(exitCode, 2);
    assert.match(
      suiteErrors[0]?.message ?? '',
      /start the implementation .*a-run\.steps\.ts:\d+\n {2}port 80 is taken/,
    );
  });

  it('exits with 2 where the harness tells of an error, though all passed', async () => {
    const output = await mkdtemp(join(tmpdir(), 'reports-'));
    outputs.push(join(output, 'a', 'b'));
    const stream = { write: () => true };
    const reporter = createReporter({
      catalogue,
      run,
      output,
      console: { stream, environment: {} },
      now: () => 0,
    });
    reporter.onSuiteError({ kind: 'crash', where: 'steps/a.ts', message: 'cannot be read' });
    const { exitCode, report, suiteErrors } = await reporter.finish();
    assert.equal(exitCode, 2);
    assert.equal(report.date, '1970-01-01T00:00:00.000Z');
    assert.deepEqual(
      suiteErrors.map(({ kind }) => kind),
      ['crash'],
    );
  });
});
