import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatJunit } from './junit.ts';
import type { RunScenario } from './scenario.ts';
import { catalogueOf, reportOf, scenario, statement, step } from './test-values.ts';
import { cdata, escapeXml } from './xml.ts';

function junitOf(...scenarios: readonly RunScenario[]): string {
  return formatJunit(reportOf({ catalogue: catalogueOf(statement('doc.a.one')), scenarios }), scenarios);
}

describe('junit.xml', () => {
  it('has a test suite per feature file, with its totals', () => {
    const xml = junitOf(
      scenario(['doc.a.one'], { uri: 'a.feature', durationMs: 1500 }),
      scenario(['doc.a.one'], { uri: 'b.feature', status: 'failed' }),
      scenario(['doc.a.one'], { uri: 'a.feature', status: 'skipped', reason: 'no log', durationMs: 0 }),
    );
    assertWellFormed(xml);
    assert.match(
      xml,
      /<testsuites name="example v1\.2\.3, Kubernetes 1\.34" tests="3" failures="1" errors="0" skipped="1" time="14\.280">/,
    );
    assert.match(xml, /file="a\.feature" tests="2" failures="0" errors="0" skipped="1" time="1\.500"/);
    assert.match(xml, /file="b\.feature" tests="1" failures="1"/);
  });

  it('names the statements of a scenario as properties', () => {
    const xml = junitOf(scenario(['doc.a.one', 'doc.a.two']));
    assert.deepEqual(
      [...xml.matchAll(/<property name="statement" value="(.*?)"\/>/g)].map((match) => match[1]),
      ['doc.a.one', 'doc.a.two'],
    );
  });

  it('gives the reason of what was skipped', () => {
    assert.match(
      junitOf(scenario(['doc.a.one'], { status: 'skipped', reason: 'no "log"' })),
      /<skipped message="no &quot;log&quot;"\/>/,
    );
  });

  it('gives the failing step, its message and the evidence', () => {
    const xml = junitOf(
      scenario(['doc.a.one'], {
        status: 'failed',
        steps: [
          step(),
          step({ keyword: 'Then', text: 'it is served', status: 'failed', message: 'Got 404\nnot 200' }),
        ],
        evidence: [{ title: 'Answer', text: 'HTTP/1.1 404' }],
      }),
    );
    assertWellFormed(xml);
    assert.match(
      xml,
      /<failure message="Got 404" type="failed"><!\[CDATA\[Then it is served\n\nGot 404\nnot 200\]\]>/,
    );
    assert.match(xml, /Answer\nHTTP\/1\.1 404\]\]><\/system-out>/);
  });

  it('is well-formed whatever text a run brings', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(']]>', '<![CDATA[', '\u0000', '\ud800', '\u001b[31m', '&', '"', '\ufffe'),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        const xml = junitOf(
          scenario(['doc.a.one'], {
            name: a,
            rule: b,
            status: 'failed',
            steps: [step({ text: b, status: 'failed', message: a + b })],
            evidence: [{ title: a, text: b }],
          }),
          scenario(['doc.a.one'], { uri: b, status: 'skipped', reason: a }),
        );
        assertWellFormed(xml);
      }),
    );
  });
});

describe('text in XML', () => {
  it('keeps line breaks in attributes', () => {
    assert.equal(escapeXml('a\n\tb'), 'a&#10;&#9;b');
  });

  it('splits what would end a CDATA section', () => {
    assert.equal(cdata('a]]>b'), '<![CDATA[a]]]]><![CDATA[>b]]>');
  });

  it('replaces what XML does not allow, and keeps what lies outside the first plane', () => {
    assert.equal(escapeXml('\u0000\ud800\uffff😀'), '\ufffd\ufffd\ufffd😀');
  });
});

/** Reads the text token by token, as XML 1.0 has it, for the few constructs that the writer uses. */
function assertWellFormed(xml: string): void {
  const token =
    /<\?xml [^?]*\?>|<!\[CDATA\[.*?\]\]>|<(?<close>\/)?(?<name>[a-z-]+)(?: [a-z]+="(?:[^<&"]|&[a-z]+;|&#\d+;)*")*(?<empty>\/)?>|\s+/suy;
  const open: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  assert.doesNotMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u);
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    assert.ok(match, `not well-formed at: ${xml.slice(at, at + 80)}`);
    const { name, close, empty } = match.groups ?? {};
    if (close !== undefined) {
      assert.equal(open.pop(), name);
    } else if (name !== undefined && empty === undefined) {
      open.push(name);
    }
  }
  assert.deepEqual(open, []);
}
