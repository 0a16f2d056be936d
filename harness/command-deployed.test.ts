/** A controller that runs in a cluster of others: what the command checks, what it refuses, and what it leaves behind. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  addIdleClass,
  argumentsOf,
  deployed,
  type ExistingCluster,
  isOfRun,
  optionsOf,
  startCommand,
  startExistingCluster,
} from './existing-cluster.fixture.ts';

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
  const run = await startCommand([...deployed(cluster), '--tags', tags, '--output', output]).ended;
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
  const { '--echo-image': _image, ...options } = optionsOf(cluster, { '--pod-address': '127.0.0.1' });
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
    ...deployed(cluster),
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
      async () => deployed(cluster, { '--kubeconfig': '/none/such' }),
      /The kubeconfig \/none\/such can't be read: ENOENT/,
    ],
    [
      'a kubeconfig that is none',
      async () => deployed(cluster, { '--kubeconfig': await fileOf('none.yaml', 'a: [') }),
      /The kubeconfig \S+none\.yaml can't be read: /,
    ],
    [
      'a context that there is not',
      async () => deployed(cluster, { '--context': 'production' }),
      /has no context "production"\. Give one by --context: /,
    ],
    [
      'a cluster that is away',
      async () => deployed(cluster, { '--kubeconfig': await elsewhere('http://127.0.0.1:1') }),
      /cluster of the context .* at http:\/\/127\.0\.0\.1:1 can't be reached: .*ECONNREFUSED/,
    ],
    [
      'something that is no cluster',
      async () => deployed(cluster, { '--kubeconfig': await elsewhere(`http://${cluster.httpAddress}`) }),
      /can't be used\. The cluster does not tell its version: 404 .*Is it a Kubernetes cluster\?/,
    ],
    [
      'credentials that are not taken',
      async () => deployed(cluster, { '--kubeconfig': await withToken('wrong') }),
      /can't be used\. .*401 .*does not take the credentials/,
    ],
    [
      'rights that are missing',
      async () => deployed(cluster, { '--kubeconfig': cluster.poorKubeconfig }),
      /Missing: create, delete namespaces; get, create, update, delete services; .*ingressclasses\.networking\.k8s\.io\. Grant/,
    ],
    [
      'a class that there is not',
      async () => deployed(cluster, { '--ingress-class': 'nginx' }),
      /There is no IngressClass "nginx" in the cluster\. Give one of: traefik; or --ingress-class-annotation/,
    ],
    [
      'an image that can not be pulled',
      async () => deployed(cluster, { '--echo-image': 'registry.example.com/none:1' }),
      /of the image registry\.example\.com\/none:1 does not run: ImagePullBackOff, .*--echo-image/,
    ],
    [
      'an address that does not answer',
      async () => deployed(cluster, { '--http-address': '127.0.0.1:1' }),
      /Nobody answers over HTTP at 127\.0\.0\.1:1: .*ECONNREFUSED.*--http-address/,
    ],
    [
      'an address of a status that does not answer',
      async () => argumentsOf({ ...optionsOf(cluster, {}), '--http-address': undefined }),
      /at 127\.0\.0\.1:80: .*ECONNREFUSED/,
    ],
    [
      'an address for HTTPS that does not answer',
      async () => deployed(cluster, { '--https-address': '127.0.0.1:1' }),
      /Nobody takes connections for HTTPS at 127\.0\.0\.1:1: .*ECONNREFUSED.*--https-address/,
    ],
    [
      'an address of somebody else',
      async () => deployed(cluster, { '--http-address': await strangerAddress() }),
      /does not serve an Ingress of the class "traefik": it answers with 418\./,
    ],
    [
      'a name without an address',
      // Too long a label for anybody to be asked about it.
      async () => deployed(cluster, { '--http-address': `${'a'.repeat(64)}.example.com:80` }),
      /The host name a+\.example\.com, .* has no address here\. Give --http-address/,
    ],
    [
      'a class whose Ingresses never get an address',
      async () => {
        await addIdleClass(cluster);
        return argumentsOf({
          ...optionsOf(cluster, { '--ingress-class': 'idle' }),
          '--http-address': undefined,
        });
      },
      /The status of an Ingress of the class never came to show an address\..*--http-address <host:port>/,
    ],
    [
      'several at once',
      async () => [...deployed(cluster), '--parallel', '2'],
      /one scenario at a time, .*asks for 2/,
    ],
    [
      'a version',
      async () => [...deployed(cluster), '--kubernetes-version', '1.21'],
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
      async () => deployed(cluster, { '--http-address': '10.0.0.7:http' }),
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

function reportsIn(name: string): readonly string[] {
  return ['--output', join(cluster.folder, name)];
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
