import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objects.ts';
import { createDeriver, derive } from './deriver.ts';
import {
  backend,
  defaultOptions,
  endpoints,
  ingress,
  ingressClass,
  MemoryStore,
  path,
  secret,
  service,
} from './testing.ts';

const authority = await createCertificateAuthority();
const tls = await issue();

async function issue() {
  const { certificate, privateKey } = await authority.issue({ hosts: ['a.org'] });
  return { 'tls.crt': certificate, 'tls.key': privateKey };
}

suite('what a change costs', () => {
  const count = 10_000;
  const ingressAt = (n: number, text = '/') =>
    ingress(`team/app-${n}`, {
      ingressClassName: n === 7 ? 'late' : undefined,
      rules: [{ host: `app-${n}.example.com`, paths: [path(text, backend(`pods-${n}`))] }],
      tls: n === 8 ? [{ hosts: [], secretName: 'late' }] : [],
    });
  const store = new MemoryStore();
  for (let n = 0; n < count; n++) {
    store.put(ingressAt(n));
    store.put(service(`team/pods-${n}`));
    store.put(endpoints(`team/pods-${n}`, ['10.0.0.1']));
  }
  const deriver = createDeriver(defaultOptions);
  let parts = deriver.update(store, new Set()).parts;

  /** How many Ingresses were derived, and how many parts are new. */
  function costOf(...changed: readonly ObjectKey[]) {
    const before = deriver.derivations;
    const known = new Set(parts);
    parts = deriver.update(store, new Set(changed)).parts;
    return {
      derived: deriver.derivations - before,
      newParts: parts.filter((part) => !known.has(part)).length,
    };
  }

  test('at first every Ingress is derived once', () => {
    assert.equal(deriver.derivations, count);
  });

  for (const [title, change, cost] of [
    ['an Ingress that is different', () => store.put(ingressAt(5_000, '/x')), [1, 1]],
    [
      'an Ingress that is new, with its Service already there',
      () => store.put(ingressAt(5_000, '/y')),
      [1, 1],
    ],
    ['an Ingress of which the status alone is different', () => store.put(ingressAt(5_000, '/y')), [1, 0]],
    ['an Ingress that is gone', () => store.remove(ingressAt(4_000)), [0, 0]],
    ['a pod that is new', () => store.put(endpoints('team/pods-1', ['10.0.0.1', '10.0.0.2'])), [0, 1]],
    ['Endpoints that are written again', () => store.put(endpoints('team/pods-2', ['10.0.0.1'])), [0, 0]],
    ['the last pod that goes', () => store.put(endpoints('team/pods-3', [])), [1, 0]],
    ['the first pod that comes', () => store.put(endpoints('team/pods-3', ['10.0.0.1'])), [1, 2]],
    ['a Service that is gone', () => store.remove(service('team/pods-4')), [1, 0]],
    ['a Service that was missing', () => store.put(service('team/pods-4')), [1, 2]],
    ['an IngressClass that was missing', () => store.put(ingressClass('late')), [1, 2]],
    ['a Secret that was missing', () => store.put(secret('team/late', tls)), [1, 1]],
    ['an Ingress that reads a Secret no more', () => store.put({ ...ingressAt(8), tls: [] }), [1, 1]],
    ['that Secret', () => store.remove(secret('team/late', {})), [0, 0]],
    ['an object that nobody reads', () => store.put(secret('team/other', {})), [0, 0]],
  ] as const) {
    test(`${title}: ${cost[0]} derived, ${cost[1]} new parts`, () => {
      const { derived, newParts } = costOf(change());
      assert.deepEqual([derived, newParts], cost);
    });
  }
});

test('after any changes the derivation is the one made from scratch', () => {
  const namespace = fc.constantFrom('a', 'a-b');
  const name = fc.constantFrom('c', 'b-c');
  const title = fc.tuple(namespace, name).map((names) => names.join('/'));
  const created = fc.constantFrom('2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z', '2024-01-03T00:00:00Z');
  const target = fc.tuple(name, fc.constantFrom(80, 'web')).map(([service, port]) => backend(service, port));
  const object: fc.Arbitrary<KubernetesObject> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .record({
          title,
          creationTimestamp: created,
          ingressClassName: fc.constantFrom(undefined, undefined, 'ours'),
          defaultBackend: fc.option(target, { nil: undefined, freq: 2 }),
          paths: fc.array(fc.tuple(fc.constantFrom('', '/', '/x'), target), { maxLength: 3 }),
          secretName: fc.constantFrom('', '', 'cert'),
        })
        .map(({ title, creationTimestamp, paths, secretName, ...rest }) =>
          ingress(title, {
            ...rest,
            metadata: { creationTimestamp },
            rules:
              paths.length === 0 ? [] : [{ host: 'x.org', paths: paths.map(([text, to]) => path(text, to)) }],
            tls: [{ hosts: [], secretName }],
          }),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(title, created, fc.constantFrom(['web:80'], ['80'], ['web:81']))
        .map(([title, creationTimestamp, ports]) =>
          service(title, ports, { metadata: { creationTimestamp } }),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(title, fc.subarray(['10.0.0.1', '10.0.0.2']), fc.constantFrom(['web:8080'], ['8080']))
        .map(([title, addresses, ports]) => endpoints(title, addresses, ports)),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('traefik.io/ingress-controller', 'other')
        .map((by) => ingressClass('ours', by)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(namespace, fc.constantFrom('', tls['tls.key']))
        .map(([space, key]) => secret(`${space}/cert`, { ...tls, 'tls.key': key })),
    },
  );
  // Most changes are then to something that is served.
  const everything = ['a/c', 'a/b-c', 'a-b/c', 'a-b/b-c'].flatMap((title) => [
    ingress(title, {
      rules: [{ host: 'x.org', paths: [path('/', backend(title.split('/')[1] ?? '', 80))] }],
    }),
    service(title, ['web:80']),
    endpoints(title, ['10.0.0.1'], ['web:8080']),
  ]);
  const batch = fc.array(fc.tuple(object, fc.constantFrom(false, false, true)), { maxLength: 4 });
  let served = 0;
  let renamed = 0;
  fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 12 }), (batches) => {
      const store = new MemoryStore(...everything);
      const deriver = createDeriver(defaultOptions);
      deriver.update(store, new Set());
      for (const changes of batches) {
        const keys = changes.map(([changed, remove]) =>
          remove ? store.remove(changed) : store.put(changed),
        );
        const incremental = deriver.update(store, new Set(keys));
        const scratch = derive(store, defaultOptions);
        assert.deepEqual(incremental.configuration.http, scratch.configuration.http);
        assert.deepEqual(
          sorted(incremental.configuration.tls.certificates),
          sorted(scratch.configuration.tls.certificates),
        );
        for (const list of ['problems', 'processed', 'unprocessed'] as const) {
          assert.deepEqual(sorted(incremental[list]), sorted(scratch[list]));
        }
        const routers = Object.keys(scratch.configuration.http.routers);
        served += routers.length;
        renamed += routers.filter((router) => router.includes('~')).length;
      }
    }),
    { numRuns: 400 },
  );
  assert.ok(served > 500 && renamed > 50, `only ${served} routers, ${renamed} of them with a suffix`);
});

function sorted(list: readonly unknown[]): string[] {
  return list.map((entry) => JSON.stringify(entry)).sort();
}
