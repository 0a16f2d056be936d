import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { editDistance, nearest, nearestPath } from './suggestion.ts';

describe('editDistance', () => {
  const cases: readonly (readonly [from: string, to: string, distance: number])[] = [
    ['', '', 0],
    ['', 'abc', 3],
    ['token', 'token', 0],
    ['tokn', 'token', 1],
    ['tokens', 'token', 1],
    ['kitten', 'sitting', 3],
    ['tokne', 'token', 1],
    ['otkne', 'token', 2],
  ];
  for (const [from, to, distance] of cases) {
    test(`${from} → ${to}: ${distance}`, () => {
      assert.equal(editDistance(from, to, 100), distance);
    });
  }

  test('is the same both ways, and never more than the limit', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 10 }), (a, b, limit) => {
        const distance = editDistance(a, b, 100);
        assert.equal(editDistance(b, a, 100), distance);
        assert.equal(editDistance(a, b, limit), Math.min(limit, distance));
      }),
    );
  });
});

describe('nearest', () => {
  const candidates = ['ping', 'api', 'log', 'address'];
  const cases: readonly (readonly [written: string, meant: string | undefined])[] = [
    ['pnig', 'ping'],
    ['PING', 'ping'],
    ['lg', 'log'],
    ['addres', 'address'],
    ['adresss', 'address'],
    ['foo', undefined],
    ['metrics', undefined],
    ['dress-up', undefined],
  ];
  for (const [written, meant] of cases) {
    test(`${written} → ${meant}`, () => {
      assert.equal(nearest(written, candidates), meant);
    });
  }
});

test('nearestPath takes a slip in any part, and no part for another', () => {
  const candidates = ['providers.kubernetesIngress.token', 'providers.kubernetesIngress'].map((path) =>
    path.split('.'),
  );
  const meant = (written: string) => nearestPath(written.split('.'), candidates)?.join('.');
  assert.equal(meant('provider.kuberntesingress.tokne'), 'providers.kubernetesIngress.token');
  assert.equal(meant('providers.kubernetesIngress.when'), undefined);
  assert.equal(meant('providers.kubernetesIngres'), 'providers.kubernetesIngress');
});
