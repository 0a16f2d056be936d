import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DynamicConfiguration, emptyConfiguration } from './configuration.ts';
import { mergeParts } from './merge.ts';

function part(router: string, rule: string, certificate: string): DynamicConfiguration {
  return {
    http: {
      routers: { [router]: { rule, service: 'pods' } },
      services: { [`${router}-pods`]: { loadBalancer: { servers: [], passHostHeader: true } } },
    },
    tls: {
      certificates: [
        {
          certificate,
          privateKey: 'key',
          origin: 'default/cert',
          names: [],
          notBefore: '2026-01-01T00:00:00.000Z',
          notAfter: '2027-01-01T00:00:00.000Z',
          fingerprint: certificate,
        },
      ],
    },
  };
}

test('no parts are an empty configuration', () => {
  assert.deepEqual(mergeParts([]), emptyConfiguration);
});

test('of parts that share a name or an origin the first one counts', () => {
  const merged = mergeParts([
    part('a', 'one', 'first'),
    part('b', 'two', 'second'),
    part('a', 'three', 'third'),
  ]);
  const rules = Object.entries(merged.http.routers).map(([name, { rule }]) => [name, rule]);
  assert.deepEqual(rules, [
    ['a', 'one'],
    ['b', 'two'],
  ]);
  assert.deepEqual(Object.keys(merged.http.services), ['a-pods', 'b-pods']);
  assert.deepEqual(
    merged.tls.certificates.map(({ certificate }) => certificate),
    ['first'],
  );
});

test('a name that objects inherit is a name like any other', () => {
  const merged = mergeParts([part('__proto__', 'one', ''), part('constructor', 'two', '')]);
  assert.deepEqual(Object.keys(merged.http.routers), ['__proto__', 'constructor']);
});
