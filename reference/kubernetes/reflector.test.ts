import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ApiError } from './api-error.ts';
import type { Timing } from './backoff.ts';
import { createClient, defaultLimits } from './client.ts';
import { chooseConnection } from './connection.ts';
import { ObjectStore } from './object-store.ts';
import { defaultTuning, Reflector, type ReflectorState, type ReflectorTuning } from './reflector.ts';
import type { Scope } from './resources.ts';
import { eventually, ScriptedApi, sendStatus } from './scripted-api.fixture.ts';
import { VersionSource } from './version.ts';

const services: Scope = { kind: 'Service', namespace: undefined };
const ingresses: Scope = { kind: 'Ingress', namespace: undefined };
const classes: Scope = { kind: 'IngressClass', namespace: undefined };

let api: ScriptedApi;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  api = await ScriptedApi.start();
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await api.stop();
});

interface Following {
  readonly store: ObjectStore;
  readonly states: ReflectorState[];
  /** The delays that were asked for, in milliseconds; none of them is waited for. */
  readonly delays: number[];
}

interface Wishes {
  readonly scope?: Scope;
  readonly labelSelector?: string;
  readonly optional?: boolean;
  readonly tuning?: Partial<ReflectorTuning>;
  /** Called in place of waiting. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly now?: () => number;
}

async function follow(wishes: Wishes = {}): Promise<Following> {
  const { scope = services, labelSelector = '', optional = false, tuning, sleep, now = () => 0 } = wishes;
  const connection = await chooseConnection({ endpoint: api.url, token: '', certAuthFilePath: '' }, {});
  const client = createClient(connection, { ...defaultLimits, connectTimeout: 1_000 });
  const store = new ObjectStore([scope]);
  const states: ReflectorState[] = [];
  const delays: number[] = [];
  const timing: Timing = {
    sleep: async (milliseconds, signal) => {
      delays.push(milliseconds);
      await (sleep?.(milliseconds, signal) ?? new Promise((resolve) => setImmediate(resolve)));
      signal.throwIfAborted();
    },
    now,
    random: () => 0.5,
  };
  const ending = new AbortController();
  const running = new Reflector({
    scope,
    labelSelector,
    optional,
    client,
    version: new VersionSource(client, () => {}),
    store,
    timing,
    tuning: { ...defaultTuning, ...tuning },
    report: (_scope, state) => states.push(state),
  }).run(ending.signal);
  stops.push(async () => {
    ending.abort();
    await running;
    store.close();
    await client.close();
  });
  return { store, states, delays };
}

const names = (store: ObjectStore) => [...store.list('Service')].map(({ metadata }) => metadata.name).sort();
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
  await eventually('a new list', () => api.lists === 2);
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
  assert.deepEqual(delays.slice(0, 7), [50, 100, 200, 400, 500, 500, 500]);
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
  assert.equal(delays[before], 50);
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
  assert.deepEqual(delays.slice(0, 6), [50, 100, 200, 400, 500, 500]);
  assert.equal(api.lists, 1);
});

test('a watch that lasted resets the back-off, though nothing happened in it', async () => {
  let clock = 0;
  let lasting = false;
  api.intercept = (_request, response, url) => {
    if (!url.searchParams.has('watch')) return false;
    if (lasting) clock += 60_000;
    response.end();
    return true;
  };
  const { delays } = await follow({
    tuning: { backoffBase: 100, backoffCeiling: 1_000 },
    now: () => clock,
    sleep: async () => {
      lasting = delays.length >= 3;
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  await eventually('five watches', () => delays.length >= 5);
  assert.deepEqual(delays.slice(0, 5), [50, 100, 200, 50, 50]);
});

test('a watch without a byte for longer than the server was asked to hold it is given up', async () => {
  const { store } = await follow({ tuning: { watchSeconds: 0, watchGrace: 50 } });
  await store.whenSynced();
  await eventually('a second watch', () => api.count(/watch=true/) >= 2);
  assert.equal(api.lists, 1);
});

test('an optional scope that is refused is settled as empty, and asked for again slowly', async () => {
  let refusing = true;
  api.put('ingressclasses', '', 'traefik', { spec: { controller: 'traefik.io/ingress-controller' } });
  api.intercept = (_request, response, url) => {
    if (!refusing || url.pathname === '/version') return false;
    sendStatus(response, 403, 'Forbidden', 'ingressclasses is forbidden');
    return true;
  };
  const { store, delays } = await follow({
    scope: classes,
    optional: true,
    tuning: { optionalRetry: 60_000 },
  });
  assert.equal(await store.whenSynced(), true);
  assert.deepEqual([...new Set(delays)], [60_000]);
  refusing = false;
  await eventually('the class', () => store.get('IngressClass', '', 'traefik') !== undefined);
});

test('a scope that is not optional is not settled by a refusal', async () => {
  let refusing = true;
  api.intercept = (_request, response, url) => {
    if (!refusing || url.pathname === '/version') return false;
    sendStatus(response, 403, 'Forbidden', 'services is forbidden');
    return true;
  };
  const { store, states } = await follow();
  await eventually('two tries', () => states.length >= 2);
  assert.equal(store.synced, false);
  refusing = false;
  assert.equal(await store.whenSynced(), true);
});

test('a cluster without IngressClass is not asked for them, until it has been upgraded', async () => {
  api.gitVersion = 'v1.17.9';
  api.put('ingressclasses', '', 'traefik', { spec: { controller: 'traefik.io/ingress-controller' } });
  const { store, states } = await follow({ scope: classes, optional: true });
  await store.whenSynced();
  assert.deepEqual(states[0], { kind: 'absent' });
  assert.equal(api.count(/ingressclasses/), 0);
  api.gitVersion = 'v1.18.0';
  await eventually('the class', () => store.get('IngressClass', '', 'traefik') !== undefined);
  assert.ok(api.requests.includes('GET /apis/networking.k8s.io/v1beta1/ingressclasses?limit=500'));
});

test('a cluster upgraded to where v1beta1 is gone is read in v1, and nothing is lost on the way', async () => {
  api.gitVersion = 'v1.18.20';
  const backend = { serviceName: 's', servicePort: 80 };
  api.put('ingresses', 'a', 'one', { spec: { backend } });
  const { store } = await follow({ scope: ingresses });
  await store.whenSynced();
  await eventually('a watch', () => api.watches === 1);
  const batches: string[][] = [];
  store.subscribe((keys) => batches.push([...keys]));
  const before = store.get('Ingress', 'a', 'one');
  api.gitVersion = 'v1.22.0';
  api.unserved.add('/apis/networking.k8s.io/v1beta1');
  api.cutConnections();
  await eventually('a watch in v1', () => api.count(/\/v1\/ingresses.*watch/) > 0);
  assert.deepEqual(batches, []);
  assert.equal(store.get('Ingress', 'a', 'one'), before);
  api.put('ingresses', 'a', 'two', {
    spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } },
  });
  await eventually('an event', () => store.get('Ingress', 'a', 'two') !== undefined);
});

test('a cluster upgraded to where v1 is served beside v1beta1 is read in v1 from its restart on', async () => {
  api.gitVersion = 'v1.18.20';
  const { store } = await follow({ scope: ingresses });
  await store.whenSynced();
  await eventually('a watch', () => api.watches === 1);
  api.gitVersion = 'v1.19.0';
  api.cutConnections();
  await eventually('a watch in v1', () => api.count(/\/v1\/ingresses.*watch/) > 0);
  assert.equal(api.lists, 1);
});

test('an API version that vanishes without a cut is noticed when the watch ends', async () => {
  api.gitVersion = 'v1.18.20';
  const { store } = await follow({ scope: ingresses });
  await store.whenSynced();
  await eventually('a watch', () => api.watches === 1);
  api.gitVersion = 'v1.22.0';
  api.unserved.add('/apis/networking.k8s.io/v1beta1');
  api.endWatches();
  await eventually('a watch in v1', () => api.count(/\/v1\/ingresses.*watch/) > 0);
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
