/** Certificate resolvers from the options to the handshake, and what is said of them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'node:tls';
import { findPebble, startPebble } from '../fixtures/acme/pebble.ts';
import { type Reference, StartError, start } from './index.ts';

class Lines extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.text += chunk;
    callback();
  }
}

const program = await findPebble();
const skip = program === undefined && 'the ACME server pebble is not on the PATH';

const resolver = [
  '--certificatesresolvers.le.acme.keytype=EC256',
  '--certificatesresolvers.le.acme.httpchallenge.entrypoint=web',
];
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reference-'));
});
after(() => rm(folder, { recursive: true }));

function startWith(flags: readonly string[], environment: Readonly<Record<string, string>>, output: Lines) {
  return start({
    arguments: ['--entrypoints.web.address=127.0.0.1:0', ...resolver, ...flags],
    environment,
    workingDirectory: folder,
    systemDirectory: folder,
    output,
  });
}

it('authorities that can not be read end the start, with the variable that names them', async () => {
  const work = startWith([], { LEGO_CA_CERTIFICATES: 'missing.pem' }, new Lines());
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof StartError);
    assert.match(error.message, /LEGO_CA_CERTIFICATES/);
    assert.match(error.message, /missing\.pem can't be read/);
    return true;
  });
});

it('a certificate is obtained without a word of its key, or of the account, in log and API', {
  skip,
}, async () => {
  const log = new Lines();
  let reference: Reference | undefined;
  const pebble = await startPebble(program ?? '', {
    http: async () => reference?.addresses.get('web'),
    https: async () => undefined,
  });
  try {
    await writeFile(
      join(folder, 'dynamic.yml'),
      `http:
  routers:
    app: { rule: 'Host(\`app.example.com\`)', service: app, tls: { certResolver: le } }
  services:
    app: { loadBalancer: { servers: [{ url: 'http://127.0.0.1:1' }] } }
`,
    );
    reference = await startWith(
      [
        '--entrypoints.websecure.address=127.0.0.1:0',
        '--entrypoints.traefik.address=127.0.0.1:0',
        '--api.insecure',
        '--log.level=DEBUG',
        '--providers.file.filename=dynamic.yml',
        '--providers.providersthrottleduration=0',
        `--certificatesresolvers.le.acme.caserver=${pebble.directory}`,
      ],
      { LEGO_CA_CERTIFICATES: pebble.caFile },
      log,
    );
    while (!(await issuerOn(reference, 'app.example.com')).startsWith('Pebble')) await delay(20);
    const { le } = JSON.parse(await readFile(join(folder, 'acme.json'), 'utf8'));
    const { host, port } = reference.addresses.get('traefik') ?? { host: '', port: 0 };
    const shown = await Promise.all(
      ['rawdata', 'certificates', 'overview'].map(async (document) =>
        (await fetch(`http://${host}:${port}/api/${document}`)).text(),
      ),
    );
    const said = [log.text, ...shown].join('\n');
    assert.match(said, /app\.example\.com/);
    assert.doesNotMatch(said, /PRIVATE KEY/);
    const key = Buffer.from(le.Certificates[0].key, 'base64').toString().split('\n')[1] ?? '';
    for (const secret of [
      le.Account.PrivateKey.slice(100, 140),
      le.Certificates[0].key.slice(100, 140),
      key,
    ]) {
      assert.ok(secret.length >= 40);
      assert.equal(said.includes(secret), false);
    }
  } finally {
    await reference?.stop();
    await pebble.end();
  }
});

/** The common name of who has signed what is presented for the name. */
async function issuerOn({ addresses }: Reference, servername: string): Promise<string> {
  const { host, port } = addresses.get('websecure') ?? { host: '', port: 0 };
  const socket = connect({ host, port, servername, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { issuer } = socket.getPeerCertificate();
  socket.destroy();
  return String(issuer.CN);
}
