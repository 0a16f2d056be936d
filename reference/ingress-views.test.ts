import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ingressViews } from './ingress-views.ts';
import { derive } from './provider/deriver.ts';
import {
  backend,
  defaultOptions,
  endpoints,
  ingress,
  MemoryStore,
  path,
  service,
} from './provider/testing.ts';

const store = new MemoryStore(
  service('web'),
  endpoints('web', ['10.0.0.1']),
  ingress('shop', {
    metadata: { annotations: { 'kubernetes.io/ingress.class': 'traefik' } },
    rules: [
      { host: 'a.com', paths: [path('/x', backend('web'), 'Exact'), path('/y', backend('gone'), 'Prefix')] },
    ],
    tls: [{ hosts: ['a.com'], secretName: 'cert' }],
    loadBalancer: [{ ip: '192.0.2.1' }, { hostname: 'lb.example.net' }],
  }),
  ingress('all', { defaultBackend: backend('web', 'http') }),
  ingress('zoo', { defaultBackend: backend('web') }),
  ingress('other', { metadata: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } } }),
);

test('every Ingress is shown with what was made of it', () => {
  const derivation = derive(store, defaultOptions);
  const views = ingressViews(derivation);
  assert.deepEqual(
    views.map(({ name }) => name),
    ['all', 'other', 'shop', 'zoo'],
  );
  const [all, other, shop, zoo] = views;
  assert.deepEqual(shop, {
    namespace: 'default',
    name: 'shop',
    created: '2024-01-01T00:00:00Z',
    class: 'traefik',
    paths: [
      { host: 'a.com', path: '/x', pathType: 'Exact', backend: 'web:80', service: 'web' },
      { host: 'a.com', path: '/y', pathType: 'Prefix', backend: 'gone:80', service: 'gone' },
    ],
    tls: [{ hosts: ['a.com'], secretName: 'cert' }],
    addresses: ['192.0.2.1', 'lb.example.net'],
    routers: ['default-shop-a-com-x@kubernetes'],
    ignored: undefined,
  });
  assert.deepEqual(all?.routers, []);
  assert.deepEqual(all?.paths[0]?.backend, 'web:http');
  assert.deepEqual(zoo?.routers, []);
  assert.match(other?.ignored ?? '', /nginx/);
  assert.equal(ingressViews(derivation), views, 'made once');
});

test('the default router is of the Ingress that has it', () => {
  const only = new MemoryStore(
    service('web'),
    endpoints('web', ['10.0.0.1']),
    ingress('zoo', { defaultBackend: backend('web') }),
  );
  const [zoo] = ingressViews(derive(only, defaultOptions));
  assert.deepEqual(zoo?.routers, ['default-router@kubernetes']);
});
