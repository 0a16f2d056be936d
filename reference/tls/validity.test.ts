import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TlsCertificate } from '../dynamic/configuration.ts';
import { nextValidityChange, validityProblems } from './validity.ts';

const certificate: TlsCertificate = {
  certificate: 'PUBLIC',
  privateKey: 'PRIVATE',
  origin: 'team/cert',
  names: ['a.org', 'b.org'],
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2026-03-31T00:00:00.000Z',
  fingerprint: 'f',
};

function at(moment: string): string[] {
  return validityProblems([certificate], new Date(moment)).map(({ reason }) => reason);
}

test('a certificate has to be valid', () => {
  const start = 'The certificate in the Secret team/cert, for a.org, b.org, ';
  assert.deepEqual(at('2025-12-31T23:59:59Z'), [`${start}is not valid before 2026-01-01T00:00:00.000Z.`]);
  assert.deepEqual(at('2026-01-01T00:00:00Z'), []);
  assert.deepEqual(at('2026-03-31T00:00:00Z'), []);
  assert.deepEqual(at('2026-03-31T00:00:00.001Z'), [`${start}has expired at 2026-03-31T00:00:00.000Z.`]);
});

test('the problem is one of the Secret', () => {
  const [problem] = validityProblems([certificate], new Date('2027-01-01'));
  assert.deepEqual(problem?.object, { kind: 'Secret', namespace: 'team', name: 'cert' });
  assert.equal(problem?.severity, 'warning');
});

test('of what is in no Secret, the problem is one of the certificate', () => {
  const [problem] = validityProblems([{ ...certificate, origin: 'acme:le/a.org' }], new Date('2027-01-01'));
  assert.deepEqual(problem?.object, { kind: 'Certificate', namespace: '', name: 'acme:le/a.org' });
  assert.match(
    problem?.reason ?? '',
    /^The certificate from acme:le\/a\.org, for a\.org, b\.org, has expired/,
  );
});

test('the next change is the first moment at which something else is said', () => {
  for (const moment of ['2025-01-01', '2026-02-01']) {
    const now = new Date(moment);
    const next = nextValidityChange([certificate], now) ?? Number.NaN;
    const said = (time: number) => JSON.stringify(validityProblems([certificate], new Date(time)));
    assert.notEqual(said(next), said(now.getTime()), moment);
  }
  assert.equal(nextValidityChange([certificate], new Date('2027-01-01')), undefined);
  assert.equal(nextValidityChange([], new Date()), undefined);
});
