import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { pino } from 'pino';
import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import { FakeClock } from '../fake-clock.fixture.ts';
import { readCertificate } from '../tls/certificate.ts';
import { AuthorityError } from './authority-error.ts';
import type { WantedCertificate } from './demand.ts';
import { type Domains, keyOf, namesOf } from './domains.ts';
import { FakeAuthority } from './fake-authority.fixture.ts';
import { renewalPlan } from './renewal.ts';
import { Resolver } from './resolver.ts';
import type { StoredCertificate } from './storage-format.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let clock: FakeClock;
let authority: FakeAuthority;
let saved: (readonly StoredCertificate[])[];
let saving: Error | undefined;
let changes: number;

beforeEach(() => {
  clock = new FakeClock();
  clock.pass(Date.parse('2026-01-01'));
  authority = new FakeAuthority(validFrom(0, 90 * day));
  saved = [];
  saving = undefined;
  changes = 0;
});

function validFrom(from: number, length: number) {
  const notBefore = new Date(clock.now() + from);
  return { notBefore, notAfter: new Date(notBefore.getTime() + length) };
}

function resolverWith(certificates: readonly StoredCertificate[] = []): Resolver {
  return new Resolver({
    name: 'le',
    authority,
    plan: renewalPlan(2160),
    certificates,
    async save(all) {
      if (saving !== undefined) throw saving;
      saved.push(all);
    },
    clock,
    logger: pino({ enabled: false }),
    changed: () => changes++,
  });
}

function wanted(main: string, ...sans: string[]): WantedCertificate {
  const domains: Domains = { main, sans };
  return {
    resolver: 'le',
    domains,
    key: keyOf(domains),
    wantedBy: { kind: 'Router', namespace: '', name: main },
  };
}

async function storedFor(domains: Domains, from: number, length: number): Promise<StoredCertificate> {
  const pair = await (await createCertificateAuthority()).issue({
    hosts: namesOf(domains),
    ...validFrom(from, length),
  });
  const reading = readCertificate(pair.certificate, pair.privateKey, 'le');
  assert.ok(reading.kind === 'usable');
  return { domains, certificate: reading.certificate };
}

const nowhere = () => Number.NEGATIVE_INFINITY;

/** What is under way has an end without any timer: it is over when nothing changes any more. */
async function settle(): Promise<void> {
  for (let quiet = 0, seen = changes; quiet < 20; quiet++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (changes !== seen) [quiet, seen] = [0, changes];
  }
}

async function until(count: () => number, expected: number): Promise<void> {
  while (count() < expected) await new Promise((resolve) => setImmediate(resolve));
}

