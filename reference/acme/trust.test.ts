import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, test } from 'node:test';
import { getCACertificates } from 'node:tls';
import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import { readTrust, TrustError } from './trust.ts';

let folder: string;
let pem: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-'));
  pem = (await createCertificateAuthority()).certificate;
  await writeFile(join(folder, 'ca.pem'), pem);
  await writeFile(join(folder, 'two.pem'), `# two\n${pem}${pem}`);
  await writeFile(join(folder, 'none.pem'), 'SECRET');
});
after(() => rm(folder, { recursive: true, force: true }));

test('without variables the process decides', async () => {
  assert.deepEqual(await readTrust({}, folder), { authorities: undefined, serverName: undefined });
  const empty = { LEGO_CA_CERTIFICATES: '', LEGO_CA_SERVER_NAME: '', LEGO_CA_SYSTEM_CERT_POOL: 'true' };
  assert.deepEqual(await readTrust(empty, folder), { authorities: undefined, serverName: undefined });
});

test('files between separators, relative ones from the working directory', async () => {
  const files = ['ca.pem', join(folder, 'two.pem')].join(delimiter);
  const { authorities } = await readTrust({ LEGO_CA_CERTIFICATES: files }, folder);
  assert.deepEqual(
    authorities,
    [pem, pem, pem].map((text) => text.trim()),
  );
});

test('beside those of the system where that is asked for', async () => {
  const variables = { LEGO_CA_CERTIFICATES: 'ca.pem', LEGO_CA_SYSTEM_CERT_POOL: 'true' };
  const { authorities } = await readTrust(variables, folder);
  assert.equal(authorities?.length, getCACertificates('default').length + 1);
});

test('another name for the server', async () => {
  const { serverName } = await readTrust({ LEGO_CA_SERVER_NAME: 'ca.internal' }, folder);
  assert.equal(serverName, 'ca.internal');
});

for (const file of ['missing.pem', 'none.pem']) {
  test(`${file} is told by its variable, without its content`, async () => {
    const variables = { LEGO_CA_CERTIFICATES: `ca.pem${delimiter}${file}` };
    await assert.rejects(readTrust(variables, folder), (error: unknown) => {
      assert.ok(error instanceof TrustError);
      assert.equal(error.variable, 'LEGO_CA_CERTIFICATES');
      assert.match(error.message, new RegExp(file));
      assert.doesNotMatch(error.message, /SECRET/);
      return true;
    });
  });
}
