import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { type CertificateAuthority, createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import { ApiError, type Failure } from './api-error.ts';
import { type ApiClient, type ClientLimits, createClient, defaultLimits } from './client.ts';
import type { Connection, Credentials, TlsSettings } from './connection.ts';

const plain: TlsSettings = {
  ca: undefined,
  cert: undefined,
  key: undefined,
  serverName: undefined,
  verify: true,
};
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function listen(server: Server & { closeAllConnections(): void }): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

interface Wishes {
  readonly url: string;
  readonly credentials?: () => Promise<Credentials>;
  readonly refresh?: () => Promise<void>;
  readonly tls?: Partial<TlsSettings>;
  readonly limits?: Partial<ClientLimits>;
}

function clientFor({ url, credentials, refresh, tls, limits }: Wishes): ApiClient {
  const connection: Connection = {
    kind: 'external',
    secret: false,
    server: new URL(url),
    proxy: undefined,
    credentials: credentials ?? (async () => ({ headers: {}, tls: { ...plain, ...tls } })),
    refresh: refresh ?? (async () => {}),
  };
  const client = createClient(connection, { ...defaultLimits, ...limits });
  ends.push(() => client.close());
  return client;
}

async function serve(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(answer))}`;
}

async function failureOf(attempt: Promise<unknown>): Promise<Failure> {
  return (await errorOf(attempt)).failure;
}

async function errorOf(attempt: Promise<unknown>): Promise<ApiError> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('It succeeded.');
}

test('asks under the path of the server, as JSON, with the credentials', async () => {
  const url = await serve((request, response) => {
    response.end(
      JSON.stringify({
        url: request.url,
        accept: request.headers.accept,
        token: request.headers.authorization,
      }),
    );
  });
  const client = clientFor({
    url: `${url}/k8s/clusters/c-1/`,
    credentials: async () => ({ headers: { authorization: 'Bearer t' }, tls: plain }),
  });
  assert.deepEqual(await client.get('/api/v1/services', { labelSelector: 'a=b,c!=d' }), {
    url: '/k8s/clusters/c-1/api/v1/services?labelSelector=a%3Db%2Cc%21%3Dd',
    accept: 'application/json',
    token: 'Bearer t',
  });
});

test('put sends JSON', async () => {
  const url = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    response.end(JSON.stringify({ method: request.method, type: request.headers['content-type'], body }));
  });
  assert.deepEqual(await clientFor({ url }).put('/x', { a: 'ü' }), {
    method: 'PUT',
    type: 'application/json',
    body: { a: 'ü' },
  });
});

test('a Status object tells what was refused', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(403, { 'retry-after': '3' });
    response.end(
      JSON.stringify({
        kind: 'Status',
        reason: 'Forbidden',
        message: 'secrets is forbidden',
        details: { name: 'n' },
      }),
    );
  });
  const error = await errorOf(clientFor({ url }).get('/api/v1/secrets'));
  assert.equal(error.message, 'GET /api/v1/secrets: 403 Forbidden secrets is forbidden');
  assert.deepEqual(error.failure, {
    kind: 'status',
    code: 403,
    reason: 'Forbidden',
    message: 'secrets is forbidden',
    retryAfter: 3_000,
    objectName: 'n',
  });
});

test('an error that is no Status object is shown by its text, cut short', async () => {
  const url = await serve((_request, response) =>
    response.writeHead(502).end(`bad gateway ${'x'.repeat(1_000)}`),
  );
  const failure = await failureOf(clientFor({ url }).get('/x'));
  assert.ok(failure.kind === 'status' && failure.code === 502);
  assert.match(failure.message, /^bad gateway x{100,188}$/);
});

test('an answer that is no JSON is an error', async () => {
  const url = await serve((_request, response) => response.end('<html>'));
  assert.deepEqual(await failureOf(clientFor({ url }).get('/x')), {
    kind: 'invalid',
    message: 'the answer (200) is no JSON.',
  });
});

test('a redirect is not followed', async () => {
  const url = await serve((_request, response) =>
    response.writeHead(302, { location: 'http://other.example' }).end(),
  );
  const failure = await failureOf(clientFor({ url }).get('/x'));
  assert.ok(failure.kind === 'status' && failure.code === 302);
});

test('an answer larger than the limit is not held', async () => {
  const url = await serve((_request, response) => response.end(JSON.stringify('x'.repeat(5_000))));
  const client = clientFor({ url, limits: { answerSize: 4_000 } });
  assert.equal((await failureOf(client.get('/x'))).kind, 'too-large');
});

for (const [title, answer, limits] of [
  ['no answer', () => {}, { silence: 100 }],
  ['an answer that stops', (_request, response) => response.write('{'), { silence: 100 }],
  [
    'an answer that drips for ever',
    (_request, response) => {
      const timer = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(timer));
    },
    { answerTimeout: 100 },
  ],
] as [string, RequestListener, Partial<ClientLimits>][]) {
  test(`${title} is a timeout`, async () => {
    const client = clientFor({ url: await serve(answer), limits });
    assert.equal((await failureOf(client.get('/x'))).kind, 'timeout');
  });
}

test('a server that is not there is unreachable', async () => {
  const server = createServer();
  const port = await listen(server);
  const closed = once(server, 'close');
  server.close();
  await closed;
  ends.splice(0);
  const failure = await failureOf(clientFor({ url: `http://127.0.0.1:${port}` }).get('/x'));
  assert.ok(failure.kind === 'unreachable' && !failure.certificate);
  assert.match(failure.message, /ECONNREFUSED/);
});

