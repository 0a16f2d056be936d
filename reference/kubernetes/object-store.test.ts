import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Decoded, decode } from './decode.ts';
import { ObjectStore } from './object-store.ts';
import type { Scope } from './resources.ts';

const services: Scope = { kind: 'Service', namespace: undefined };

function service(name: string, resourceVersion: string, externalName = '', namespace = 'a'): Decoded {
  return decode('Service', {
    metadata: { namespace, name, uid: `uid-${name}`, resourceVersion },
    spec: { externalName },
  });
}

const broken = (name: string) =>
  decode('Service', { metadata: { namespace: 'a', name, resourceVersion: '1' }, spec: 7 });

const turn = () => new Promise((resolve) => setImmediate(resolve));

function observed(scopes: Iterable<Scope> = [services]) {
  const store = new ObjectStore(scopes);
  const batches: string[][] = [];
  store.subscribe((keys) => batches.push([...keys].sort()));
  return { store, batches };
}

test('listeners hear nothing before every scope has been listed, and then all at once', async () => {
  const secrets: Scope = { kind: 'Secret', namespace: undefined };
  const { store, batches } = observed([services, secrets]);
  store.replace(services, [service('one', '1')]);
  store.put(service('two', '2'));
  await turn();
  assert.deepEqual(batches, []);
  assert.equal(store.synced, false);
  store.replace(secrets, []);
  assert.equal(await store.whenSynced(), true);
  assert.deepEqual(batches, [['Service/a/one', 'Service/a/two']]);
  assert.equal(store.synced, true);
});

test('when listeners hear of a batch, all of it is in the store', async () => {
  const store = new ObjectStore([services]);
  const seen: number[] = [];
  store.subscribe(() => seen.push([...store.list('Service')].length));
  store.replace(services, [service('one', '1')]);
  store.put(service('two', '2'));
  store.put(service('three', '3'));
  await turn();
  assert.deepEqual(seen, [3]);
});

test('a revision that is held already, or differs in nothing that is read, is no change', async () => {
  const { store, batches } = observed();
  store.replace(services, [service('one', '1', 'x')]);
  await turn();
  const before = store.get('Service', 'a', 'one');
  store.put(service('one', '1', 'x'));
  store.put(service('one', '2', 'x'));
  store.replace(services, [service('one', '3', 'x')]);
  await turn();
  assert.equal(batches.length, 1);
  assert.equal(store.get('Service', 'a', 'one'), before);
  store.put(service('one', '4', 'y'));
  await turn();
  assert.deepEqual(batches[1], ['Service/a/one']);
  assert.notEqual(store.get('Service', 'a', 'one'), before);
});

test('an object made anew under the same name is a change', async () => {
  const { store, batches } = observed();
  store.replace(services, [service('one', '1')]);
  await turn();
  store.put(
    decode('Service', { metadata: { namespace: 'a', name: 'one', uid: 'other', resourceVersion: '1' } }),
  );
  await turn();
  assert.equal(batches.length, 2);
  assert.equal(store.get('Service', 'a', 'one')?.metadata.uid, 'other');
});

test('a new list removes what is not in it, within its own scope', async () => {
  const a: Scope = { kind: 'Service', namespace: 'a' };
  const b: Scope = { kind: 'Service', namespace: 'b' };
  const { store, batches } = observed([a, b]);
  store.replace(a, [service('one', '1'), service('two', '2')]);
  store.replace(b, [service('three', '3', '', 'b')]);
  await turn();
  store.replace(a, [service('two', '2')]);
  await turn();
  assert.deepEqual(batches[1], ['Service/a/one']);
  assert.deepEqual(
    [...store.list('Service')].map(({ metadata }) => metadata.name),
    ['two', 'three'],
  );
});

test('removing what is not there is no change', async () => {
  const { store, batches } = observed();
  store.replace(services, []);
  await turn();
  store.remove('Service', 'a', 'none');
  await turn();
  assert.deepEqual(batches, [[]]);
});

test('a malformed object is a problem for as long as it is there, and no object', async () => {
  const { store, batches } = observed();
  store.replace(services, [service('one', '1')]);
  await turn();
  store.put(broken('one'));
  store.put(broken('two'));
  await turn();
  assert.deepEqual(batches[1], ['Service/a/one', 'Service/a/two']);
  assert.equal(store.get('Service', 'a', 'one'), undefined);
  assert.equal([...store.problems].length, 2);
  store.put(broken('two'));
  await turn();
  assert.equal(batches.length, 2);
  store.remove('Service', 'a', 'two');
  store.put(service('one', '1'));
  await turn();
  assert.deepEqual(batches[2], ['Service/a/one', 'Service/a/two']);
  assert.deepEqual([...store.problems], []);
  store.put(broken('three'));
  store.replace(services, []);
  assert.deepEqual([...store.problems], []);
});

test('a subscription ends', async () => {
  const store = new ObjectStore([services]);
  let calls = 0;
  const end = store.subscribe(() => {
    calls += 1;
  });
  store.replace(services, []);
  await turn();
  end();
  store.put(service('one', '1'));
  await turn();
  assert.equal(calls, 1);
});

test('a closed store tells nobody, and whoever waits for it learns that it never was synced', async () => {
  const { store, batches } = observed();
  const waiting = store.whenSynced();
  store.replace(services, [service('one', '1')]);
  store.close();
  assert.equal(await waiting, false);
  assert.equal(await store.whenSynced(), false);
  store.put(service('two', '1'));
  await turn();
  assert.deepEqual(batches, []);
  assert.equal([...store.list('Service')].length, 2);
});

test('a touch tells listeners of no object', async () => {
  const { store, batches } = observed();
  store.touch();
  await turn();
  assert.deepEqual(batches, []);
  store.replace(services, []);
  await turn();
  store.touch();
  await turn();
  assert.deepEqual(batches, [[], []]);
});

test('ten thousand objects relisted are one batch of what has changed', async () => {
  const { store, batches } = observed();
  const all = Array.from({ length: 10_000 }, (_, index) => service(`s${index}`, '1'));
  store.replace(services, all);
  await turn();
  store.replace(services, [...all.slice(1), service('new', '2')]);
  await turn();
  assert.deepEqual(batches[1], ['Service/a/new', 'Service/a/s0']);
});
