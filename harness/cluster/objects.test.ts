import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiServer, startApiServer } from '../../fixtures/api-server/index.ts';
import { ClusterError, type Manifest } from './cluster.ts';
import { connectObjects, type Objects, withFreshRead } from './objects.ts';

describe('objects of a cluster', () => {
  let server: ApiServer;
  let objects: Objects;

  before(async () => {
    server = await startApiServer({ version: '1.34' });
    objects = connectObjects(server.kubeconfig());
  });
  after(() => server.stop());

  const service = (port: number): Manifest => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'shop', name: 'app' },
    spec: { ports: [{ port }] },
  });
  const reference = { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'app' };
  const portOf = (manifest: Manifest | undefined) =>
    (manifest?.spec as { ports: { port: number }[] } | undefined)?.ports[0]?.port;

  test('are created in a namespace that is missing, replaced, and deleted', async () => {
    await objects.apply(service(80));
    assert.equal(portOf(await objects.read(reference)), 80);
    await objects.apply(service(81));
    assert.equal(portOf(await objects.read(reference)), 81);
    await objects.delete(reference);
    assert.equal(await objects.read(reference), undefined);
  });

  test('are replaced only as they were read', async () => {
    await objects.apply(service(80));
    const read = await objects.read(reference);
    assert.ok(read);
    await objects.apply(service(81));
    await assert.rejects(
      objects.apply(read),
      (error) => error instanceof ClusterError && error.status === 409,
    );
  });

  test('that the cluster refuses are errors which say what and why', async () => {
    await assert.rejects(objects.apply(service(0)), {
      name: 'ClusterError',
      status: 422,
      message: /^The cluster refused to (create|replace) Service shop\/app \(v1\): 422 .*ports/,
    });
    await assert.rejects(objects.apply({ ...service(80), kind: 'Serv' }), {
      name: 'ClusterError',
      message: 'The cluster does not serve Serv of v1.',
    });
  });
});

describe('what reads and replaces', () => {
  const conflict = new ClusterError('changed meanwhile', 409);

  test('is tried again where the object changed in between', async () => {
    let tries = 0;
    const done = await withFreshRead(async () => {
      tries += 1;
      if (tries < 3) throw conflict;
      return 'done';
    });
    assert.deepEqual([done, tries], ['done', 3]);
  });

  test('is not tried for ever, and not for another reason', async () => {
    let tries = 0;
    const failing = (error: ClusterError) => async () => {
      tries += 1;
      throw error;
    };
    await assert.rejects(withFreshRead(failing(conflict)), conflict);
    assert.equal(tries, 6);
    const refused = new ClusterError('refused', 422);
    await assert.rejects(withFreshRead(failing(refused)), refused);
    assert.equal(tries, 7);
  });
});