test('a connection that is cut in the answer is unreachable', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{', () => response.destroy());
  });
  assert.equal((await failureOf(clientFor({ url }).get('/x'))).kind, 'unreachable');
});

test('what is no HTTP is an error', async () => {
  const server = createTcpServer((socket) => socket.once('data', () => socket.write('SSH-2.0-banana\r\n')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => server.close());
  const { port } = server.address() as AddressInfo;
  assert.equal((await failureOf(clientFor({ url: `http://127.0.0.1:${port}` }).get('/x'))).kind, 'invalid');
});

test('an aborted request rejects with the reason', async () => {
  const ending = new AbortController();
  const reason = new Error('enough');
  const url = await serve(() => ending.abort(reason));
  await assert.rejects(clientFor({ url }).get('/x', {}, ending.signal), (error) => error === reason);
});

test('after 401 the credentials are renewed, and the request sent once more if they are others', async () => {
  let token = 'old';
  const seen: unknown[] = [];
  const url = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(request.headers.authorization === 'Bearer new' ? 200 : 401).end('{}');
  });
  const client = clientFor({
    url,
    credentials: async () => ({ headers: { authorization: `Bearer ${token}` }, tls: plain }),
    refresh: async () => {
      token = 'new';
    },
  });
  assert.deepEqual(await client.get('/x'), {});
  assert.deepEqual(seen, ['Bearer old', 'Bearer new']);
});

test('after 401 the same credentials are not tried again', async () => {
  let asked = 0;
  const url = await serve((_request, response) => {
    asked += 1;
    response.writeHead(401).end('{}');
  });
  const client = clientFor({
    url,
    credentials: async () => ({ headers: { authorization: 'Bearer t' }, tls: plain }),
  });
  const error = await errorOf(client.get('/x'));
  assert.ok(error.failure.kind === 'status' && error.failure.code === 401);
  assert.equal(asked, 1);
  assert.ok(!error.message.includes('Bearer'));
});

test('credentials that can’t be had, or are not there in time, are an error of the request', async () => {
  const url = 'http://127.0.0.1:1';
  const failing = clientFor({ url, credentials: () => Promise.reject(new Error('log in first')) });
  assert.deepEqual(await failureOf(failing.get('/x')), { kind: 'credentials', message: 'log in first' });
  const hanging = clientFor({ url, credentials: () => new Promise(() => {}), limits: { silence: 20 } });
  assert.equal((await failureOf(hanging.get('/x'))).kind, 'credentials');
});

async function serveSecurely(authority: CertificateAuthority, hosts: string[]): Promise<string> {
  const pair = await authority.issue({ hosts });
  const server = createSecureServer(
    {
      cert: pair.certificate,
      key: pair.privateKey,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: false,
    },
    (request, response) => {
      const user =
        request.socket instanceof TLSSocket ? request.socket.getPeerCertificate().subject?.CN : undefined;
      response.end(JSON.stringify({ user: user ?? '' }));
    },
  );
  return `https://127.0.0.1:${await listen(server)}`;
}

test('a server is believed by its CA alone', async () => {
  const [authority, foreign] = await Promise.all([
    createCertificateAuthority(),
    createCertificateAuthority(),
  ]);
  const url = await serveSecurely(authority, ['127.0.0.1']);
  assert.deepEqual(await clientFor({ url, tls: { ca: authority.certificate } }).get('/x'), { user: '' });
  for (const ca of [foreign.certificate, undefined]) {
    const error = await errorOf(clientFor({ url, tls: { ca } }).get('/x'));
    assert.ok(error.failure.kind === 'unreachable' && error.failure.certificate, error.message);
  }
});

test('a server with a certificate for another name is not believed, unless that is the name to expect', async () => {
  const authority = await createCertificateAuthority();
  const url = await serveSecurely(authority, ['api.example']);
  const ca = authority.certificate;
  const failure = await failureOf(clientFor({ url, tls: { ca } }).get('/x'));
  assert.ok(failure.kind === 'unreachable' && failure.certificate);
  assert.deepEqual(await clientFor({ url, tls: { ca, serverName: 'api.example' } }).get('/x'), { user: '' });
  assert.deepEqual(await clientFor({ url, tls: { ca, verify: false } }).get('/x'), { user: '' });
});

test('a client certificate is shown, and the new one after it has rotated', async () => {
  const authority = await createCertificateAuthority();
  const url = await serveSecurely(authority, ['127.0.0.1']);
  let user = 'alice';
  const client = clientFor({
    url,
    credentials: async () => {
      const { certificate: cert, privateKey: key } = await authority.issue({ commonName: user });
      return { headers: {}, tls: { ...plain, ca: authority.certificate, cert, key } };
    },
  });
  assert.deepEqual(await client.get('/x'), { user: 'alice' });
  user = 'bob';
  assert.deepEqual(await client.get('/x'), { user: 'bob' });
});

test('a watch that is refused throws, one that is left closes its connection', async () => {
  let refuse = true;
  let closed = false;
  const url = await serve((_request, response) => {
    if (refuse) {
      response.writeHead(403).end('{"kind":"Status","reason":"Forbidden","message":"no"}');
      return;
    }
    response.on('close', () => {
      closed = true;
    });
    response.write('{"type":"ADDED","object":{}}\n');
  });
  const client = clientFor({ url });
  const watch = () => client.watch('/x', {}, 5_000, new AbortController().signal);
  const error = await errorOf(watch().next());
  assert.equal(error.message, 'GET /x (watch): 403 Forbidden no');
  refuse = false;
  for await (const events of watch()) if (events.length > 0) break;
  while (!closed) await new Promise((resolve) => setImmediate(resolve));
});
