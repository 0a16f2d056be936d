/** The Kubernetes side against the embedded API server: TLS, RBAC, versions, and faults as a cluster has them. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { type ApiServer, type ApiServerOptions, startApiServer } from '../../fixtures/api-server/index.ts';
import type { KubernetesIngressOptions } from '../configuration/static-configuration.ts';
import { createStatusWriter } from '../status/index.ts';
import type { Environment } from './connection.ts';
import { connectKubernetes, type KubernetesSource } from './index.ts';
import { recordingLogger } from './recording-logger.fixture.ts';
import { defaultTuning } from './reflector.ts';
import { eventually } from './scripted-api.fixture.ts';

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const administrator = 'administrator-token';
const controller = 'controller-token';

async function startServer(options: Partial<ApiServerOptions> = {}): Promise<ApiServer> {
  const server = await startApiServer({
    version: '1.28',
    https: true,
    authentication: {
      tokens: [
        { token: administrator, user: 'root', groups: ['system:masters'] },
        { token: controller, user: 'controller' },
      ],
    },
    authorization: 'RBAC',
    ...options,
  });
  ends.push(() => server.stop());
  return server;
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'embedded-'));
  ends.push(() => rm(path, { recursive: true }));
  return path;
}

interface Connected extends KubernetesSource {
  readonly lines: string[];
}

async function connect(
  options: Partial<KubernetesIngressOptions>,
  environment: Environment = {},
  serviceAccountFolder?: string,
): Promise<Connected> {
  const { logger, lines } = recordingLogger();
  const connection = await connectKubernetes({
    options: {
      endpoint: '',
      token: '',
      certAuthFilePath: '',
      namespaces: [],
      labelSelector: '',
      ingressClass: '',
      ingressEndpoint: undefined,
      throttleDuration: 0,
      allowEmptyServices: false,
      allowExternalNameServices: false,
      strictPrefixMatching: false,
      ...options,
    },
    environment,
    logger,
    tuning: { ...defaultTuning, backoffBase: 5, backoffCeiling: 50, optionalRetry: 50 },
    ...(serviceAccountFolder === undefined ? {} : { serviceAccountFolder }),
  });
  const source = connection.follow();
  ends.push(() => source.stop());
  return Object.defineProperty(source, 'lines', { value: lines }) as Connected;
}

async function send(server: ApiServer, method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${administrator}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.text()}`);
}

/** The rights that the routing page's example grants. */
const exampleRules = [
  { apiGroups: [''], resources: ['services', 'endpoints', 'secrets'], verbs: ['get', 'list', 'watch'] },
  {
    apiGroups: ['extensions', 'networking.k8s.io'],
    resources: ['ingresses', 'ingressclasses'],
    verbs: ['get', 'list', 'watch'],
  },
  { apiGroups: ['extensions', 'networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
];

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const subjects = [{ kind: 'User', name: 'controller', apiGroup: 'rbac.authorization.k8s.io' }];

async function grantEverywhere(server: ApiServer): Promise<void> {
  await send(server, 'POST', `${rbac}/clusterroles`, { metadata: { name: 'c' }, rules: exampleRules });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'c' };
  await send(server, 'POST', `${rbac}/clusterrolebindings`, { metadata: { name: 'c' }, roleRef, subjects });
}

async function grantIn(server: ApiServer, namespace: string): Promise<void> {
  const within = `${rbac}/namespaces/${namespace}`;
  await send(server, 'POST', `${within}/roles`, { metadata: { name: 'c' }, rules: exampleRules });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'c' };
  await send(server, 'POST', `${within}/rolebindings`, { metadata: { name: 'c' }, roleRef, subjects });
}

const backend = { service: { name: 's', port: { number: 80 } } };

async function createIngress(server: ApiServer, name: string, namespace = 'default'): Promise<void> {
  await send(server, 'POST', `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`, {
    metadata: { name },
    spec: { defaultBackend: backend },
  });
}

const names = ({ store }: KubernetesSource) =>
  [...store.list('Ingress')].map(({ metadata }) => metadata.name).sort();
const refusals = (server: ApiServer) =>
  server.requests
    .entries({ user: 'controller' })
    .filter(({ code }) => code === 401 || code === 403)
    .map(({ method, path }) => `${method} ${path}`);

