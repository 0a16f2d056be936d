import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decoded } from './decode.fixture.ts';
import { decode, identify } from './decode.ts';
import type { Kind, KubernetesObject } from './objects.ts';

function malformed(kind: Kind, raw: object) {
  const result = decode(kind, { metadata: { namespace: 'a', name: 'x', resourceVersion: '1' }, ...raw });
  assert.ok(result.kind === 'malformed', JSON.stringify(result));
  return result.problem;
}

test('the metadata that is needed is kept, and no more', () => {
  const { metadata } = decoded('Ingress', {
    metadata: {
      namespace: 'a',
      name: 'x',
      uid: 'u',
      resourceVersion: '7',
      creationTimestamp: '2024-01-01T00:00:00Z',
      labels: { l: '1' },
      annotations: { n: '2', 'kubectl.kubernetes.io/last-applied-configuration': '{"much":"text"}' },
      managedFields: [{ manager: 'kubectl' }],
      generation: 3,
      ownerReferences: [],
    },
  });
  assert.deepEqual(metadata, {
    namespace: 'a',
    name: 'x',
    uid: 'u',
    resourceVersion: '7',
    creationTimestamp: '2024-01-01T00:00:00Z',
    labels: { l: '1' },
    annotations: { n: '2' },
  });
});

test('an IngressClass has a controller', () => {
  assert.equal(
    decoded('IngressClass', { spec: { controller: 'example.com/c' } }).controller,
    'example.com/c',
  );
  assert.equal(decoded('IngressClass', {}).controller, '');
});

test('what a Service leaves out has Kubernetes’ defaults', () => {
  const { type, clusterIP, externalName, ports } = decoded('Service', {
    spec: {
      ports: [
        { port: 80 },
        { name: 'w', port: 81, targetPort: 'http', protocol: 'UDP' },
        { port: 82, targetPort: 0 },
      ],
    },
  });
  assert.deepEqual([type, clusterIP, externalName], ['ClusterIP', '', '']);
  assert.deepEqual(ports, [
    { name: '', port: 80, targetPort: { kind: 'number', number: 80 }, protocol: 'TCP' },
    { name: 'w', port: 81, targetPort: { kind: 'name', name: 'http' }, protocol: 'UDP' },
    { name: '', port: 82, targetPort: { kind: 'number', number: 82 }, protocol: 'TCP' },
  ]);
});

test('an ExternalName Service keeps its name', () => {
  const { type, externalName } = decoded('Service', {
    spec: { type: 'ExternalName', externalName: 'e.example' },
  });
  assert.deepEqual([type, externalName], ['ExternalName', 'e.example']);
});

test('only ready addresses of Endpoints are kept, and no annotations, which change all the time', () => {
  const { metadata, subsets } = decoded('Endpoints', {
    metadata: {
      namespace: 'a',
      name: 'x',
      resourceVersion: '1',
      labels: { a: 'b' },
      annotations: { leader: 'me' },
    },
    subsets: [
      {
        addresses: [{ ip: '10.0.0.1', nodeName: 'n' }],
        notReadyAddresses: [{ ip: '10.0.0.2' }],
        ports: [{ port: 8080 }],
      },
      { notReadyAddresses: [{ ip: '10.0.0.3' }] },
    ],
  });
  assert.deepEqual([metadata.labels, metadata.annotations], [{}, {}]);
  assert.deepEqual(subsets, [
    { addresses: ['10.0.0.1'], ports: [{ name: '', port: 8080, protocol: 'TCP' }] },
    { addresses: [], ports: [] },
  ]);
});

test('of a Secret, nothing but certificate and key is held', () => {
  const secret = decoded('Secret', {
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': 'QQ==', 'tls.key': 'Qg==', password: 'aHVudGVyMg==' },
  });
  assert.deepEqual(
    [secret.type, secret.data],
    ['kubernetes.io/tls', { 'tls.crt': 'QQ==', 'tls.key': 'Qg==' }],
  );
  assert.deepEqual(decoded('Secret', {}).data, {});
});

