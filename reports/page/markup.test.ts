import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { html, trusted, webAddress } from './markup.ts';

describe('html', () => {
  it('escapes what has a meaning in HTML', () => {
    const made = html`<p title="${`"'`}">${'<b>&</b>'}</p>`;
    assert.equal(String(made), '<p title="&quot;&#39;">&lt;b&gt;&amp;&lt;/b&gt;</p>');
  });

  it('leaves markup as it is, alone or in a list', () => {
    const items = ['a', '<'].map((text) => html`<li>${text}</li>`);
    assert.equal(
      String(html`<ul>${items}</ul>${trusted('<hr>')}${3}`),
      '<ul><li>a</li><li>&lt;</li></ul><hr>3',
    );
  });

  it('lets no text out of its place, and no control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = String(html`${text}`);
        assert.doesNotMatch(inside, /[<>"']/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
        assert.doesNotMatch(inside, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
        assert.doesNotMatch(inside, /&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});

describe('a link to the web', () => {
  it('has an http or https address', () => {
    assert.equal(webAddress('https://example.com/#a'), 'https://example.com/#a');
    assert.equal(webAddress('HTTP://example.com'), 'HTTP://example.com');
  });

  it('has no other', () => {
    for (const address of [
      'javascript:alert(1)',
      ' https://example.com',
      'data:text/html,x',
      '//example.com',
    ]) {
      assert.equal(webAddress(address), '');
    }
  });
});
