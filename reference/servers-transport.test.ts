import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createCertificateAuthority } from '../fixtures/certificates/index.ts';
import { run } from './configuration/configuration.fixture.ts';
import { readServersTransport } from './servers-transport.ts';
import { StartError } from './start-error.ts';

let folder: string;
let pem: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'servers-transport-'));
  pem = (await createCertificateAuthority()).certificate;
  await writeFile(join(folder, 'ca.pem'), pem);
  await writeFile(join(folder, 'empty.pem'), 'nothing');
  await writeFile(
    join(folder, 'broken.pem'),
    '-----BEGIN CERTIFICATE-----\nabcd\n-----END CERTIFICATE-----\n',
  );
});

after(() => rm(folder, { recursive: true }));

async function read(...flags: readonly string[]) {
  const { configuration } = await run({ arguments: flags });
  return await readServersTransport(configuration, folder);
}

describe('the static serversTransport', () => {
  it('is what Traefik has where nothing is said', async () => {
    const transport = await read();
    assert.equal(transport.insecureSkipVerify, false);
    assert.deepEqual(transport.rootCAs, []);
    assert.equal(transport.maxIdleConnsPerHost, 200);
    assert.deepEqual(transport.forwardingTimeouts, {
      dialTimeout: 30_000,
      responseHeaderTimeout: 0,
      idleConnTimeout: 90_000,
      readIdleTimeout: 0,
      pingTimeout: 15_000,
    });
  });

  it('is what is said', async () => {
    const transport = await read(
      '--serverstransport.insecureskipverify',
      '--serverstransport.maxidleconnsperhost=7',
      '--serverstransport.forwardingtimeouts.dialtimeout=1s',
    );
    assert.equal(transport.insecureSkipVerify, true);
    assert.equal(transport.maxIdleConnsPerHost, 7);
    assert.equal(transport.forwardingTimeouts.dialTimeout, 1_000);
  });

  it('holds authorities from files and from texts', async () => {
    assert.deepEqual((await read('--serverstransport.rootcas=ca.pem')).rootCAs, [pem]);
    assert.deepEqual((await read(`--serverstransport.rootcas=${join(folder, 'ca.pem')},ca.pem`)).rootCAs, [
      pem,
      pem,
    ]);
    assert.deepEqual((await read(`--serverstransport.rootcas=${pem.trim()}`)).rootCAs, [pem.trim()]);
  });

  for (const [file, reason] of [
    ['missing.pem', /^The file of an authority can't be read: .*ENOENT/],
    ['empty.pem', /^The file holds no certificate\.$/],
    ['broken.pem', /^The file holds a certificate that does not parse\.$/],
  ] as const) {
    it(`does not let it start with ${file}`, async () => {
      await assert.rejects(read(`--serverstransport.rootcas=ca.pem,${file}`), (error) => {
        assert.ok(error instanceof StartError);
        assert.match(error.what, reason);
        assert.match(error.where, /^serversTransport\.rootCAs\[1\]/);
        return true;
      });
    });
  }
});
