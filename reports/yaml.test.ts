import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import type { ConformanceReport } from './report.ts';
import { catalogueOf, reportOf, run, scenario, statement, step } from './test-values.ts';
import { formatYaml } from './yaml.ts';

const schema = JSON.parse(
  readFileSync(new URL('schema/conformance-report.v1.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ strictTypes: false }).compile(schema);

const report: ConformanceReport = reportOf({
  catalogue: catalogueOf(
    statement('doc.a.one', { kubernetes: { from: '1.18', to: '1.21' }, note: 'Says: "maybe"' }),
    statement('doc.a.two', { level: 'inferred', contradicts: ['other.b.three'] }),
    statement('doc.b.three', { level: 'observed' }),
    statement('other.b.four'),
  ),
  scenarios: [
    scenario(['doc.a.one'], {
      status: 'failed',
      steps: [
        step({ argument: '| a | b |\n| 1 | 2 |' }),
        step({ status: 'failed', message: 'no\n\u001b[31mred' }),
      ],
      evidence: [{ title: 'Request', text: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' }],
    }),
    scenario(['doc.a.two'], { name: 'yes' }),
    scenario(['doc.b.three'], { status: 'skipped', reason: 'no log', attempts: 0 }),
  ],
});

describe('report.yaml', () => {
  it('keeps to the schema', () => {
    assert.ok(validate(parse(formatYaml(report))), JSON.stringify(validate.errors, undefined, 2));
  });

  it('is read back as the report it was made from', () => {
    const [failed] = report.documents[0]?.sections[0]?.statements[0]?.scenarios ?? [];
    const read = parse(formatYaml(report)).documents[0].sections[0].statements[0];
    assert.deepEqual(read.scenarios, [failed]);
    assert.equal(read.note, 'Says: "maybe"');
    assert.deepEqual(read.kubernetes, { from: '1.18', to: '1.21' });
  });

  it('has the verdicts of statements that contradict each other beside each other', () => {
    const contradicting = reportOf({
      catalogue: catalogueOf(
        statement('doc.a.one', { contradicts: ['other.b.two'] }),
        statement('other.b.two', { contradicts: ['doc.a.one'] }),
      ),
      scenarios: [scenario(['doc.a.one']), scenario(['other.b.two'], { status: 'failed' })],
    });
    const written = formatYaml(contradicting);
    assert.ok(validate(parse(written)), JSON.stringify(validate.errors, undefined, 2));
    const statements = [
      { id: 'doc.a.one', verdict: 'holds' },
      { id: 'other.b.two', verdict: 'fails' },
    ];
    assert.deepEqual(parse(written).differences, [{ statements }]);
  });

  it('gives steps of failed scenarios only', () => {
    const passed = parse(formatYaml(report)).documents[0].sections[0].statements[1].scenarios[0];
    assert.equal(passed.name, 'yes');
    assert.deepEqual(passed.steps, []);
  });

  it('does not depend on the order in which a value was made', () => {
    const reversed = JSON.parse(JSON.stringify(report), (_, value) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    assert.notEqual(JSON.stringify(reversed), JSON.stringify(report));
    assert.equal(formatYaml(reversed), formatYaml(report));
  });

  it('lists capabilities in the same order from run to run', () => {
    const capabilities = ['options', 'log', 'faults'] as const;
    const formatted = [capabilities, capabilities.toReversed()].map((order) =>
      formatYaml({ ...report, implementation: { ...run.implementation, capabilities: order } }),
    );
    assert.equal(formatted[0], formatted[1]);
  });
});

describe('the schema of report.yaml', () => {
  const broken: Readonly<Record<string, (value: ReturnType<typeof parse>) => void>> = {
    'another version': (value) => {
      value.apiVersion = 'ingress-conformance.dev/v2';
    },
    'a key it does not know': (value) => {
      value.documents[0].extra = 1;
    },
    'an unknown verdict': (value) => {
      value.documents[0].sections[0].statements[0].verdict = 'maybe';
    },
    'a statement that is not covered and does not say why': (value) => {
      value.documents[1].sections[0].statements[0].reason = '';
    },
    'a statement that holds without a scenario': (value) => {
      Object.assign(value.documents[1].sections[0].statements[0], { verdict: 'holds', reason: '' });
    },
    'a link that is none': (value) => {
      value.documents[0].url = 'javascript:alert(1)';
    },
    'a count that is missing': (value) => {
      delete value.documents[0].counts.inferred.fails;
    },
  };

  for (const [name, change] of Object.entries(broken)) {
    it(`refuses ${name}`, () => {
      const value = parse(formatYaml(report));
      change(value);
      assert.equal(validate(value), false);
    });
  }
});
