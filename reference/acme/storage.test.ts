import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createCertificateAuthority, type KeyPair } from '../../fixtures/certificates/index.ts';
import { readCertificate } from '../tls/certificate.ts';
import { Storage, StorageError } from './storage.ts';
import type { ResolverContent, StoredCertificate } from './storage-format.ts';

let folder: string;
let file: string;
let pair: KeyPair;
let stored: StoredCertificate;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-'));
  pair = await (await createCertificateAuthority()).issue({ hosts: ['a.org', 'b.org'] });
  const reading = readCertificate(pair.certificate, pair.privateKey, 'acme:le/a.org,b.org');
  assert.ok(reading.kind === 'usable');
  stored = { domains: { main: 'a.org', sans: ['b.org'] }, certificate: reading.certificate };
});
after(() => rm(folder, { recursive: true, force: true }));

let number = 0;
beforeEach(async () => {
  const own = join(folder, String(number++));
  await mkdir(own);
  file = join(own, 'acme.json');
});

async function put(content: unknown): Promise<void> {
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
}

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

async function faultOf(work: Promise<unknown>): Promise<StorageError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof StorageError, String(error));
  assert.notEqual(error.remedy, '');
  return error;
}

const account = {
  email: 'admin@example.com',
  privateKey: generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey,
  keyType: '4096',
  registration: { uri: 'https://ca.example/account/1', body: { status: 'valid' } },
};

test('what is kept is there when the file is opened again', async () => {
  const content: ResolverContent = { account, certificates: [stored] };
  await (await Storage.open(file)).write('le', content);
  assert.deepEqual((await Storage.open(file)).read('le'), content);
});

test('the file has the shape of acme.json', async () => {
  await (await Storage.open(file)).write('le', { account, certificates: [stored] });
  const { le, ...others } = JSON.parse(await readFile(file, 'utf8'));
  assert.deepEqual(others, {});
  assert.deepEqual(Object.keys(le), ['Account', 'Certificates']);
  assert.deepEqual(Object.keys(le.Account), ['Email', 'Registration', 'PrivateKey', 'KeyType']);
  assert.equal(le.Account.Registration.uri, 'https://ca.example/account/1');
  // PKCS #1 (RFC 8017, appendix A.1.2), DER in base64.
  assert.match(le.Account.PrivateKey, /^MII/);
  const [entry] = le.Certificates;
  assert.deepEqual(entry.domain, { main: 'a.org', sans: ['b.org'] });
  assert.equal(entry.Store, 'default');
  assert.match(Buffer.from(entry.certificate, 'base64').toString(), /^-----BEGIN CERTIFICATE-----/);
  assert.match(Buffer.from(entry.key, 'base64').toString(), /^-----BEGIN PRIVATE KEY-----/);
});

