import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { Writable } from 'node:stream';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type Reference, StartError, start } from './index.ts';
import { ScriptedApi } from './kubernetes/scripted-api.fixture.ts';
import { RawClient, startPod } from './proxy/proxy.fixture.ts';

class Lines extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.text += chunk;
    callback();
  }
}

let folder: string;
let api: ScriptedApi;
let log: Lines;
const running: Reference[] = [];

before(async () => {
  folder = await mkdtemp(`${tmpdir()}/reference-`);
});

after(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  api = await ScriptedApi.start();
  log = new Lines();
});

afterEach(async () => {
  for (const reference of running.splice(0)) await reference.stop();
  await api.stop();
});

async function startWith(...flags: string[]): Promise<Reference> {
  const reference = await start({
    arguments: ['--entrypoints.web.address=127.0.0.1:0', '--log.level=DEBUG', ...flags],
    environment: {},
    workingDirectory: folder,
    systemDirectory: folder,
    output: log,
  });
  running.push(reference);
  return reference;
}

const following = (): string[] => [
  `--providers.kubernetesingress.endpoint=${api.url}`,
  '--providers.providersthrottleduration=0',
];

function portOf(reference: Reference, entryPoint = 'web'): number {
  const address = reference.addresses.get(entryPoint);
  assert.ok(address !== undefined);
  return address.port;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function get(port: number, path: string, host = 'example.net'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, headers: { host }, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

/** Asks again until the answer is as wanted, for a few seconds at most. */
async function eventually(ask: () => Promise<Answer>, wanted: (answer: Answer) => boolean): Promise<Answer> {
  const until = Date.now() + 5_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    assert.ok(Date.now() < until, `the last answer was ${JSON.stringify(answer)}; log: ${log.text}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function putIngress(name: string, host: string, service = 'app'): void {
  const backend = { service: { name: service, port: { number: 80 } } };
  api.put('ingresses', 'default', name, {
    spec: { rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
  });
}

function putService(name: string, port: number): void {
  api.put('services', 'default', name, {
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      ports: [{ port: 80, targetPort: port, protocol: 'TCP' }],
    },
  });
  api.put('endpoints', 'default', name, {
    subsets: [{ addresses: [{ ip: '127.0.0.1' }], ports: [{ port, protocol: 'TCP' }] }],
  });
}

describe('start', () => {
  it('serves the Ingresses of the cluster, and follows their changes', async () => {
    await using pod = await startPod((request, response) => response.end(`app ${request.url}`));
    putService('app', pod.port);
    putIngress('web', 'example.net');
    const port = portOf(await startWith(...following()));
    const answer = await eventually(
      () => get(port, '/x'),
      ({ status }) => status === 200,
    );
    assert.equal(answer.text, 'app /x');
    assert.equal((await get(port, '/x', 'other.net')).status, 404);
    putIngress('web', 'other.net');
    await eventually(
      () => get(port, '/y', 'other.net'),
      ({ status }) => status === 200,
    );
    assert.equal((await get(port, '/x')).status, 404);
    api.delete('ingresses', 'default', 'web');
    await eventually(
      () => get(port, '/y', 'other.net'),
      ({ status }) => status === 404,
    );
  });

  it('answers 404 while the cluster is away, and serves as soon as it is back', async () => {
    await using pod = await startPod((_request, response) => response.end('ok'));
    putService('app', pod.port);
    putIngress('web', 'example.net');
    const { port: apiPort } = api;
    const flags = following();
    await api.stop();
    const port = portOf(await startWith(...flags));
    assert.equal((await get(port, '/')).status, 404);
    await api.listen(apiPort);
    await eventually(
      () => get(port, '/'),
      ({ status }) => status === 200,
    );
  });

  it('puts the last of many quick changes in force, and not each of them', async () => {
    await using pod = await startPod((_request, response) => response.end('ok'));
    putService('app', pod.port);
    putIngress('web', 'v0.net');
    const port = portOf(
      await startWith(
        `--providers.kubernetesingress.endpoint=${api.url}`,
        '--providers.providersthrottleduration=300ms',
      ),
    );
    await eventually(
      () => get(port, '/', 'v0.net'),
      ({ status }) => status === 200,
    );
    for (let version = 1; version <= 20; version++) putIngress('web', `v${version}.net`);
    await eventually(
      () => get(port, '/', 'v20.net'),
      ({ status }) => status === 200,
    );
    const inForce = log.text.match(/A configuration is in force/g)?.length ?? 0;
    assert.ok(inForce <= 3, `${inForce} configurations were put in force`);
  });

  it('shows and logs why something is not served, once, and that it is solved', async () => {
    await using pod = await startPod((_request, response) => response.end('ok'));
    putIngress('web', 'example.net', 'missing');
    const reference = await startWith(
      ...following(),
      '--api.insecure',
      '--entrypoints.traefik.address=127.0.0.1:0',
    );
    const rawData = () => get(portOf(reference, 'traefik'), '/api/rawdata');
    const { text } = await eventually(rawData, (answer) => answer.text.includes('missing'));
    const { problems } = JSON.parse(text);
    assert.equal(problems.length, 1);
    assert.deepEqual(problems[0].object, { kind: 'Ingress', namespace: 'default', name: 'web' });
    putIngress('other', 'other.net', 'missing');
    await eventually(rawData, (answer) => JSON.parse(answer.text).problems.length === 2);
    assert.equal(log.text.match(/level=error .*name=web/g)?.length, 1);
    putService('missing', pod.port);
    await eventually(rawData, (answer) => JSON.parse(answer.text).problems.length === 0);
    assert.match(log.text, /msg=Solved\. .*name=web/);
  });

  it('writes the status of the Ingresses that it serves', async () => {
    await using pod = await startPod((_request, response) => response.end('ok'));
    putService('app', pod.port);
    putIngress('web', 'example.net');
    await startWith(...following(), '--providers.kubernetesingress.ingressendpoint.ip=192.0.2.1');
    const written = async (): Promise<Answer> => ({
      status: 0,
      text: JSON.stringify(api.read('ingresses', 'default', 'web')?.status ?? {}),
    });
    const { text } = await eventually(written, (answer) => answer.text.includes('192.0.2.1'));
    assert.deepEqual(JSON.parse(text), { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } });
  });

  it('answers ping with the terminating status while it stops, then takes nothing more', async () => {
    const reference = await startWith(
      '--ping.entrypoint=web',
      '--entrypoints.web.transport.lifecycle.requestacceptgracetimeout=300ms',
    );
    const port = portOf(reference);
    assert.deepEqual(await get(port, '/ping'), { status: 200, text: 'OK' });
    const stopped = reference.stop();
    assert.equal((await get(port, '/ping')).status, 503);
    await stopped;
    await assert.rejects(get(port, '/ping'), { code: 'ECONNREFUSED' });
  });

  it('stops once, however often it is asked to', async () => {
    const reference = await startWith();
    await Promise.all([reference.stop(), reference.stop()]);
    assert.equal(log.text.match(/msg=Stopped/g)?.length, 1);
  });

  it('leaves nothing open behind it', async () => {
    await using pod = await startPod((_request, response) => response.end('ok'));
    putService('app', pod.port);
    putIngress('web', 'example.net');
    const reference = await startWith(...following());
    const port = portOf(reference);
    await eventually(
      () => get(port, '/'),
      ({ status }) => status === 200,
    );
    await reference.stop();
    assert.equal(api.watches, 0);
    const open = await new Promise<number>((resolve) =>
      pod.server.getConnections((_error, count) => resolve(count)),
    );
    assert.equal(open, 0);
  });
});

describe('start refuses', () => {
  async function refusal(...flags: string[]): Promise<StartError> {
    const error: unknown = await startWith(...flags).then(
      () => undefined,
      (reason) => reason,
    );
    assert.ok(error instanceof StartError, String(error));
    assert.equal(error.exitCode, 1);
    return error;
  }

  it('a flag that does not exist', async () => {
    assert.match((await refusal('--entrypoint.web.address=:80')).message, /entrypoint/i);
  });

  it('help, which is nothing to start', async () => {
    assert.match((await refusal('--help')).message, /help/);
  });

  it('a file of certificates that is missing, looked for from the working directory', async () => {
    const { where } = await refusal(...following(), '--providers.kubernetesingress.certauthfilepath=ca.pem');
    assert.equal(where, `providers.kubernetesIngress.certAuthFilePath (${folder}/ca.pem), flags`);
  });

  it('a kubeconfig that is missing, looked for from the working directory', async () => {
    const refused = start({
      arguments: ['--entrypoints.web.address=127.0.0.1:0', '--providers.kubernetesingress'],
      environment: { KUBECONFIG: 'kubeconfig' },
      workingDirectory: folder,
      systemDirectory: folder,
      output: log,
    });
    await assert.rejects(refused, (error: StartError) => error.where.includes(`${folder}/kubeconfig`));
  });

  it('a port that is taken, and lets go of the others', async () => {
    const squatter = createServer();
    squatter.listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const free = await freePort();
    const error = await refusal(
      `--entrypoints.web.address=127.0.0.1:${free}`,
      `--entrypoints.other.address=127.0.0.1:${port}`,
    );
    assert.match(error.where, new RegExp(`entryPoints.other.address .*127.0.0.1:${port}`));
    assert.match(error.what, /taken/);
    assert.notEqual(error.remedy, '');
    await assert.rejects(RawClient.open(free), { code: 'ECONNREFUSED' });
    squatter.close();
  });

  it('a provider that does not say where the cluster is, before any port is opened', async () => {
    const squatter = createServer();
    squatter.listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    // Were it opened first, that it is taken would be the mistake.
    const error = await refusal(
      `--entrypoints.web.address=127.0.0.1:${port}`,
      '--providers.kubernetesingress',
    );
    assert.match(error.message, /endpoint/);
    squatter.close();
  });

  it('a log file that can not be opened', async () => {
    const error = await refusal('--log.filepath=no/such/folder/x.log');
    assert.match(error.where, /^log\.filePath \(no\/such\/folder\/x\.log\)$/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
