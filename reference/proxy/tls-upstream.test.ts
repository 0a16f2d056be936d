import assert from 'node:assert/strict';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { before, describe, it } from 'node:test';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type KeyPair,
} from '../../fixtures/certificates/index.ts';
import type { ServersTransport } from '../dynamic/configuration.ts';
import type { Server } from '../runtime/runtime.ts';
import { get, listening, post, TestUpstreams, transportWith } from './upstream.fixture.ts';
import { statusOfFailure } from './upstream-failure.ts';

let authority: CertificateAuthority;
let other: CertificateAuthority;

before(async () => {
  authority = await createCertificateAuthority();
  other = await createCertificateAuthority({ commonName: 'Other CA' });
});

interface TlsPod extends AsyncDisposable {
  readonly port: number;
  /** What each handshake asked for. */
  readonly handshakes: TLSSocket[];
  server(transport?: ServersTransport, host?: string): Server;
}

/** Says on each request which version of HTTP it came over. */
async function startTlsPod(
  { certificate, privateKey }: KeyPair,
  { http2 = false, ...options }: ServerOptions & { readonly http2?: boolean } = {},
): Promise<TlsPod> {
  const given = { cert: certificate, key: privateKey, ...options };
  const answer = (
    request: { readonly httpVersion: string },
    response: { end(text: string): unknown },
  ): void => {
    response.end(request.httpVersion);
  };
  const server = http2
    ? createSecureServer({ allowHTTP1: true, ...given }, answer)
    : createHttpsServer(given, answer);
  const handshakes: TLSSocket[] = [];
  const sockets = new Set<Socket>();
  server.on('secureConnection', (socket: TLSSocket) => {
    handshakes.push(socket);
    socket.on('error', () => {});
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  const port = await listening(server);
  return {
    port,
    handshakes,
    server: (transport, host = '127.0.0.1') => ({
      origin: `https://${host}:${port}`,
      authority: `${host}:${port}`,
      ...(transport === undefined ? {} : { transport }),
    }),
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function trusting(changes: Partial<ServersTransport> = {}): ServersTransport {
  return transportWith({ rootCAs: [authority.certificate], ...changes });
}

async function statusWith(pod: TlsPod, transport: ServersTransport | undefined, host?: string) {
  await using upstreams = new TestUpstreams();
  const told = await upstreams.ask(pod.server(transport, host), get());
  return told.error === undefined ? told.status : statusOfFailure(told.error);
}

describe('the certificate of a pod', () => {
  it('is verified with the authorities given, for the host of the URL', async () => {
    await using byAddress = await startTlsPod(await authority.issue({ hosts: ['127.0.0.1'] }));
    assert.equal(await statusWith(byAddress, trusting()), 200);
    await using byName = await startTlsPod(await authority.issue({ hosts: ['localhost'] }));
    assert.equal(await statusWith(byName, trusting(), 'localhost'), 200);
    assert.equal(await statusWith(byName, trusting()), 500);
  });

  it('is not trusted where its authority is another one, or nobody has been named', async () => {
    await using pod = await startTlsPod(await other.issue({ hosts: ['127.0.0.1'] }));
    assert.equal(await statusWith(pod, trusting()), 500);
    assert.equal(await statusWith(pod, transportWith({})), 500);
    assert.equal(await statusWith(pod, undefined), 500);
  });

  it('is not trusted after its time', async () => {
    const expired = { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') };
    await using pod = await startTlsPod(await authority.issue({ hosts: ['127.0.0.1'], ...expired }));
    assert.equal(await statusWith(pod, trusting()), 500);
  });

  it('is not for a host that is its common name alone', async () => {
    await using pod = await startTlsPod(await authority.issue({ commonName: 'localhost' }));
    assert.equal(await statusWith(pod, trusting(), 'localhost'), 500);
  });

  it('has to be for serverName instead, which is asked for', async () => {
    const asked: string[] = [];
    await using pod = await startTlsPod(await authority.issue({ hosts: ['pods.example'] }), {
      SNICallback(name, done) {
        asked.push(name);
        done(null);
      },
    });
    assert.equal(await statusWith(pod, trusting({ serverName: 'pods.example' })), 200);
    assert.equal(await statusWith(pod, trusting({ serverName: 'other.example' })), 500);
    assert.equal(await statusWith(pod, trusting()), 500);
    assert.deepEqual(asked, ['pods.example', 'other.example']);
  });

  it('is anybody’s where insecureSkipVerify is set', async () => {
    await using pod = await startTlsPod(await other.issue({ hosts: ['pods.example'] }));
    assert.equal(await statusWith(pod, transportWith({ insecureSkipVerify: true })), 200);
  });

  it('must have the URI of peerCertURI, whether or not its names count', async () => {
    const peerCertURI = 'spiffe://example.org/web';
    const uris = ['spiffe://example.org/other', peerCertURI];
    await using pod = await startTlsPod(await authority.issue({ hosts: ['127.0.0.1'], uris }));
    await using wrong = await startTlsPod(
      await authority.issue({
        hosts: ['127.0.0.1'],
        uris: [`${peerCertURI}/2`, `https://a, URI:${peerCertURI}`],
      }),
    );
    await using nameless = await startTlsPod(await authority.issue({ commonName: 'web', uris }));
    await using untrusted = await startTlsPod(await other.issue({ hosts: ['127.0.0.1'], uris }));
    assert.equal(await statusWith(pod, trusting({ peerCertURI })), 200);
    assert.equal(await statusWith(wrong, trusting({ peerCertURI })), 500);
    assert.equal(await statusWith(nameless, trusting({ peerCertURI })), 500);
    const skipping = trusting({ peerCertURI, insecureSkipVerify: true });
    assert.equal(await statusWith(nameless, skipping), 200);
    assert.equal(await statusWith(wrong, skipping), 500);
    assert.equal(await statusWith(untrusted, skipping), 500);
  });
});

describe('a TLS connection that does not come about', () => {
  it('is a 502 where the pod speaks something else', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    const port = await listening(server);
    await using upstreams = new TestUpstreams();
    const { error } = await upstreams.ask({ origin: `https://127.0.0.1:${port}`, authority: 'a' }, get());
    server.close();
    assert.equal(error && statusOfFailure(error), 502);
  });

  it('is a 504 where it takes longer than dialTimeout', async () => {
    const sockets: Socket[] = [];
    const server = createTcpServer((socket) => sockets.push(socket.on('error', () => {})));
    const port = await listening(server);
    await using upstreams = new TestUpstreams(transportWith({}, { dialTimeout: 50 }));
    const { error } = await upstreams.ask({ origin: `https://127.0.0.1:${port}`, authority: 'a' }, get());
    for (const socket of sockets) socket.destroy();
    server.close();
    assert.equal(error && statusOfFailure(error), 504);
  });

  it('is a 502 where authorities or client certificates can’t be read', async () => {
    await using pod = await startTlsPod(await authority.issue({ hosts: ['127.0.0.1'] }));
    const unreadable = { certificates: [{ certificate: 'a', privateKey: 'b' }] };
    assert.equal(await statusWith(pod, transportWith(unreadable)), 502);
    assert.equal(await statusWith(pod, transportWith({ ...unreadable, disableHTTP2: true })), 502);
  });

  it('is a 502 where the pod wants another client certificate', async () => {
    const mutual = { requestCert: true, rejectUnauthorized: true, ca: authority.certificate };
    await using pod = await startTlsPod(await authority.issue({ hosts: ['127.0.0.1'] }), mutual);
    assert.equal(await statusWith(pod, trusting()), 502);
    const good = await authority.issue({ commonName: 'proxy', usage: 'client' });
    assert.equal(await statusWith(pod, trusting({ certificates: [good] })), 200);
    const bad = await other.issue({ commonName: 'proxy', usage: 'client' });
    assert.equal(await statusWith(pod, trusting({ certificates: [bad] })), 502);
  });
});

describe('HTTP over TLS', () => {
  const versions = async (pod: TlsPod, changes: Partial<ServersTransport> = {}) => {
    await using upstreams = new TestUpstreams();
    const server = pod.server(trusting(changes));
    const answers = [
      ...(await Promise.all([upstreams.ask(server, get()), upstreams.ask(server, post('/', ['a']))])),
      await upstreams.ask(server, get()),
      await upstreams.ask(server, post('/', ['a'])),
    ];
    return answers.map(({ body, error }) => (error === undefined ? body : error.message)).join();
  };

  it('is HTTP/2 where the pod takes it, over one connection', async () => {
    await using pod = await startTlsPod(await authority.issue({ hosts: ['127.0.0.1'] }), { http2: true });
    assert.equal(await versions(pod), '2.0,2.0,2.0,2.0');
    assert.equal(pod.handshakes.length, 1);
  });

  it('is HTTP/1.1 where the pod does not, and no connection is opened in vain', async () => {
    await using pod = await startTlsPod(await authority.issue({ hosts: ['127.0.0.1'] }));
    assert.equal(await versions(pod), '1.1,1.1,1.1,1.1');
    assert.equal(pod.handshakes.length, 2);
  });

  it('goes over the same connection whatever host the clients ask for', async () => {
    for (const http2 of [false, true]) {
      await using pod = await startTlsPod(await authority.issue({ hosts: ['127.0.0.1'] }), { http2 });
      await using upstreams = new TestUpstreams();
      const server = pod.server(trusting());
      for (const host of ['a.example', 'b.example', 'a.example']) {
        await upstreams.ask(server, { ...get(), headers: ['Host', host] });
        // Until then undici does not know that the connection is free.
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal(pod.handshakes.length, 1);
    }
  });

  it('is refused, and nothing else, where a head can’t be sent', async () => {
    await using pod = await startTlsPod(await authority.issue({ hosts: ['127.0.0.1'] }));
    await using upstreams = new TestUpstreams();
    const server = pod.server(trusting());
    const broken = { ...post('/', ['a']), headers: ['Host', 'a', 'X-Broken', 'a\r\nb'] };
    const told = await Promise.all([upstreams.ask(server, broken), upstreams.ask(server, get())]);
    assert.ok(told[0].error !== undefined);
    assert.equal(told[1].status, 200);
  });

  it('is HTTP/1.1 where disableHTTP2 is set', async () => {
    await using pod = await startTlsPod(await authority.issue({ hosts: ['127.0.0.1'] }), { http2: true });
    assert.equal(await versions(pod, { disableHTTP2: true }), '1.1,1.1,1.1,1.1');
    assert.deepEqual(new Set(pod.handshakes.map(({ alpnProtocol }) => alpnProtocol)), new Set(['http/1.1']));
  });

  it('changes with the pod', async () => {
    const pair = await authority.issue({ hosts: ['127.0.0.1'] });
    await using upstreams = new TestUpstreams();
    const first = await startTlsPod(pair);
    const server = first.server(trusting());
    assert.equal((await upstreams.ask(server, get())).body, '1.1');
    await first[Symbol.asyncDispose]();
    assert.ok((await upstreams.ask(server, get())).error !== undefined);
    const second = createSecureServer(
      { cert: pair.certificate, key: pair.privateKey },
      (request, response) => {
        response.end(request.httpVersion);
      },
    );
    await new Promise<void>((resolve) => second.listen(first.port, '127.0.0.1', resolve));
    assert.equal((await upstreams.ask(server, get())).body, '2.0');
    await upstreams.destroy();
    second.close();
  });
});

describe('an agent for upgrades', () => {
  it('connects as the transport says, with HTTP/1.1', async () => {
    const protocols: unknown[] = [];
    const pair = await authority.issue({ hosts: ['pods.example'] });
    const options: TlsOptions = {
      cert: pair.certificate,
      key: pair.privateKey,
      ALPNProtocols: ['h2', 'http/1.1'],
    };
    const server = createTlsServer(options, (socket) => {
      protocols.push(socket.alpnProtocol);
      socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
    const port = await listening(server);
    await using upstreams = new TestUpstreams();
    const { request } = await import('node:http');
    const ask = (transport: ServersTransport) =>
      new Promise((resolve) => {
        const agent = upstreams.agentFor({ origin: `https://127.0.0.1:${port}`, authority: 'a', transport });
        request({ agent, path: '/' })
          .on('response', ({ statusCode }) => resolve(statusCode))
          .on('error', ({ message }) => resolve(message))
          .end();
      });
    assert.equal(await ask(trusting({ serverName: 'pods.example' })), 204);
    assert.equal(await ask(trusting()), "the pod's certificate is not for 127.0.0.1");
    assert.deepEqual(new Set(protocols), new Set(['http/1.1']));
    server.close();
  });
});
