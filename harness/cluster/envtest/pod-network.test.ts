import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkPodRange, podAddresses } from './pod-network.ts';

describe('addresses of pods', () => {
  test('are dealt out among workers, in turn', () => {
    const ranges = [0, 1, 2].map((worker) => podAddresses('10.200.0.0/28', worker, 3));
    const given = ranges.map((next) => Array.from({ length: 6 }, next));
    assert.deepEqual(given[0], [
      '10.200.0.1',
      '10.200.0.4',
      '10.200.0.7',
      '10.200.0.10',
      '10.200.0.13',
      '10.200.0.1',
    ]);
    assert.deepEqual(given[1]?.slice(0, 5), [
      '10.200.0.2',
      '10.200.0.5',
      '10.200.0.8',
      '10.200.0.11',
      '10.200.0.14',
    ]);
    assert.deepEqual(given[2]?.slice(3), ['10.200.0.12', '10.200.0.3', '10.200.0.6']);
  });

  test('go on from one byte to the next', () => {
    const next = podAddresses('10.200.0.0/22', 0, 200);
    assert.deepEqual([next(), next(), next()], ['10.200.0.1', '10.200.0.201', '10.200.1.145']);
  });

  for (const [range, message] of [
    ['10.200.0.0', /is no range of IPv4 addresses/],
    ['10.200.0.0/33', /is no range of IPv4 addresses/],
    ['fd00::/64', /is no range of IPv4 addresses/],
    ['127.1.0.0/16', /takes no loopback addresses/],
    ['169.254.1.0/24', /takes no linkLocal addresses/],
    ['10.200.0.0/30', /too few addresses/],
    // For documentation (RFC 5737), so no machine has them.
    [
      '192.0.2.0/24',
      /^Pods can't listen on 192\.0\.2\.1 .* no address of this machine \(EADDRNOTAVAIL\).*ip addr add 192\.0\.2\.0\/24 dev lo/,
    ],
  ] as const) {
    test(`can't be those of ${range}`, async () => {
      await assert.rejects(checkPodRange(range), { name: 'Mistake', message });
    });
  }
});
