/** Certificates from the cluster to the handshake, and what is said of them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Writable } from 'node:stream';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { connect } from 'node:tls';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type KeyPair,
} from '../fixtures/certificates/index.ts';
import { type Reference, start } from './index.ts';
import { ScriptedApi } from './kubernetes/scripted-api.fixture.ts';

class Lines extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.text += chunk;
    callback();
  }
}

let folder: string;
let authority: CertificateAuthority;
let api: ScriptedApi;
let log: Lines;
let reference: Reference;

before(async () => {
  folder = await mkdtemp(`${tmpdir()}/reference-`);
  authority = await createCertificateAuthority();
});

after(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  api = await ScriptedApi.start();
  log = new Lines();
  const backend = { service: { name: 'app', port: { number: 80 } } };
  api.put('ingresses', 'default', 'web', {
    spec: {
      rules: [{ host: 'example.net', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      tls: [{ secretName: 'cert' }],
    },
  });
  reference = await start({
    arguments: [
      '--entrypoints.web.address=127.0.0.1:0',
      '--log.level=DEBUG',
      `--providers.kubernetesingress.endpoint=${api.url}`,
      '--providers.providersthrottleduration=0',
    ],
    environment: {},
    workingDirectory: folder,
    systemDirectory: folder,
    output: log,
  });
});

afterEach(async () => {
  await reference.stop();
  await api.stop();
});

function putSecret({ certificate, privateKey }: KeyPair): void {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  api.put('secrets', 'default', 'cert', {
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': encode(certificate), 'tls.key': encode(privateKey) },
  });
}

/** The fingerprint of what a handshake for `example.net` is presented. */
async function presented(): Promise<string> {
  const port = reference.addresses.get('web')?.port ?? 0;
  const socket = connect({ port, servername: 'example.net', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** Asks again until it holds, for a few seconds at most. */
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const until = Date.now() + 5_000;
  while (!(await holds())) {
    assert.ok(Date.now() < until, `the log is ${log.text}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a Secret', () => {
  it('is presented as it is now, and no key is ever logged', async () => {
    const byDefault = await presented();
    const pairs = [
      await authority.issue({ hosts: ['example.net'] }),
      await authority.issue({ hosts: ['example.net'] }),
    ];
    let before = byDefault;
    for (const pair of pairs) {
      putSecret(pair);
      await eventually(async () => (await presented()) !== before);
      before = await presented();
    }
    const [{ privateKey: key = '' } = {}, { privateKey: otherKey = '' } = {}] = pairs;
    putSecret({ certificate: pairs[0]?.certificate ?? '', privateKey: otherKey });
    await eventually(async () => (await presented()) === byDefault);
    await eventually(() => log.text.includes('does not belong to the certificate'));
    for (const secret of [key, otherKey]) {
      const line = secret.split('\n')[1] ?? '';
      assert.ok(line.length > 30 && !log.text.includes(line));
    }
  });

  it('whose certificate is over is presented all the same, and told', async () => {
    const notBefore = new Date('2020-01-01');
    const byDefault = await presented();
    putSecret(await authority.issue({ hosts: ['example.net'], notBefore, notAfter: new Date('2020-02-01') }));
    await eventually(async () => (await presented()) !== byDefault);
    await eventually(() => log.text.includes('has expired at 2020-02-01T00:00:00.000Z'));
  });

  it('is told of when its time ends while it is in force', async () => {
    const byDefault = await presented();
    const notAfter = new Date(Date.now() + 1_000);
    putSecret(await authority.issue({ hosts: ['example.net'], notAfter }));
    await eventually(async () => (await presented()) !== byDefault);
    await eventually(() => log.text.includes('has expired at'));
  });
});
