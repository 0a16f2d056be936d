import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { createStyle } from '../console/style.ts';
import type { ScenarioResult } from '../report.ts';
import { catalogueOf, reportOf, run, scenario, statement, step } from '../test-values.ts';
import { compareReports, rowsOf } from './comparison.ts';
import { formatComparisonHtml } from './comparison-html.ts';
import { formatComparison, formatComparisonMarkdown } from './comparison-text.ts';
import { formatComparisonYaml } from './comparison-yaml.ts';

type Statuses = Readonly<Record<string, ScenarioResult['status']>>;

function stored(name: string, version: string, statuses: Statuses, file = `${name}.yaml`) {
  const ids = Object.keys(statuses);
  return {
    file,
    suiteErrors: [],
    report: reportOf({
      catalogue: catalogueOf(...ids.map((id) => statement(id))),
      run: { ...run, implementation: { ...run.implementation, name, version } },
      scenarios: ids.map((id) => {
        const status = statuses[id] ?? 'skipped';
        const steps = status === 'failed' ? [step({ status, message: '<b>404</b> instead of 200' })] : [];
        return scenario([id], { status, steps, reason: status === 'skipped' ? 'no log' : '' });
      }),
    }),
  };
}

const one = stored('one', 'v1', {
  'doc.a.same': 'passed',
  'doc.a.differs': 'passed',
  'doc.a.some': 'passed',
});
const two = stored('two', 'v3', { 'doc.a.same': 'passed', 'doc.a.differs': 'failed', 'doc.b.new': 'failed' });
const newer = stored('one', 'v2', {
  'doc.a.same': 'failed',
  'doc.a.differs': 'passed',
  'doc.a.some': 'skipped',
});

const plainStyle = createStyle({ write: () => undefined }, {});

describe('reports of several implementations', () => {
  const comparison = compareReports([one, two]);

  it('have a row for every statement that any of them has', () => {
    const rows = (['disagree', 'partly', 'agree'] as const).flatMap((agreement) =>
      rowsOf(comparison, agreement),
    );
    assert.deepEqual(
      rows.map(({ id, agreement, cells }) => [id, agreement, ...cells.map(({ standing }) => standing)]),
      [
        ['doc.a.differs', 'disagree', 'holds', 'fails'],
        ['doc.a.some', 'partly', 'holds', 'unknown'],
        ['doc.b.new', 'partly', 'unknown', 'fails'],
        ['doc.a.same', 'agree', 'holds', 'holds'],
      ],
    );
  });

  it('are no history', () => {
    assert.deepEqual(comparison.history, []);
  });

  it('show on a terminal what differs first', () => {
    const text = formatComparison(comparison, plainStyle);
    assert.match(text, /^1 {2}one v1\n {3}3 of 3 documented statements checked hold\n2 {2}two v3\n/);
    assert.match(text, /Holds in one, fails in another \(1\)\n {2}✓ ✗ {2}doc\.a\.differs \(documented\)\n/);
    assert.match(text, /\nStatements: 1 differ, 2 checked in some only, 1 the same\n$/);
  });

  it('are a table in Markdown', () => {
    const markdown = formatComparisonMarkdown(comparison);
    assert.match(markdown, /^\| Statement \| one v1 \| two v3 \|$/m);
    assert.match(
      markdown,
      /^\| The text of doc\.a\.differs\.<br>`doc\.a\.differs` \| ✓ Holds \| ✗ Fails \|$/m,
    );
  });

  it('are data in YAML', () => {
    const { kind, reports, differences, worse } = parse(formatComparisonYaml(comparison));
    assert.equal(kind, 'ConformanceComparison');
    assert.deepEqual(
      reports.map(({ name }: { name: string }) => name),
      ['one v1', 'two v3'],
    );
    assert.deepEqual(differences[0].verdicts, ['holds', 'fails']);
    assert.equal(worse, true);
  });

  it('keep to the schema in YAML', () => {
    const path = new URL('../schema/conformance-comparison.v1.json', import.meta.url);
    const validate = new Ajv2020({ strictTypes: false }).compile(JSON.parse(readFileSync(path, 'utf8')));
    for (const compared of [comparison, compareReports([one, newer])]) {
      assert.ok(validate(parse(formatComparisonYaml(compared))), JSON.stringify(validate.errors));
    }
  });

  it('are a page without scripts, in which text stays text', () => {
    const page = formatComparisonHtml(comparison);
    assert.match(page, /&lt;b&gt;404&lt;\/b&gt; instead of 200/);
    assert.doesNotMatch(page, /<script|<b>404|src=|@import|url\(/);
    assert.match(page, /default-src 'none'/);
    assert.equal(page.match(/ id="doc\.a\.differs"/g)?.length, 1);
  });
});

describe('reports of one implementation over time', () => {
  it('say what each changed from the one before', () => {
    const { history, worse } = compareReports([one, newer]);
    assert.deepEqual(
      history.map(({ from, to, changes }) => [from, to, ...changes.map(({ kind, id }) => `${kind} ${id}`)]),
      [['one v1', 'one v2', 'broken doc.a.same', 'unchecked doc.a.some']],
    );
    assert.deepEqual(worse, { documented: true, any: true });
  });

  it('are not worse where one only mends', () => {
    assert.equal(compareReports([newer, stored('one', 'v3', { 'doc.a.same': 'passed' })]).worse.any, false);
  });

  it('are told apart by whatever differs', () => {
    const names = (...files: Parameters<typeof compareReports>[0]) =>
      compareReports(files).columns.map(({ name }) => name);
    assert.deepEqual(names(one, newer), ['one v1', 'one v2']);
    assert.deepEqual(names({ ...one, file: 'a' }, { ...one, file: 'b' }), ['one v1 (a)', 'one v1 (b)']);
    assert.deepEqual(names(one, one), ['one v1 (one.yaml, 1)', 'one v1 (one.yaml, 2)']);
  });

  it('say where the suite did not run as it should', () => {
    const crash = { kind: 'crash', where: '', message: 'gone' } as const;
    const text = formatComparison(compareReports([{ ...one, suiteErrors: [crash] }, two]), plainStyle);
    assert.match(text, /hold; the suite did not run as it should/);
  });
});
