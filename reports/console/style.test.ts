import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStyle, indented, isInteractive, onOneLine, printable } from './style.ts';

const terminal = { write: () => true, isTTY: true };
const file = { write: () => true };

describe('colours', () => {
  const red = (...given: Parameters<typeof createStyle>) => createStyle(...given).red('x');

  it('are for terminals', () => {
    assert.equal(red(terminal, {}), '\u001b[31mx\u001b[39m');
    assert.equal(red(file, {}), 'x');
  });

  it('are left out where NO_COLOR is set to anything, or the terminal knows none', () => {
    assert.equal(red(terminal, { NO_COLOR: '1' }), 'x');
    assert.equal(red(terminal, { NO_COLOR: '' }), '\u001b[31mx\u001b[39m');
    assert.equal(red(terminal, { TERM: 'dumb' }), 'x');
  });
});

it('writes over a line on a terminal only, and not in a CI', () => {
  assert.equal(isInteractive(terminal, {}), true);
  assert.equal(isInteractive(terminal, { NO_COLOR: '1' }), true);
  assert.equal(isInteractive(terminal, { CI: 'true' }), false);
  assert.equal(isInteractive(terminal, { TERM: 'dumb' }), false);
  assert.equal(isInteractive(file, {}), false);
});

describe('text from a run', () => {
  it('cannot steer the terminal', () => {
    assert.equal(printable('a\u001b[2Jb\u009bc\rd\u0007'), 'a\\x1b[2Jb\\x9bc\\x0dd\\x07');
  });

  it('keeps its lines and tabs', () => {
    assert.equal(printable('a\r\nb\n\tc'), 'a\nb\n\tc');
  });

  it('can be put on one line', () => {
    assert.equal(onOneLine(' a\r\n  b\u001b '), 'a b\\x1b');
  });

  it('is indented line by line, empty ones left empty', () => {
    assert.equal(indented('a\n\nb', 2), '  a\n\n  b');
  });
});
