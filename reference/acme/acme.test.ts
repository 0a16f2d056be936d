import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { pino } from 'pino';
import type { AcmeOptions } from '../configuration/static-configuration.ts';
import type { Router, TlsCertificate } from '../dynamic/configuration.ts';
import { type Acme, createAcme, TrustError } from './acme.ts';
import { FakeAuthority } from './fake-authority.fixture.ts';

const hour = 3_600_000;

let folder: string;
let changes: number;
let started: Acme[];
let authorities: Map<string, FakeAuthority>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'acme-'));
  changes = 0;
  started = [];
  authorities = new Map();
});
afterEach(async () => {
  for (const acme of started) await acme.stop();
  await rm(folder, { recursive: true, force: true });
});

const options: AcmeOptions = {
  email: '',
  storage: 'acme.json',
  caServer: 'https://ca.example/directory',
  certificatesDuration: 2160,
  preferredChain: '',
  keyType: 'EC256',
  eab: undefined,
  httpChallenge: { entryPoint: 'web' },
  tlsChallenge: undefined,
};

async function start(
  resolvers: Readonly<Record<string, Partial<AcmeOptions>>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Acme> {
  const acme = await createAcme({
    resolvers: Object.fromEntries(
      Object.entries(resolvers).map(([name, given]) => [name, { acme: { ...options, ...given } }]),
    ),
    environment,
    workingDirectory: folder,
    tlsOf: () => undefined,
    logger: pino({ enabled: false }),
    changed: () => changes++,
    createAuthority({ options: { caServer } }) {
      const now = Date.now();
      const authority = new FakeAuthority({
        notBefore: new Date(now - hour),
        notAfter: new Date(now + 2000 * hour),
      });
      authorities.set(caServer, authority);
      return authority;
    },
  });
  started.push(acme);
  return acme;
}

function inForce(hosts: readonly string[], resolver = 'le', certificates: readonly TlsCertificate[] = []) {
  const routers = hosts.map((host): [string, { router: Router; status: string; using: string[] }] => {
    const router = { rule: `Host(\`${host}\`)`, service: 'pods', tls: { certResolver: resolver } };
    return [`${host}@test`, { router, status: 'enabled', using: ['web'] }];
  });
  const find = (name: string) => certificates.find(({ names }) => names.includes(name));
  return { routers, certificates: { find } };
}

async function changed(times: number): Promise<void> {
  while (changes < times) await new Promise((resolve) => setImmediate(resolve));
}

describe('parts of the configuration', () => {
  test('are the same for as long as nothing changes', async () => {
    const acme = await start({ le: {} });
    const { parts: none } = acme;
    assert.deepEqual([none, acme.parts === none], [[], true]);
    acme.update(inForce(['a.org']));
    await changed(1);
    const { parts: one } = acme;
    assert.deepEqual(one[0]?.tls.certificates[0]?.names, ['a.org']);
    assert.equal(acme.parts, one);
    acme.update(inForce(['a.org', 'b.org']));
    await changed(2);
    assert.equal(acme.parts.length, 2);
    assert.equal(acme.parts[0], one[0]);
  });

  test('are there from the start where the storage has them', async () => {
    const before = await start({ le: {} });
    before.update(inForce(['a.org']));
    await changed(1);
    const after = await start({ le: {} });
    assert.deepEqual(
      after.parts[0]?.tls.certificates[0]?.fingerprint,
      before.parts[0]?.tls.certificates[0]?.fingerprint,
    );
    after.update(inForce(['a.org'], 'le', after.parts[0]?.tls.certificates));
    assert.deepEqual(authorities.get(options.caServer)?.orders, []);
  });
});

describe('a default certificate of the default store', () => {
  const stores = {
    default: { defaultGeneratedCert: { resolver: 'le', domain: { main: 'd.org', sans: [] } } },
  };
  const defaultOf = ({ parts }: Acme) =>
    parts.flatMap(({ tls }) => tls.stores?.default?.defaultCertificate?.names ?? []);

  test('is presented once it has been obtained', async () => {
    const acme = await start({ le: {} });
    acme.update({ ...inForce([]), stores });
    assert.deepEqual(defaultOf(acme), []);
    await changed(1);
    assert.deepEqual(defaultOf(acme), ['d.org']);
    acme.update({ ...inForce([]), stores });
    assert.equal(acme.parts, acme.parts);
    acme.update(inForce([]));
    assert.deepEqual(defaultOf(acme), []);
  });

  test('is told of where it is there already', async () => {
    const acme = await start({ le: {} });
    acme.update(inForce(['d.org']));
    await changed(1);
    acme.update({ ...inForce(['d.org']), stores });
    await changed(2);
    assert.deepEqual(defaultOf(acme), ['d.org']);
    assert.deepEqual(authorities.get(options.caServer)?.orders, ['d.org']);
  });
});

test('certificates of others count, whoever loaded them, and one of another resolver does not last longer', async () => {
  const acme = await start({ le: {}, other: { caServer: 'https://other.example/directory' } });
  acme.update(inForce(['a.org'], 'other'));
  await changed(1);
  const certificates = acme.parts.flatMap(({ tls }) => tls.certificates);
  acme.update(inForce(['b.org'], 'le', certificates));
  await changed(2);
  assert.deepEqual(authorities.get(options.caServer)?.orders, ['b.org']);
  assert.deepEqual(authorities.get('https://other.example/directory')?.orders, ['a.org']);
  const [foreign] = acme.parts.flatMap(({ tls }) => tls.certificates);
  assert.ok(foreign !== undefined);
  acme.update(inForce(['c.org'], 'le', [{ ...foreign, names: ['c.org'], fingerprint: 'of a Secret' }]));
  assert.deepEqual(authorities.get(options.caServer)?.orders, ['b.org']);
});

test('resolvers can share a file', async () => {
  const acme = await start({ le: {}, other: { caServer: 'https://other.example/directory' } });
  acme.update(inForce(['a.org']));
  await changed(1);
  acme.update(inForce(['b.org'], 'other'));
  await changed(2);
  const written = JSON.parse(await readFile(join(folder, 'acme.json'), 'utf8'));
  assert.equal(written.le.Certificates[0].domain.main, 'a.org');
  assert.equal(written.other.Certificates[0].domain.main, 'b.org');
});

test('a resolver whose file can not be used is left out, with one problem; others are not', async () => {
  await writeFile(join(folder, 'open.json'), '{}');
  await chmod(join(folder, 'open.json'), 0o644);
  const acme = await start({ broken: { storage: 'open.json' }, le: {} });
  acme.update(inForce(['a.org'], 'broken'));
  const [problem, ...others] = acme.problems;
  assert.deepEqual(others, []);
  assert.deepEqual(problem?.object, { kind: 'CertificatesResolver', namespace: '', name: 'broken' });
  assert.match(problem?.reason ?? '', /broken is left out: .*permissions 644/);
  acme.update(inForce(['a.org'], 'le'));
  await changed(1);
  assert.equal(acme.parts.length, 1);
});

test('challenges are answered on the entry points that resolvers name', async () => {
  const acme = await start({ le: {} });
  assert.notEqual(acme.handler('web'), undefined);
  assert.equal(acme.handler('websecure'), undefined);
});

test('authorities that can not be read keep it from starting', async () => {
  await assert.rejects(start({ le: {} }, { LEGO_CA_CERTIFICATES: 'missing.pem' }), TrustError);
});
