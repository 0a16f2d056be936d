/** A controller that runs in a cluster of others: what the command checks, what it refuses, and what it leaves behind. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  type ExistingCluster,
  pullableImage,
  startCommand,
  startExistingCluster,
} from './existing-cluster.fixture.ts';
import { eventually } from './scenario/deadline.ts';

let cluster: ExistingCluster;
let untouched: readonly string[];

before(async () => {
  cluster = await startExistingCluster();
  untouched = await cluster.names();
});
after(() => cluster.stop());

test('statements are checked in namespaces of the run, and nothing is left', async () => {
  const output = join(cluster.folder, 'reports');
  const tags = [
    '@kubernetes-ingress.ingress-class.own-class',
    '@kubernetes-ingress.ingress-class.missing-class',
    '@kubernetes-ingress.load-balancing.not-ready',
    '@kubernetes-ingress.single-service.address-shown',
    '@kubernetes-ingress.tls.by-server-name',
    '@kubernetes-ingress.default-ingress-class.assigned',
    '@traefik-provider.namespaces.forms',
  ].join(' or ');
  const run = await startCommand([...deployed(), '--tags', tags, '--output', output]).ended;
  assert.equal(run.exitCode, 0, run.output);
  const report = await readFile(join(output, 'report.yaml'), 'utf8');
  for (const id of ['ingress-class.own-class', 'load-balancing.not-ready', 'tls.by-server-name']) {
    assert.match(report, new RegExp(`id: kubernetes-ingress.${id}\n(?: {2,}.*\n)*? +verdict: holds`));
  }
  assert.match(report, /a default IngressClass would be given to Ingresses of others/);
  assert.match(report, /the options of the implementation cannot be set/);
  assert.deepEqual(await cluster.names(), untouched);
});

test('pods of this machine tell what they have received, and a cluster of nobody else has a default class', async () => {
  const { '--echo-image': _image, ...options } = optionsOf({ '--pod-address': '127.0.0.1' });
  const tags = '@kubernetes-ingress.tls.terminated or @kubernetes-ingress.default-ingress-class.served';
  const run = await startCommand([
    ...argumentsOf(options),
    '--disposable-cluster',
    ...['--tags', tags, ...reportsIn('own-pods')],
  ]).ended;
  assert.match(run.output, /3 passed, 0 failed, 0 skipped/);
  assert.equal(run.exitCode, 0);
  assert.deepEqual(await cluster.names(), untouched);
});

test('a class that is named by annotation need not be there', async () => {
  const run = await startCommand([
    ...deployed(),
    '--ingress-class-annotation',
    ...['--tags', '@kubernetes-ingress.simple-fanout.by-path', ...reportsIn('annotation')],
  ]).ended;
  assert.match(run.output, /1 passed, 0 failed, 0 skipped/);
  assert.equal(run.exitCode, 0);
});

describe('what can not be checked is told of in one message, with exit code 2, and nothing is left', () => {
  const cases: readonly (readonly [what: string, args: () => Promise<readonly string[]>, said: RegExp])[] = [
    [
      'no class',
      async () => ['run', '--implementation', 'deployed', '--kubeconfig', cluster.kubeconfig],
      /Which controller of the cluster is meant is not said: .*--ingress-class <name>/,
    ],
    [
      'a kubeconfig that is not there',
      async () => deployed({ '--kubeconfig': '/none/such' }),
      /The kubeconfig \/none\/such can't be read: ENOENT/,
    ],
    [
      'a kubeconfig that is none',
      async () => deployed({ '--kubeconfig': await fileOf('none.yaml', 'a: [') }),
      /The kubeconfig \S+none\.yaml can't be read: /,
    ],
    [
      'a context that there is not',
      async () => deployed({ '--context': 'production' }),
      /has no context "production"\. Give one by --context: /,
    ],
    [
      'a cluster that is away',
      async () => deployed({ '--kubeconfig': await elsewhere('http://127.0.0.1:1') }),
      /cluster of the context .* at http:\/\/127\.0\.0\.1:1 can't be reached: .*ECONNREFUSED/,
    ],
    [
      'something that is no cluster',
      async () => deployed({ '--kubeconfig': await elsewhere(`http://${cluster.httpAddress}`) }),
      /can't be used\. The cluster does not tell its version: 404 .*Is it a Kubernetes cluster\?/,
    ],
    [
      'credentials that are not taken',
      async () => deployed({ '--kubeconfig': await withToken('wrong') }),
      /can't be used\. .*401 .*does not take the credentials/,
    ],
    [
      'rights that are missing',
      async () => deployed({ '--kubeconfig': cluster.poorKubeconfig }),
      /Missing: create, delete namespaces; get, create, update, delete services; .*ingressclasses\.networking\.k8s\.io\. Grant/,
    ],
    [
      'a class that there is not',
      async () => deployed({ '--ingress-class': 'nginx' }),
      /There is no IngressClass "nginx" in the cluster\. Give one of: traefik; or --ingress-class-annotation/,
    ],
    [
      'an image that can not be pulled',
      async () => deployed({ '--echo-image': 'registry.example.com/none:1' }),
      /of the image registry\.example\.com\/none:1 does not run: ImagePullBackOff, .*--echo-image/,
    ],
    [
      'an address that does not answer',
      async () => deployed({ '--http-address': '127.0.0.1:1' }),
      /Nobody answers over HTTP at 127\.0\.0\.1:1: .*ECONNREFUSED.*--http-address/,
    ],
    [
      'an address of a status that does not answer',
      async () => argumentsOf({ ...optionsOf({}), '--http-address': undefined }),
      /at 127\.0\.0\.1:80: .*ECONNREFUSED/,
    ],
    [
      'an address for HTTPS that does not answer',
      async () => deployed({ '--https-address': '127.0.0.1:1' }),
      /Nobody takes connections for HTTPS at 127\.0\.0\.1:1: .*ECONNREFUSED.*--https-address/,
    ],
    [
      'an address of somebody else',
      async () => deployed({ '--http-address': await strangerAddress() }),
      /does not serve an Ingress of the class "traefik": it answers with 418\./,
    ],
    [
      'a name without an address',
      async () => deployed({ '--http-address': 'controller.invalid:80' }),
      /The host name controller\.invalid, .* has no address here\. Give --http-address/,
    ],
    [
      'a class whose Ingresses never get an address',
      async () => {
        await addIdleClass();
        return argumentsOf({ ...optionsOf({ '--ingress-class': 'idle' }), '--http-address': undefined });
      },
      /The status of an Ingress of the class never came to show an address\..*--http-address <host:port>/,
    ],
    [
      'several at once',
      async () => [...deployed(), '--parallel', '2'],
      /one scenario at a time, .*asks for 2/,
    ],
    [
      'a version',
      async () => [...deployed(), '--kubernetes-version', '1.21'],
      /version of --cluster kubeconfig is that of the cluster/,
    ],
    [
      'another implementation in such a cluster',
      async () => ['run', '--cluster', 'kubeconfig', '--ingress-class', 'traefik'],
      /--ingress-class is for --implementation deployed alone/,
    ],
    [
      'such an implementation in another cluster',
      async () => [
        'run',
        '--implementation',
        'deployed',
        '--ingress-class',
        'traefik',
        '--cluster',
        'embedded',
      ],
      /--implementation deployed needs the cluster that it runs in/,
    ],
    [
      'an address that is none',
      async () => deployed({ '--http-address': '10.0.0.7:http' }),
      /'--http-address <host:port>' .* Give <host>:<port>/,
    ],
  ];
  for (const [what, args, said] of cases) {
    test(what, async () => {
      const variables = { CONFORMANCE_TIMEOUT_SCALE: '0.1', KUBECONFIG: cluster.kubeconfig };
      const reports = join(cluster.folder, 'refused');
      const { exitCode, output } = await startCommand([...(await args()), '--output', reports], variables)
        .ended;
      assert.match(output, said);
      assert.equal(output.trimEnd().split('\n').length, 1, output);
      assert.equal(exitCode, 2);
      assert.deepEqual((await cluster.names()).filter(isOfRun), []);
    });
  }
});

test('a run that is interrupted removes what it has created', async () => {
  const running = startCommand([
    ...deployed(),
    '--document',
    'kubernetes-ingress',
    ...reportsIn('interrupted'),
  ]);
  await scenarioBegins();
  running.child.kill('SIGINT');
  const { exitCode, output } = await running.ended;
  assert.match(output, /^ERROR {2}The run was interrupted\.$/m);
  assert.equal(exitCode, 2);
  assert.deepEqual((await cluster.names()).filter(isOfRun), []);
});

test('so does one that is interrupted before its first scenario', async () => {
  await addIdleClass();
  const running = startCommand([
    ...argumentsOf({ ...optionsOf({ '--ingress-class': 'idle' }), '--http-address': undefined }),
    ...reportsIn('early'),
  ]);
  await comesAbout(/^Ingress conformance-\w+-default\/conformance-address$/);
  running.child.kill('SIGTERM');
  const { exitCode, output } = await running.ended;
  assert.equal(output, 'ingress-conformance: The run was ended by a signal.\n');
  assert.equal(exitCode, 2);
  assert.deepEqual((await cluster.names()).filter(isOfRun), []);
});

test('what a run that was killed has left is found, told of and removed', async () => {
  const running = startCommand([...deployed(), '--document', 'kubernetes-ingress', ...reportsIn('killed')]);
  await scenarioBegins();
  running.child.kill('SIGKILL');
  await running.ended;
  assert.notDeepEqual((await cluster.names()).filter(isOfRun), []);

  const cleanup = (...args: string[]) =>
    startCommand(['cleanup', '--kubeconfig', cluster.kubeconfig, ...args]).ended;
  const young = await cleanup('--older-than', '1h');
  assert.match(young.output, /There is nothing to remove\.\n\d+ younger than --older-than: left alone\./);
  const other = await cleanup('--run', 'another');
  assert.equal(other.output, 'There is nothing to remove.\n');
  const dry = await cleanup('--dry-run');
  assert.match(dry.output, /^would remove Namespace conformance-\w+-default of the run \w+, created 20/m);
  assert.notDeepEqual((await cluster.names()).filter(isOfRun), []);
  const { exitCode, output } = await cleanup();
  assert.match(output, /^removes Namespace conformance-\w+-default of the run /m);
  assert.equal(exitCode, 0);
  assert.deepEqual((await cluster.names()).filter(isOfRun), []);
  assert.deepEqual(
    untouched.filter((name) => name.startsWith('Ingress')),
    ['IngressClass /traefik'],
  );

  const poor = await startCommand(['cleanup', '--kubeconfig', cluster.poorKubeconfig]).ended;
  assert.match(poor.output, /Missing: delete namespaces; list, delete ingressclasses\.networking\.k8s\.io\./);
  assert.equal(poor.exitCode, 2);
});

function isOfRun(name: string): boolean {
  return name.includes('conformance-');
}

/** The arguments of a run against the cluster, each option with the value given in place of the usual one. */
function deployed(options: Options = {}): readonly string[] {
  return argumentsOf(optionsOf(options));
}

