import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect as connectTcp, createServer as createTcpServer } from 'node:net';
import { before, describe, it } from 'node:test';
import type { ConnectionOptions } from 'node:tls';
import { type CertificateAuthority, createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import type { TlsCertificate } from '../dynamic/configuration.ts';
import { CertificateIndex } from '../runtime/certificate-index.ts';
import type { Runtime, RuntimeService } from '../runtime/runtime.ts';
import { readCertificate } from '../tls/certificate.ts';
import {
  builtInTls,
  handshake,
  RawClient,
  runtimeFor,
  serviceOf,
  startMirrorPod,
  startPod,
  startRawPod,
  startTestProxy,
} from './proxy.fixture.ts';
import { SecureContexts } from './secure-contexts.ts';

let authority: CertificateAuthority;

before(async () => {
  authority = await createCertificateAuthority();
});

async function certificateFor(...hosts: readonly string[]): Promise<TlsCertificate> {
  const { certificate, privateKey } = await authority.issue({ hosts });
  const reading = readCertificate(certificate, privateKey, 'default/secret');
  assert.ok(reading.kind === 'usable');
  return reading.certificate;
}

function runtimeWith(service: RuntimeService, ...certificates: readonly TlsCertificate[]): Runtime {
  return runtimeFor(service, CertificateIndex.empty.with([], certificates));
}

/** The names in the certificate that is presented; the common name where it has none. */
async function presented(port: number, options: ConnectionOptions = {}): Promise<string> {
  const socket = await handshake(port, options);
  const { subjectaltname, subject } = socket.getPeerCertificate();
  socket.destroy();
  return subjectaltname ?? String(subject.CN);
}

function get(path = '/', headers = ''): string {
  return `GET ${path} HTTP/1.1\r\nHost: example.net\r\n${headers}\r\n`;
}

describe('a handshake', () => {
  it('gets the certificate with the exact name, then the one with the wildcard', async () => {
    const certificates = [
      await certificateFor('*.example.net'),
      await certificateFor('a.example.net'),
      await certificateFor('example.net'),
    ];
    await using proxy = await startTestProxy(serviceOf([]));
    proxy.useRuntime(runtimeWith(serviceOf([]), ...certificates));
    for (const [servername, expected] of [
      ['a.example.net', 'DNS:a.example.net'],
      ['A.Example.NET', 'DNS:a.example.net'],
      ['b.example.net', 'DNS:*.example.net'],
      ['example.net', 'DNS:example.net'],
      ['a.b.example.net', 'TRAEFIK DEFAULT CERT'],
      ['example.org', 'TRAEFIK DEFAULT CERT'],
    ] as const) {
      assert.equal(await presented(proxy.port, { servername }), expected, servername);
    }
    assert.equal(await presented(proxy.port), 'TRAEFIK DEFAULT CERT');
  });

  it('gets the same default certificate everywhere, also before anything is configured', async () => {
    await using one = await startTestProxy(serviceOf([]));
    await using other = await startTestProxy(serviceOf([]));
    const [first, second] = [await handshake(one.port), await handshake(other.port)];
    assert.deepEqual(first.getPeerCertificate().raw, second.getPeerCertificate().raw);
    first.destroy();
    second.destroy();
  });

  it('gets the certificate that is in force by then; connections under way go on', async () => {
    await using pod = await startPod((_request, response) => response.end('served'));
    const service = serviceOf([pod.target]);
    const old = await certificateFor('example.net');
    await using proxy = await startTestProxy(service);
    proxy.useRuntime(runtimeWith(service, old));
    const socket = await handshake(proxy.port, { servername: 'example.net' });
    const client = RawClient.over(socket);
    await client.send(get()).until(/served$/);

    const renewed = await certificateFor('example.net', 'renewed.example.net');
    proxy.useRuntime(runtimeWith(service, renewed));
    assert.match(await presented(proxy.port, { servername: 'example.net' }), /renewed/);
    await client.send(get()).until(/served.*served$/s);

    proxy.useRuntime(runtimeWith(service));
    assert.equal(await presented(proxy.port, { servername: 'example.net' }), 'TRAEFIK DEFAULT CERT');
    client.close();
  });

  it('presents those that signed the certificate with it', async () => {
    const { certificate, privateKey } = await authority.issue({ hosts: ['example.net'] });
    const reading = readCertificate(`${certificate}${authority.certificate}`, privateKey, '');
    assert.ok(reading.kind === 'usable');
    await using proxy = await startTestProxy(serviceOf([]));
    proxy.useRuntime(runtimeWith(serviceOf([]), reading.certificate));
    const socket = await handshake(proxy.port, { servername: 'example.net' });
    assert.equal(socket.getPeerCertificate(true).issuerCertificate.subject.CN, 'Test CA');
    socket.destroy();
  });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`of ${version} succeeds, and agrees on HTTP/2 where the client offers it`, async () => {
      await using proxy = await startTestProxy(serviceOf([]));
      const limits = { minVersion: version, maxVersion: version };
      for (const [offered, agreed] of [
        [['http/1.1', 'h2'], 'h2'],
        [['http/1.1'], 'http/1.1'],
        [[], false],
      ] as const) {
        const socket = await handshake(proxy.port, { ...limits, ALPNProtocols: [...offered] });
        assert.equal(socket.getProtocol(), version);
        assert.equal(socket.alpnProtocol, agreed);
        socket.destroy();
      }
    });
  }

  for (const [what, options, reason] of [
    [
      'of a version before 1.2',
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      /protocol version/,
    ],
    ['for other protocols than HTTP alone', { ALPNProtocols: ['imap'] }, /no application protocol/],
  ] as const) {
    it(`${what} is refused`, async () => {
      await using proxy = await startTestProxy(serviceOf([]));
      await assert.rejects(handshake(proxy.port, { ...options, servername: 'example.net' }), reason);
    });
  }

  it('is not repeated on the same connection', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    const socket = await handshake(proxy.port, { maxVersion: 'TLSv1.2' });
    const refused = once(socket, 'error');
    socket.renegotiate({ rejectUnauthorized: false }, () => {});
    assert.match(String((await refused)[0]), /no renegotiation/i);
    socket.destroy();
  });

  it('is made once for a certificate under the same options', async () => {
    const certificate = await certificateFor('example.net');
    const contexts = new SecureContexts();
    const profile = builtInTls.profileFor('');
    assert.ok(profile !== undefined);
    assert.equal(contexts.of(certificate, profile), contexts.of(certificate, profile));
    assert.notEqual(contexts.of(certificate, profile), contexts.of({ ...certificate }, profile));
    assert.notEqual(contexts.of(certificate, profile), contexts.of(certificate, { ...profile }));
  });
});

