import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEmbeddedCluster } from '../cluster/embedded.ts';
import type { ClusterSource } from '../cluster/source.ts';
import { trackObjects } from '../cluster/tracked.ts';
import { reference } from '../implementation/reference.ts';
import { writeConfiguration } from '../implementation/static-configuration.ts';
import { createTrafficClient } from '../traffic/client.ts';
import { clearedParts } from './cleared-parts.ts';
import { ClusterAccess } from './cluster-access.ts';
import { eventually } from './deadline.ts';
import { get, isAnsweredBy } from './expectations.ts';
import { ingressManifest, serviceManifest } from './manifests.ts';

const usual = { version: '1.34', rbac: false, https: false, tokens: undefined };
const app = { namespace: 'default', name: 'app' };
const url = 'http://app.example.com/';

test('a part is given back when the controller serves nothing of it any more', async () => {
  const whole = await startEmbeddedCluster(usual);
  const access = new ClusterAccess(
    async () => whole,
    async () => whole,
  );
  // A change is taken in two seconds after the one before it: a part that did not wait would still be served.
  const configuration = writeConfiguration('flags', {
    providers: { kubernetesIngress: { throttleDuration: '2s' } },
  });
  const running = await reference.start(configuration, await access.surroundings());
  const source: ClusterSource = {
    kind: 'one',
    capabilities: whole.capabilities,
    provide: async () => trackObjects(whole),
    end: async () => {},
  };
  const parts = clearedParts(source, { ...reference, start: async () => running });
  const client = createTrafficClient();
  const address = running.address('web');
  assert.ok(address);
  try {
    const part = await parts.provide(usual);
    await part.apply(serviceManifest({ ...app, ports: [{ name: '', port: 80, targetPort: 80 }] }));
    await part.addPods(app, 1, true);
    const path = { path: '/', pathType: 'Prefix', service: 'app', port: 80 };
    await part.apply(ingressManifest('1.34', { ...app, host: 'app.example.com', paths: [path] }));
    await eventually(
      () => client.exchange(get(url), address),
      (exchange) => isAnsweredBy(exchange, app),
      () => 'It is not served.',
    );
    await part.stop();
    const { outcome } = await client.exchange(get(url), address);
    assert.equal(outcome.kind === 'answer' && outcome.answer.status, 404);
    for (const [apiVersion, kind] of [
      ['networking.k8s.io/v1', 'Ingress'],
      ['v1', 'Service'],
    ] as const) {
      assert.equal(await whole.read({ apiVersion, kind, ...app }), undefined);
    }
  } finally {
    await client.close();
    await running.stop();
    await access.end();
    await whole.stop();
  }
});
