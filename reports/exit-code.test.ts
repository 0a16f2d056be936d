import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Level } from './catalogue/catalogue.ts';
import { emptyRunErrors, exitCodeOf } from './exit-code.ts';
import type { ConformanceReport, ScenarioResult } from './report.ts';
import type { SuiteError } from './suite-error.ts';
import { catalogueOf, reportOf, scenario, statement, step } from './test-values.ts';

const undefinedStep: SuiteError = { kind: 'undefined-step', where: 'a.feature:1', message: 'what' };

function reportWith(level: Level, status: ScenarioResult['status']): ConformanceReport {
  return reportOf({
    catalogue: catalogueOf(statement('doc.a.one', { level }), statement('doc.a.two')),
    scenarios: [scenario(['doc.a.one'], { status, reason: status === 'skipped' ? 'no log' : '' })],
  });
}

describe('the exit code', () => {
  it('is 0 where every documented statement that was checked holds', () => {
    assert.equal(exitCodeOf(reportWith('documented', 'passed'), []), 0);
    assert.equal(exitCodeOf(reportWith('documented', 'skipped'), []), 0);
  });

  it('is 1 where a documented statement fails', () => {
    assert.equal(exitCodeOf(reportWith('documented', 'failed'), []), 1);
  });

  it('is 0 where only an inferred or observed statement fails, unless told to be strict', () => {
    for (const level of ['inferred', 'observed'] as const) {
      assert.equal(exitCodeOf(reportWith(level, 'failed'), []), 0);
      assert.equal(exitCodeOf(reportWith(level, 'failed'), [], { strictLevels: true }), 1);
    }
  });

  it('is 2 where the suite has an error, whatever the verdicts', () => {
    assert.equal(exitCodeOf(reportWith('documented', 'passed'), [undefinedStep]), 2);
    assert.equal(exitCodeOf(reportWith('documented', 'failed'), [undefinedStep]), 2);
  });
});

describe('a run in which nothing was checked', () => {
  const kinds = (...input: Parameters<typeof emptyRunErrors>) =>
    emptyRunErrors(...input).map(({ kind }) => kind);

  it('is an error where nothing was selected', () => {
    assert.deepEqual(kinds([], []), ['nothing-selected']);
  });

  it('is not told a second time where an error explains it already', () => {
    assert.deepEqual(kinds([], [{ kind: 'hook-failed', where: '', message: '' }]), []);
  });

  it('is an error where every scenario failed in its hooks, and the message tells how', () => {
    const failed = scenario(['doc.a.one'], {
      status: 'failed',
      steps: [step({ keyword: 'start the cluster', status: 'failed', message: 'port taken' })],
    });
    const [error] = emptyRunErrors([{ ...failed, ran: false }], []);
    assert.equal(error?.kind, 'nothing-ran');
    assert.match(error?.message ?? '', /start the cluster: port taken/);
  });

  it('is an error where every scenario was skipped, even after a step', () => {
    const skipped = scenario(['doc.a.one'], { status: 'skipped', reason: 'no log' });
    const [error] = emptyRunErrors([{ ...skipped, ran: true }], []);
    assert.equal(error?.kind, 'nothing-ran');
    assert.match(error?.message ?? '', /no log/);
  });

  it('is none where one scenario was carried out', () => {
    const skipped = scenario(['doc.a.one'], { status: 'skipped', reason: 'no log' });
    assert.deepEqual(kinds([skipped, scenario(['doc.a.one'])], []), []);
    assert.deepEqual(kinds([scenario(['doc.a.one'], { status: 'failed' })], []), []);
  });
});
