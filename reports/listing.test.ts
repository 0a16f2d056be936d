import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { createStyle } from './console/style.ts';
import { formatListing, listSuite } from './listing.ts';
import { catalogueOf, statement } from './test-values.ts';

const catalogue = catalogueOf(
  statement('doc.a.one', { requires: ['log'], kubernetes: { from: '1.18', to: undefined } }),
  statement('doc.a.two', { level: 'inferred' }),
  statement('other.b.three'),
);

const files = [
  {
    path: 'features/doc/a.feature',
    text: `Feature: A
  @doc.a.two
  Scenario: Another
    Given a cluster
  @doc.a.one
  Rule: The text of one
    Scenario Outline: Takes <what>
      Given a cluster
      Examples:
        | what | status |
        | this | 200    |
        | that | 404    |
`,
  },
];

const everything = { documents: [], levels: [] };
const style = createStyle({ write: () => undefined }, {});

describe('the list of what there is', () => {
  it('has every statement with its scenarios, named as in reports', () => {
    assert.equal(
      formatListing(listSuite(catalogue, files, everything), 'text', style),
      `Document doc doc
  Section a
    doc.a.one (documented; Kubernetes 1.18 to …; requires log)
      The text of doc.a.one.
      - Takes this [status: 200] features/doc/a.feature:11
      - Takes that [status: 404] features/doc/a.feature:12
    doc.a.two (inferred)
      The text of doc.a.two.
      - Another features/doc/a.feature:3

Document other other
  Section b
    other.b.three (documented)
      The text of other.b.three.

3 statements, 3 scenarios
`,
    );
  });

  it('has what was asked for only', () => {
    const ids = (options: Partial<Parameters<typeof listSuite>[2]>) =>
      listSuite(catalogue, files, { ...everything, ...options }).documents.flatMap(({ sections }) =>
        sections.flatMap(({ statements }) => statements.map(({ id }) => id)),
      );
    assert.deepEqual(ids({ documents: ['other'] }), ['other.b.three']);
    assert.deepEqual(ids({ levels: ['inferred'] }), ['doc.a.two']);
    assert.deepEqual(ids({ selects: ({ line }) => line === 12 }), ['doc.a.one']);
  });

  it('is data in JSON and YAML', () => {
    const listing = listSuite(catalogue, files, everything);
    const json = JSON.parse(formatListing(listing, 'json', style));
    assert.deepEqual(json.documents[0].sections[0].statements[0].requires, ['log']);
    assert.deepEqual(parse(formatListing(listing, 'yaml', style)), json);
  });
});