describe('a request over TLS', () => {
  it('goes to the pod with https and port 443 in its forwarded headers', async () => {
    await using pod = await startMirrorPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = RawClient.over(await handshake(proxy.port));
    await client.send(get('/', 'X-Forwarded-Proto: http\r\n')).until(/X-Real-Ip.*\r\n\r\n$/s);
    assert.match(client.received, /X-Forwarded-Proto: https\r\n/);
    assert.doesNotMatch(client.received, /X-Forwarded-Proto: http\r\n/);
    assert.match(client.received, /X-Forwarded-Port: 443\r\n/);
    assert.match(client.received, /X-Forwarded-For: 127\.0\.0\.1\r\n/);
    client.close();
  });

  it('may switch to a WebSocket, whose scheme is wss', async () => {
    await using pod = await startRawPod((socket, received) => {
      if (received.endsWith('\r\n\r\n')) {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      } else if (received.endsWith('ping')) socket.write('pong');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const client = RawClient.over(await handshake(proxy.port));
    await client.send(get('/', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')).until(/ 101 .*\r\n\r\n/s);
    await client.send('ping').until(/pong$/);
    assert.match(pod.received(), /x-forwarded-proto: wss\r\n/i);
    client.close();
  });

  it('whose answer the pod breaks off does not end as if it were whole', async () => {
    await using pod = await startRawPod((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
    });
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    await using wire = await tapTo(proxy.port);
    // In TLS 1.2 the types of records can be read on the wire.
    const client = RawClient.over(await handshake(wire.port, { maxVersion: 'TLSv1.2' }));
    await client.send('GET / HTTP/1.0\r\nHost: example.net\r\n\r\n').until(/half$/);
    pod.connections[0]?.destroy();
    await client.end();
    const types = recordTypes(wire.received());
    assert.ok(types.includes(applicationData), String(types));
    assert.ok(!types.includes(alert), 'the connection was closed properly');
  });
});

/** Passes connections on, and keeps what comes back. */
async function tapTo(target: number) {
  const received: Buffer[] = [];
  const server = createTcpServer((client) => {
    const upstream = connectTcp(target, '127.0.0.1');
    client.pipe(upstream).on('data', (chunk: Buffer) => received.push(chunk));
    upstream.pipe(client);
    client.on('error', () => {}).on('close', () => upstream.destroy());
    upstream.on('error', () => {}).on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    received: () => Buffer.concat(received),
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Types of TLS records (RFC 5246, section 6.2.1). */
const alert = 21;
const applicationData = 23;

function recordTypes(bytes: Buffer): number[] {
  const types: number[] = [];
  for (let at = 0; at + 5 <= bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) types.push(bytes[at] ?? 0);
  return types;
}
