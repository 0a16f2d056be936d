import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { stringify } from 'yaml';
import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import { ConnectionError } from './connection-error.ts';
import { connectByKubeconfig } from './kubeconfig.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
});

afterEach(() => rm(folder, { recursive: true }));

interface Parts {
  readonly cluster?: object;
  readonly user?: object;
  readonly context?: string;
}

/** A kubeconfig with two clusters, users and contexts, of which `main` is described by the parts. */
async function write({ cluster = {}, user = {}, context = 'main' }: Parts, name = 'config'): Promise<string> {
  const path = join(folder, name);
  await writeFile(
    path,
    stringify({
      clusters: [
        { name: 'other', cluster: { server: 'https://other.example' } },
        { name: 'main', cluster: { server: 'https://main.example:6443', ...cluster } },
      ],
      users: [
        { name: 'other', user: { token: 'other-token' } },
        { name: 'main', user },
      ],
      contexts: [
        { name: 'other', context: { cluster: 'other', user: 'other' } },
        { name: 'main', context: { cluster: 'main', user: 'main' } },
        { name: 'anonymous', context: { cluster: 'main' } },
        { name: 'no cluster', context: { cluster: 'none', user: 'main' } },
        { name: 'no user', context: { cluster: 'main', user: 'none' } },
      ],
      'current-context': context,
    }),
  );
  return path;
}

async function plugin(script: string): Promise<void> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'bin', 'plugin'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'bin', 'plugin'), 0o755);
}

const exec = {
  apiVersion: 'client.authentication.k8s.io/v1',
  command: './bin/plugin',
  interactiveMode: 'Never',
};

test('the current context chooses cluster and user', async () => {
  const connection = await connectByKubeconfig(await write({ user: { token: 'main-token' } }));
  assert.equal(connection.server.href, 'https://main.example:6443/');
  assert.deepEqual((await connection.credentials()).headers, { authorization: 'Bearer main-token' });
  const other = await connectByKubeconfig(await write({ context: 'other' }));
  assert.equal(other.server.href, 'https://other.example/');
  assert.deepEqual((await other.credentials()).headers, { authorization: 'Bearer other-token' });
});

test('the cluster’s CA counts without a user too', async () => {
  const { certificate } = await createCertificateAuthority();
  const data = Buffer.from(certificate).toString('base64');
  const connection = await connectByKubeconfig(
    await write({
      context: 'anonymous',
      cluster: { 'certificate-authority-data': data, 'tls-server-name': 'api' },
    }),
  );
  const { headers, tls } = await connection.credentials();
  assert.deepEqual(headers, {});
  assert.deepEqual(tls, {
    ca: certificate,
    cert: undefined,
    key: undefined,
    serverName: 'api',
    verify: true,
  });
});

test('verification is off only where the kubeconfig says so', async () => {
  const connection = await connectByKubeconfig(
    await write({ cluster: { 'insecure-skip-tls-verify': true } }),
  );
  assert.equal((await connection.credentials()).tls.verify, false);
});

test('plain HTTP needs no permission of its own', async () => {
  const connection = await connectByKubeconfig(
    await write({ cluster: { server: 'http://localhost:8001' }, user: { token: 't' } }),
  );
  assert.equal(connection.server.href, 'http://localhost:8001/');
  assert.deepEqual((await connection.credentials()).headers, { authorization: 'Bearer t' });
});

test('client certificates are taken from data and from files beside the kubeconfig', async () => {
  const authority = await createCertificateAuthority();
  const { certificate, privateKey } = await authority.issue({ commonName: 'me' });
  await writeFile(join(folder, 'me.crt'), certificate);
  await writeFile(join(folder, 'me.key'), privateKey);
  await writeFile(join(folder, 'ca.crt'), authority.certificate);
  const byFile = await connectByKubeconfig(
    await write({
      cluster: { 'certificate-authority': 'ca.crt' },
      user: { 'client-certificate': 'me.crt', 'client-key': './me.key' },
    }),
  );
  const byData = await connectByKubeconfig(
    await write({
      cluster: { 'certificate-authority-data': Buffer.from(authority.certificate).toString('base64') },
      user: {
        'client-certificate-data': Buffer.from(certificate).toString('base64'),
        'client-key-data': Buffer.from(privateKey).toString('base64'),
      },
    }),
  );
  for (const connection of [byFile, byData]) {
    const { tls } = await connection.credentials();
    assert.deepEqual([tls.ca, tls.cert, tls.key], [authority.certificate, certificate, privateKey]);
  }
});

test('a token file is read, without its final newline', async () => {
  await writeFile(join(folder, 'token'), 'from-file\n');
  const connection = await connectByKubeconfig(await write({ user: { tokenFile: 'token' } }));
  assert.deepEqual((await connection.credentials()).headers, { authorization: 'Bearer from-file' });
});

