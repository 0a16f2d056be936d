import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainAddress } from '../addresses/ip-ranges.ts';
import { clientTrust } from './client-trust.ts';

const trust = (...trustedIPs: string[]) => clientTrust({ insecure: false, trustedIPs });

describe('clientTrust', () => {
  const cases: readonly (readonly [entry: string, address: string, trusted: boolean])[] = [
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.2', false],
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.1.2.3/8', '10.9.9.9', true],
    ['0.0.0.0/0', '192.0.2.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['::1', '::1', true],
    ['10.0.0.0/8', '::ffff:10.1.1.1', true],
    ['::ffff:10.0.0.0/104', '10.1.1.1', true],
    ['::ffff:10.0.0.0/104', '11.1.1.1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['10.0.0.0/8', '', false],
  ];
  for (const [entry, address, trusted] of cases) {
    it(`${trusted ? 'trusts' : 'does not trust'} ${JSON.stringify(address)} where ${entry} is trusted`, () => {
      assert.equal(trust('192.0.2.99', entry)(address), trusted);
    });
  }

  it('trusts nobody without entries, and everybody when insecure', () => {
    assert.equal(trust()('127.0.0.1'), false);
    assert.equal(clientTrust({ insecure: true, trustedIPs: [] })('192.0.2.1'), true);
  });

  for (const entry of [
    '',
    'example.net',
    '10.0.0.0/33',
    '10.0.0.0/x',
    '10.0.0.0/8/8',
    '::/129',
    '10.0.0.0/-1',
  ]) {
    it(`does not take ${JSON.stringify(entry)}`, () => {
      assert.throws(() => trust(entry), {
        name: 'RangeError',
        message: new RegExp(`^"${entry}" is neither`),
      });
    });
  }
});

describe('plainAddress', () => {
  it('takes zone and mapping off', () => {
    assert.equal(plainAddress('::ffff:127.0.0.1'), '127.0.0.1');
    assert.equal(plainAddress('::FFFF:10.0.0.1'), '10.0.0.1');
    assert.equal(plainAddress('fe80::1%eth0'), 'fe80::1');
    assert.equal(plainAddress('2001:db8::1'), '2001:db8::1');
  });
});