describe('what is wanted', () => {
  test('is ordered once, kept, and there', async () => {
    const resolver = resolverWith();
    const before = resolver.certificates;
    resolver.update([wanted('a.org', 'b.org')], nowhere);
    resolver.update([wanted('a.org', 'b.org')], nowhere);
    await until(() => changes, 1);
    resolver.update([wanted('a.org', 'b.org')], nowhere);
    assert.deepEqual(authority.orders, ['a.org b.org']);
    assert.deepEqual(resolver.certificates[0]?.names, ['a.org', 'b.org']);
    assert.notEqual(resolver.certificates, before);
    assert.equal(resolver.certificates, resolver.certificates);
    assert.equal(saved.length, 1);
    assert.deepEqual(resolver.problems, []);
    await resolver.end();
  });

  test('is not ordered where it is kept from a run before', async () => {
    const resolver = resolverWith([await storedFor({ main: 'a.org', sans: ['*.a.org'] }, -day, 90 * day)]);
    resolver.update([wanted('a.org'), wanted('www.a.org'), wanted('a.org', 'b.a.org')], nowhere);
    await settle();
    assert.deepEqual(authority.orders, []);
    await resolver.end();
  });

  test('is ordered where one name of it has no certificate', async () => {
    const resolver = resolverWith([await storedFor({ main: 'a.org', sans: [] }, -day, 90 * day)]);
    resolver.update([wanted('a.org', 'www.a.org')], nowhere);
    await until(() => changes, 1);
    assert.deepEqual(authority.orders, ['a.org www.a.org']);
    await resolver.end();
  });

  test('is not ordered while somebody else has a certificate, and is when that ends', async () => {
    const resolver = resolverWith();
    const end = clock.now() + 3 * day;
    resolver.update([wanted('a.org')], () => end);
    clock.pass(3 * day - 1);
    await settle();
    assert.deepEqual(authority.orders, []);
    clock.pass(1);
    await until(() => authority.orders.length, 1);
    await resolver.end();
  });

  test('with names in common is ordered one after the other', async () => {
    const release = authority.hold();
    const resolver = resolverWith();
    resolver.update([wanted('a.org', 'b.org'), wanted('b.org'), wanted('c.org')], nowhere);
    assert.deepEqual(authority.orders, ['a.org b.org', 'c.org']);
    release();
    await until(() => changes, 2);
    await settle();
    // The first has both names.
    assert.deepEqual(authority.orders, ['a.org b.org', 'c.org']);
    await resolver.end();
  });

  test('is ordered a few at a time, and all of it', async () => {
    const release = authority.hold();
    const resolver = resolverWith();
    const names = Array.from({ length: 10 }, (_, index) => `${index}.org`);
    resolver.update(
      names.map((name) => wanted(name)),
      nowhere,
    );
    assert.equal(authority.orders.length, 4);
    release();
    await until(() => changes, 10);
    assert.deepEqual([...authority.orders].sort(), names);
    await resolver.end();
  });

  test('is ordered first where it has a certificate, then where nothing has failed yet', async () => {
    const resolver = resolverWith([await storedFor({ main: 'old.org', sans: [] }, -80 * day, 90 * day)]);
    authority.failure = new AuthorityError('unreachable', 'away');
    const failing = ['1.org', '2.org', '3.org', '4.org'].map((name) => wanted(name));
    resolver.update(failing, nowhere);
    await until(() => changes, 4);
    const release = authority.hold();
    const others = ['a.org', 'b.org', 'c.org', 'd.org'].map((name) => wanted(name));
    resolver.update([...failing, ...others], nowhere);
    clock.pass(1_000);
    resolver.update([...failing, ...others, wanted('new.org'), wanted('old.org')], nowhere);
    assert.equal(authority.orders.length, 8);
    release();
    await until(() => changes, 14);
    assert.deepEqual(authority.orders.slice(8, 10), ['old.org', 'new.org']);
    await resolver.end();
  });

  test('beyond what authorities take of an account waits', async () => {
    const resolver = resolverWith();
    authority.failure = new AuthorityError('refused', 'no');
    const names = Array.from({ length: 320 }, (_, index) => wanted(`${index}.org`));
    resolver.update(names, nowhere);
    await until(() => changes, 300);
    await settle();
    assert.equal(authority.orders.length, 300);
    await resolver.end();
  });
});

describe('a certificate is renewed', () => {
  const domains = { main: 'a.org', sans: [] };

  test('in its time, and takes the place of the old one', async () => {
    const old = await storedFor(domains, -50 * day, 90 * day);
    const resolver = resolverWith([old]);
    resolver.update([wanted('a.org')], nowhere);
    clock.pass(10 * day - 1);
    await settle();
    assert.deepEqual(authority.orders, []);
    authority.validity = validFrom(0, 90 * day);
    clock.pass(day + 1);
    await until(() => changes, 1);
    assert.deepEqual(authority.orders, ['a.org']);
    assert.equal(resolver.certificates.length, 1);
    assert.notEqual(resolver.certificates[0]?.fingerprint, old.certificate.fingerprint);
    await resolver.end();
  });

  test('at once where its time is over', async () => {
    const resolver = resolverWith([await storedFor(domains, -100 * day, 90 * day)]);
    assert.equal(resolver.certificates.length, 1);
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 1);
    assert.deepEqual(authority.orders, ['a.org']);
    await resolver.end();
  });

  test('not where nobody wants it any more', async () => {
    const resolver = resolverWith([await storedFor(domains, -80 * day, 90 * day)]);
    resolver.update([], nowhere);
    clock.pass(10 * day);
    await settle();
    assert.deepEqual(authority.orders, []);
    await resolver.end();
  });

  test('once an interval at most, however short the authority makes them', async () => {
    const resolver = resolverWith();
    authority.validity = validFrom(-hour, 2 * hour);
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 1);
    for (let passed = 0; passed < 3 * day; passed += hour) {
      clock.pass(hour);
      await settle();
    }
    assert.ok(authority.orders.length <= 4, String(authority.orders.length));
    assert.ok(authority.orders.length >= 2, String(authority.orders.length));
    await resolver.end();
  });

  test('and where that fails, the old one stays, which is told', async () => {
    const old = await storedFor(domains, -80 * day, 90 * day);
    const resolver = resolverWith([old]);
    authority.failure = new AuthorityError('refused', 'no');
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 1);
    assert.deepEqual(resolver.certificates, [old.certificate]);
    const [problem] = resolver.problems;
    assert.equal(problem?.severity, 'warning');
    assert.match(
      problem?.reason ?? '',
      /could not renew the certificate for a.org: no; the one until 2026-01-11T/,
    );
    await resolver.end();
  });
});

