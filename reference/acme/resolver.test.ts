import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { AuthorityError } from './authority-error.ts';
import { day, hour, nowhere, ResolverScene, wanted } from './resolver.fixture.ts';

let scene: ResolverScene;

beforeEach(() => {
  scene = new ResolverScene();
});

describe('what is wanted', () => {
  test('is ordered once, kept, and there', async () => {
    const resolver = scene.resolverWith();
    const before = resolver.certificates;
    resolver.update([wanted('a.org', 'b.org')], nowhere);
    resolver.update([wanted('a.org', 'b.org')], nowhere);
    await scene.changed(1);
    resolver.update([wanted('a.org', 'b.org')], nowhere);
    assert.deepEqual(scene.authority.orders, ['a.org b.org']);
    assert.deepEqual(resolver.certificates[0]?.names, ['a.org', 'b.org']);
    assert.notEqual(resolver.certificates, before);
    assert.equal(resolver.certificates, resolver.certificates);
    assert.equal(scene.saved.length, 1);
    assert.deepEqual(resolver.problems, []);
    await resolver.end();
  });

  test('is not ordered where it is kept from a run before', async () => {
    const resolver = scene.resolverWith([
      await scene.storedFor({ main: 'a.org', sans: ['*.a.org'] }, -day, 90 * day),
    ]);
    resolver.update([wanted('a.org'), wanted('www.a.org'), wanted('a.org', 'b.a.org')], nowhere);
    await scene.settle();
    assert.deepEqual(scene.authority.orders, []);
    await resolver.end();
  });

  test('is ordered where one name of it has no certificate', async () => {
    const resolver = scene.resolverWith([await scene.storedFor({ main: 'a.org', sans: [] }, -day, 90 * day)]);
    resolver.update([wanted('a.org', 'www.a.org')], nowhere);
    await scene.changed(1);
    assert.deepEqual(scene.authority.orders, ['a.org www.a.org']);
    await resolver.end();
  });

  test('is not ordered while somebody else has a certificate, and is when that ends', async () => {
    const resolver = scene.resolverWith();
    const end = scene.clock.now() + 3 * day;
    resolver.update([wanted('a.org')], () => end);
    scene.clock.pass(3 * day - 1);
    await scene.settle();
    assert.deepEqual(scene.authority.orders, []);
    scene.clock.pass(1);
    await scene.ordered(1);
    await resolver.end();
  });

  test('with names in common is ordered one after the other', async () => {
    const release = scene.authority.hold();
    const resolver = scene.resolverWith();
    resolver.update([wanted('a.org', 'b.org'), wanted('b.org'), wanted('c.org')], nowhere);
    assert.deepEqual(scene.authority.orders, ['a.org b.org', 'c.org']);
    release();
    await scene.changed(2);
    await scene.settle();
    // The first has both names.
    assert.deepEqual(scene.authority.orders, ['a.org b.org', 'c.org']);
    await resolver.end();
  });

  test('is ordered a few at a time, and all of it', async () => {
    const release = scene.authority.hold();
    const resolver = scene.resolverWith();
    const names = Array.from({ length: 10 }, (_, index) => `${index}.org`);
    resolver.update(
      names.map((name) => wanted(name)),
      nowhere,
    );
    assert.equal(scene.authority.orders.length, 4);
    release();
    await scene.changed(10);
    assert.deepEqual([...scene.authority.orders].sort(), names);
    await resolver.end();
  });

  test('is ordered first where it has a certificate, then where nothing has failed yet', async () => {
    const resolver = scene.resolverWith([
      await scene.storedFor({ main: 'old.org', sans: [] }, -80 * day, 90 * day),
    ]);
    scene.authority.failure = new AuthorityError('unreachable', 'away');
    const failing = ['1.org', '2.org', '3.org', '4.org'].map((name) => wanted(name));
    resolver.update(failing, nowhere);
    await scene.changed(4);
    const release = scene.authority.hold();
    const others = ['a.org', 'b.org', 'c.org', 'd.org'].map((name) => wanted(name));
    resolver.update([...failing, ...others], nowhere);
    scene.clock.pass(1_000);
    resolver.update([...failing, ...others, wanted('new.org'), wanted('old.org')], nowhere);
    assert.equal(scene.authority.orders.length, 8);
    release();
    await scene.changed(14);
    assert.deepEqual(scene.authority.orders.slice(8, 10), ['old.org', 'new.org']);
    await resolver.end();
  });

  test('beyond what authorities take of an account waits', async () => {
    const resolver = scene.resolverWith();
    scene.authority.failure = new AuthorityError('refused', 'no');
    const names = Array.from({ length: 320 }, (_, index) => wanted(`${index}.org`));
    resolver.update(names, nowhere);
    await scene.changed(300);
    await scene.settle();
    assert.equal(scene.authority.orders.length, 300);
    await resolver.end();
  });
});

describe('a certificate is renewed', () => {
  const domains = { main: 'a.org', sans: [] };

  test('in its time, and takes the place of the old one', async () => {
    const old = await scene.storedFor(domains, -50 * day, 90 * day);
    const resolver = scene.resolverWith([old]);
    resolver.update([wanted('a.org')], nowhere);
    scene.clock.pass(10 * day - 1);
    await scene.settle();
    assert.deepEqual(scene.authority.orders, []);
    scene.authority.validity = scene.validFrom(0, 90 * day);
    scene.clock.pass(day + 1);
    await scene.changed(1);
    assert.deepEqual(scene.authority.orders, ['a.org']);
    assert.equal(resolver.certificates.length, 1);
    assert.notEqual(resolver.certificates[0]?.fingerprint, old.certificate.fingerprint);
    await resolver.end();
  });

  test('at once where its time is over', async () => {
    const resolver = scene.resolverWith([await scene.storedFor(domains, -100 * day, 90 * day)]);
    assert.equal(resolver.certificates.length, 1);
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(1);
    assert.deepEqual(scene.authority.orders, ['a.org']);
    await resolver.end();
  });

  test('not where nobody wants it any more', async () => {
    const resolver = scene.resolverWith([await scene.storedFor(domains, -80 * day, 90 * day)]);
    resolver.update([], nowhere);
    scene.clock.pass(10 * day);
    await scene.settle();
    assert.deepEqual(scene.authority.orders, []);
    await resolver.end();
  });

  test('once an interval at most, however short the authority makes them', async () => {
    const resolver = scene.resolverWith();
    scene.authority.validity = scene.validFrom(-hour, 2 * hour);
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(1);
    for (let passed = 0; passed < 3 * day; passed += hour) {
      scene.clock.pass(hour);
      await scene.settle();
    }
    assert.ok(scene.authority.orders.length <= 4, String(scene.authority.orders.length));
    assert.ok(scene.authority.orders.length >= 2, String(scene.authority.orders.length));
    await resolver.end();
  });

  test('and where that fails, the old one stays, which is told', async () => {
    const old = await scene.storedFor(domains, -80 * day, 90 * day);
    const resolver = scene.resolverWith([old]);
    scene.authority.failure = new AuthorityError('refused', 'no');
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(1);
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

test('once it has ended, nothing is ordered, told or waited for', async () => {
  const resolver = scene.resolverWith();
  const release = scene.authority.hold();
  resolver.update([wanted('a.org')], nowhere);
  await resolver.end();
  assert.equal(scene.authority.closed, true);
  release();
  resolver.update([wanted('b.org')], nowhere);
  await scene.settle();
  assert.deepEqual(scene.authority.orders, ['a.org']);
  assert.deepEqual([scene.changes, scene.clock.pending, resolver.certificates], [0, 0, []]);
});
