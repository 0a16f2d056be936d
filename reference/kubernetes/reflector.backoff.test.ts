import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, test } from 'node:test';
import { ApiError } from './api-error.ts';
import { type Following, followScope, names, type Wishes } from './reflector.fixture.ts';
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

test('errors are retried with a delay whose bound doubles up to a ceiling, and what is held stays', async () => {
  api.put('services', 'a', 'one');
  let failing = false;
  api.intercept = (_request, response, url) => {
    if (!failing || url.pathname === '/version') return false;
    sendStatus(response, 500, 'InternalError', 'etcd is not well');
    return true;
  };
  const { store, delays, states } = await follow({ tuning: { backoffBase: 100, backoffCeiling: 1_000 } });
  await store.whenSynced();
  await eventually('a watch', () => api.watches === 1);
  failing = true;
  api.endWatches();
  await eventually('seven tries', () => delays.length >= 7);
  assert.deepEqual(delays.slice(0, 7), [75, 150, 300, 600, 750, 750, 750]);
  assert.deepEqual(names(store), ['one']);
  const state = states.at(-1);
  assert.ok(state?.kind === 'failing' && state.error instanceof ApiError);
  assert.match(
    state.error.message,
    /^GET \/api\/v1\/services \(watch\): 500 InternalError etcd is not well$/,
  );
  failing = false;
  await eventually('the watch again', () => api.watches === 1);
  api.put('services', 'a', 'two');
  await eventually('the event', () => names(store).length === 2);
  const before = delays.length;
  api.endWatches();
  await eventually('a try after success', () => delays.length > before);
  assert.equal(delays[before], 75);
  assert.equal(api.lists, 1);
});

test('Retry-After is obeyed', async () => {
  api.intercept = (_request, response, url) => {
    if (url.pathname === '/version' || api.lists > 1) return false;
    response.setHeader('retry-after', '7');
    sendStatus(response, 429, 'TooManyRequests', 'busy');
    return true;
  };
  const { store, delays } = await follow();
  await store.whenSynced();
  assert.deepEqual(delays, [7_000]);
});

test('a server that ends each watch at once, with or without bookmarks, is asked less and less often', async () => {
  api.intercept = (_request, response, url) => {
    if (!url.searchParams.has('watch')) return false;
    response.end(
      `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '100' } } })}\n`,
    );
    return true;
  };
  const { delays } = await follow({ tuning: { backoffBase: 100, backoffCeiling: 1_000 } });
  await eventually('six watches', () => delays.length >= 6);
  assert.deepEqual(delays.slice(0, 6), [75, 150, 300, 600, 750, 750]);
  assert.equal(api.lists, 1);
});

test('a watch that lasted resets the back-off, though nothing happened in it', async () => {
  let clock = 0;
  const accepted: ServerResponse[] = [];
  api.intercept = (_request, response, url) => {
    if (!url.searchParams.has('watch')) return false;
    response.flushHeaders();
    accepted.push(response);
    return true;
  };
  const { delays, states } = await follow({
    tuning: { backoffBase: 100, backoffCeiling: 1_000 },
    now: () => clock,
  });
  for (let watch = 1; watch <= 5; watch += 1) {
    // One state is that of the list.
    await eventually('the watch', () => states.length === watch + 1);
    if (watch > 3) clock += 60_000;
    accepted.at(-1)?.end();
  }
  await eventually('five watches', () => delays.length >= 5);
  assert.deepEqual(delays.slice(0, 5), [75, 150, 300, 75, 75]);
});

test('a try that took long and failed does not reset the back-off', async () => {
  let clock = 0;
  api.intercept = (_request, response, url) => {
    if (!url.searchParams.has('watch')) return false;
    clock += 60_000;
    response.destroy();
    return true;
  };
  const { delays } = await follow({
    tuning: { backoffBase: 100, backoffCeiling: 1_000 },
    now: () => clock,
  });
  await eventually('four tries', () => delays.length >= 4);
  assert.deepEqual(delays.slice(0, 4), [75, 150, 300, 600]);
});

test('of a server that sends bookmarks all the while, a watch without one for long is given up', async () => {
  await follow({ tuning: { bookmarkGrace: 50 } });
  await eventually('a watch', () => api.watches === 1);
  api.bookmark('services');
  api.bookmark('services');
  api.endWatches();
  await eventually('a third watch', () => api.count(/watch=true/) >= 3);
  assert.equal(api.lists, 1);
});

test('a watch without a byte for longer than the server was asked to hold it is given up', async () => {
  const { store } = await follow({ tuning: { watchSeconds: 0, watchGrace: 50 } });
  await store.whenSynced();
  await eventually('a second watch', () => api.count(/watch=true/) >= 2);
  assert.equal(api.lists, 1);
});

test('a server that is down at the start, and later, is waited for', async () => {
  const { port: at } = api;
  const following = follow();
  await api.stop();
  const { store, states } = await following;
  await eventually('a failure', () => states.at(-1)?.kind === 'failing');
  assert.equal(store.synced, false);
  await api.listen(at);
  await store.whenSynced();
  await eventually('a watch', () => api.watches === 1);
  await api.stop();
  await eventually('another failure', () => states.at(-1)?.kind === 'failing');
  await api.listen(at);
  await eventually('the watch again', () => api.watches === 1);
  assert.equal(api.lists, 1);
});
