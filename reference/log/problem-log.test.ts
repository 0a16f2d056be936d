import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pino } from 'pino';
import type { Problem } from '../dynamic/problem.ts';
import { createProblemLog } from './problem-log.ts';

const missing: Problem = {
  severity: 'error',
  object: { kind: 'Ingress', namespace: 'default', name: 'web' },
  field: 'spec.rules[0]',
  reason: 'There is no such Service.',
  remedy: 'Create it.',
};
const odd: Problem = { ...missing, severity: 'warning', field: '', reason: 'That is odd.' };

function recording() {
  const entries: Record<string, unknown>[] = [];
  const logger = pino(
    { base: null, timestamp: false, level: 'debug' },
    {
      write: (line: string) => {
        entries.push(JSON.parse(line));
      },
    },
  );
  return { entries, report: createProblemLog(logger) };
}

describe('problem log', () => {
  it('names object, field, reason and remedy', () => {
    const { entries, report } = recording();
    report([missing, odd]);
    const object = { kind: 'Ingress', namespace: 'default', name: 'web' };
    assert.deepEqual(entries, [
      {
        level: 50,
        ...object,
        field: 'spec.rules[0]',
        remedy: 'Create it.',
        msg: 'There is no such Service.',
      },
      { level: 40, ...object, remedy: 'Create it.', msg: 'That is odd.' },
    ]);
  });

  it('logs a problem once for as long as it lasts', () => {
    const { entries, report } = recording();
    for (let count = 0; count < 3; count++) report([{ ...missing }]);
    assert.equal(entries.length, 1);
  });

  it('says when a problem is solved, and logs it again when it comes back', () => {
    const { entries, report } = recording();
    report([missing]);
    report([]);
    report([missing]);
    assert.deepEqual(
      entries.map(({ level, msg }) => [level, msg]),
      [
        [50, 'There is no such Service.'],
        [30, 'Solved.'],
        [50, 'There is no such Service.'],
      ],
    );
    assert.equal(entries[1]?.reason, 'There is no such Service.');
  });
});
