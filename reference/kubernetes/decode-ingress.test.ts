import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decoded } from './decode.fixture.ts';

test('both versions of the same Ingress are the same', () => {
  const paths = (backend: (port: object) => object, pathType: object) => [
    { path: '/bar', ...pathType, backend: backend({ number: 80 }) },
    { path: '/foo', ...pathType, backend: backend({ name: 'web' }) },
  ];
  const spec = (rest: object) => ({
    ingressClassName: 'c',
    tls: [{ hosts: ['h'], secretName: 's' }, {}],
    ...rest,
  });
  const v1 = decoded('Ingress', {
    spec: spec({
      defaultBackend: { service: { name: 'd', port: { number: 8080 } } },
      rules: [
        {
          host: 'h',
          http: { paths: paths((port) => ({ service: { name: 's1', port } }), { pathType: 'Exact' }) },
        },
        { host: 'only' },
      ],
    }),
  });
  const old = (port: object) => ({ serviceName: 's1', servicePort: Object.values(port)[0] });
  const v1beta1 = decoded('Ingress', {
    spec: spec({
      backend: { serviceName: 'd', servicePort: 8080 },
      rules: [
        { host: 'h', http: { paths: paths(old, { pathType: 'Exact' }) } },
        { host: 'only', http: null },
      ],
    }),
  });
  assert.deepEqual(v1beta1, v1);
  assert.deepEqual(v1.rules, [
    {
      host: 'h',
      paths: [
        {
          path: '/bar',
          pathType: 'Exact',
          backend: { kind: 'service', name: 's1', port: { kind: 'number', number: 80 } },
        },
        {
          path: '/foo',
          pathType: 'Exact',
          backend: { kind: 'service', name: 's1', port: { kind: 'name', name: 'web' } },
        },
      ],
    },
    { host: 'only', paths: [] },
  ]);
  assert.deepEqual(v1.tls, [
    { hosts: ['h'], secretName: 's' },
    { hosts: [], secretName: '' },
  ]);
});

test('an Ingress with nothing in it has empty lists', () => {
  const { ingressClassName, defaultBackend, rules, tls, loadBalancer } = decoded('Ingress', { spec: null });
  assert.deepEqual(
    [ingressClassName, defaultBackend, rules, tls, loadBalancer],
    [undefined, undefined, [], [], []],
  );
});

test('a path type that is absent stays undefined, and a path empty', () => {
  const backend = { serviceName: 's', servicePort: 1 };
  const { rules } = decoded('Ingress', { spec: { rules: [{ http: { paths: [{ backend }] } }] } });
  assert.deepEqual(
    rules.map(({ host, paths }) => [host, paths[0]?.path, paths[0]?.pathType]),
    [['', '', undefined]],
  );
});

test('a resource backend is told from a service', () => {
  const { defaultBackend } = decoded('Ingress', {
    spec: { defaultBackend: { resource: { apiGroup: 'k8s.example.com', kind: 'Bucket', name: 'b' } } },
  });
  assert.deepEqual(defaultBackend, {
    kind: 'resource',
    apiGroup: 'k8s.example.com',
    resourceKind: 'Bucket',
    name: 'b',
  });
});

test('addresses of the load balancer are read with their ports', () => {
  const ingress = [
    { ip: '10.0.0.1' },
    { hostname: 'h', ports: [{ port: 80, protocol: 'TCP', error: 'E' }, { port: 443 }] },
  ];
  for (const kind of ['Ingress', 'Service'] as const) {
    assert.deepEqual(decoded(kind, { status: { loadBalancer: { ingress } } }).loadBalancer, [
      { ip: '10.0.0.1' },
      {
        hostname: 'h',
        ports: [
          { port: 80, protocol: 'TCP', error: 'E' },
          { port: 443, protocol: 'TCP' },
        ],
      },
    ]);
  }
});
