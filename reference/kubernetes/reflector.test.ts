import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { ObjectStore } from './object-store.ts';
import { type Following, followScope, ingresses, names, type Wishes } from './reflector.fixture.ts';
import { eventually, ScriptedApi, sendStatus } from './scripted-api.fixture.ts';

let api: ScriptedApi;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  api = await ScriptedApi.start();
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await api.stop();
});

async function follow(wishes: Wishes = {}): Promise<Following> {
  const following = await followScope(api, wishes);
  stops.push(following.stop);
  return following;
}

const port = (store: ObjectStore, name: string) => store.get('Service', 'a', name)?.ports[0]?.port;

const withPort = (number: number) => ({ spec: { ports: [{ port: number }] } });

test('a list gives what is there, and a watch what comes, changes and goes', async () => {
  api.put('services', 'a', 'one', withPort(1));
  const { store } = await follow();
  await store.whenSynced();
  assert.deepEqual(names(store), ['one']);
  await eventually('a watch', () => api.watches === 1);
  api.put('services', 'a', 'two', withPort(2));
  await eventually('the new one', () => port(store, 'two') === 2);
  api.put('services', 'a', 'two', withPort(22));
  await eventually('its change', () => port(store, 'two') === 22);
  api.delete('services', 'a', 'one');
  await eventually('the old one gone', () => names(store).join() === 'two');
});

test('a large collection is listed in pages, and watched from the version of the list', async () => {
  for (let index = 0; index < 1_201; index += 1) api.put('services', 'a', `s${index}`);
  const { store } = await follow();
  await store.whenSynced();
  assert.equal(names(store).length, 1_201);
  await eventually('a watch', () => api.watches === 1);
  assert.deepEqual(
    api.requests.map((request) => request.replace(/timeoutSeconds=\d+/, 'timeoutSeconds=T')),
    [
      'GET /version',
      'GET /api/v1/services?limit=500',
      'GET /api/v1/services?limit=500&continue=500',
      'GET /api/v1/services?limit=500&continue=1000',
      `GET /api/v1/services?resourceVersion=${api.revision}&allowWatchBookmarks=true&timeoutSeconds=T&watch=true`,
    ],
  );
});

test('the label selector goes into lists and watches', async () => {
  await follow({ scope: ingresses, labelSelector: 'app in (a,b),!c' });
  await eventually('a watch', () => api.watches === 1);
  const asked = api.requests
    .slice(1)
    .map((request) => new URL(request.slice(4), api.url).searchParams.get('labelSelector'));
  assert.deepEqual(asked, ['app in (a,b),!c', 'app in (a,b),!c']);
});

test('a namespace limits lists and watches to itself', async () => {
  api.put('services', 'a', 'one');
  api.put('services', 'b', 'two');
  const { store } = await follow({ scope: { kind: 'Service', namespace: 'b' } });
  await store.whenSynced();
  assert.deepEqual(names(store), ['two']);
  await eventually('a watch', () => api.watches === 1);
  assert.ok(
    api.requests.slice(1).every((request) => request.startsWith('GET /api/v1/namespaces/b/services?')),
  );
});

for (const [how, end] of [
  ['ended by the server', () => api.endWatches()],
  ['cut', () => api.cutConnections()],
] as const) {
  test(`a watch that is ${how} goes on from the last event, without a new list`, async () => {
    const { store, states } = await follow();
    await eventually('a watch', () => api.watches === 1);
    const seen = api.put('services', 'a', 'one');
    await eventually('the event', () => names(store).length === 1);
    end();
    api.put('services', 'a', 'two');
    await eventually('what came meanwhile', () => names(store).length === 2);
    assert.equal(api.lists, 1);
    assert.equal(api.count(new RegExp(`resourceVersion=${seen}&`)), 1);
    assert.ok(states.every(({ kind }) => kind === 'following'));
  });
}

test('a bookmark moves the place from which a watch goes on', async () => {
  await follow();
  await eventually('a watch', () => api.watches === 1);
  api.put('pods', 'a', 'unrelated');
  api.bookmark('services');
  await eventually('the bookmark to be read', () => {
    api.endWatches();
    return api.count(new RegExp(`resourceVersion=${api.revision}&`)) > 0;
  });
  assert.equal(api.lists, 1);
});