test('with the example ClusterRole alone everything works, statuses too, and no request is refused', async () => {
  const server = await startServer();
  await grantEverywhere(server);
  await createIngress(server, 'one');
  const certAuthFilePath = join(await folder(), 'ca.crt');
  await writeFile(certAuthFilePath, server.caCertificate ?? '');
  const source = await connect({ endpoint: server.httpsUrl ?? '', token: controller, certAuthFilePath });
  assert.equal(await source.whenSynced(), true);
  assert.deepEqual(names(source), ['one']);
  await createIngress(server, 'two');
  await eventually('the new one', () => names(source).length === 2);
  const status = createStatusWriter({
    endpoint: { ip: '2001:db8::1', hostname: 'lb.example', publishedService: '' },
    client: source.writer,
    logger: recordingLogger().logger,
  });
  ends.push(() => status.stop());
  const update = () => status.update({ processed: [...source.store.list('Ingress')], store: source.store });
  source.store.subscribe(update);
  update();
  await eventually('the statuses', () =>
    [...source.store.list('Ingress')].every(({ loadBalancer }) => loadBalancer[0]?.ip === '2001:db8::1'),
  );
  assert.deepEqual(source.store.get('Ingress', 'default', 'one')?.loadBalancer, [
    { ip: '2001:db8::1', hostname: 'lb.example' },
  ]);
  assert.deepEqual(refusals(server), []);
  const writes = server.requests.entries({ user: 'controller' }).filter(({ method }) => method !== 'GET');
  assert.deepEqual([...new Set(writes.map(({ method }) => method))], ['PUT']);
  assert.equal(writes.length, 2);
  assert.ok(writes.every(({ path }) => path.endsWith('/status')));
});

test('with namespaces set, Roles in them are enough, IngressClass apart, which is warned of once', async () => {
  const server = await startServer();
  for (const namespace of ['mine', 'other']) {
    await send(server, 'POST', '/api/v1/namespaces', { metadata: { name: namespace } });
    await createIngress(server, `in-${namespace}`, namespace);
  }
  await grantIn(server, 'mine');
  const source = await connect({ endpoint: server.url, token: controller, namespaces: ['mine'] });
  assert.equal(await source.whenSynced(), true);
  assert.deepEqual(names(source), ['in-mine']);
  assert.deepEqual([...new Set(refusals(server))], ['GET /apis/networking.k8s.io/v1/ingressclasses']);
  await eventually('more tries', () => refusals(server).length > 2);
  assert.equal(source.lines.filter((line) => /^(warn|error)/.test(line)).length, 1);
});

test('a right that is granted later is used without a restart', async () => {
  const server = await startServer();
  await createIngress(server, 'one');
  const source = await connect({ endpoint: server.url, token: controller });
  await eventually('refusals', () => refusals(server).length > 5);
  assert.match(source.api.errors.join(), /ingresses.*403 Forbidden/);
  await grantEverywhere(server);
  assert.equal(await source.whenSynced(), true);
  await eventually('no error left', () => source.api.errors.length === 0);
  assert.deepEqual(names(source), ['one']);
});

test('a right that is taken away later leaves what is held', async () => {
  const server = await startServer();
  await grantEverywhere(server);
  await createIngress(server, 'one');
  const source = await connect({ endpoint: server.url, token: controller });
  await source.whenSynced();
  await send(server, 'DELETE', `${rbac}/clusterrolebindings/c`);
  server.faults.cutWatches();
  await eventually('errors', () => source.api.errors.length >= 4);
  assert.deepEqual(names(source), ['one']);
});

test('in the cluster, the mounted token and CA are used, and a new token after the old one is revoked', async () => {
  const server = await startServer();
  await grantEverywhere(server);
  const mounted = await folder();
  await writeFile(join(mounted, 'ca.crt'), server.caCertificate ?? '');
  await writeFile(join(mounted, 'token'), controller);
  const { hostname, port } = new URL(server.httpsUrl ?? '');
  const environment = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
  const source = await connect({}, environment, mounted);
  assert.equal(await source.whenSynced(), true);
  server.tokens.revoke(controller);
  server.tokens.add({ token: 'rotated', user: 'controller' });
  await writeFile(join(mounted, 'token'), 'rotated');
  server.faults.cutWatches();
  await createIngress(server, 'one');
  await eventually('the new one', () => names(source).length === 1);
  assert.deepEqual(source.api.errors, []);
});

for (const [title, credentials] of [
  ['a token', async () => ({ kind: 'token' as const, token: controller })],
  [
    'a client certificate',
    async (server: ApiServer) => ({
      kind: 'certificate' as const,
      ...(await server.clientCertificate('controller')),
    }),
  ],
] as const) {
  test(`by KUBECONFIG with ${title}`, async () => {
    const server = await startServer();
    await grantEverywhere(server);
    const path = join(await folder(), 'config');
    await writeFile(path, server.kubeconfig(await credentials(server)));
    const source = await connect({}, { KUBECONFIG: path });
    assert.equal(await source.whenSynced(), true);
    assert.deepEqual(refusals(server), []);
  });
}

