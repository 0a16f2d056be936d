import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleFile, exampleObjects, viewOf } from '../dashboard/example.fixture.ts';
import { backend, endpoints, ingress, path, service } from '../provider/testing.ts';
import { ingressDocument, ingressStatus, ProblemIndex } from './ingress-documents.ts';

const view = await viewOf(exampleObjects(), exampleFile());
const problems = new ProblemIndex(view.problems);

test('an Ingress is served, in part, not at all, or somebody else’s', () => {
  const statuses = view.ingresses.map((ingress) => [
    `${ingress.namespace}/${ingress.name}`,
    ingressStatus(ingress, view, problems),
  ]);
  assert.deepEqual(Object.fromEntries(statuses), {
    'docs/handbook': 'enabled',
    'legacy/intranet': 'ignored',
    'monitoring/grafana': 'disabled',
    'monitoring/prometheus': 'disabled',
    'shop/search': 'warning',
    'shop/storefront': 'enabled',
  });
});

test('a transport that its service misses is told with the Ingress', async () => {
  const objects = [
    service('a/app', ['80'], {
      metadata: { annotations: { 'traefik.ingress.kubernetes.io/service.serverstransport': 'lost@file' } },
    }),
    endpoints('a/app', ['10.0.0.1']),
    ingress('a/app', { rules: [{ host: 'a.com', paths: [path('/', backend('app'), 'Prefix')] }] }),
  ];
  const own = await viewOf(objects);
  const [shown] = own.ingresses;
  assert.ok(shown);
  const found = new ProblemIndex(own.problems).of(shown, own.runtime);
  assert.ok(
    found.some(({ reason }) => reason.includes('lost@file')),
    JSON.stringify(own.problems),
  );
});

test('it is shown with its routers, how they are reached, and what is wrong with it', () => {
  const shown = (wanted: string) => {
    const ingress = view.ingresses.find(({ name }) => name === wanted);
    assert.ok(ingress);
    return JSON.parse(JSON.stringify(ingressDocument(ingress, view, problems)));
  };
  const storefront = shown('storefront');
  assert.deepEqual(storefront.routers[0], {
    name: 'shop-storefront-shop-example-com@kubernetes',
    rule: 'Host(`shop.example.com`) && PathPrefix(`/`)',
    status: 'enabled',
    entryPoints: ['web', 'websecure'],
    schemes: ['http', 'https'],
    service: 'shop-storefront-80@kubernetes',
    servers: 3,
    middlewares: ['security@file'],
  });
  assert.deepEqual(storefront.problems, []);
  assert.deepEqual(storefront.paths[1], {
    host: 'shop.example.com',
    path: '/checkout',
    pathType: 'Prefix',
    backend: 'checkout:80',
  });
  const grafana = shown('grafana');
  assert.equal(grafana.routers[0].status, 'disabled');
  assert.match(grafana.problems[0].reason, /auth@file/);
  assert.match(grafana.problems[0].remedy, /\w/);
  assert.match(shown('intranet').ignored, /nginx/);
});
