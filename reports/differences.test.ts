import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { differencesOf } from './differences.ts';
import { catalogueOf, reportOf, scenario, statement } from './test-values.ts';

describe('where the documents differ', () => {
  const report = reportOf({
    catalogue: catalogueOf(
      statement('one.a.first', { contradicts: ['two.b.third', 'two.b.fourth'] }),
      statement('one.a.second'),
      statement('two.b.third', { contradicts: ['one.a.first'] }),
      statement('two.b.fourth', { contradicts: ['one.a.first', 'gone.c.fifth'] }),
    ),
    scenarios: [
      scenario(['one.a.first']),
      scenario(['two.b.third'], { status: 'failed' }),
      scenario(['two.b.fourth'], { status: 'skipped', reason: 'no log' }),
    ],
  });

  it('has each pair once, with the verdicts of both', () => {
    const said = differencesOf(report).map((pair) =>
      pair.map(({ document, statement: { id, verdict } }) => `${document.id}: ${id} ${verdict}`),
    );
    assert.deepEqual(said, [
      ['one: one.a.first holds', 'two: two.b.third fails'],
      ['one: one.a.first holds', 'two: two.b.fourth not-applicable'],
    ]);
  });

  it('is nowhere where no statement says otherwise', () => {
    assert.deepEqual(differencesOf(reportOf({ catalogue: catalogueOf(statement('one.a.first')) })), []);
  });
});
