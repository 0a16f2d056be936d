import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ScenarioResult, StatementResult } from './report.ts';
import type { RunScenario } from './scenario.ts';
import { catalogueOf, reportOf, run, scenario, statement } from './test-values.ts';
import { type ReportInput, scenariosWithoutStatement, statementsOf } from './verdicts.ts';

const id = 'doc.section.what';

function judged(scenarios: readonly RunScenario[], input: Partial<ReportInput> = {}): StatementResult {
  const [only] = reportOf({ catalogue: catalogueOf(statement(id)), scenarios, ...input }).documents.flatMap(
    statementsOf,
  );
  assert.ok(only);
  return only;
}

describe('the verdict on a statement', () => {
  const passed = scenario([id]);
  const failed = scenario([id], { status: 'failed' });
  const notApplicable = scenario([id], { status: 'skipped', reason: 'the log cannot be read' });
  const unexplained = scenario([id], { status: 'skipped' });
  const broken: RunScenario = {
    ...scenario([id], { status: 'skipped', reason: 'undefined step: what' }),
    suiteErrors: [{ kind: 'undefined-step', where: '', message: '' }],
  };

  it('holds where a scenario passed and none failed', () => {
    assert.equal(judged([passed]).verdict, 'holds');
    assert.equal(judged([notApplicable, passed]).verdict, 'holds');
    assert.equal(judged([passed]).reason, '');
  });

  it('fails where one scenario failed, whatever the others did', () => {
    assert.equal(judged([passed, failed, notApplicable, broken]).verdict, 'fails');
    assert.equal(judged([failed]).reason, '');
  });

  it('is not applicable where none of its scenarios could be run here, and says why, each reason once', () => {
    const other = scenario([id], { status: 'skipped', reason: 'no options' });
    const { verdict, reason } = judged([notApplicable, other, notApplicable]);
    assert.equal(verdict, 'not-applicable');
    assert.equal(reason, 'the log cannot be read; no options');
  });

  it('is not covered where no scenario names it', () => {
    const { verdict, reason, scenarios } = judged([]);
    assert.equal(verdict, 'not-covered');
    assert.equal(reason, 'No scenario checks it yet.');
    assert.deepEqual(scenarios, []);
  });

  it('is not covered where the suite could not carry its scenarios out', () => {
    const { verdict, reason } = judged([broken, notApplicable]);
    assert.equal(verdict, 'not-covered');
    assert.match(reason, /undefined step: what/);
    assert.doesNotMatch(reason, /log cannot be read/);
  });

  it('is not covered where a scenario was skipped without a reason: skipped is never passed', () => {
    const { verdict, reason } = judged([unexplained]);
    assert.equal(verdict, 'not-covered');
    assert.match(reason, /no reason was given/);
  });

  it('is not covered where its scenarios were not selected, and repeats the selection', () => {
    const selected = { ...run, selection: '--tags @other' };
    assert.equal(
      judged([], { run: selected, notSelected: new Set([id]) }).reason,
      'Its scenarios were no part of this run (--tags @other).',
    );
    assert.equal(judged([], { run: selected }).reason, 'No selected scenario checks it (--tags @other).');
  });

  it('keeps the scenarios with it', () => {
    assert.deepEqual(judged([passed, failed]).scenarios, [passed.result, failed.result]);
  });
});

describe('the report', () => {
  it('lists a scenario under each of its statements and counts it once', () => {
    const report = reportOf({
      catalogue: catalogueOf(statement('doc.a.one'), statement('doc.b.two')),
      scenarios: [scenario(['doc.a.one', 'doc.b.two', 'doc.a.one'])],
    });
    const listed = report.documents.flatMap(statementsOf).map(({ scenarios }) => scenarios.length);
    assert.deepEqual(listed, [1, 1]);
    assert.deepEqual(report.scenarios, { passed: 1, failed: 0, skipped: 0 });
  });

  it('counts by level', () => {
    const report = reportOf({
      catalogue: catalogueOf(statement('doc.a.one'), statement('doc.a.two', { level: 'observed' })),
      scenarios: [scenario(['doc.a.two'], { status: 'failed' })],
    });
    const none = { holds: 0, fails: 0, 'not-applicable': 0, 'not-covered': 0 };
    assert.deepEqual(report.documents[0]?.counts, {
      documented: { ...none, 'not-covered': 1 },
      inferred: none,
      observed: { ...none, fails: 1 },
    });
  });

  it('holds every statement of the catalogue once, and its counts are those of its statements', () => {
    const statuses = fc.constantFrom<ScenarioResult['status']>('passed', 'failed', 'skipped');
    const names = fc.array(fc.constantFrom('a.s.one', 'a.s.two', 'a.t.three', 'b.s.four', 'b.s.five'));
    fc.assert(
      fc.property(fc.array(fc.tuple(names, statuses, fc.constantFrom('', 'no log'))), (drawn) => {
        const catalogue = catalogueOf(
          statement('a.s.one'),
          statement('a.s.two', { level: 'inferred' }),
          statement('a.t.three', { level: 'observed' }),
          statement('b.s.four'),
        );
        const scenarios = drawn.map(([ids, status, reason]) => scenario(ids, { status, reason }));
        const { documents } = reportOf({ catalogue, scenarios });
        const statements = documents.flatMap(statementsOf);
        assert.deepEqual(
          statements.map((it) => it.id),
          ['a.s.one', 'a.s.two', 'a.t.three', 'b.s.four'],
        );
        const counted = documents
          .flatMap(({ counts }) => Object.values(counts))
          .flatMap((counts) => Object.values(counts));
        assert.equal(
          counted.reduce((sum, count) => sum + count, 0),
          statements.length,
        );
      }),
    );
  });
});

describe('a scenario that belongs to no statement', () => {
  const catalogue = catalogueOf(statement(id));

  it('is an error of the suite', () => {
    assert.deepEqual(
      scenariosWithoutStatement(catalogue, [scenario([], { name: 'Lost' })]).map(({ kind, where }) => [
        kind,
        where,
      ]),
      [['no-statement', 'features/doc/section.feature:7']],
    );
  });

  it('is told from one with a mistyped tag', () => {
    const [error, ...others] = scenariosWithoutStatement(catalogue, [scenario([id, 'doc.section.waht'])]);
    assert.equal(error?.kind, 'unknown-statement');
    assert.match(error?.message ?? '', /@doc\.section\.waht .* features\/doc\/document\.yaml/);
    assert.deepEqual(others, []);
  });

  it('is not one whose tags are all known', () => {
    assert.deepEqual(scenariosWithoutStatement(catalogue, [scenario([id])]), []);
  });
});
