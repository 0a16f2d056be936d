import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import { type ChallengeCertificate, ChallengeServer } from './challenge-server.ts';
import { entryPointDefaults, silentLogger, within } from './proxy.fixture.ts';
import { type ReverseProxy, startProxy } from './proxy.ts';

const shown = new Map<string, ChallengeCertificate>();
let proxy: ReverseProxy;
let port: number;

before(async () => {
  const authority = await createCertificateAuthority();
  shown.set('a.example.net', await authority.issue({ hosts: ['a.example.net'], commonName: 'CHALLENGE' }));
  proxy = await startProxy({
    entryPoints: { secure: { ...entryPointDefaults, address: '127.0.0.1:0' } },
    serverName: 'test',
    logger: silentLogger,
    challenge: (serverName) => shown.get(serverName),
  });
  port = proxy.addresses.get('secure')?.port ?? 0;
});
after(() => proxy.drain());

async function handshake(servername: string, ALPNProtocols: string[]): Promise<TLSSocket> {
  const socket = connect({
    host: '127.0.0.1',
    port,
    servername,
    ALPNProtocols,
    rejectUnauthorized: false,
  });
  socket.on('error', () => {});
  await within(
    new Promise<void>((resolve) => socket.once('secureConnect', resolve).once('close', () => resolve())),
    'a handshake',
  );
  return socket;
}

/** However it comes. */
function endOf(socket: TLSSocket): Promise<void> {
  return within(new Promise((resolve) => socket.once('close', () => resolve())), 'the end of the connection');
}

function presentedOn(socket: TLSSocket): string {
  return String(socket.getPeerCertificate().subject?.CN);
}

describe('a handshake for acme-tls/1', () => {
  for (const servername of ['a.example.net', 'A.Example.net']) {
    it(`gets the certificate of the challenge for ${servername}, and nothing is said within`, async () => {
      const socket = await handshake(servername, ['acme-tls/1']);
      assert.equal(socket.alpnProtocol, 'acme-tls/1');
      assert.equal(presentedOn(socket), 'CHALLENGE');
      const said: Buffer[] = [];
      socket.on('data', (chunk) => said.push(chunk));
      socket.write('GET / HTTP/1.1\r\nHost: a.example.net\r\n\r\n');
      await endOf(socket);
      assert.deepEqual(said, []);
    });
  }

  it('gets nothing for a name that nobody is to look at', async () => {
    const socket = await handshake('b.example.net', ['acme-tls/1']);
    assert.notEqual(socket.alpnProtocol, 'acme-tls/1');
    socket.destroy();
  });
});

it('other handshakes for the name get what they always get', async () => {
  for (const protocols of [['http/1.1'], []]) {
    const socket = await handshake('a.example.net', protocols);
    assert.equal(presentedOn(socket), 'TRAEFIK DEFAULT CERT');
    assert.notEqual(socket.alpnProtocol, 'acme-tls/1');
    socket.destroy();
  }
});

it('a challenge that is over before the handshake is', async () => {
  const server = new ChallengeServer(() => undefined, 1_000);
  const listener = createServer((socket) => server.accept(socket)).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  assert.ok(address !== null && typeof address === 'object');
  const socket = connect({ port: address.port, servername: 'a.example.net', rejectUnauthorized: false });
  socket.on('error', () => {});
  await endOf(socket);
  listener.close();
});
