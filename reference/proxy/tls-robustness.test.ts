import assert from 'node:assert/strict';
import { once } from 'node:events';
import { before, describe, it } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type KeyPair,
} from '../../fixtures/certificates/index.ts';
import type { TlsOptions } from '../dynamic/configuration.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { builtInProfile } from '../runtime/tls-options.ts';
import { defaultTlsOptions, readTlsOptions, type TlsProfile } from '../runtime/tls-profile.ts';
import {
  converse,
  handshake,
  RawClient,
  runtimeFor,
  serviceOf,
  startPod,
  startTestProxy,
} from './proxy.fixture.ts';

let authority: CertificateAuthority;
let client: KeyPair;

before(async () => {
  authority = await createCertificateAuthority();
  client = await authority.issue({ commonName: 'client', usage: 'client' });
});

const get = 'GET / HTTP/1.1\r\nHost: example.net\r\n\r\n';

function profileOf(options: Partial<TlsOptions>): TlsProfile {
  const { profile } = readTlsOptions({ ...defaultTlsOptions, ...options });
  assert.ok(profile !== undefined);
  return profile;
}

function mutual(): TlsProfile {
  const caFiles = [authority.certificate];
  return profileOf({ clientAuth: { caFiles, clientAuthType: 'RequireAndVerifyClientCert' } });
}

/** Its options for example.net, the built-in ones for every other host. */
function withProfile(runtime: Runtime, profile: TlsProfile | undefined): Runtime {
  const profileFor = (host: string) => (host === 'example.net' ? profile : builtInProfile);
  return { ...runtime, tls: () => ({ profileFor, defaultCertificate: undefined }) };
}

/** A ClientHello of TLS 1.2 that names the server, as bytes of Latin-1. */
function helloFor(serverName: string): string {
  const number = (value: number, size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    bytes.writeUIntBE(value, 0, size);
    return bytes;
  };
  const vector = (size: number, ...parts: readonly Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    return Buffer.concat([number(content.length, size), content]);
  };
  const names = vector(2, Buffer.from([0]), vector(2, Buffer.from(serverName, 'latin1')));
  const extension = Buffer.concat([number(0, 2), vector(2, names)]);
  const body = [
    number(0x0303, 2),
    Buffer.alloc(32, 7),
    vector(1),
    vector(2, number(0xc02b, 2)),
    vector(1, Buffer.from([0])),
    vector(2, extension),
  ];
  const message = Buffer.concat([Buffer.from([1]), vector(3, ...body)]);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += 16_384) {
    records.push(Buffer.from([22, 3, 1]), vector(2, message.subarray(at, at + 16_384)));
  }
  return Buffer.concat(records).toString('latin1');
}

async function assertServed(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = await handshake(port, { servername: 'example.net', ...options });
  const raw = RawClient.over(socket);
  await raw.send(get).until(/served$/);
  return socket;
}

describe('whatever comes in the place of a handshake', () => {
  const alert = '\x15\x03';
  for (const [what, bytes] of [
    ['garbage behind the first byte', `\x16${'garbage '.repeat(100)}`],
    ['a record without end', `\x16\x03\x01\xff\xff${'a'.repeat(70_000)}`],
    ['records without content', '\x16\x03\x01\0\0'.repeat(10_000)],
    ['a ServerHello', '\x16\x03\x01\0\x04\x02\0\0\0'],
    ['a server name of 60,000 bytes', helloFor('a'.repeat(60_000))],
    ['a server name of 10,000 bytes', helloFor('a'.repeat(10_000))],
    ['a server name with a NUL in it', helloFor('example.net\0.example.org')],
    ['an empty server name', helloFor('')],
  ] as const) {
    it(`ends with its own connection: ${what}`, async () => {
      await using pod = await startPod((_request, response) => response.end('served'));
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      const answer = await converse(proxy.port, bytes);
      assert.ok(answer === '' || answer.startsWith(alert), JSON.stringify(answer.slice(0, 100)));
      (await assertServed(proxy.port)).destroy();
    });
  }

  it('is forgotten when the client leaves, at whichever byte', async () => {
    await using pod = await startPod((_request, response) => response.end('served'));
    const proxy = await startTestProxy(serviceOf([pod.target]));
    const hello = helloFor('example.net');
    for (let length = 0; length <= hello.length; length++) {
      const leaving = await RawClient.open(proxy.port);
      leaving.send(hello.slice(0, length));
      if (length % 2 === 0) leaving.socket.resetAndDestroy();
      else leaving.close();
    }
    (await assertServed(proxy.port)).destroy();
    await proxy.drain();
  });

  it('may name an address, which no certificate has', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    const socket = await handshake(proxy.port, { servername: '127.0.0.1' });
    assert.equal(socket.getPeerCertificate().subject.CN, 'TRAEFIK DEFAULT CERT');
    socket.destroy();
  });
});

describe('TLS options of a host', () => {
  it('that do not exist are answered with an alert', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    proxy.useRuntime(withProfile(runtimeFor(serviceOf([])), undefined));
    await assert.rejects(handshake(proxy.port, { servername: 'example.net' }), /alert internal error/);
    (await handshake(proxy.port, { servername: 'example.org' })).destroy();
  });

  it('with sniStrict answer names without a certificate with an alert', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    proxy.useRuntime(withProfile(runtimeFor(serviceOf([])), profileOf({ sniStrict: true })));
    await assert.rejects(handshake(proxy.port, { servername: 'example.net' }), /unrecognized name/);
  });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const limits = { minVersion: version, maxVersion: version };

    it(`are not evaded with a session of another host, in ${version}`, async () => {
      await using pod = await startPod((_request, response) => response.end('served'));
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      proxy.useRuntime(withProfile(runtimeFor(serviceOf([pod.target])), mutual()));
      const session = await sessionOf(proxy.port, { ...limits, servername: 'other.example' });
      const socket = await handshake(proxy.port, { ...limits, servername: 'example.net', session }).catch(
        () => undefined,
      );
      // In TLS 1.3 the client is done before it is refused.
      if (socket !== undefined) assert.equal(await RawClient.over(socket).send(get).end(), '');
    });

    it(`are kept when a session is taken up again, in ${version}`, async () => {
      await using pod = await startPod((_request, response) => response.end('served'));
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      proxy.useRuntime(withProfile(runtimeFor(serviceOf([pod.target])), mutual()));
      const identity = { cert: client.certificate, key: client.privateKey };
      const session = await sessionOf(proxy.port, { ...limits, ...identity, servername: 'example.net' });
      const again = await assertServed(proxy.port, { ...limits, ...identity, session });
      assert.ok(again.isSessionReused());
      again.destroy();
    });
  }

  it('let the handshakes of a configuration that says the same be taken up again', async () => {
    await using pod = await startPod((_request, response) => response.end('served'));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const session = await sessionOf(proxy.port, { servername: 'example.net' });
    proxy.useRuntime(runtimeFor(serviceOf([pod.target])));
    const again = await assertServed(proxy.port, { session });
    assert.ok(again.isSessionReused());
    again.destroy();
  });
});

/** Lets a handshake be made whose session the next one takes up; the connection is then ended. */
async function sessionOf(port: number, options: ConnectionOptions): Promise<Buffer> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  const [session] = await once(socket, 'session');
  socket.destroy();
  return session;
}
