import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Manifest } from './cluster.ts';
import { type ClusterNames, classUnderTest, createNames } from './kubeconfig-names.ts';

const byField = () => createNames('1f', { name: 'nginx', by: 'field' });
const byAnnotation = () => createNames('1f', { name: 'nginx', by: 'annotation' });
const annotation = 'kubernetes.io/ingress.class';

test('namespaces and IngressClasses become those of the run, labelled, and are read as they were', () => {
  const names = byField();
  for (const kind of ['Namespace', 'IngressClass']) {
    const manifest: Manifest = { apiVersion: 'v1', kind, metadata: { name: 'shop', labels: { a: 'b' } } };
    const there = names.toCluster(manifest);
    assert.equal(there.metadata.name, 'conformance-1f-shop');
    assert.deepEqual(there.metadata.labels, { a: 'b', ...names.labels });
    assert.deepEqual(names.fromCluster(there), manifest);
    assert.equal(names.reference({ apiVersion: 'v1', kind, name: 'shop' }).name, 'conformance-1f-shop');
  }
});

test('what is in a namespace keeps its name, and its namespace is that of the run', () => {
  const names = byField();
  const secret: Manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls', namespace: 'shop' } };
  const there = names.toCluster(secret);
  assert.deepEqual(there.metadata, { name: 'tls', namespace: 'conformance-1f-shop' });
  assert.deepEqual(names.fromCluster(there), secret);
  assert.equal(
    names.toCluster({ ...secret, metadata: { name: 'tls' } }).metadata.namespace,
    'conformance-1f-default',
  );
});

test('what reaches beyond the run is an error of the suite', () => {
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'all' } };
  assert.throws(() => byField().toCluster(role), /has to require `api-server`/);
});

describe('an Ingress', () => {
  test('without a class gets that of the controller, and is read without one', () => {
    assert.deepEqual(classesOf(byField(), ingress({})), { field: 'nginx', annotation: undefined });
    assert.deepEqual(classesOf(byAnnotation(), ingress({})), { field: undefined, annotation: 'nginx' });
    for (const names of [byField(), byAnnotation()]) {
      assert.deepEqual(names.fromCluster(names.toCluster(ingress({}))), ingress({}));
    }
  });

  test('of a class of the scenario is of that of the run', () => {
    for (const names of [byField(), byAnnotation()]) {
      const own = ingress({ field: 'own' });
      assert.deepEqual(classesOf(names, own), { field: 'conformance-1f-own', annotation: undefined });
      assert.deepEqual(names.fromCluster(names.toCluster(own)), own);
    }
  });

  test('with the annotation gets no class besides', () => {
    const annotated = ingress({ annotation: 'somebody-else' });
    for (const names of [byField(), byAnnotation()]) {
      assert.deepEqual(classesOf(names, annotated), { field: undefined, annotation: 'somebody-else' });
      assert.deepEqual(names.fromCluster(names.toCluster(annotated)), annotated);
    }
  });

  test('is left without a class while the scenario has a default one, unless it is the harness own', () => {
    const names = byField();
    const standard: Manifest = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: {
        name: 'standard',
        annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' },
      },
    };
    names.toCluster(standard);
    assert.deepEqual(classesOf(names, ingress({})), { field: undefined, annotation: undefined });
    assert.equal(classesOf(names, ingress({ field: classUnderTest })).field, 'nginx');
    names.forget({ apiVersion: standard.apiVersion, kind: 'IngressClass', name: 'standard' });
    assert.equal(classesOf(names, ingress({})).field, 'nginx');
  });
});

test('Services lead to ports by name, so that each pod says which of its own is meant', () => {
  const names = byField();
  const ports = [{ port: 80 }, { port: 81, targetPort: 3000 }, { port: 82, targetPort: 'admin' }];
  const service: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'app', namespace: 'default' },
    spec: { ports },
  };
  const there = names.toCluster(service);
  assert.deepEqual(targetsOf(there), ['port-80', 'port-3000', 'admin']);
  assert.deepEqual(targetsOf(names.fromCluster(there)), [80, 3000, 'admin']);
});

function ingress({
  field,
  annotation: value,
}: {
  readonly field?: string;
  readonly annotation?: string;
}): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: 'app',
      namespace: 'default',
      annotations: value === undefined ? {} : { [annotation]: value },
    },
    spec: field === undefined ? { rules: [] } : { rules: [], ingressClassName: field },
  };
}

function classesOf(names: ClusterNames, manifest: Manifest) {
  const there = names.toCluster(manifest);
  return {
    field: (there.spec as { readonly ingressClassName?: string }).ingressClassName,
    annotation: there.metadata.annotations?.[annotation],
  };
}

function targetsOf({ spec }: Manifest): readonly unknown[] {
  const { ports } = spec as { readonly ports: readonly { readonly targetPort?: unknown }[] };
  return ports.map(({ targetPort }) => targetPort);
}
