import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readReport, UnreadableReport } from './stored-report.ts';
import { catalogueOf, reportOf, scenario, statement, step } from './test-values.ts';
import { formatYaml } from './yaml.ts';

const report = reportOf({
  catalogue: catalogueOf(statement('doc.a.one', { kubernetes: { from: '1.18', to: undefined } })),
  scenarios: [
    scenario(['doc.a.one'], { status: 'failed', steps: [step({ status: 'failed', message: 'no' })] }),
  ],
});

describe('a report that is read back', () => {
  it('is the one that was written', () => {
    const suiteErrors = [{ kind: 'crash', where: 'cucumber', message: 'gone' }] as const;
    const read = readReport(formatYaml(report, suiteErrors), 'a.yaml');
    const sorted = [...report.implementation.capabilities].sort();
    const implementation = { ...report.implementation, capabilities: sorted };
    assert.deepEqual(read, { report: { ...report, implementation }, suiteErrors });
  });

  it('may have more keys and capabilities than this version knows', () => {
    const later = formatYaml(report)
      .replace('selection:', 'weather: fine\nselection:')
      .replace('- log', '- log\n    - telepathy');
    const { capabilities } = readReport(later, 'a.yaml').report.implementation;
    assert.deepEqual(capabilities, ['log', 'options']);
  });

  it('has figures that agree with its verdicts', () => {
    const flattered = formatYaml(report).replace('fails: 1', 'fails: 0');
    assert.deepEqual(readReport(flattered, 'a.yaml').report.documents, report.documents);
  });
});

describe('a file that is no report says what is wrong', () => {
  const yaml = formatYaml(report);
  const cases: readonly (readonly [what: string, text: string, said: RegExp])[] = [
    [
      'another version',
      yaml.replace('/v1', '/v2'),
      /^a\.yaml .*"ingress-conformance\.dev\/v2".*reads .*\/v1/,
    ],
    ['no version', yaml.replace(/^apiVersion.*\n/, ''), /a report of the version ""/],
    ['another kind', yaml.replace('ConformanceReport', 'Pod'), /a\.yaml is no conformance report/],
    ['nothing', '', /no conformance report/],
    ['no YAML', 'a: b: c', /^a\.yaml is not YAML: /],
    ['aliases', `x: &x [a]\ny: [*x]\n${yaml}`, /not YAML: .*alias/i],
    [
      'a verdict that there is not',
      yaml.replace('verdict: fails', 'verdict: maybe'),
      /damaged: documents\[0\]\.sections\[0\]\.statements\[0\]\.verdict is "maybe", and must be one of holds/,
    ],
    ['a key missing', yaml.replace(/^date.*\n/m, ''), /damaged: date is missing, and must be a text/],
  ];
  for (const [what, text, said] of cases) {
    it(what, () => {
      assert.throws(
        () => readReport(text, 'a.yaml'),
        (error) => error instanceof UnreadableReport && said.test(error.message),
      );
    });
  }
});
