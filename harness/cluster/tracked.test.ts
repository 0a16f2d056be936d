import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { request } from 'undici';
import type { Manifest, ObjectReference } from './cluster.ts';
import { type EmbeddedCluster, startEmbeddedCluster } from './embedded.ts';
import { trackObjects } from './tracked.ts';

describe('what is brought through a part of a cluster', () => {
  let cluster: EmbeddedCluster;

  before(async () => {
    cluster = await startEmbeddedCluster({ version: '1.34', rbac: false, https: false, tokens: undefined });
  });
  after(() => cluster.stop());

  const service = (name: string, port = 80): Manifest => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'shop', name },
    spec: { selector: { app: name }, ports: [{ port }] },
  });
  const ingress: Manifest = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { namespace: 'shop', name: 'web' },
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  };
  const serviceNamed = (name: string): ObjectReference => ({
    apiVersion: 'v1',
    kind: 'Service',
    namespace: 'shop',
    name,
  });
  const portOf = async (name: string) =>
    ((await cluster.read(serviceNamed(name)))?.spec as { ports: { port: number }[] } | undefined)?.ports[0]
      ?.port;

  test('goes with it, and nothing else does', async () => {
    await cluster.apply(service('before'));
    const part = trackObjects(cluster);
    await part.apply(service('web'));
    await part.apply({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'mine' },
      spec: { controller: 'example.net/c' },
    });
    const [pod] = await part.addPods({ namespace: 'shop', name: 'web' }, 1, true);
    assert.ok(pod);
    await part.stop();

    assert.equal(await cluster.read(serviceNamed('web')), undefined);
    assert.equal(
      await cluster.read({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', name: 'mine' }),
      undefined,
    );
    assert.equal(
      await cluster.read({ apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: pod.name }),
      undefined,
    );
    await assert.rejects(request(pod.url), { code: 'ECONNREFUSED' });
    assert.equal(await portOf('before'), 80);
  });

  test('is put back where it was replaced, its status too, or deleted', async () => {
    await cluster.apply(service('replaced'));
    await cluster.apply(service('deleted'));
    await cluster.apply(ingress);
    const status = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } };
    await cluster.applyStatus({ ...ingress, status });
    const part = trackObjects(cluster);
    await part.apply(service('replaced', 81));
    await part.apply(service('replaced', 82));
    await part.delete(serviceNamed('deleted'));
    await part.applyStatus({ ...ingress, status: { loadBalancer: {} } });
    await part.stop();

    assert.equal(await portOf('replaced'), 80);
    assert.equal(await portOf('deleted'), 80);
    const live = await cluster.read({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      namespace: 'shop',
      name: 'web',
    });
    assert.deepEqual(live?.status, status);
  });

  test('may be gone already', async () => {
    const part = trackObjects(cluster);
    await part.apply(service('short'));
    await part.delete(serviceNamed('short'));
    await part.apply(service('stolen'));
    await cluster.delete(serviceNamed('stolen'));
    await part.apply(service('manned'));
    const [pod] = await part.addPods({ namespace: 'shop', name: 'manned' }, 1, true);
    await pod?.withdraw();
    await pod?.end();
    await part.stop();
    assert.equal(await cluster.read(serviceNamed('short')), undefined);
  });

  test('leaves Ingresses first, and pods answer until all objects are gone', async () => {
    const order: string[] = [];
    const part = trackObjects({
      ...cluster,
      async delete(reference) {
        order.push(`${reference.kind} ${reference.name}`);
        await cluster.delete(reference);
      },
      async addPods(...args) {
        const pods = await cluster.addPods(...args);
        return pods.map((pod) => ({
          ...pod,
          async withdraw() {
            order.push('withdraw');
            await pod.withdraw();
          },
          async die() {
            order.push('die');
            await pod.die();
          },
        }));
      },
    });
    await part.apply({ ...ingress, metadata: { ...ingress.metadata, name: 'first' } });
    await part.apply(service('first'));
    await part.apply(service('second'));
    await part.addPods({ namespace: 'shop', name: 'first' }, 1, true);
    await part.stop();
    assert.deepEqual(order, ['Ingress first', 'Service second', 'Service first', 'withdraw', 'die']);
  });

  test('stays what it is for those who know more of the cluster', async () => {
    const part = trackObjects(cluster);
    assert.equal(part.url, cluster.url);
    assert.equal(part.kubernetesVersion, '1.34');
  });
});
