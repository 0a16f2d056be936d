import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadBalancerIngress, Service } from '../kubernetes/objects.ts';
import { desiredStatus, sameAddresses } from './desired.ts';
import { storeOf } from './status.fixture.ts';

const endpoint = (wishes: { ip?: string; hostname?: string; publishedService?: string }) => ({
  ip: '',
  hostname: '',
  publishedService: '',
  ...wishes,
});

const none = storeOf([]);
const published = (loadBalancer: LoadBalancerIngress[]) =>
  storeOf([{ namespace: 'edge', name: 'lb', loadBalancer }]);

test('without options, or with empty ones, the status is left alone', () => {
  for (const options of [undefined, endpoint({})]) {
    assert.deepEqual(desiredStatus(options, none), { kind: 'untouched', problem: undefined });
  }
});

for (const [title, wishes, entry] of [
  ['an IPv4 address', { ip: '192.0.2.1' }, { ip: '192.0.2.1' }],
  ['an IPv6 address', { ip: '2001:db8::1' }, { ip: '2001:db8::1' }],
  ['a hostname', { hostname: 'lb.example' }, { hostname: 'lb.example' }],
  ['both', { ip: '192.0.2.1', hostname: 'lb.example' }, { ip: '192.0.2.1', hostname: 'lb.example' }],
] as const) {
  test(`${title} is one entry`, () => {
    assert.deepEqual(desiredStatus(endpoint(wishes), none), { kind: 'addresses', addresses: [entry] });
  });
}

test('the published Service is copied, ports and all, and wins over ip and hostname', () => {
  const loadBalancer = [{ ip: '192.0.2.7', ports: [{ port: 80, protocol: 'TCP' }] }, { hostname: 'lb' }];
  assert.deepEqual(
    desiredStatus(
      endpoint({ ip: '1.1.1.1', hostname: 'h', publishedService: 'edge/lb' }),
      published(loadBalancer),
    ),
    { kind: 'addresses', addresses: loadBalancer },
  );
});

test('a published Service without an address yet leaves the status alone, and is no problem', () => {
  const desired = desiredStatus(endpoint({ ip: '1.1.1.1', publishedService: 'edge/lb' }), published([]));
  assert.deepEqual(desired, { kind: 'untouched', problem: undefined });
});

test('a published Service that is missing is a problem that names it, and nothing is written', () => {
  const desired = desiredStatus(
    endpoint({ ip: '1.1.1.1', publishedService: 'edge/none' }),
    published([{ ip: '2.2.2.2' }]),
  );
  assert.ok(desired.kind === 'untouched' && desired.problem !== undefined);
  assert.deepEqual(desired.problem.object, { kind: 'Service', namespace: 'edge', name: 'none' });
  assert.match(desired.problem.reason, /edge\/none does not exist/);
});

for (const publishedService of ['lb', 'a/b/c', '/lb', 'edge/']) {
  test(`${publishedService} as a published Service is a problem that quotes it`, () => {
    const desired = desiredStatus(endpoint({ publishedService }), published([{ ip: '2.2.2.2' }]));
    assert.ok(desired.kind === 'untouched' && desired.problem !== undefined);
    assert.ok(desired.problem.reason.includes(`“${publishedService}”`));
  });
}

test('two statuses that say the same are the same, in whatever order', () => {
  const a: Service['loadBalancer'] = [
    { ip: '1.1.1.1' },
    { hostname: 'h', ports: [{ port: 80, protocol: 'TCP' }] },
  ];
  assert.ok(sameAddresses(a, [...a].reverse()));
  assert.ok(sameAddresses([], []));
  assert.ok(sameAddresses([{ hostname: 'h', ip: '1.1.1.1' }], [{ ip: '1.1.1.1', hostname: 'h' }]));
  assert.ok(!sameAddresses(a, a.slice(1)));
  assert.ok(!sameAddresses([{ ip: '1.1.1.1' }], [{ ip: '1.1.1.2' }]));
  assert.ok(!sameAddresses([{ ip: 'x' }], [{ hostname: 'x' }]));
  assert.ok(!sameAddresses([{ ip: 'x' }, { hostname: 'y' }], [{ ip: 'x', hostname: 'y' }]));
  assert.ok(!sameAddresses([{ ip: 'x', ports: [{ port: 1, protocol: 'TCP' }] }], [{ ip: 'x' }]));
});