describe('a file is made', () => {
  test('with mode 600, and keeps it', async () => {
    const storage = await Storage.open(file);
    assert.equal(await modeOf(file), '600');
    await storage.write('le', { account: undefined, certificates: [] });
    assert.equal(await modeOf(file), '600');
  });

  test('not in a folder that does not exist', async () => {
    const { message } = await faultOf(Storage.open(join(folder, 'none', 'acme.json')));
    assert.match(message, /can't be opened: ENOENT/);
  });
});

describe('others in the file stay', () => {
  test('resolvers and fields', async () => {
    await put({ other: { Account: { Email: 'x' } }, le: { Account: null, Certificates: null, More: 1 } });
    await (await Storage.open(file)).write('le', { account: undefined, certificates: [stored] });
    const written = JSON.parse(await readFile(file, 'utf8'));
    assert.deepEqual(written.other, { Account: { Email: 'x' } });
    assert.equal(written.le.More, 1);
  });

  test('what two resolvers write at the same time', async () => {
    const storage = await Storage.open(file);
    const one = { account: undefined, certificates: [stored] };
    const other = { account, certificates: [] };
    await Promise.all([storage.write('one', one), storage.write('other', other)]);
    const again = await Storage.open(file);
    assert.deepEqual(again.read('other'), other);
    assert.equal(again.read('one').certificates.length, 1);
  });

  test('nothing is left beside the file', async () => {
    await (await Storage.open(file)).write('le', { account, certificates: [stored] });
    assert.deepEqual(await readdir(join(file, '..')), ['acme.json']);
  });

  test('a link stays one', async () => {
    const target = join(file, '..', 'target.json');
    await writeFile(target, '', { mode: 0o600 });
    await symlink(target, file);
    await (await Storage.open(file)).write('le', { account, certificates: [] });
    assert.match(await readFile(target, 'utf8'), /admin@example.com/);
  });
});

describe('a file that can not be used stays as it is', () => {
  for (const mode of [0o644, 0o640, 0o660, 0o604, 0o777]) {
    test(`with mode ${mode.toString(8)}`, async () => {
      await put({});
      await chmod(file, mode);
      const { message, remedy } = await faultOf(Storage.open(file));
      assert.match(message, new RegExp(`has the permissions ${mode.toString(8)},`));
      assert.match(remedy, /chmod 600/);
      assert.equal(await readFile(file, 'utf8'), '{}');
    });
  }

  test('a folder', async () => {
    await mkdir(file);
    assert.match((await faultOf(Storage.open(file))).message, /can't be opened|is not a file/);
  });

  for (const [content, message] of [
    ['{ "le": ', /it is not JSON/],
    ['[]', /it is not an object/],
  ] as const) {
    test(content, async () => {
      await put(content);
      assert.match((await faultOf(Storage.open(file))).message, message);
      assert.equal(await readFile(file, 'utf8'), content);
    });
  }

  const entry = { domain: { main: 'a.org' }, certificate: 'AAAA', key: 'SECRET', Store: 'default' };
  const broken: readonly [title: string, content: unknown, message: RegExp][] = [
    ['a list in place of a resolver', [], /le is not an object/],
    ['certificates that are no list', { Certificates: {} }, /le.Certificates is not a list/],
    [
      'a certificate that is none',
      { Certificates: [entry] },
      /le.Certificates\[0\].certificate holds no certificate/,
    ],
    [
      'no domain',
      { Certificates: [{ ...entry, domain: {} }] },
      /le.Certificates\[0\].domain.main is not a text/,
    ],
    [
      'a domain that is none',
      { Certificates: [{ ...entry, domain: { main: 'a b' } }] },
      /domain has no names/,
    ],
    [
      'a key that is none',
      { Account: { PrivateKey: 'SECRET' } },
      /le.Account.PrivateKey holds no private key/,
    ],
    ['an account without a key', { Account: { Email: 'x' } }, /le.Account.PrivateKey is not a text/],
  ];
  for (const [title, content, message] of broken) {
    test(title, async () => {
      await put({ le: content });
      const storage = await Storage.open(file);
      const fault = await faultOf((async () => storage.read('le'))());
      assert.match(fault.message, message);
      assert.doesNotMatch(fault.message, /SECRET/);
    });
  }
});

test('account keys in each of the structures that there are can be read', async () => {
  const { privateKey: ec } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = [
    rsa.export({ type: 'pkcs1', format: 'der' }),
    rsa.export({ type: 'pkcs8', format: 'der' }),
    ec.export({ type: 'sec1', format: 'der' }),
    ec.export({ type: 'pkcs8', format: 'der' }),
  ];
  for (const key of keys) {
    await put({ le: { Account: { Email: '', PrivateKey: key.toString('base64') }, Certificates: null } });
    const read = (await Storage.open(file)).read('le').account;
    assert.match(read?.privateKey ?? '', /^-----BEGIN PRIVATE KEY-----/);
    assert.equal(read?.registration, undefined);
  }
});

test('where the folder has no more room for a new file, writing tells it', async () => {
  const storage = await Storage.open(file);
  await rm(join(file, '..'), { recursive: true });
  const fault = await faultOf(storage.write('le', { account, certificates: [] }));
  assert.match(fault.message, /can't be written: ENOENT/);
  await mkdir(join(file, '..'));
  await storage.write('other', { account: undefined, certificates: [] });
  assert.match(await readFile(file, 'utf8'), /admin@example.com/);
});
