import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalogueOf, reportOf, scenario, statement } from '../test-values.ts';
import { createStyle } from './style.ts';
import { formatSummary } from './summary.ts';

const plain = createStyle({ write: () => true }, {});

const report = reportOf({
  catalogue: catalogueOf(
    statement('doc.a.one'),
    statement('doc.a.two'),
    statement('doc.a.three', { level: 'inferred' }),
    statement('other.b.four', { level: 'observed' }),
  ),
  scenarios: [
    scenario(['doc.a.one']),
    scenario(['doc.a.two'], { status: 'failed' }),
    scenario(['doc.a.three'], { status: 'skipped', reason: 'no log' }),
  ],
});

describe('the summary', () => {
  it('gives statements by document and level, time, reports and scenarios', () => {
    assert.equal(
      formatSummary(report, [], ['out/index.html', 'out/report.yaml'], plain),
      `example v1.2.3 (command) on Kubernetes 1.34 (embedded)

Statements that fail
  ✗ doc.a.two (documented)
    The text of doc.a.two.

                        hold            fail  not applicable     not covered
Document doc
  documented               1               1               0               0
  inferred                 0               0               1               0
Document other
  observed                 0               0               0               1

Time      14.3 s
Reports   out/index.html
          out/report.yaml

Scenarios: 1 passed, 1 failed, 1 skipped
`,
    );
  });

  it('ends with a line that a script can read, on its own, without colour', () => {
    const colourful = createStyle({ write: () => true, isTTY: true }, {});
    const lines = formatSummary(report, [], [], colourful).split('\n');
    assert.deepEqual(lines.slice(-2), ['Scenarios: 1 passed, 1 failed, 1 skipped', '']);
  });

  it('lists the errors of the suite', () => {
    const errors = [
      { kind: 'undefined-step', where: 'a.feature:3', message: 'Given what\n  No step' },
    ] as const;
    const text = formatSummary(report, errors, [], plain);
    assert.match(
      text,
      /^ERROR {2}The suite itself did not run as it should.*\n {2}a\.feature:3: Given what\n {4}No step$/m,
    );
  });
});