for (const [kind, raw, field] of [
  ['Ingress', { spec: 'text' }, 'spec'],
  ['Ingress', { spec: { rules: {} } }, 'spec.rules'],
  ['Ingress', { spec: { rules: [{ http: { paths: [{ path: 7 }] } }] } }, 'spec.rules[0].http.paths[0].path'],
  [
    'Ingress',
    { spec: { rules: [{ http: { paths: [{}] } }] } },
    'spec.rules[0].http.paths[0].backend.serviceName',
  ],
  [
    'Ingress',
    { spec: { defaultBackend: { service: { name: 's' } } } },
    'spec.defaultBackend.service.port.number',
  ],
  [
    'Ingress',
    { spec: { defaultBackend: { service: { name: 's', port: { number: 70_000 } } } } },
    'spec.defaultBackend.service.port.number',
  ],
  [
    'Ingress',
    { spec: { rules: [{ http: { paths: [{ pathType: 'Regex' }] } }] } },
    'spec.rules[0].http.paths[0].pathType',
  ],
  ['Ingress', { status: { loadBalancer: { ingress: [3] } } }, 'status.loadBalancer.ingress[0]'],
  ['Service', { spec: { type: 'Odd' } }, 'spec.type'],
  ['Service', { spec: { ports: [{ port: '80' }] } }, 'spec.ports[0].port'],
  ['Endpoints', { subsets: [{ addresses: [{}] }] }, 'subsets[0].addresses[0].ip'],
  ['Secret', { data: { 'tls.crt': 5 } }, 'data.tls.crt'],
  [
    'IngressClass',
    { metadata: { name: 'x', resourceVersion: '1', annotations: { a: 1 } } },
    'metadata.annotations.a',
  ],
] as const) {
  test(`a ${kind} with a wrong ${field} is a problem that names the field`, () => {
    const problem = malformed(kind, raw);
    assert.equal(problem.field, field);
    assert.equal(problem.severity, 'error');
    assert.deepEqual(problem.object.name, 'x');
    assert.ok(problem.reason.startsWith(`${field} is not `));
  });
}

test('a problem with a Secret shows nothing of it', () => {
  const problem = malformed('Secret', { data: { 'tls.key': ['hunter2'] } });
  assert.ok(!JSON.stringify(problem).includes('hunter2'));
});

test('keys that are special to JavaScript are keys like any other', () => {
  const raw = JSON.parse(
    '{"metadata":{"name":"x","resourceVersion":"1","labels":{"__proto__":"a","constructor":"b"}}}',
  );
  const { labels } = decoded('Service', raw as object).metadata;
  assert.deepEqual(Object.entries(labels), [
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
  assert.equal(Object.getPrototypeOf(labels), Object.prototype);
});

test('an object is identified only by a name and a version', () => {
  const identity = { namespace: '', name: 'x', uid: '', resourceVersion: '1' };
  assert.deepEqual(identify({ metadata: { name: 'x', resourceVersion: '1' } }), identity);
  for (const raw of [
    null,
    'text',
    [],
    {},
    { metadata: { name: 'x' } },
    { metadata: { resourceVersion: '1' } },
  ]) {
    assert.equal(identify(raw), undefined);
  }
});

test('whatever is sent, decoding gives an object that is frozen through and through, or a problem', () => {
  const kinds: Kind[] = ['Ingress', 'IngressClass', 'Service', 'Endpoints', 'Secret'];
  const key = fc.constantFrom(
    ...[
      'spec',
      'rules',
      'http',
      'paths',
      'backend',
      'service',
      'port',
      'name',
      'number',
      'tls',
      'hosts',
      'data',
      'subsets',
    ],
    ...[
      'addresses',
      'ports',
      'ip',
      'status',
      'loadBalancer',
      'ingress',
      'targetPort',
      'resource',
      'kind',
      '__proto__',
    ],
  );
  const { any } = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.oneof(fc.string(), fc.integer({ min: -1, max: 90 }), fc.boolean(), fc.constant(null)),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(key, tie('any'), { maxKeys: 4 }),
    ),
  }));
  let objects = 0;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.dictionary(key, any, { maxKeys: 4 }), (kind, rest) => {
      const result = decode(kind, { ...rest, metadata: { name: 'x', resourceVersion: '1' } });
      if (result.kind === 'object') {
        objects += 1;
        assertFrozen(result.object);
      }
    }),
    { numRuns: 2_000 },
  );
  assert.ok(objects > 100);
});

function assertFrozen(object: KubernetesObject | object): void {
  assert.ok(Object.isFrozen(object));
  for (const member of Object.values(object)) {
    if (typeof member === 'object' && member !== null) assertFrozen(member);
  }
}
