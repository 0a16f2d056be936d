/** Starts the reference with what the manifests give it: arguments, rights, and a pod's environment. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { portMapAnnotation, startApiServer } from '../fixtures/api-server/index.ts';
import type { Manifest } from '../harness/cluster/cluster.ts';
import { connectObjects, harnessUserAgent, type Objects } from '../harness/cluster/objects.ts';
import { start } from '../reference/index.ts';

const text = await readFile(new URL('./kubernetes.yaml', import.meta.url), 'utf8');
const manifests: readonly Manifest[] = parseAllDocuments(text).map((document) => document.toJS());

const endings: (() => Promise<unknown>)[] = [];
after(async () => {
  for (const end of endings.reverse()) await end();
});

test('the rights that the manifests grant are enough, and none is asked for in vain', async () => {
  const user = `system:serviceaccount:ingress-reference:${manifestOf('ServiceAccount').metadata.name}`;
  const server = await startApiServer({
    version: '1.34',
    https: true,
    authorization: 'RBAC',
    authentication: { tokens: [{ token: 'of-the-pod', user }] },
  });
  endings.push(() => server.stop());
  const objects = connectObjects(server.kubeconfig());
  for (const manifest of manifests) if (manifest.kind !== 'Deployment') await objects.apply(manifest);
  await objects.applyStatus({
    ...manifestOf('Service'),
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } },
  });
  await createApplication(objects);

  const addresses = await startInPod(server.httpsUrl ?? '', server.caCertificate ?? '');
  await until(async () => {
    const ingress = await objects.read({ apiVersion, kind: 'Ingress', namespace: 'default', name: 'app' });
    return JSON.stringify(ingress?.status).includes('203.0.113.7');
  });
  assert.equal(await bodyOf(`http://127.0.0.1:${addresses.get('web')?.port}/`), 'the application');
  assert.equal(await bodyOf(`http://127.0.0.1:${addresses.get('traefik')?.port}/ping`), 'OK');

  const refused = server.requests
    .entries()
    .filter(({ code, userAgent }) => userAgent !== harnessUserAgent && code === 403);
  assert.deepEqual(
    refused.map(({ path }) => path),
    [],
  );
});

test('probes, Service and pod security name what the container has', () => {
  const pod = podSpec();
  const [container] = pod.containers;
  assert.ok(container !== undefined);
  const ports = container.ports.map(({ name, containerPort }) => [name, containerPort]);
  const listening = container.args.flatMap((argument) => {
    const [, name, port] = /^--entrypoints\.(\w+)\.address=:(\d+)$/.exec(argument) ?? [];
    return name === undefined ? [] : [[name, Number(port)]];
  });
  assert.deepEqual(ports, listening);
  const targets = (manifestOf('Service').spec as { ports: { targetPort: string }[] }).ports;
  for (const { targetPort } of targets) assert.ok(ports.some(([name]) => name === targetPort));
  for (const probe of [container.readinessProbe, container.livenessProbe]) {
    assert.deepEqual(probe.httpGet, { path: '/ping', port: 'traefik' });
  }
  assert.equal(pod.securityContext.runAsNonRoot, true);
  assert.deepEqual(container.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

const apiVersion = 'networking.k8s.io/v1';

interface PodSpec {
  readonly securityContext: { readonly runAsNonRoot: boolean };
  readonly containers: readonly {
    readonly args: readonly string[];
    readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
    readonly readinessProbe: { readonly httpGet: unknown };
    readonly livenessProbe: { readonly httpGet: unknown };
    readonly securityContext: unknown;
  }[];
}

function podSpec(): PodSpec {
  return (manifestOf('Deployment').spec as { template: { spec: PodSpec } }).template.spec;
}

function manifestOf(kind: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind);
  assert.ok(found !== undefined, kind);
  return found;
}

/** An Ingress of no class, with a Service whose one pod answers on loopback. */
async function createApplication(objects: Objects): Promise<void> {
  const pod = createServer((_request, response) => response.end('the application'));
  await new Promise<void>((resolve) => pod.listen(0, '127.0.0.1', resolve));
  endings.push(() => new Promise((resolve) => pod.close(resolve)));
  const address = pod.address();
  assert.ok(typeof address === 'object' && address !== null);
  const metadata = { name: 'app', namespace: 'default' };
  const selector = { app: 'app' };
  await objects.apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector, ports: [{ port: 80 }] },
  });
  const annotations = { [portMapAnnotation]: JSON.stringify({ 80: address.port }) };
  const running: Manifest = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, labels: selector, annotations },
    spec: { containers: [{ name: 'app', image: 'app' }] },
  };
  await objects.apply(running);
  const conditions = [{ type: 'Ready', status: 'True' }];
  const podIP = address.address;
  await objects.applyStatus({
    ...running,
    status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }], conditions },
  });
  const backend = { service: { name: 'app', port: { number: 80 } } };
  const path = { path: '/', pathType: 'Prefix', backend };
  await objects.apply({
    apiVersion,
    kind: 'Ingress',
    metadata,
    spec: { rules: [{ http: { paths: [path] } }] },
  });
}

/** With the container's arguments, but for the ports, which any process may have. */
async function startInPod(apiServer: string, authority: string) {
  const mounted = await mkdtemp(join(tmpdir(), 'deploy-'));
  endings.push(() => rm(mounted, { recursive: true }));
  await writeFile(join(mounted, 'token'), 'of-the-pod');
  await writeFile(join(mounted, 'ca.crt'), authority);
  const args = podSpec().containers[0]?.args ?? [];
  const { hostname, port } = new URL(apiServer);
  const reference = await start({
    arguments: args
      .filter((argument) => !argument.includes('lifecycle'))
      .map((argument) => argument.replace(/address=:\d+$/, 'address=127.0.0.1:0')),
    environment: { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port },
    workingDirectory: mounted,
    systemDirectory: mounted,
    serviceAccountDirectory: mounted,
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
  });
  endings.push(() => reference.stop());
  return reference.addresses;
}

async function bodyOf(url: string): Promise<string> {
  return (await fetch(url, { headers: { connection: 'close' } })).text();
}

/** Fails when it has not come true within twenty seconds. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    assert.ok(Date.now() < end, 'it does not come true');
    await delay(20);
  }
}
