import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ipRanges } from './ip-ranges.ts';

for (const [range, inside, outside] of [
  ['10.0.0.0/8', ['10.0.0.1', '10.255.255.255', '::ffff:10.0.0.1'], ['11.0.0.1', '::a00:1', 'fe80::1']],
  ['192.0.2.1', ['192.0.2.1', '::ffff:192.0.2.1'], ['192.0.2.2']],
  ['0.0.0.0/0', ['127.0.0.1'], ['::1', '::7f00:1']],
  ['::/0', ['::1', 'fe80::1%eth0'], ['127.0.0.1', '::ffff:127.0.0.1']],
  ['::/64', ['::1'], ['127.0.0.1', '::ffff:127.0.0.1', '0:0:0:1::']],
  ['::ffff:10.0.0.0/104', ['10.1.2.3', '::ffff:10.1.2.3'], ['11.0.0.1', '::1']],
  ['2001:db8::/32', ['2001:db8::1'], ['2001:db9::1', 'no address', '']],
] as const) {
  test(`${range} has its own addresses, and none of the other family`, () => {
    const ranges = ipRanges([range]);
    for (const address of inside) assert.ok(ranges(address), address);
    for (const address of outside) assert.ok(!ranges(address), address);
  });
}

test('what is no range is named', () => {
  for (const entry of [
    '',
    'a',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0',
  ]) {
    assert.throws(() => ipRanges(['127.0.0.1', entry]), {
      name: 'RangeError',
      message: new RegExp(`"${entry}"`),
    });
  }
});
