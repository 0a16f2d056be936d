import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import { chooseConnection, type Environment, exposesSecret } from './connection.ts';
import { ConnectionError } from './connection-error.ts';

let folder: string;
let ca: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connection-'));
  ca = (await createCertificateAuthority()).certificate;
  await writeFile(join(folder, 'token'), 'pod-token\n');
  await writeFile(join(folder, 'ca.crt'), ca);
  await writeFile(join(folder, 'text'), 'no certificate');
  await writeFile(
    join(folder, 'broken.pem'),
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  );
  await writeFile(
    join(folder, 'kubeconfig'),
    JSON.stringify({
      clusters: [{ name: 'c', cluster: { server: 'https://kubeconfig.example:6443' } }],
      contexts: [{ name: 'x', context: { cluster: 'c' } }],
      'current-context': 'x',
    }),
  );
});

after(() => rm(folder, { recursive: true }));

const inCluster: Environment = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
const nothing = { endpoint: '', token: '', certAuthFilePath: '' };
const choose = (options: Partial<typeof nothing>, environment: Environment = {}, from = folder) =>
  chooseConnection({ ...nothing, ...options }, environment, from);

async function refused(attempt: Promise<unknown>): Promise<ConnectionError> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof ConnectionError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

test('in the cluster, the environment names the server and the mounted files the token and CA', async () => {
  const connection = await choose({}, { ...inCluster, KUBECONFIG: join(folder, 'kubeconfig') });
  assert.equal(connection.kind, 'in-cluster');
  assert.equal(connection.server.href, 'https://10.0.0.1/');
  const { headers, tls } = await connection.credentials();
  assert.deepEqual(headers, { authorization: 'Bearer pod-token' });
  assert.deepEqual(tls, { ca, cert: undefined, key: undefined, serverName: undefined, verify: true });
});

test('in the cluster, an IPv6 address is put in brackets', async () => {
  const connection = await choose(
    {},
    { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' },
  );
  assert.equal(connection.server.href, 'https://[fd00::1]:6443/');
});

test('in the cluster, endpoint replaces the URL and nothing else', async () => {
  const connection = await choose(
    { endpoint: 'https://api.example:8443', token: 'other', certAuthFilePath: '/none' },
    inCluster,
  );
  assert.equal(connection.kind, 'in-cluster');
  assert.equal(connection.server.href, 'https://api.example:8443/');
  assert.deepEqual((await connection.credentials()).headers, { authorization: 'Bearer pod-token' });
});

test('in the cluster, a token or CA that rotates is taken for the next request, one that is missing meanwhile is not', async () => {
  const rotating = await mkdtemp(join(tmpdir(), 'rotating-'));
  try {
    const [oldCa, newCa] = await Promise.all([createCertificateAuthority(), createCertificateAuthority()]);
    await writeFile(join(rotating, 'token'), 'old');
    await writeFile(join(rotating, 'ca.crt'), oldCa.certificate);
    const connection = await choose({}, inCluster, rotating);
    await writeFile(join(rotating, 'token'), 'new');
    await writeFile(join(rotating, 'ca.crt'), newCa.certificate);
    const renewed = await connection.credentials();
    assert.deepEqual([renewed.headers.authorization, renewed.tls.ca], ['Bearer new', newCa.certificate]);
    await rm(join(rotating, 'token'));
    assert.deepEqual(await connection.credentials(), renewed);
    await writeFile(join(rotating, 'token'), '');
    assert.deepEqual(await connection.credentials(), renewed);
  } finally {
    await rm(rotating, { recursive: true });
  }
});

test('in the cluster, a missing token or CA stops the start and names the file', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'empty-'));
  try {
    const noToken = await refused(choose({}, inCluster, empty));
    assert.equal(noToken.where, join(empty, 'token'));
    assert.match(noToken.message, /there is no such file.*service account/);
    await writeFile(join(empty, 'token'), 'x');
    await writeFile(join(empty, 'ca.crt'), 'x');
    const noCa = await refused(choose({}, inCluster, empty));
    assert.equal(noCa.where, join(empty, 'ca.crt'));
    assert.match(noCa.message, /no certificate in PEM/);
  } finally {
    await rm(empty, { recursive: true });
  }
});