test('by KUBECONFIG with an exec plugin, which is asked again when its token is refused', async () => {
  const server = await startServer();
  await grantEverywhere(server);
  const at = await folder();
  await writeFile(join(at, 'plugin'), `#!/bin/sh\necho '{"status":{"token":"'$(cat ${at}/token)'"}}'\n`);
  await chmod(join(at, 'plugin'), 0o755);
  await writeFile(join(at, 'token'), controller);
  const kubeconfig = server.kubeconfig({ kind: 'anonymous' });
  const user = '    user:\n      exec: { apiVersion: client.authentication.k8s.io/v1, command: ./plugin }';
  await writeFile(join(at, 'config'), kubeconfig.replace(/^ {4}user: \{\}$/m, user));
  const source = await connect({}, { KUBECONFIG: join(at, 'config') });
  assert.equal(await source.whenSynced(), true);
  server.tokens.revoke(controller);
  server.tokens.add({ token: 'rotated', user: 'controller' });
  await writeFile(join(at, 'token'), 'rotated');
  server.faults.cutWatches();
  await createIngress(server, 'one');
  await eventually('the new one', () => names(source).length === 1);
});

const kubectl = spawnSync('kubectl', ['version', '--client']).error === undefined;

test('through kubectl proxy, over plain HTTP and with its rights', {
  skip: kubectl ? false : 'kubectl is not on the PATH',
}, async () => {
  const server = await startServer();
  await grantEverywhere(server);
  await createIngress(server, 'one');
  const path = join(await folder(), 'config');
  await writeFile(path, server.kubeconfig({ kind: 'token', token: controller }));
  const proxy = spawn('kubectl', ['proxy', '--port=0', `--kubeconfig=${path}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  ends.push(async () => {
    proxy.kill();
    await once(proxy, 'exit');
  });
  const [line] = (await once(proxy.stdout, 'data')) as [Buffer];
  const address = /127\.0\.0\.1:\d+/.exec(line.toString())?.[0];
  const source = await connect({ endpoint: `http://${address}` });
  assert.equal(await source.whenSynced(), true);
  await createIngress(server, 'two');
  await eventually('the new one', () => names(source).join() === 'one,two');
  assert.deepEqual(refusals(server), []);
});

test('a CA that does not match is said so, and retried', async () => {
  const server = await startServer();
  const foreign = await startServer();
  const certAuthFilePath = join(await folder(), 'ca.crt');
  await writeFile(certAuthFilePath, foreign.caCertificate ?? '');
  const source = await connect({ endpoint: server.httpsUrl ?? '', token: controller, certAuthFilePath });
  await eventually('the error', () => source.api.errors.length > 0);
  assert.match(source.api.errors[0] ?? '', /GET \/version: .*certificate.*certAuthFilePath/);
});

for (const version of ['1.14', '1.17', '1.18', '1.19', '1.21', '1.22', '1.28', '1.34']) {
  test(`Kubernetes ${version} is followed`, async () => {
    const server = await startServer({ version, authorization: 'AlwaysAllow' });
    const [group, spec] =
      version >= '1.19'
        ? ['v1', { defaultBackend: backend }]
        : ['v1beta1', { backend: { serviceName: 's', servicePort: 80 } }];
    const path = `/apis/networking.k8s.io/${group}/namespaces/default/ingresses`;
    await send(server, 'POST', path, { metadata: { name: 'one' }, spec });
    const source = await connect({ endpoint: server.url, token: controller });
    await source.whenSynced();
    assert.deepEqual(source.store.get('Ingress', 'default', 'one')?.defaultBackend, {
      kind: 'service',
      name: 's',
      port: { kind: 'number', number: 80 },
    });
    await send(server, 'DELETE', `${path}/one`);
    await eventually('it gone', () => names(source).length === 0);
    const failed = server.requests.entries({ user: 'controller' }).filter(({ code = 200 }) => code >= 400);
    assert.deepEqual(failed, []);
  });
}

test('a server that restarts with its memory is not listed anew, one without is', async () => {
  const server = await startServer({ authorization: 'AlwaysAllow' });
  await createIngress(server, 'one');
  const source = await connect({ endpoint: server.url, token: controller });
  await source.whenSynced();
  const lists = () => server.requests.entries({ user: 'controller', verb: 'list' }).length;
  const before = lists();
  await server.restart({ memory: true });
  await createIngress(server, 'two');
  await eventually('the new one', () => names(source).length === 2);
  assert.equal(lists(), before);
  await server.restart({ memory: false });
  await createIngress(server, 'three');
  await eventually('only what is there now', () => names(source).join() === 'three');
});

test('a history that is compacted under open watches loses nothing', async () => {
  const server = await startServer({ authorization: 'AlwaysAllow' });
  const source = await connect({ endpoint: server.url, token: controller });
  await source.whenSynced();
  for (let round = 0; round < 10; round += 1) {
    await createIngress(server, `i${round}`);
    server.faults.compact({ expireWatches: true });
  }
  await eventually('all of them', () => names(source).length === 10);
});
