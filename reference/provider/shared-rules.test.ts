import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { keyOf } from '../kubernetes/objects.ts';
import { buildRuntime } from '../runtime/build.ts';
import { createDeriver } from './deriver.ts';
import { backend, defaultOptions, endpoints, ingress, MemoryStore, path, service } from './testing.ts';

const prefix = 'traefik.ingress.kubernetes.io/router.';

function web(title: string, created: string, annotations: Readonly<Record<string, string>> = {}) {
  return ingress(title, {
    metadata: { creationTimestamp: created, annotations },
    rules: [{ host: 'a.org', paths: [path('/', backend('app'))] }],
  });
}

function appIn(namespace: string) {
  return [service(`${namespace}/app`), endpoints(`${namespace}/app`, ['10.0.0.1'])];
}

const apps = [...appIn('shop'), ...appIn('a'), ...appIn('z')];

/** What the store comes to at each step, from one deriver and one runtime that follow it. */
function follow(store: MemoryStore, httpsEntryPoints: readonly string[] = []) {
  const deriver = createDeriver({ ...defaultOptions, httpsEntryPoints });
  let derivation = deriver.update(store, new Set());
  const build = (previous?: ReturnType<typeof buildRuntime>) =>
    buildRuntime({
      configurations: { kubernetes: derivation.parts },
      entryPoints: ['web'],
      ...(previous && { previous }),
    });
  let runtime = build();
  const facts = { method: 'GET', host: 'a.org', path: '/', query: '', headers: {}, clientAddress: '' };
  return {
    change(...keys: ReturnType<typeof keyOf>[]) {
      derivation = deriver.update(store, new Set(keys));
      runtime = build(runtime);
    },
    served: () => runtime.table('web', false).find(facts)?.service.name,
    told: () =>
      derivation.problems.map(({ object, severity, reason }) => [
        `${object.namespace}/${object.name}`,
        severity,
        reason,
      ]),
  };
}

const told = (younger: string, older: string) => [
  younger,
  'warning',
  `The older Ingress ${older} has the same host, path and priority, and takes the requests in the place of ${younger}.`,
];

suite('a rule that several Ingresses have', () => {
  test('is served by the oldest, whatever the others are called', () => {
    const { served, told: problems } = follow(
      new MemoryStore(web('a/a', '2024-01-02T00:00:00Z'), web('shop/web', '2024-01-01T00:00:00Z'), ...apps),
    );
    assert.equal(served(), 'shop-app-80@kubernetes');
    assert.deepEqual(problems(), [told('a/a', 'shop/web')]);
  });

  test('is served by the one whose namespace and name sort first where they are of one age', () => {
    const now = '2024-01-01T00:00:00Z';
    const { served, told: problems } = follow(
      new MemoryStore(web('z/a', now), web('shop/web', now), ...apps),
    );
    assert.equal(served(), 'shop-app-80@kubernetes');
    assert.deepEqual(problems(), [told('z/a', 'shop/web')]);
  });

  test('goes to the next one when the oldest is gone, and is not taken back', () => {
    const store = new MemoryStore(web('shop/web', '2024-01-01T00:00:00Z'), ...apps);
    const following = follow(store);
    assert.deepEqual(following.told(), []);
    following.change(store.put(web('a/a', '2024-01-02T00:00:00Z')));
    assert.equal(following.served(), 'shop-app-80@kubernetes');
    assert.deepEqual(following.told(), [told('a/a', 'shop/web')]);
    following.change(store.remove(web('shop/web', '')));
    assert.equal(following.served(), 'a-app-80@kubernetes');
    assert.deepEqual(following.told(), []);
    following.change(store.put(web('shop/web', '2024-01-03T00:00:00Z')));
    assert.equal(following.served(), 'a-app-80@kubernetes');
    assert.deepEqual(following.told(), [told('shop/web', 'a/a')]);
  });

  test('follows one that is deleted and created again between two looks at the store', () => {
    const store = new MemoryStore(
      web('shop/web', '2024-01-01T00:00:00Z'),
      web('a/a', '2024-01-02T00:00:00Z'),
      ...apps,
    );
    const following = follow(store);
    following.change(store.put(web('shop/web', '2024-01-03T00:00:00Z')));
    assert.equal(following.served(), 'a-app-80@kubernetes');
    assert.deepEqual(following.told(), [told('shop/web', 'a/a')]);
  });

  for (const [what, older, younger] of [
    ['on other entry points', { entrypoints: 'web' }, { entrypoints: 'other' }],
    ['with another priority', {}, { priority: '100' }],
    ['over TLS alone', {}, { tls: 'true' }],
  ] as const) {
    test(`is shared in peace ${what}`, () => {
      const annotated = (values: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]));
      const { told: problems } = follow(
        new MemoryStore(
          web('shop/web', '2024-01-01T00:00:00Z', annotated(older)),
          web('a/a', '2024-01-02T00:00:00Z', annotated(younger)),
          ...apps,
        ),
      );
      assert.deepEqual(problems(), []);
    });
  }

  for (const [what, older, younger, warned] of [
    ['over TLS that one of the two asks for itself', {}, { tls: 'true' }, true],
    ['there, though both are on others too', { entrypoints: 'web,safe' }, { tls: 'true' }, true],
    ['which one of the two is not on', { entrypoints: 'web' }, { tls: 'true' }, false],
  ] as const) {
    test(`is ${warned ? '' : 'not '}taken on an entry point for HTTPS ${what}`, () => {
      const annotated = (values: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]));
      const { told: problems } = follow(
        new MemoryStore(
          web('shop/web', '2024-01-01T00:00:00Z', annotated(older)),
          web('a/a', '2024-01-02T00:00:00Z', annotated(younger)),
          ...apps,
        ),
        ['safe'],
      );
      assert.deepEqual(problems(), warned ? [told('a/a', 'shop/web')] : []);
    });
  }
});