for (const half of [
  { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
  { KUBERNETES_SERVICE_PORT: '443' },
] as Environment[]) {
  test(`${Object.keys(half)[0]} alone is not enough to be in the cluster`, async () => {
    const connection = await choose({ endpoint: 'http://localhost:8080' }, half);
    assert.equal(connection.kind, 'external');
  });
}

test('KUBECONFIG goes before the options, also before endpoint', async () => {
  const connection = await choose(
    { endpoint: 'https://api.example' },
    { KUBECONFIG: join(folder, 'kubeconfig') },
  );
  assert.equal(connection.kind, 'kubeconfig');
  assert.equal(connection.server.href, 'https://kubeconfig.example:6443/');
});

test('an empty KUBECONFIG counts as none', async () => {
  const connection = await choose({ endpoint: 'http://localhost:8080' }, { KUBECONFIG: '' });
  assert.equal(connection.kind, 'external');
});

test('from outside, token and CA file are taken', async () => {
  const connection = await choose({
    endpoint: 'https://api.example:6443/prefix',
    token: 'secret\n',
    certAuthFilePath: join(folder, 'ca.crt'),
  });
  assert.equal(connection.server.href, 'https://api.example:6443/prefix');
  const { headers, tls } = await connection.credentials();
  assert.deepEqual(headers, { authorization: 'Bearer secret' });
  assert.equal(tls.ca, ca);
});

for (const token of ['one\ntwo', 'a\u0000b', 'ключ']) {
  test(`the token ${JSON.stringify(token)}, which no header can carry, is refused and not shown`, async () => {
    const { what, where } = await refused(choose({ endpoint: 'http://localhost:8001', token }));
    assert.equal(where, 'providers.kubernetesIngress.token');
    assert.match(what, /header/);
    assert.ok(!what.includes(token.slice(-2)));
  });
}

test('from outside, plain HTTP without a token works as kubectl proxy offers it', async () => {
  const connection = await choose({ endpoint: 'http://localhost:8080' });
  assert.deepEqual((await connection.credentials()).headers, {});
});

test('from outside, endpoint is required', async () => {
  const error = await refused(choose({ token: 'x' }));
  assert.equal(error.where, 'providers.kubernetesIngress.endpoint');
  assert.match(error.what, /KUBERNETES_SERVICE_HOST.*KUBECONFIG/);
  assert.match(error.remedy, /Set this option/);
});

for (const [endpoint, message] of [
  ['api.example:6443', /no http or https URL/],
  ['not a url', /no http or https URL/],
  ['ftp://api.example', /no http or https URL/],
  ['https://admin:hunter2@api.example', /user name or a password/],
  ['https://api.example/?a=b', /query or a fragment/],
] as const) {
  test(`the endpoint ${endpoint} is refused`, async () => {
    const error = await refused(choose({ endpoint }));
    assert.match(error.what, message);
    assert.equal(error.where, 'providers.kubernetesIngress.endpoint');
    assert.ok(!error.message.includes('hunter2'));
  });
}

for (const [file, message] of [
  ['missing.pem', /there is no such file/],
  ['text', /no certificate in PEM/],
  ['broken.pem', /no certificate in PEM/],
  ['.', /cannot be read \(EISDIR\)/],
] as const) {
  test(`${file} as certAuthFilePath is refused, even with plain HTTP`, async () => {
    const error = await refused(
      choose({ endpoint: 'http://localhost', certAuthFilePath: join(folder, file) }),
    );
    assert.match(error.what, message);
    assert.match(error.where, /^providers\.kubernetesIngress\.certAuthFilePath \(/);
  });
}

for (const [address, secret, exposed] of [
  ['http://10.0.0.1:8080', true, true],
  ['http://127.0.0.1.example.com', true, true],
  ['http://localhost.example.com', true, true],
  ['http://[2001:db8::1]:8080', true, true],
  ['http://10.0.0.1:8080', false, false],
  ['https://10.0.0.1:6443', true, false],
  ['http://127.0.0.1:8001', true, false],
  ['http://127.1:8001', true, false],
  ['http://localhost:8001', true, false],
  ['http://[::1]:8001', true, false],
] as const) {
  test(`${secret ? 'a token' : 'no token'} to ${address} is ${exposed ? '' : 'not '}exposed`, () => {
    assert.equal(exposesSecret({ server: new URL(address), secret }), exposed);
  });
}
