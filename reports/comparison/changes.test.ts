import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStyle } from '../console/style.ts';
import type { ScenarioResult } from '../report.ts';
import { catalogueOf, reportOf, scenario, statement, step } from '../test-values.ts';
import { changesBetween, worseAmong } from './changes.ts';
import { formatChangesMarkdown } from './markdown.ts';
import { formatChanges } from './text.ts';

type Status = ScenarioResult['status'];

/** A report in which the scenario of each statement ended so; `undefined`: it has none. */
function report(standings: Readonly<Record<string, Status | undefined>>) {
  const ids = Object.keys(standings);
  return reportOf({
    catalogue: catalogueOf(
      ...ids.map((id) => statement(id, { level: id.includes('observed') ? 'observed' : 'documented' })),
    ),
    scenarios: ids.flatMap((id) => {
      const status = standings[id];
      const steps = status === 'failed' ? [step({ status, message: 'because' })] : [];
      const reason = status === 'skipped' ? 'no log' : '';
      return status === undefined ? [] : [scenario([id], { status, reason, steps })];
    }),
  });
}

const before = report({
  'doc.a.same': 'failed',
  'doc.a.broken': 'passed',
  'doc.a.mended': 'failed',
  'doc.a.skipped': 'passed',
  'doc.a.gone': 'passed',
  'doc.a.never': undefined,
  'doc.a.observed': 'passed',
  'doc.a.uncovered': undefined,
});
const after = report({
  'doc.a.same': 'failed',
  'doc.a.mended': 'passed',
  'doc.a.broken': 'failed',
  'doc.a.skipped': 'skipped',
  'doc.a.never': 'skipped',
  'doc.a.new': 'failed',
  'doc.a.observed': 'failed',
  'doc.a.uncovered': 'passed',
});

describe('what changed between two reports', () => {
  const changes = changesBetween(before, after);

  it('is told by how much it matters', () => {
    assert.deepEqual(
      changes.map(({ kind, id, before, after, reason }) => [kind, id, before, after, reason]),
      [
        ['broken', 'doc.a.broken', 'holds', 'fails', 'because'],
        ['broken', 'doc.a.observed', 'holds', 'fails', 'because'],
        ['unchecked', 'doc.a.skipped', 'holds', 'not-applicable', 'no log'],
        ['unchecked', 'doc.a.gone', 'holds', 'unknown', 'It is no part of that report.'],
        ['found', 'doc.a.new', 'unknown', 'fails', 'because'],
        ['mended', 'doc.a.mended', 'fails', 'holds', ''],
        ['added', 'doc.a.uncovered', 'not-covered', 'holds', ''],
      ],
    );
  });

  it('is worse where a documented statement held and fails', () => {
    assert.deepEqual(
      worseAmong(changes).map(({ id }) => id),
      ['doc.a.broken'],
    );
    assert.deepEqual(
      worseAmong(changes, true).map(({ id }) => id),
      ['doc.a.broken', 'doc.a.observed'],
    );
  });

  it('is nothing where nothing changed', () => {
    assert.deepEqual(changesBetween(before, before), []);
    assert.match(formatChangesMarkdown('v1', []), /No verdict has changed/);
  });

  it('is shown in groups, with the reason why something is not checked', () => {
    const text = formatChanges('v1.0', changes, createStyle({ write: () => undefined }, {}));
    assert.match(text, /^Since v1\.0\n {2}Held and fails now \(2\)\n {4}✗ doc\.a\.broken \(documented\)\n/);
    assert.match(text, /Not checked any more \(2\)\n {4}\? doc\.a\.skipped .*\n.*\n {6}no log\n/);
    const markdown = formatChangesMarkdown('v1.0', changes);
    assert.match(markdown, /\*\*Held and fails now\*\* \(2\)/);
    assert.match(markdown, /- The text of doc\.a\.skipped\. `doc\.a\.skipped`: no log/);
  });
});