type Options = Readonly<Record<string, string | undefined>>;

function optionsOf(options: Options): Options {
  return {
    '--ingress-class': 'traefik',
    '--kubeconfig': cluster.kubeconfig,
    '--http-address': cluster.httpAddress,
    '--https-address': cluster.httpsAddress,
    '--echo-image': pullableImage,
    ...options,
  };
}

function argumentsOf(options: Options): readonly string[] {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [name, value],
  );
  return ['run', '--implementation', 'deployed', ...given];
}

function reportsIn(name: string): readonly string[] {
  return ['--output', join(cluster.folder, name)];
}

/** Of a controller that there is not. */
async function addIdleClass(): Promise<void> {
  await cluster.objects.apply({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'idle' },
    spec: { controller: 'example.com/nobody' },
  });
}

function scenarioBegins(): Promise<void> {
  return comesAbout(/^Ingress conformance-\w+-default\/app$/);
}

async function comesAbout(object: RegExp): Promise<void> {
  await eventually(
    () => cluster.names(),
    (names) => names.some((name) => object.test(name)),
    () => `There never was ${object}.`,
    60_000,
  );
}

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(cluster.folder, name);
  await writeFile(path, text);
  return path;
}

async function elsewhere(url: string): Promise<string> {
  const text = await readFile(cluster.kubeconfig, 'utf8');
  return await fileOf('elsewhere.yaml', text.replaceAll(cluster.server.url, url));
}

async function withToken(token: string): Promise<string> {
  const text = await readFile(cluster.kubeconfig, 'utf8');
  return await fileOf('token.yaml', text.replaceAll('token: suite', `token: ${token}`));
}

async function strangerAddress(): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(418).end()).unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
