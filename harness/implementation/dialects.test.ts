import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectOf } from './dialects.ts';
import { nameAndVersion } from './program-answers.ts';

test('the major of a version says its dialect, and v2 where it says none that there is', () => {
  for (const [version, dialect] of [
    ['2.10.4', 'traefik-v2'],
    ['v3.1.0', 'traefik-v3'],
    ['3.0.0-rc1', 'traefik-v3'],
    ['0.1.0', 'traefik-v2'],
    ['unknown', 'traefik-v2'],
  ] as const) {
    assert.equal(dialectOf(version), dialect, version);
  }
});

test('name and version, as programs print them', () => {
  assert.deepEqual(
    nameAndVersion('Version:      2.10.4\nCodename:     saintmarcelin\nGo version:   go1.20\n'),
    {
      name: undefined,
      version: '2.10.4',
    },
  );
  assert.deepEqual(nameAndVersion('ingress-reference 0.1.0\n'), {
    name: 'ingress-reference',
    version: '0.1.0',
  });
  assert.deepEqual(nameAndVersion('other version v1.2.3-beta\n'), { name: 'other', version: '1.2.3-beta' });
  assert.equal(nameAndVersion('unknown command: version\n'), undefined);
  assert.equal(nameAndVersion(''), undefined);
});
