import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { KubernetesIngressOptions } from '../configuration/static-configuration.ts';
import { ConnectionError, connectKubernetes, type KubernetesSource } from './index.ts';
import { recordingLogger } from './recording-logger.fixture.ts';
import { defaultTuning } from './reflector.ts';
import { eventually, ScriptedApi, sendStatus } from './scripted-api.fixture.ts';

let api: ScriptedApi;
let lines: string[];
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  api = await ScriptedApi.start();
  lines = [];
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await api.stop();
});

async function connect(wishes: Partial<KubernetesIngressOptions> = {}): Promise<KubernetesSource> {
  const recording = recordingLogger();
  lines = recording.lines;
  const connection = await connectKubernetes({
    options: {
      endpoint: api.url,
      token: 'the-token',
      certAuthFilePath: '',
      namespaces: [],
      labelSelector: '',
      ingressClass: '',
      ingressEndpoint: undefined,
      throttleDuration: 0,
      allowEmptyServices: false,
      allowExternalNameServices: false,
      strictPrefixMatching: false,
      ...wishes,
    },
    environment: {},
    logger: recording.logger,
    tuning: { ...defaultTuning, backoffBase: 2, backoffCeiling: 10, optionalRetry: 10 },
  });
  const source = connection.follow();
  stops.push(() => source.stop());
  return source;
}

const collectionsAsked = () => [
  ...new Set(
    api.requests
      .filter((request) => request.includes('limit='))
      .map((request) => request.replace(/^GET ([^?]*)\?.*$/, '$1')),
  ),
];

test('without namespaces, each kind is followed in the whole cluster', async () => {
  const { whenSynced } = await connect();
  assert.equal(await whenSynced(), true);
  assert.deepEqual(collectionsAsked().sort(), [
    '/api/v1/endpoints',
    '/api/v1/secrets',
    '/api/v1/services',
    '/apis/networking.k8s.io/v1/ingressclasses',
    '/apis/networking.k8s.io/v1/ingresses',
  ]);
});

test('with namespaces, nothing but IngressClass is asked for across the cluster', async () => {
  api.put('services', 'a', 'mine');
  api.put('services', 'c', 'foreign');
  const { store, whenSynced } = await connect({ namespaces: ['a', 'b', 'a'] });
  await whenSynced();
  const within = (namespace: string) => [
    `/api/v1/namespaces/${namespace}/endpoints`,
    `/api/v1/namespaces/${namespace}/secrets`,
    `/api/v1/namespaces/${namespace}/services`,
  ];
  assert.deepEqual(collectionsAsked().sort(), [
    ...within('a'),
    ...within('b'),
    '/apis/networking.k8s.io/v1/ingressclasses',
    '/apis/networking.k8s.io/v1/namespaces/a/ingresses',
    '/apis/networking.k8s.io/v1/namespaces/b/ingresses',
  ]);
  assert.deepEqual(
    [...store.list('Service')].map(({ metadata }) => metadata.name),
    ['mine'],
  );
});

test('the label selector is asked of Ingresses alone', async () => {
  const { whenSynced } = await connect({ labelSelector: 'app=a' });
  await whenSynced();
  const selecting = api.requests.filter((request) => request.includes('labelSelector'));
  assert.ok(selecting.length > 0);
  assert.ok(selecting.every((request) => request.includes('/ingresses?')));
  assert.ok(
    api.requests
      .filter((request) => request.includes('/ingresses?'))
      .every((request) => selecting.includes(request)),
  );
});

for (const [gitVersion, ingress, ingressClass] of [
  ['v1.14.0', 'v1beta1', undefined],
  ['v1.17.17', 'v1beta1', undefined],
  ['v1.18.20', 'v1beta1', 'v1beta1'],
  ['v1.19.3-eks-1-2', 'v1', 'v1'],
  ['v1.27.4+k3s1', 'v1', 'v1'],
  ['v1.34.0', 'v1', 'v1'],
] as const) {
  test(`on ${gitVersion}, Ingress is read in ${ingress} and IngressClass in ${ingressClass ?? 'no version'}`, async () => {
    api.gitVersion = gitVersion;
    const source = await connect();
    await source.whenSynced();
    assert.equal(source.version?.gitVersion, gitVersion);
    assert.equal(source.ingressClassesAvailable, ingressClass !== undefined);
    assert.deepEqual(
      collectionsAsked()
        .filter((path) => path.startsWith('/apis/'))
        .sort(),
      [
        ...(ingressClass === undefined ? [] : [`/apis/networking.k8s.io/${ingressClass}/ingressclasses`]),
        `/apis/networking.k8s.io/${ingress}/ingresses`,
      ],
    );
  });
}

test('listeners hear first that all is there, even where there is nothing', async () => {
  const { store, whenSynced } = await connect();
  const batches: string[][] = [];
  store.subscribe((keys) => batches.push([...keys]));
  await whenSynced();
  assert.deepEqual(batches, [[]]);
  api.put('services', 'a', 'one');
  await eventually('a change', () => batches.length === 2);
  assert.deepEqual(batches[1], ['Service/a/one']);
});

test('a cluster older than 1.14 is refused with its version', async () => {
  api.gitVersion = 'v1.13.12';
  const { api: before, ...source } = await connect();
  assert.equal(before.connected, false);
  await eventually('the message', () => lines.some((line) => line.startsWith('error:')));
  assert.match(
    lines.find((line) => line.startsWith('error:')) ?? '',
    /v1\.13\.12 is too old: 1\.14 is the oldest/,
  );
  assert.equal(source.store.synced, false);
});

