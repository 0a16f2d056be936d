import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { AuthorityError } from './authority-error.ts';
import { day, hour, minute, nowhere, ResolverScene, wanted } from './resolver.fixture.ts';

let scene: ResolverScene;

beforeEach(() => {
  scene = new ResolverScene();
});

describe('a failure', () => {
  test('is told with the router, the reason and what to do', async () => {
    const resolver = scene.resolverWith();
    scene.authority.failure = new AuthorityError(
      'unreachable',
      "the authority can't be reached: ECONNREFUSED",
    );
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(1);
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
    const resolver = scene.resolverWith();
    scene.authority.failure = new AuthorityError('unreachable', 'away');
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(1);
    const [first] = resolver.problems;
    const times: number[] = [];
    for (let attempts = 2; attempts < 8; attempts++) {
      const before = scene.clock.now();
      while (scene.authority.orders.length < attempts) scene.clock.pass(100);
      times.push(scene.clock.now() - before);
      await scene.changed(attempts);
      assert.deepEqual(resolver.problems, [first]);
    }
    assert.deepEqual(
      [...times].sort((a, b) => a - b),
      times,
    );
    scene.authority.failure = undefined;
    scene.authority.validity = scene.validFrom(0, 90 * day);
    scene.clock.pass(hour);
    await scene.changed(8);
    assert.deepEqual(resolver.problems, []);
    assert.equal(resolver.certificates.length, 1);
    await resolver.end();
  });

  test('is tried again not before the authority has said', async () => {
    const resolver = scene.resolverWith();
    scene.authority.failure = new AuthorityError('refused', 'too many', { retryAfter: 2 * day });
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(1);
    scene.clock.pass(2 * day - 1);
    await scene.settle();
    assert.equal(scene.authority.orders.length, 1);
    scene.clock.pass(1);
    await scene.ordered(2);
    await resolver.end();
  });

  test('is not forgotten by taking the router away and bringing it back', async () => {
    const resolver = scene.resolverWith();
    scene.authority.failure = new AuthorityError('refused', 'no');
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(1);
    for (let times = 0; times < 5; times++) {
      resolver.update([], nowhere);
      assert.deepEqual(resolver.problems, []);
      resolver.update([wanted('b.org'), wanted('a.org')], nowhere);
      await scene.settle();
    }
    assert.deepEqual(scene.authority.orders, ['a.org', 'b.org']);
    resolver.update([], nowhere);
    scene.clock.pass(10 * minute);
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(3);
    resolver.update([], nowhere);
    scene.clock.pass(7 * minute);
    resolver.update([wanted('a.org')], nowhere);
    await scene.settle();
    assert.deepEqual(scene.authority.orders, ['a.org', 'b.org', 'a.org']);
    await resolver.end();
  });

  test('of one name is none of another', async () => {
    const resolver = scene.resolverWith();
    scene.authority.failure = new AuthorityError('refused', 'no');
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(1);
    scene.authority.failure = undefined;
    resolver.update([wanted('a.org'), wanted('b.org')], nowhere);
    await scene.changed(2);
    assert.deepEqual(resolver.certificates[0]?.names, ['b.org']);
    assert.equal(resolver.problems.length, 1);
    await resolver.end();
  });

  test('is over when somebody else has a certificate', async () => {
    const resolver = scene.resolverWith();
    scene.authority.failure = new AuthorityError('refused', 'no');
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(1);
    resolver.update([wanted('a.org')], () => scene.clock.now() + day);
    assert.deepEqual(resolver.problems, []);
    await resolver.end();
  });

  test('to keep a certificate is told, and the certificate is there all the same', async () => {
    const resolver = scene.resolverWith();
    scene.saving = new Error('/acme.json can not be written.');
    resolver.update([wanted('a.org')], nowhere);
    await scene.changed(1);
    assert.equal(resolver.certificates.length, 1);
    const [problem] = resolver.problems;
    assert.deepEqual([problem?.object.kind, problem?.object.name], ['CertificatesResolver', 'le']);
    assert.equal(problem?.reason, '/acme.json can not be written.');
    scene.saving = undefined;
    resolver.update([wanted('a.org'), wanted('b.org')], nowhere);
    await scene.changed(2);
    assert.deepEqual(resolver.problems, []);
    assert.equal(scene.saved[0]?.length, 2);
    await resolver.end();
  });
});
