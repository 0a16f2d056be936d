import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiServer, startApiServer } from '../../fixtures/api-server/index.ts';
import { type Kubelet, startKubelet } from '../../fixtures/kubelet/index.ts';
import type { ReceivedRequest } from '../../fixtures/pods/index.ts';
import { serviceManifest } from '../scenario/manifests.ts';
import { createImagePods } from './image-pods.ts';
import { connectObjects, type Objects } from './objects.ts';

const image = 'registry.example.com/echo:1';
const app = { namespace: 'shop', name: 'app' };

describe('pods of an image', () => {
  let server: ApiServer;
  let kubelet: Kubelet;
  let objects: Objects;

  before(async () => {
    server = await startApiServer({ version: '1.34' });
    kubelet = await startKubelet({ apiServer: server.url, image });
    objects = connectObjects(server.kubeconfig());
    const ports = [{ name: 'http', port: 80, targetPort: 'port-80' }];
    await objects.apply(serviceManifest({ ...app, ports }));
  });
  after(async () => {
    await kubelet.stop();
    await server.stop();
  });

  test('answer as pods of the harness do, and are ready when they are told to be', async () => {
    const [ready] = await createImagePods(objects, image)(app, 1, true);
    assert.ok(ready);
    const answer = await fetch(`${ready.url}/path`);
    const received: ReceivedRequest = JSON.parse(await answer.text());
    assert.deepEqual(
      [received.pod, received.namespace, received.service, received.target],
      ['app-1', 'shop', 'app', '/path'],
    );
    assert.deepEqual(await readyAddresses(), [new URL(ready.url).hostname]);
    await ready.setReady(false);
    assert.deepEqual(await readyAddresses(), []);
    await ready.setReady(true);
    await ready.withdraw();
    assert.deepEqual(await readyAddresses(), []);
    assert.equal((await fetch(ready.url)).status, 200, 'one that is withdrawn still answers');
    await ready.end();
  });

  test('speak what they are told to, and tell nothing of what they have received', async () => {
    const [pod] = await createImagePods(objects, image)(app, 1, false, { kind: 'grpc' });
    assert.ok(pod);
    assert.deepEqual(await readyAddresses(), []);
    assert.throws(() => pod.received(), /has to require `pod-control`/);
    await pod.die();
  });

  test('are not left behind where they do not come up', async () => {
    await assert.rejects(
      createImagePods(objects, 'registry.example.com/none:1')(app, 1, true),
      /of the image registry\.example\.com\/none:1 does not run: ImagePullBackOff, Back-off pulling/,
    );
    assert.deepEqual(await objects.list({ apiVersion: 'v1', kind: 'Pod' }, ''), []);
  });

  async function readyAddresses(): Promise<readonly string[]> {
    const endpoints = await objects.read({ apiVersion: 'v1', kind: 'Endpoints', ...app });
    const subsets = (endpoints?.subsets ?? []) as readonly { addresses?: readonly { ip: string }[] }[];
    return subsets.flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip));
  }
});
