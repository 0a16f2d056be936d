import assert from 'node:assert/strict';
import { it } from 'node:test';
import { indexStatements } from '../catalogue/statements.ts';
import { catalogueOf, scenario, statement, step } from '../test-values.ts';
import { formatFailure } from './failure.ts';
import { createStyle } from './style.ts';

const plain = createStyle({ write: () => true }, {});
const statements = indexStatements(catalogueOf(statement('doc.a.one')));

it('shows a failure whole: scenario, place, steps, message, evidence, statement', () => {
  const failed = scenario(['doc.a.one'], {
    name: 'Only listed namespaces are served',
    rule: 'Others are not',
    status: 'failed',
    steps: [
      step(),
      step({
        keyword: 'Then',
        text: 'it is served',
        status: 'failed',
        message: 'Got 404\nnot 200',
        argument: '| a |',
      }),
      step({ keyword: 'And', text: 'so is the other', status: 'skipped' }),
    ],
    evidence: [
      { title: 'Request', text: 'GET / HTTP/1.1\r\nHost: a\r\n' },
      { title: 'Answer', text: 'HTTP/1.1 404 \u001b[31m' },
    ],
  });
  assert.equal(
    formatFailure(failed, statements, plain),
    `FAILED  Only listed namespaces are served
        Rule: Others are not
        features/doc/section.feature:7

  ✓ Given a cluster
  ✗ Then it is served
      | a |
      Got 404
      not 200
  - And so is the other

  Request
    GET / HTTP/1.1
    Host: a

  Answer
    HTTP/1.1 404 \\x1b[31m

  Statement doc.a.one (documented)
    The text of doc.a.one.
    https://example.com/doc#a

`,
  );
});

it('marks a flaky scenario and a statement that the catalogue does not have', () => {
  const text = formatFailure(scenario(['doc.a.two'], { status: 'failed', flaky: true }), statements, plain);
  assert.match(text, /^FAILED {2}A scenario {2}\(flaky\)$/m);
  assert.match(text, /doc\.a\.two \(not in the catalogue\)/);
});
