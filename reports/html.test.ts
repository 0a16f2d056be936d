import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { formatHtml } from './html.ts';
import { catalogueOf, reportOf, run, scenario, statement, step } from './test-values.ts';
import type { ReportInput } from './verdicts.ts';

function pageOf(input: Partial<ReportInput> & Pick<ReportInput, 'catalogue'>): string {
  return formatHtml(reportOf(input), []);
}

/** The one element that begins with the tag, up to its end or the end of the page. */
function part(page: string, start: string, end: string): string {
  const from = page.indexOf(start);
  assert.notEqual(from, -1, `no ${start} in the page`);
  const to = page.indexOf(end, from + start.length);
  return page.slice(from, to === -1 ? undefined : to);
}

const hostile = `</script><script>alert(1)</script><img src=x onerror="alert('2')">\u0000`;

describe('index.html', () => {
  const page = pageOf({
    catalogue: catalogueOf(
      statement('doc.a.holds'),
      statement('doc.a.fails', { note: 'Left open.', contradicts: ['doc.b.covered'] }),
      statement('doc.b.applicable', { level: 'inferred', kubernetes: { from: '1.18', to: undefined } }),
      statement('doc.b.covered', { level: 'observed' }),
    ),
    scenarios: [
      scenario(['doc.a.holds'], { name: 'It works', rule: 'Work' }),
      scenario(['doc.a.fails'], {
        status: 'failed',
        name: 'It breaks',
        steps: [
          step({
            keyword: 'Then',
            text: 'it is served',
            status: 'failed',
            durationMs: 5012,
            message: 'Got 404',
          }),
        ],
        evidence: [{ title: 'Answer', text: 'HTTP/1.1 404 Not Found' }],
      }),
      scenario(['doc.a.fails'], { name: 'It works elsewhere' }),
      scenario(['doc.b.applicable'], { status: 'skipped', reason: 'the log cannot be read' }),
    ],
  });

  it('does not call it a result that nothing documented was checked', () => {
    const unchecked = pageOf({
      catalogue: catalogueOf(statement('doc.a.covered'), statement('doc.a.fails', { level: 'inferred' })),
      scenarios: [scenario(['doc.a.fails'], { status: 'failed' })],
    });
    assert.match(unchecked, /<p class="outcome">No documented statement was checked\.<\/p>/);
  });

  it('has every statement under its id, once, with its verdict and level', () => {
    const found = page.matchAll(
      /<details class="statement" id="(.*?)" data-verdict="(.*?)" data-level="(.*?)"/g,
    );
    assert.deepEqual(
      [...found].map((match) => match.slice(1)),
      [
        ['doc.a.holds', 'holds', 'documented'],
        ['doc.a.fails', 'fails', 'documented'],
        ['doc.b.applicable', 'not-applicable', 'inferred'],
        ['doc.b.covered', 'not-covered', 'observed'],
      ],
    );
  });

  it('has statements that contradict each other side by side, with their verdicts', () => {
    const differences = part(page, 'class="differences"', '</section>');
    assert.match(differences, /Where the documents differ/);
    const said = differences.matchAll(/class="verdict (.*?)">.*?<a href="#(.*?)">/g);
    assert.deepEqual(
      [...said].map((match) => match.slice(1)),
      [
        ['fails', 'doc.a.fails'],
        ['not-covered', 'doc.b.covered'],
      ],
    );
    assert.doesNotMatch(pageOf({ catalogue: catalogueOf(statement('doc.a.holds')) }), /documents differ/);
  });

  it('links each statement to its place in the document', () => {
    const failing = part(page, 'id="doc.a.fails"', '<details class="statement"');
    assert.match(failing, /href="https:\/\/example\.com\/doc#a"/);
    assert.match(failing, /Left open\./);
    assert.match(failing, /href="#doc\.b\.covered"/);
  });

  it('shows what failed and how, without a click and without JavaScript', () => {
    const failing = part(page, 'id="doc.a.fails"', '<details class="statement"');
    assert.match(failing, /^[^>]* open>/);
    assert.match(failing, /<details class="scenario failed" open>/);
    assert.match(failing, /<details class="scenario passed">/);
    assert.match(failing, /Got 404/);
    assert.match(failing, /5\.0 s/);
    assert.match(failing, /HTTP\/1\.1 404 Not Found/);
    assert.match(failing, /features\/doc\/section\.feature:7/);
  });

  it('says of a statement that holds on a retry alone that it is flaky', () => {
    const flaky = pageOf({
      catalogue: catalogueOf(statement('doc.a.one')),
      scenarios: [scenario(['doc.a.one'], { flaky: true, attempts: 2 })],
    });
    assert.match(part(flaky, 'id="doc.a.one"', '</summary>'), /Holds.*<span class="level">Flaky<\/span>/);
    assert.doesNotMatch(page, /Flaky/);
  });

  it('gives the reason of what is not applicable and of what is not covered', () => {
    assert.match(part(page, 'id="doc.b.applicable"', '<div class="body">'), /the log cannot be read/);
    assert.match(part(page, 'id="doc.b.covered"', '</details>'), /No scenario checks it yet\./);
  });

  it('puts figures and what fails on top', () => {
    const top = part(page, '<header', '<main');
    assert.match(top, /1 of 2 documented statements checked fails\./);
    assert.match(top, /2 passed, 1 failed, 1 skipped/);
    assert.match(top, /example <span class="version">v1\.2\.3/);
    assert.match(top, /<a href="#doc\.a\.fails">/);
    assert.match(top, /1\.34/);
    assert.match(top, /14\.3 s/);
  });

  it('says first of all that the suite had errors', () => {
    const errors = [{ kind: 'undefined-step', where: 'a.feature:3', message: 'No step <matches>' }] as const;
    const withErrors = formatHtml(reportOf({ catalogue: catalogueOf(statement('doc.a.one')) }), errors);
    assert.match(part(withErrors, '<header', '</header>'), /The suite itself did not run as it should/);
    assert.match(withErrors, /a\.feature:3: No step &lt;matches&gt;/);
  });

  it('lets nothing that a run brought in become markup', () => {
    const malicious = pageOf({
      catalogue: catalogueOf(statement('doc.a.one', { text: hostile, note: hostile })),
      run: {
        ...run,
        selection: hostile,
        implementation: { ...run.implementation, name: hostile, version: hostile },
      },
      scenarios: [
        scenario(['doc.a.one'], {
          status: 'failed',
          name: hostile,
          rule: hostile,
          uri: hostile,
          steps: [
            step({ keyword: hostile, text: hostile, argument: hostile, message: hostile, status: 'failed' }),
          ],
          evidence: [{ title: hostile, text: hostile }],
        }),
      ],
    });
    assert.equal(malicious.split('<script').length, 2);
    assert.equal(malicious.split('</script').length, 2);
    assert.doesNotMatch(malicious, /<img/);
    assert.ok(!malicious.includes('\u0000'));
  });

  it('allows only its own style and script, and nothing from anywhere else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="(.*?)"/.exec(page)?.[1] ?? '';
    const hashOf = (tag: string) => {
      const text = part(page, `<${tag}>`, `</${tag}>`).slice(`<${tag}>`.length);
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      `style-src ${hashOf('style')}`,
      `script-src ${hashOf('script')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    assert.doesNotMatch(page, /\s(?:src|srcset|style|on\w+)=|<link|@import|url\(/);
  });

  it('stays within a few megabytes with 500 statements and 2,000 scenarios', () => {
    const ids = Array.from({ length: 500 }, (_, index) => `doc.section-${index % 20}.statement-${index}`);
    const steps = Array.from({ length: 6 }, () =>
      step({ text: 'GET http://example.net/bar is answered 200' }),
    );
    const large = pageOf({
      catalogue: catalogueOf(...ids.map((id) => statement(id))),
      scenarios: ids.flatMap((id) =>
        [1, 2, 3, 4].map((number) =>
          scenario([id], { name: `A scenario of a usual length, ${number}`, steps }),
        ),
      ),
    });
    assert.equal(large.split('<details class="scenario').length - 1, 2000);
    assert.ok(large.length < 4_000_000, `${large.length} bytes`);
  });
});
