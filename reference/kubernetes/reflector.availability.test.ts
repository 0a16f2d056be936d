import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type Following, followScope, ingressClasses, ingresses, type Wishes } from './reflector.fixture.ts';
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

test('an optional scope that is refused is settled as empty, and asked for again slowly', async () => {
  let refusing = true;
  api.put('ingressclasses', '', 'traefik', { spec: { controller: 'traefik.io/ingress-controller' } });
  api.intercept = (_request, response, url) => {
    if (!refusing || url.pathname === '/version') return false;
    sendStatus(response, 403, 'Forbidden', 'ingressclasses is forbidden');
    return true;
  };
  const { store, delays } = await follow({
    scope: ingressClasses,
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
  const { store, states } = await follow({ scope: ingressClasses, optional: true });
  await store.whenSynced();
  assert.deepEqual(states[0], { kind: 'absent' });
  assert.equal(api.count(/ingressclasses/), 0);
  api.gitVersion = 'v1.18.0';
  await eventually('the class', () => store.get('IngressClass', '', 'traefik') !== undefined);
  assert.ok(api.requests.includes('GET /apis/networking.k8s.io/v1beta1/ingressclasses?limit=500'));
});

test('a cluster that is known to have been upgraded is asked for IngressClasses at once', async () => {
  api.gitVersion = 'v1.17.9';
  api.put('ingressclasses', '', 'traefik', { spec: { controller: 'traefik.io/ingress-controller' } });
  const { store, version } = await follow({
    scope: ingressClasses,
    optional: true,
    // No time goes by but that of being woken.
    sleep: (milliseconds, signal) =>
      milliseconds === 0
        ? Promise.resolve()
        : new Promise((_, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
          ),
  });
  await store.whenSynced();
  api.gitVersion = 'v1.18.0';
  await version.refresh();
  await eventually('the class', () => store.get('IngressClass', '', 'traefik') !== undefined);
});

test('a kind that goes with a downgrade and comes back with an upgrade is listed again', async () => {
  const beta = '/apis/networking.k8s.io/v1beta1/ingressclasses';
  api.gitVersion = 'v1.18.0';
  api.put('ingressclasses', '', 'traefik', { spec: { controller: 'traefik.io/ingress-controller' } });
  const { store } = await follow({ scope: ingressClasses, optional: true });
  const held = () => store.get('IngressClass', '', 'traefik') !== undefined;
  await eventually('the class', () => held() && api.watches === 1);
  api.gitVersion = 'v1.17.0';
  api.unserved.add(beta);
  api.cutConnections();
  await eventually('no class', () => !held());
  api.gitVersion = 'v1.18.0';
  api.unserved.delete(beta);
  await eventually('the class again', held);
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