test('a server that is away is logged once, whoever notices, and once more when it is back', async () => {
  const at = api.port;
  const connecting = connect();
  await api.stop();
  const source = await connecting;
  await eventually('the message', () => lines.some((line) => line.startsWith('error:')));
  assert.equal(source.api.connected, false);
  assert.match(source.api.errors[0] ?? '', /GET \/version: .*ECONNREFUSED/);
  await api.listen(at);
  await source.whenSynced();
  await eventually('no error left', () => source.api.connected && source.api.errors.length === 0);
  await api.stop();
  await eventually('the loss noticed', () => !source.api.connected);
  await api.listen(at);
  await eventually('no error left', () => source.api.connected && source.api.errors.length === 0);
  const told = lines.filter((line) => line.startsWith('error:') || line.includes('again'));
  assert.deepEqual(
    told.map((line) => line.slice(0, 40)),
    [
      'error: The Kubernetes API cannot be read,',
      'info: The Kubernetes API answers again.',
      'error: The Kubernetes API cannot be read,',
      'info: The Kubernetes API answers again.',
    ].map((line) => line.slice(0, 40)),
  );
});

test('each right that is missing is logged once, with the request and what to do', async () => {
  let forbidden = true;
  api.intercept = (_request, response, url) => {
    if (!forbidden || !/secrets|endpoints/.test(url.pathname)) return false;
    sendStatus(response, 403, 'Forbidden', `${url.pathname} is forbidden for the user`);
    return true;
  };
  const source = await connect();
  await eventually('many tries', () => api.count(/secrets/) > 5 && api.count(/endpoints/) > 5);
  const errors = lines.filter((line) => line.startsWith('error:'));
  assert.equal(errors.length, 2);
  assert.ok(errors.some((line) => /GET \/api\/v1\/secrets: 403 Forbidden .*Grant this right/.test(line)));
  assert.equal(source.api.connected, true);
  assert.equal(source.api.errors.length, 2);
  forbidden = false;
  assert.equal(await source.whenSynced(), true);
  await eventually('no error left', () => source.api.errors.length === 0);
});

test('without the right to IngressClasses, the rest is served and one warning says what that means', async () => {
  api.intercept = (_request, response, url) => {
    if (!url.pathname.endsWith('/ingressclasses')) return false;
    sendStatus(response, 403, 'Forbidden', 'ingressclasses is forbidden');
    return true;
  };
  const { whenSynced } = await connect();
  assert.equal(await whenSynced(), true);
  await eventually('many tries', () => api.count(/ingressclasses/) > 3);
  const told = lines.filter((line) => !line.startsWith('info:'));
  assert.equal(told.length, 1);
  assert.match(
    told[0] ?? '',
    /^warn: .*ingressclasses: 403 Forbidden.*spec\.ingressClassName is not served.*annotation/,
  );
});

test('listeners are told when the version of the cluster changes', async () => {
  api.gitVersion = 'v1.17.0';
  const source = await connect();
  await source.whenSynced();
  const told: boolean[] = [];
  source.store.subscribe(() => told.push(source.ingressClassesAvailable));
  api.gitVersion = 'v1.18.0';
  await eventually('the news', () => told.includes(true));
});

test('the token is in no log line and no error', async () => {
  api.intercept = (_request, response) => {
    sendStatus(response, 401, 'Unauthorized', 'Unauthorized');
    return true;
  };
  const source = await connect();
  await eventually('the message', () => lines.some((line) => line.includes('401 Unauthorized')));
  assert.ok(![...lines, ...source.api.errors].some((line) => line.includes('the-token')));
});

test('the end ends waiting, and leaves nothing open', async () => {
  api.intercept = (_request, response, url) => {
    if (!url.pathname.endsWith('/secrets')) return false;
    sendStatus(response, 500, 'InternalError', 'no');
    return true;
  };
  const source = await connect();
  const synced = source.whenSynced();
  await eventually('watches', () => api.watches === 4);
  await source.stop();
  assert.equal(await synced, false);
  await eventually('no watch', () => api.watches === 0);
});

test('no endpoint and no environment is an error of the configuration', async () => {
  await assert.rejects(connect({ endpoint: '' }), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.where, 'providers.kubernetesIngress.endpoint');
    return true;
  });
});

test('sixty namespaces are followed without a warning of the runtime', async () => {
  const warnings: string[] = [];
  const listen = (warning: Error) => warnings.push(warning.message);
  process.on('warning', listen);
  const { whenSynced } = await connect({ namespaces: Array.from({ length: 60 }, (_, index) => `n${index}`) });
  await whenSynced();
  await eventually('all watches', () => api.watches === 241);
  process.off('warning', listen);
  assert.deepEqual(warnings, []);
});

test('a token that goes out in the clear is warned of, once and without the token', async () => {
  // Nobody's address by its text; what is sent there stays on this machine.
  await connect({ endpoint: 'http://0.0.0.0:1' });
  const warnings = lines.filter((line) => line.includes('in the clear'));
  assert.equal(warnings.length, 1);
  assert.match(warnings.join(), /^warn: Requests to http:\/\/0\.0\.0\.0:1\/ carry credentials/);
  assert.ok(!lines.join().includes('the-token'));
});

test('a token that stays on this machine is not', async () => {
  await connect();
  assert.deepEqual(
    lines.filter((line) => line.includes('in the clear')),
    [],
  );
});