test('410 on a watch leads to a new list, which is compared', async () => {
  api.put('services', 'a', 'same', withPort(1));
  api.put('services', 'a', 'changed', withPort(1));
  api.put('services', 'a', 'gone', withPort(1));
  const { store } = await follow();
  await store.whenSynced();
  await eventually('a watch', () => api.watches === 1);
  const batches: string[][] = [];
  const same = store.get('Service', 'a', 'same');
  store.subscribe((keys) => batches.push([...keys].sort()));
  let refusing = true;
  api.intercept = (_request, response, url) =>
    refusing && url.searchParams.has('watch') && response.destroy() !== undefined;
  api.endWatches();
  await eventually('no watch', () => api.watches === 0);
  api.put('services', 'a', 'changed', withPort(2));
  api.delete('services', 'a', 'gone');
  api.put('services', 'a', 'new', withPort(3));
  api.compact();
  refusing = false;
  await eventually('a new list', () => api.lists === 2 && batches.length > 0);
  assert.deepEqual(batches, [['Service/a/changed', 'Service/a/gone', 'Service/a/new']]);
  assert.equal(store.get('Service', 'a', 'same'), same);
});

test('410 in the stream of a watch leads to a new list', async () => {
  const { store } = await follow();
  await eventually('a watch', () => api.watches === 1);
  api.send('services', {
    type: 'ERROR',
    object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' },
  });
  await eventually('a new list', () => api.lists === 2);
  api.put('services', 'a', 'one');
  await eventually('events after it', () => names(store).length === 1);
});

test('a server that has gone back in time is listed anew', async () => {
  api.put('services', 'a', 'lost');
  const { store } = await follow();
  await store.whenSynced();
  await eventually('a watch', () => api.watches === 1);
  api.forget(10);
  api.endWatches();
  await eventually('a watch again', () => api.watches === 1 && api.count(/watch=true/) >= 2);
  api.bookmark('services');
  await eventually('a new list', () => api.lists >= 2);
  await eventually('what is lost to be gone', () => names(store).length === 0);
});

test('a version that is too large for the server leads to a new list', async () => {
  await follow();
  await eventually('a watch', () => api.watches === 1);
  api.intercept = (_request, response, url) => {
    if (!url.searchParams.has('watch') || api.lists > 1) return false;
    sendStatus(response, 504, 'Timeout', 'Too large resource version: 100, current: 7');
    return true;
  };
  api.endWatches();
  await eventually('a new list', () => api.lists === 2);
});

test('a token of a page that has expired leads to a list in one piece', async () => {
  for (let index = 0; index < 501; index += 1) api.put('services', 'a', `s${index}`);
  api.intercept = (_request, response, url) => {
    if (!url.searchParams.has('continue')) return false;
    sendStatus(response, 410, 'Expired', 'The provided continue parameter is too old');
    return true;
  };
  const { store } = await follow();
  await store.whenSynced();
  assert.equal(names(store).length, 501);
  assert.deepEqual(api.requests.slice(1, 4), [
    'GET /api/v1/services?limit=500',
    'GET /api/v1/services?limit=500&continue=500',
    'GET /api/v1/services',
  ]);
});

test('objects that are malformed are problems, and their neighbours are followed', async () => {
  api.put('services', 'a', 'bad', { spec: { ports: 'none' } });
  api.put('services', 'a', 'good', withPort(1));
  const { store } = await follow();
  await store.whenSynced();
  assert.deepEqual(names(store), ['good']);
  assert.deepEqual(
    [...store.problems].map(({ object, field }) => [object, field]),
    [[{ kind: 'Service', namespace: 'a', name: 'bad' }, 'spec.ports']],
  );
  await eventually('a watch', () => api.watches === 1);
  api.put('services', 'a', 'bad', withPort(2));
  await eventually('it corrected', () => port(store, 'bad') === 2);
  assert.deepEqual([...store.problems], []);
});

test('a burst of events is one batch', async () => {
  const { store } = await follow();
  await store.whenSynced();
  await eventually('a watch', () => api.watches === 1);
  const batches: number[] = [];
  store.subscribe((keys) => batches.push(keys.size));
  for (let index = 0; index < 50; index += 1) api.put('services', 'a', `s${index}`);
  await eventually('all of them', () => names(store).length === 50);
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(batches.length < 10, `${batches.length} batches for one burst`);
  assert.equal(
    batches.reduce((sum, size) => sum + size, 0),
    50,
  );
});

test('nothing happens after the end', async () => {
  const { store } = await follow();
  await eventually('a watch', () => api.watches === 1);
  for (const stop of stops.splice(0)) await stop();
  await eventually('the watch closed', () => api.watches === 0);
  const asked = api.requests.length;
  api.put('services', 'a', 'late');
  api.cutConnections();
  await api.stop();
  await api.listen(0);
  assert.equal(api.requests.length, asked);
  assert.deepEqual(names(store), []);
});
