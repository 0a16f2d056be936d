import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { RoundRobinService } from './round-robin.ts';
import type { Server } from './runtime.ts';

const servers = new Map<string, Server>();

/** One object for each letter, as the registry keeps them. */
function pods(letters: string): Server[] {
  return [...letters].map((letter) => {
    const server = servers.get(letter) ?? { origin: `http://${letter}:80`, authority: `${letter}:80` };
    servers.set(letter, server);
    return server;
  });
}

function service(letters: string, previous?: RoundRobinService): RoundRobinService {
  return new RoundRobinService(
    'pods@test',
    { passHostHeader: true, cookie: undefined },
    pods(letters),
    previous,
  );
}

function turns(robin: RoundRobinService, count: number): string {
  return Array.from({ length: count }, () => robin.next()?.authority.charAt(0) ?? '-').join('');
}

suite('round robin', () => {
  test('servers take turns', () => {
    assert.equal(turns(service('abc'), 7), 'abcabca');
  });

  test('without servers there is none', () => {
    assert.equal(service('').next(), undefined);
  });

  test('a server that is named twice has two turns', () => {
    assert.equal(turns(service('aab'), 6), 'aabaab');
  });

  for (const [before, taken, after, next] of [
    ['abc', 1, 'abc', 'bca'],
    ['abc', 1, 'ac', 'cac'],
    ['abc', 2, 'ab', 'aba'],
    ['abc', 1, 'abcd', 'bcda'],
    ['abc', 1, 'xabc', 'bcxa'],
    ['abc', 1, 'xyz', 'xyz'],
    ['abc', 1, '', '---'],
    ['', 3, 'ab', 'aba'],
  ] as const) {
    test(`${before} after ${taken} turns becomes "${after}": ${next} are next`, () => {
      const robin = service(before);
      turns(robin, taken);
      assert.equal(turns(service(after, robin), next.length), next);
    });
  }

  test('over any changes, a server that stays is never passed over twice by one that stays', () => {
    const change = fc.subarray([...'cdefg']).map((others) => `ab${others.join('')}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(change, fc.nat(12)), { maxLength: 20 }), (steps) => {
        let robin = service('ab');
        let seen = '';
        for (const [letters, count] of steps) {
          robin = service(letters, robin);
          seen += turns(robin, count);
        }
        assert.doesNotMatch(seen.replace(/[^ab]/g, ''), /aa|bb/);
      }),
    );
  });
});
