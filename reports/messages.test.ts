import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type RunDescription, runDescriptionMediaType } from './attachments.ts';
import { conclude } from './conclusion.ts';
import { mergeShards, type RecordedRun, readMessages } from './messages.ts';
import { UnreadableReport } from './stored-report.ts';
import { catalogueOf, run, scenario, statement } from './test-values.ts';

const options = { projectRoot: '/', uriOf: (uri: string) => uri };

describe('messages that are read back', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'messages-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function read(...lines: readonly string[]): Promise<RecordedRun> {
    const path = join(folder, 'messages.ndjson');
    await writeFile(path, lines.map((line) => `${line}\n`).join(''));
    return readMessages(path, options);
  }

  const describing = (description: unknown) =>
    JSON.stringify({
      attachment: { body: JSON.stringify(description), mediaType: runDescriptionMediaType },
    });

  it('begin with what was run', async () => {
    const started = { testRunStarted: { id: 'r', timestamp: { seconds: 60, nanos: 0 } } };
    const { description, result } = await read(
      describing({ ...run, shard: { index: 1, total: 2 } }),
      JSON.stringify(started),
    );
    assert.deepEqual(description.implementation, run.implementation);
    assert.deepEqual(description.shard, { index: 1, total: 2 });
    assert.equal(result.startedAt, 60_000);
  });

  const cases: readonly (readonly [what: string, lines: readonly string[], said: RegExp])[] = [
    ['nothing', [], /messages\.ndjson is not the messages of a run: it is empty/],
    ['no description', ['{"meta":{}}'], /its first line does not describe a run/],
    ['a description of something else', [describing({ suite: 3 })], /suite is 3, and must be a mapping/],
    ['a line that is cut short', [describing(run), '{"meta"'], /messages\.ndjson:2 is no message/],
  ];
  for (const [what, lines, said] of cases) {
    it(`are refused with ${what}`, async () => {
      await assert.rejects(
        read(...lines),
        (error) => error instanceof UnreadableReport && said.test(error.message),
      );
    });
  }
});

describe('shards', () => {
  const catalogue = catalogueOf(statement('doc.a.one'), statement('doc.a.two'));
  const fallback = { startedAt: 0, durationMs: 0 };

  function shard(index: number, changes: Partial<RunDescription> = {}): RecordedRun & { name: string } {
    return {
      name: `${index}.ndjson`,
      description: { ...run, shard: { index, total: 2 }, ...changes },
      result: {
        scenarios: [scenario([index === 1 ? 'doc.a.one' : 'doc.a.two'], { line: 10 - index })],
        suiteErrors: [],
        notSelected: new Set([index === 1 ? 'doc.a.two' : 'doc.a.one']),
        startedAt: 1000 * index,
        durationMs: 100 * index,
      },
    };
  }

  it('make one run, in the order of the files', () => {
    const { description, result, suiteErrors } = mergeShards([shard(1), shard(2)]);
    const { report, scenarios } = conclude(catalogue, description, result, suiteErrors, fallback);
    assert.deepEqual(
      scenarios.map(({ result }) => result.line),
      [8, 9],
    );
    assert.deepEqual(suiteErrors, []);
    assert.equal(report.selection, '');
    assert.equal(report.documents[0]?.counts.documented.holds, 2);
    assert.equal(report.date, '1970-01-01T00:00:01.000Z');
    assert.equal(report.durationMs, 200);
  });

  it('say alone which of them they are', () => {
    const { description, result } = mergeShards([shard(2, { selection: '--level documented' })]);
    const { report } = conclude(catalogue, description, result, [], fallback);
    assert.equal(report.selection, '--level documented --shard 2/2');
  });

  it('that are missing are errors of the suite', () => {
    const three = { shard: { index: 3, total: 3 } };
    const { suiteErrors } = mergeShards([shard(1, { shard: { index: 1, total: 3 } }), shard(2, three)]);
    assert.deepEqual(
      suiteErrors.map(({ kind, message }) => [kind, message]),
      [['shard-missing', 'the shard 2/3 is missing: give its messages too']],
    );
  });

  const refused: readonly (readonly [what: string, other: RecordedRun & { name: string }, said: RegExp])[] = [
    ['that were given twice', shard(1), /shard 1\/2 was given twice/],
    ['of another number', shard(2, { shard: { index: 2, total: 3 } }), /one is a shard of 2, the other of 3/],
    ['of another run', shard(2, { cluster: { kind: 'envtest', kubernetesVersion: '1.34' } }), /they differ/],
    ['that are whole runs', shard(2, { shard: undefined }), /not shards/],
  ];
  for (const [what, other, said] of refused) {
    it(`${what} are refused`, () => {
      assert.throws(
        () => mergeShards([shard(1), other]),
        (error) => error instanceof UnreadableReport && said.test(error.message),
      );
    });
  }
});