describe('a failure', () => {
  test('is told with the router, the reason and what to do', async () => {
    const resolver = resolverWith();
    authority.failure = new AuthorityError('unreachable', "the authority can't be reached: ECONNREFUSED");
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 1);
    const [problem] = resolver.problems;
    assert.deepEqual(problem?.object, { kind: 'Router', namespace: '', name: 'a.org' });
    assert.equal(problem?.severity, 'error');
    assert.equal(
      problem?.reason,
      "The resolver le has no certificate for a.org: the authority can't be reached: ECONNREFUSED; the default certificate is presented.",
    );
    assert.match(problem?.remedy ?? '', /can reach the authority.*tried again by itself/);
    await resolver.end();
  });

  test('is tried again, each time later, and told in the same words', async () => {
    const resolver = resolverWith();
    authority.failure = new AuthorityError('unreachable', 'away');
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 1);
    const [first] = resolver.problems;
    const times: number[] = [];
    for (let attempts = 2; attempts < 8; attempts++) {
      const before = clock.now();
      while (authority.orders.length < attempts) clock.pass(100);
      times.push(clock.now() - before);
      await until(() => changes, attempts);
      assert.deepEqual(resolver.problems, [first]);
    }
    assert.deepEqual(
      [...times].sort((a, b) => a - b),
      times,
    );
    authority.failure = undefined;
    authority.validity = validFrom(0, 90 * day);
    clock.pass(hour);
    await until(() => changes, 8);
    assert.deepEqual(resolver.problems, []);
    assert.equal(resolver.certificates.length, 1);
    await resolver.end();
  });

  test('is tried again not before the authority has said', async () => {
    const resolver = resolverWith();
    authority.failure = new AuthorityError('refused', 'too many', { retryAfter: 2 * day });
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 1);
    clock.pass(2 * day - 1);
    await settle();
    assert.equal(authority.orders.length, 1);
    clock.pass(1);
    await until(() => authority.orders.length, 2);
    await resolver.end();
  });

  test('is not forgotten by taking the router away and bringing it back', async () => {
    const resolver = resolverWith();
    authority.failure = new AuthorityError('refused', 'no');
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 1);
    for (let times = 0; times < 5; times++) {
      resolver.update([], nowhere);
      assert.deepEqual(resolver.problems, []);
      resolver.update([wanted('b.org'), wanted('a.org')], nowhere);
      await settle();
    }
    assert.deepEqual(authority.orders, ['a.org', 'b.org']);
    resolver.update([], nowhere);
    clock.pass(10 * minute);
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 3);
    resolver.update([], nowhere);
    clock.pass(7 * minute);
    resolver.update([wanted('a.org')], nowhere);
    await settle();
    assert.deepEqual(authority.orders, ['a.org', 'b.org', 'a.org']);
    await resolver.end();
  });

  test('of one name is none of another', async () => {
    const resolver = resolverWith();
    authority.failure = new AuthorityError('refused', 'no');
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 1);
    authority.failure = undefined;
    resolver.update([wanted('a.org'), wanted('b.org')], nowhere);
    await until(() => changes, 2);
    assert.deepEqual(resolver.certificates[0]?.names, ['b.org']);
    assert.equal(resolver.problems.length, 1);
    await resolver.end();
  });

  test('is over when somebody else has a certificate', async () => {
    const resolver = resolverWith();
    authority.failure = new AuthorityError('refused', 'no');
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 1);
    resolver.update([wanted('a.org')], () => clock.now() + day);
    assert.deepEqual(resolver.problems, []);
    await resolver.end();
  });

  test('to keep a certificate is told, and the certificate is there all the same', async () => {
    const resolver = resolverWith();
    saving = new Error('/acme.json can not be written.');
    resolver.update([wanted('a.org')], nowhere);
    await until(() => changes, 1);
    assert.equal(resolver.certificates.length, 1);
    const [problem] = resolver.problems;
    assert.deepEqual([problem?.object.kind, problem?.object.name], ['CertificatesResolver', 'le']);
    assert.equal(problem?.reason, '/acme.json can not be written.');
    saving = undefined;
    resolver.update([wanted('a.org'), wanted('b.org')], nowhere);
    await until(() => changes, 2);
    assert.deepEqual(resolver.problems, []);
    assert.equal(saved[0]?.length, 2);
    await resolver.end();
  });
});

test('once it has ended, nothing is ordered, told or waited for', async () => {
  const resolver = resolverWith();
  const release = authority.hold();
  resolver.update([wanted('a.org')], nowhere);
  await resolver.end();
  assert.equal(authority.closed, true);
  release();
  resolver.update([wanted('b.org')], nowhere);
  await settle();
  assert.deepEqual(authority.orders, ['a.org']);
  assert.deepEqual([changes, clock.pending, resolver.certificates], [0, 0, []]);
});
