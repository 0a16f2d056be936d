import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { indexStatements } from '../catalogue/statements.ts';
import { catalogueOf, scenario, statement } from '../test-values.ts';
import { Progress } from './progress.ts';
import type { Environment } from './style.ts';

/** A run of as many scenarios as are asked for, whose time goes on by a second with each of them. */
function watch(stream: { isTTY?: boolean; columns?: number }, environment: Environment) {
  const written: string[] = [];
  let time = 0;
  const progress = new Progress({
    stream: { ...stream, write: (text: string) => written.push(text) },
    environment,
    now: () => time,
    statements: indexStatements(catalogueOf(statement('doc.a.one'))),
  });
  return {
    written,
    progress,
    play(count: number, changes: Parameters<typeof scenario>[1] = {}) {
      for (let index = 0; index < count; index++) {
        const finished = { ...scenario(['doc.a.one'], changes), pickleId: `pickle-${index}` };
        progress.show({ kind: 'scenario-started', pickleId: finished.pickleId, name: 'A scenario' }, 60);
        time += 1000;
        progress.show({ kind: 'scenario-finished', scenario: finished }, 60);
      }
    },
  };
}

describe('progress on a terminal', () => {
  it('is one line that is written over', () => {
    const { written, progress, play } = watch({ isTTY: true, columns: 120 }, {});
    play(2);
    progress.show({ kind: 'scenario-started', pickleId: 'x', name: 'Running\u001b[2J now' }, 60);
    play(1, { status: 'skipped' });
    progress.end();
    assert.ok(written.every((text) => text.startsWith('\r\u001b[2K') && !text.includes('\n')));
    assert.equal(
      written.at(-2),
      '\r\u001b[2K3 of 60 scenarios, 1 skipped, 1.0 per second, 57 s left · Running\\x1b[2J now',
    );
    assert.equal(written.at(-1), '\r\u001b[2K');
  });

  it('is not drawn anew with every message', () => {
    const { written, progress, play } = watch({ isTTY: true }, {});
    play(1);
    const before = written.length;
    for (let index = 0; index < 100; index++) {
      progress.show({ kind: 'scenario-started', pickleId: `p${index}`, name: 'x' }, 60);
    }
    assert.equal(written.length, before);
    progress.end();
  });

  it('keeps to the width of the terminal', () => {
    const { written, progress, play } = watch({ isTTY: true, columns: 30 }, {});
    play(1);
    progress.end();
    assert.equal(written[0], '\r\u001b[2K1 of 60 scenarios, 1.0 per s…');
  });

  it('makes way for a failure', () => {
    const { written, progress, play } = watch({ isTTY: true }, { NO_COLOR: '1' });
    play(1);
    play(1, { status: 'failed' });
    progress.end();
    const failure = written.findIndex((text) => text.startsWith('FAILED  A scenario'));
    assert.equal(written[failure - 1], '\r\u001b[2K');
    assert.match(written[failure + 1] ?? '', /2 of 60 scenarios, 1 failed/);
  });
});

describe('progress elsewhere', () => {
  it('is a line every ten seconds, without control characters', () => {
    const { written, progress, play } = watch({}, {});
    play(25);
    progress.end();
    assert.deepEqual(written, [
      '10 of 60 scenarios, 1.0 per second, 50 s left\n',
      '20 of 60 scenarios, 1.0 per second, 40 s left\n',
    ]);
  });

  it('is the same in a CI that has a pseudo terminal', () => {
    const { written, progress, play } = watch({ isTTY: true }, { CI: 'true' });
    play(10);
    progress.end();
    assert.deepEqual(written, ['10 of 60 scenarios, 1.0 per second, 50 s left\n']);
  });

  it('shows a failure and an error of the suite at once', () => {
    const { written, progress, play } = watch({}, {});
    play(1, { status: 'failed' });
    progress.show({ kind: 'suite-error', error: { kind: 'crash', where: 'cucumber', message: 'died' } }, 60);
    progress.end();
    assert.match(written[0] ?? '', /^FAILED {2}A scenario\n/);
    assert.equal(written[1], 'ERROR  cucumber: died\n');
  });
});