/** Not signed: nobody here looks at that. */
function idToken(expiry: number): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part({ sub: 'jane', exp: expiry })}.c2lnbmF0dXJl`;
}

const oidc = (token: string) => ({
  user: {
    'auth-provider': {
      name: 'oidc',
      config: {
        'client-id': 'c',
        'id-token': token,
        'refresh-token': 'r',
        'idp-issuer-url': 'https://idp.example',
      },
    },
  },
});

test('an ID token is used until it expires, and then the one that is in the file by then', async () => {
  const expired = idToken(1);
  const valid = idToken(4_000_000_000);
  const connection = await connectByKubeconfig(await write(oidc(expired)));
  await assert.rejects(connection.credentials(), (error: ConnectionError) => {
    assert.match(error.what, /ID token has expired/);
    assert.ok(!error.message.includes(expired));
    return true;
  });
  await write(oidc(valid));
  assert.deepEqual((await connection.credentials()).headers, { authorization: `Bearer ${valid}` });
});

test('user and password become basic authentication', async () => {
  const connection = await connectByKubeconfig(
    await write({ user: { username: 'me', password: 'pass:word' } }),
  );
  const { authorization } = (await connection.credentials()).headers;
  assert.equal(authorization, `Basic ${Buffer.from('me:pass:word').toString('base64')}`);
});

test('an exec plugin gives the token, is told what Kubernetes promises it, and runs once for all who wait', async () => {
  await plugin(`
echo run >> "${folder}/runs"
printf '%s' "$KUBERNETES_EXEC_INFO" > "${folder}/info"
echo '{"kind":"ExecCredential","status":{"token":"'$1-$EXTRA'"}}'`);
  const env = [{ name: 'EXTRA', value: 'extra' }];
  const connection = await connectByKubeconfig(
    await write({ user: { exec: { ...exec, args: ['given'], env } } }),
  );
  const [first, second] = await Promise.all([connection.credentials(), connection.credentials()]);
  assert.deepEqual(first.headers, { authorization: 'Bearer given-extra' });
  assert.equal(second, first);
  await connection.credentials();
  assert.equal(await readFile(join(folder, 'runs'), 'utf8'), 'run\n');
  assert.deepEqual(JSON.parse(await readFile(join(folder, 'info'), 'utf8')), {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false },
  });
  await connection.refresh();
  await connection.credentials();
  assert.equal(await readFile(join(folder, 'runs'), 'utf8'), 'run\nrun\n');
});

test('an exec plugin may give a client certificate', async () => {
  const { certificate, privateKey } = await (await createCertificateAuthority()).issue({ commonName: 'me' });
  await writeFile(
    join(folder, 'credential.json'),
    JSON.stringify({ status: { clientCertificateData: certificate, clientKeyData: privateKey } }),
  );
  await plugin(`cat "${folder}/credential.json"`);
  const connection = await connectByKubeconfig(await write({ user: { exec } }));
  const { tls } = await connection.credentials();
  assert.deepEqual([tls.cert, tls.key], [certificate, privateKey]);
});

test('an exec plugin that fails is an error of the request, not of the start', async () => {
  await plugin('echo "log in first" >&2; exit 1');
  const connection = await connectByKubeconfig(await write({ user: { exec } }));
  await assert.rejects(connection.credentials(), /the credentials cannot be had: log in first/);
});

test('a proxy is taken where it is one for HTTP', async () => {
  const connection = await connectByKubeconfig(
    await write({ cluster: { 'proxy-url': 'http://proxy.example:3128' } }),
  );
  assert.equal(connection.proxy?.href, 'http://proxy.example:3128/');
});

test('of several files, the first that defines a name wins, and missing ones are passed over', async () => {
  const first = join(folder, 'sub', 'first');
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'sub', 'token'), 'from-first');
  await writeFile(first, stringify({ users: [{ name: 'main', user: { tokenFile: 'token' } }] }));
  const second = await write({ user: { token: 'from-second' } });
  const connection = await connectByKubeconfig([join(folder, 'missing'), first, second].join(delimiter));
  assert.equal(connection.server.href, 'https://main.example:6443/');
  assert.deepEqual((await connection.credentials()).headers, { authorization: 'Bearer from-first' });
});

for (const [title, parts, message] of [
  ['no current context', { context: '' }, /no current-context is set/],
  ['a context that is not defined', { context: 'nowhere' }, /“nowhere” is not defined/],
  ['a cluster that is not defined', { context: 'no cluster' }, /cluster “none”/],
  ['a user that is not defined', { context: 'no user' }, /user “none”/],
  ['a server that is no URL', { cluster: { server: 'banana' } }, /no http or https URL/],
  ['a key file that is missing', { user: { 'client-certificate': 'no.crt' } }, /cannot be had.*ENOENT/],
  ['a SOCKS proxy', { cluster: { 'proxy-url': 'socks5://p.example:1080' } }, /proxy-url/],
] as const) {
  test(`${title} stops the start`, async () => {
    const path = await write(parts);
    await assert.rejects(
      connectByKubeconfig(path),
      (error) =>
        error instanceof ConnectionError &&
        error.where === `KUBECONFIG (${path})` &&
        message.test(error.what),
    );
  });
}

for (const [title, text, message] of [
  ['a file that is no YAML', 'a: [', /no YAML/],
  ['an empty file', '', /no current-context/],
  [
    'a cluster without a server',
    'clusters: [{name: a, cluster: {}}]\ncurrent-context: a',
    /no kubeconfig: clusters\[0\]/,
  ],
] as const) {
  test(`${title} stops the start`, async () => {
    const path = join(folder, 'config');
    await writeFile(path, text);
    await assert.rejects(
      connectByKubeconfig(path),
      (error) => error instanceof ConnectionError && message.test(error.what),
    );
  });
}

test('files that are all missing stop the start', async () => {
  await assert.rejects(connectByKubeconfig(join(folder, 'a')), /cannot be read: ENOENT/);
  await assert.rejects(
    connectByKubeconfig([join(folder, 'a'), join(folder, 'b')].join(delimiter)),
    /none of the files exists/,
  );
});
