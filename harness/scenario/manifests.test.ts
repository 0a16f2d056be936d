import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asServed, ingressManifest, parseManifests, withFields } from './manifests.ts';

const base = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', labels: { app: 'a' } } };

describe('setting fields', () => {
  test('a map is merged into what is there', () => {
    assert.deepEqual(withFields(base, [['metadata.labels', { tier: 'x' }]]).metadata.labels, {
      app: 'a',
      tier: 'x',
    });
  });

  test('a list and a scalar replace what is there', () => {
    const changed = withFields(base, [
      ['spec.ports', [{ port: 1 }]],
      ['spec.ports', [{ port: 2 }]],
      ['spec.type', 'ClusterIP'],
    ]);
    assert.deepEqual(changed.spec, { ports: [{ port: 2 }], type: 'ClusterIP' });
  });

  test('null takes a field away', () => {
    assert.deepEqual(withFields(base, [['metadata.labels.app', null]]).metadata.labels, {});
  });

  test('the manifest itself stays as it was', () => {
    withFields(base, [['metadata.labels', { tier: 'x' }]]);
    assert.deepEqual(base.metadata.labels, { app: 'a' });
  });
});

describe('the Ingress of a description', () => {
  const ingress = {
    namespace: 'n',
    name: 'a',
    host: 'a.example',
    paths: [{ path: '/x', pathType: 'Exact', service: 's', port: 'web' }],
  };

  test('v1 from 1.19 on', () => {
    assert.deepEqual(ingressManifest('1.19', ingress), {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { namespace: 'n', name: 'a' },
      spec: {
        rules: [
          {
            host: 'a.example',
            http: {
              paths: [
                { path: '/x', pathType: 'Exact', backend: { service: { name: 's', port: { name: 'web' } } } },
              ],
            },
          },
        ],
      },
    });
  });

  test('v1beta1 before', () => {
    const { apiVersion, spec } = ingressManifest('1.18', ingress);
    assert.equal(apiVersion, 'networking.k8s.io/v1beta1');
    assert.deepEqual(spec, {
      rules: [
        {
          host: 'a.example',
          http: {
            paths: [{ path: '/x', pathType: 'Exact', backend: { serviceName: 's', servicePort: 'web' } }],
          },
        },
      ],
    });
  });
});

test('all documents of a YAML text are manifests', () => {
  const kinds = parseManifests('kind: A\n---\nkind: B\n').map(({ kind }) => kind);
  assert.deepEqual(kinds, ['A', 'B']);
  assert.throws(() => parseManifests('a: [1'), /does not parse/);
});

describe('an Ingress as the cluster takes it', () => {
  const [v1] = parseManifests(`
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: { name: a }
    spec:
      defaultBackend: { service: { name: one, port: { name: web } } }
      rules:
        - host: a.example
          http:
            paths:
              - { path: /, pathType: Prefix, backend: { service: { name: two, port: { number: 80 } } } }
              - { path: /b, pathType: Prefix, backend: { resource: { kind: Bucket, name: files } } }
        - host: b.example
  `);
  assert.ok(v1);

  test('is v1 wherever there is one', () => {
    assert.equal(asServed('1.19', v1), v1);
  });

  test('is v1beta1 before', () => {
    const { apiVersion, spec } = asServed('1.18', v1);
    assert.equal(apiVersion, 'networking.k8s.io/v1beta1');
    assert.deepEqual(spec, {
      backend: { serviceName: 'one', servicePort: 'web' },
      rules: [
        {
          host: 'a.example',
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { serviceName: 'two', servicePort: 80 } },
              { path: '/b', pathType: 'Prefix', backend: { resource: { kind: 'Bucket', name: 'files' } } },
            ],
          },
        },
        { host: 'b.example' },
      ],
    });
  });

  test('other objects stay as they are', () => {
    assert.equal(asServed('1.14', base), base);
  });
});
