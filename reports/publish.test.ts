import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { formatBadge } from './badge.ts';
import type { Conclusion } from './conclusion.ts';
import { formatMarkdown } from './markdown.ts';
import { type PublishOptions, publish } from './publish.ts';
import type { ScenarioResult } from './report.ts';
import { catalogueOf, reportOf, scenario, statement } from './test-values.ts';

function concluded(
  changes: Partial<ScenarioResult>,
  suiteErrors: Conclusion['suiteErrors'] = [],
): Conclusion {
  const scenarios = [scenario(['doc.a.one'], changes)];
  return {
    report: reportOf({ catalogue: catalogueOf(statement('doc.a.one')), scenarios }),
    scenarios,
    suiteErrors,
  };
}

const crash = { kind: 'crash', where: '', message: 'a worker died' } as const;

describe('what is published of a run', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'publish-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function publishIn(conclusion: Conclusion, options: Partial<PublishOptions> = {}, variables = {}) {
    let printed = '';
    const stream = { write: (text: string) => (printed += text) };
    const console = { stream, environment: variables };
    const exitCode = await publish(conclusion, { output: folder, formats: [], console, ...options });
    return { exitCode, printed };
  }

  it('is the files that were asked for', async () => {
    const { printed } = await publishIn(concluded({}), { formats: ['markdown', 'badge'] });
    assert.deepEqual((await readdir(folder)).sort(), ['badge.svg', 'summary.md']);
    assert.match(printed, /summary\.md\n.*badge\.svg\n/);
    assert.match(printed, /Scenarios: 1 passed, 0 failed, 0 skipped\n$/);
  });

  it('is added to the summary of a job', async () => {
    const path = join(folder, 'job.md');
    for (const _ of [1, 2]) await publishIn(concluded({}), {}, { GITHUB_STEP_SUMMARY: path });
    assert.equal((await readFile(path, 'utf8')).match(/Ingress conformance/g)?.length, 2);
  });

  it('is complete without a summary that can not be written', async () => {
    const path = join(folder, 'none', 'job.md');
    const { exitCode, printed } = await publishIn(concluded({}), {}, { GITHUB_STEP_SUMMARY: path });
    assert.match(printed, /summary of the job can't be written: ENOENT/);
    assert.equal(exitCode, 0);
  });

  it('names scenarios that failed and passed, which count as was asked for', async () => {
    const { exitCode, printed } = await publishIn(concluded({ flaky: true, attempts: 2 }));
    assert.equal(exitCode, 0);
    assert.match(printed, /Flaky scenarios\n {2}~ A scenario\n.*:7, 2 attempts, counted as passed/);
  });

  describe('since a baseline', () => {
    const failed = concluded({ status: 'failed' });
    const passed = concluded({});
    const cases: readonly (readonly [string, Conclusion, Conclusion, number])[] = [
      ['fails with what held', passed, failed, 1],
      ['does not fail with what failed then', failed, failed, 0],
      [
        'does not fail with what is not checked any more',
        passed,
        concluded({ status: 'skipped', reason: 'no' }),
        0,
      ],
      ['says nothing where the suite went wrong', passed, { ...failed, suiteErrors: [crash] }, 2],
    ];
    for (const [what, before, after, expected] of cases) {
      it(what, async () => {
        const baseline = { name: 'v1.yaml', report: before.report };
        const { exitCode, printed } = await publishIn(after, { baseline });
        assert.equal(exitCode, expected);
        assert.match(printed, /Since v1\.yaml/);
      });
    }
  });
});

describe('summary.md', () => {
  it('has the figures and what fails', () => {
    const { report } = concluded({ status: 'failed' });
    const markdown = formatMarkdown(report, []);
    assert.match(markdown, /\*\*1 of 1 documented statement checked fails\.\*\*/);
    assert.match(markdown, /\| Document doc \| documented \| 0 \| 1 \| 0 \| 0 \|/);
    assert.match(markdown, /### What fails\n\n- The text of doc\.a\.one\. `doc\.a\.one`/);
  });

  it('lets no text become markup', () => {
    const message = 'a\n# <img src=x> `code` | [b](https://example.com)';
    const markdown = formatMarkdown(concluded({}).report, [{ kind: 'crash', where: '', message }]);
    assert.match(markdown, /^- `` a # <img src=x> `code` ¦ \[b\]\(https:\/\/example\.com\) ``$/m);
    const named = concluded({ flaky: true, name: '<b>*x*</b> [y](z)' }).report;
    assert.match(formatMarkdown(named, []), /- \\<b\\>\\\*x\\\*\\<\/b\\> \\\[y\\\]\(z\)/);
  });
});

describe('the badge', () => {
  it('says how many hold', () => {
    assert.match(formatBadge(concluded({}).report, []), /<title>ingress conformance: 1 of 1 hold<\/title>/);
    const red = formatBadge(concluded({ status: 'failed' }).report, []);
    assert.match(red, /0 of 1 hold/);
    assert.match(red, /#b3261e/);
  });

  it('says nothing where nothing is known', () => {
    assert.match(formatBadge(concluded({}).report, [crash]), /: unknown</);
    assert.match(formatBadge(concluded({ status: 'skipped', reason: 'no' }).report, []), /: unknown</);
  });
});
