/** What can go wrong with a request without there being a server: `nock` stands in its place. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import nock from 'nock';
import { ApiError, type Failure, remedyFor } from './api-error.ts';
import { type ApiClient, type ClientLimits, createClient, defaultLimits } from './client.ts';
import { chooseConnection } from './connection.ts';

const server = 'https://cluster.example:6443';
const path = '/api/v1/services';
const clients: ApiClient[] = [];

before(() => nock.disableNetConnect());
after(() => nock.restore());

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  assert.deepEqual(nock.pendingMocks(), []);
  nock.cleanAll();
});

async function client(limits: Partial<ClientLimits> = {}): Promise<ApiClient> {
  const connection = await chooseConnection({ endpoint: server, token: 'secret', certAuthFilePath: '' }, {});
  const created = createClient(connection, { ...defaultLimits, ...limits });
  clients.push(created);
  return created;
}

async function failureOf(request: Promise<unknown>): Promise<Failure> {
  try {
    await request;
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    assert.ok(!error.message.includes('secret'));
    return error.failure;
  }
  return assert.fail('It did not fail.');
}

function systemError(code: string): Error {
  return Object.assign(new Error(`as ${code}`), { code });
}

const listed = { metadata: { resourceVersion: '7' }, items: [] };

test('an answer in its place is taken for that of the server', async () => {
  nock(server, { reqheaders: { authorization: 'Bearer secret' } })
    .get(path)
    .query({ limit: '500' })
    .reply(200, listed);
  assert.deepEqual(await (await client()).get(path, { limit: '500' }), listed);
});

for (const code of [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]) {
  test(`${code} is a server that can't be reached`, async () => {
    nock(server).get(path).replyWithError(systemError(code));
    const failure = await failureOf((await client()).get(path));
    assert.deepEqual(failure, { kind: 'unreachable', message: `as ${code}`, certificate: false });
    assert.match(remedyFor(failure), /runs/);
  });
}

for (const code of [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]) {
  test(`${code} is a certificate that is not believed`, async () => {
    nock(server).get(path).replyWithError(systemError(code));
    const failure = await failureOf((await client()).get(path));
    assert.deepEqual(failure, { kind: 'unreachable', message: `as ${code}`, certificate: true });
    assert.match(remedyFor(failure), /CA/);
  });
}

test('a server that speaks no TLS is not taken for one with a wrong certificate', async () => {
  nock(server).get(path).replyWithError(systemError('ERR_SSL_WRONG_VERSION_NUMBER'));
  const failure = await failureOf((await client()).get(path));
  assert.ok(failure.kind === 'unreachable' && !failure.certificate);
});

for (const [code, reason, remedy] of [
  [401, 'Unauthorized', /token/],
  [403, 'Forbidden', /Role/],
  [404, 'NotFound', /serves the resource/],
  [409, 'Conflict', /Somebody else/],
  [429, 'TooManyRequests', /overloaded/],
  [500, 'InternalError', /log of the API server/],
  [503, 'ServiceUnavailable', /overloaded/],
] as const) {
  test(`${code} tells its reason, and what to do`, async () => {
    const status = { kind: 'Status', code, reason, message: 'as it says', details: { name: 'app' } };
    nock(server).get(path).reply(code, status, { 'Retry-After': '3' });
    const failure = await failureOf((await client()).get(path));
    const told = { code, reason, message: 'as it says', retryAfter: 3_000, objectName: 'app' };
    assert.deepEqual(failure, { kind: 'status', ...told });
    assert.match(remedyFor(failure), remedy);
  });
}

for (const [what, after] of [
  ['a date', 'Wed, 21 Oct 2030 07:28:00 GMT'],
  ['a negative number', '-5'],
  ['nothing', ''],
] as const) {
  test(`of ${what} in Retry-After no time to wait is taken`, async () => {
    nock(server).get(path).reply(503, 'busy', { 'Retry-After': after });
    const failure = await failureOf((await client()).get(path));
    assert.ok(failure.kind === 'status' && failure.retryAfter === undefined);
  });
}

test('a token that no header can carry is an error of the credentials, and not shown', async () => {
  const connection = await chooseConnection({ endpoint: server, token: '', certAuthFilePath: '' }, {});
  const { tls } = await connection.credentials();
  const headers = { authorization: 'Bearer first\nsecret' };
  const created = createClient({ ...connection, credentials: async () => ({ headers, tls }) });
  clients.push(created);
  const failure = await failureOf(created.get(path));
  assert.equal(failure.kind, 'credentials');
  assert.match(remedyFor(failure), /token file/);
});

test('a page of a proxy on the way is told by its beginning', async () => {
  nock(server)
    .get(path)
    .reply(502, `<html>${'x'.repeat(500)}</html>`);
  const failure = await failureOf((await client()).get(path));
  assert.ok(failure.kind === 'status' && failure.message.length === 200);
});

test('a login page is no answer of an API server', async () => {
  nock(server).get(path).reply(200, '<html>Log in</html>');
  const failure = await failureOf((await client()).get(path));
  assert.equal(failure.kind, 'invalid');
  assert.match(remedyFor(failure), /address is that of a Kubernetes API server/);
});

test('a write that is refused fails as a read does', async () => {
  nock(server).put(`${path}/status`, { a: 1 }).reply(403, { kind: 'Status', reason: 'Forbidden' });
  const failure = await failureOf((await client()).put(`${path}/status`, { a: 1 }));
  assert.ok(failure.kind === 'status' && failure.code === 403);
});

test('a watch that is answered by a proxy’s page is an error, not a watch without events', async () => {
  nock(server).get(path).query({ watch: 'true' }).reply(200, '<html>Log in</html>\n');
  const signal = new AbortController().signal;
  const events = (await client()).watch(path, {}, 1_000, signal);
  const failure = await failureOf(
    (async () => {
      for await (const event of events) assert.deepEqual(event, []);
    })(),
  );
  assert.equal(failure.kind, 'invalid');
});
