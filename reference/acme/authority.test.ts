import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { AcmeOptions } from '../configuration/static-configuration.ts';
import { type Authority, createAuthority } from './authority.ts';
import { AuthorityError } from './authority-error.ts';
import { Challenges } from './challenges.ts';
import {
  problem,
  type ScriptedAnswer,
  type ScriptedAuthority,
  startScriptedAuthority,
} from './scripted-authority.fixture.ts';
import type { StoredAccount } from './storage-format.ts';
import { Transport } from './transport.ts';

let server: ScriptedAuthority;
let accounts: StoredAccount[];
let challenges: Challenges;
const authorities: Authority[] = [];

beforeEach(async () => {
  server = await startScriptedAuthority();
  accounts = [];
  challenges = new Challenges();
});
afterEach(async () => {
  for (const authority of authorities.splice(0)) await authority.close();
  await server.stop();
});

function authorityWith(given: Partial<AcmeOptions> = {}, account?: StoredAccount): Authority {
  const authority = createAuthority({
    options: {
      email: 'admin@example.com',
      storage: 'acme.json',
      caServer: server.directory,
      certificatesDuration: 2160,
      preferredChain: '',
      keyType: 'EC256',
      eab: undefined,
      httpChallenge: { entryPoint: 'web' },
      tlsChallenge: undefined,
      ...given,
    },
    transport: new Transport({ authorities: undefined, serverName: undefined }),
    challenges,
    account,
    accountChanged: (changed) => accounts.push(changed),
  });
  authorities.push(authority);
  return authority;
}

async function failureOf(work: Promise<unknown>): Promise<AuthorityError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof AuthorityError, String(error));
  return error;
}

test('a certificate comes with its own key', async () => {
  const { certificate, privateKey } = await authorityWith().obtain(['a.org', 'b.org']);
  assert.match(certificate, /^-----BEGIN CERTIFICATE-----/);
  assert.match(privateKey, /^-----BEGIN PRIVATE KEY-----/);
  assert.deepEqual(server.payloads.get('/new-order'), {
    identifiers: [
      { type: 'dns', value: 'a.org' },
      { type: 'dns', value: 'b.org' },
    ],
  });
});

describe('the account', () => {
  test('is made once, with the mail address, and told', async () => {
    const authority = authorityWith();
    await authority.obtain(['a.org']);
    await authority.obtain(['b.org']);
    assert.equal(server.requests.filter((request) => request === 'POST /new-account').length, 1);
    assert.deepEqual(server.payloads.get('/new-account'), {
      termsOfServiceAgreed: true,
      contact: ['mailto:admin@example.com'],
    });
    const [account, ...others] = accounts;
    assert.deepEqual(others, []);
    assert.equal(account?.email, 'admin@example.com');
    assert.equal(account?.keyType, 'P256');
    assert.equal(account?.registration?.uri, server.directory.replace('directory', 'account'));
  });

  test('of a run before is used as it is', async () => {
    await authorityWith().obtain(['a.org']);
    const [account] = accounts;
    await authorityWith({}, account).obtain(['b.org']);
    assert.equal(server.requests.filter((request) => request === 'POST /new-account').length, 1);
    assert.equal(accounts.length, 1);
  });

  test('is told of another mail address', async () => {
    await authorityWith().obtain(['a.org']);
    await authorityWith({ email: 'other@example.com' }, accounts[0]).obtain(['b.org']);
    assert.deepEqual(server.payloads.get('/account'), { contact: ['mailto:other@example.com'] });
    assert.equal(accounts[1]?.email, 'other@example.com');
    assert.equal(accounts[1]?.privateKey, accounts[0]?.privateKey);
  });

  test('of another authority is made here too, with the same key', async () => {
    await authorityWith().obtain(['a.org']);
    const [first] = accounts;
    assert.ok(first !== undefined);
    const elsewhere = { ...first, registration: { uri: 'https://other.example/1', body: {} } };
    await authorityWith({}, elsewhere).obtain(['b.org']);
    assert.equal(accounts[1]?.privateKey, first.privateKey);
    assert.equal(accounts[1]?.registration?.uri, first.registration?.uri);
  });

  test('that the authority has forgotten is made again', async () => {
    await authorityWith().obtain(['a.org']);
    server.script('/new-order', { status: 400, body: problem('accountDoesNotExist', 'who?') });
    await authorityWith({}, accounts[0]).obtain(['b.org']);
    assert.equal(server.requests.filter((request) => request === 'POST /new-account').length, 2);
  });

  test('is made again at the next attempt where that failed', async () => {
    const authority = authorityWith();
    server.script('/new-account', { status: 503 });
    await failureOf(authority.obtain(['a.org']));
    await authority.obtain(['a.org']);
  });

  test('is bound to an external one', async () => {
    await authorityWith({ eab: { kid: 'kid-1', hmacEncoded: 'c2VjcmV0' } }).obtain(['a.org']);
    const { externalAccountBinding } = server.payloads.get('/new-account') as {
      externalAccountBinding: { protected: string };
    };
    const header = JSON.parse(Buffer.from(externalAccountBinding.protected, 'base64url').toString());
    assert.deepEqual([header.alg, header.kid], ['HS256', 'kid-1']);
  });
});

describe('failures', () => {
  const invalid = {
    status: 'invalid',
    identifier: { type: 'dns', value: 'a.org' },
    challenges: [
      {
        type: 'http-01',
        status: 'invalid',
        token: 't',
        error: problem('connection', 'Fetching http://a.org/.well-known/acme-challenge/abc-1_2: refused.'),
      },
    ],
  };
  const cases: readonly [
    title: string,
    path: string,
    answer: ScriptedAnswer,
    kind: AuthorityError['kind'],
    message: RegExp,
  ][] = [
    [
      'a refusal with its detail',
      '/new-order',
      { status: 403, body: problem('rejectedIdentifier', 'a.org is\nforbidden.') },
      'refused',
      /^a.org is forbidden$/,
    ],
    [
      'the details of what it consists of',
      '/new-order',
      { status: 403, body: { ...problem('compound', 'see below'), subproblems: [problem('caa', 'CAA')] } },
      'refused',
      /^see below; CAA$/,
    ],
    ['a refusal without any', '/new-order', { status: 400, body: 'no' }, 'refused', /status 400/],
    ['a fault of the authority', '/new-order', { status: 502, body: '<html>' }, 'unreachable', /status 502/],
    ['a directory that is none', '/directory', { status: 200, body: {} }, 'unreachable', /can't be used/],
    [
      'a name that does not lead here, without the token',
      '/authorization',
      { status: 200, body: invalid },
      'refused',
      /a.org leads here: Fetching http:\/\/a.org\/.well-known\/acme-challenge\/…: refused$/,
    ],
    [
      'an order that is over',
      '/order',
      { status: 200, body: { status: 'invalid', error: problem('caa', 'forbidden') } },
      'refused',
      /ended the order as invalid: forbidden/,
    ],
    [
      'a challenge that is not offered',
      '/authorization',
      {
        status: 200,
        body: {
          ...invalid,
          status: 'pending',
          challenges: [{ type: 'dns-01', status: 'pending', token: 't', url: 'x' }],
        },
      },
      'refused',
      /takes dns-01, and not http-01/,
    ],
  ];
  for (const [title, path, answer, kind, message] of cases) {
    test(title, async () => {
      // Asked twice: before the challenge and after it.
      server.script(path, answer, 2);
      const failure = await failureOf(authorityWith().obtain(['a.org']));
      assert.equal(failure.kind, kind);
      assert.match(failure.message, message);
    });
  }

  test('how long the authority asks to wait', async () => {
    const limited = problem('rateLimited', 'too many');
    server.script('/new-order', { status: 429, headers: { 'Retry-After': '3600' }, body: limited });
    const failure = await failureOf(authorityWith().obtain(['a.org']));
    assert.deepEqual([failure.kind, failure.type, failure.retryAfter], ['refused', 'rateLimited', 3_600_000]);
  });

  test('nobody there', async () => {
    const { directory } = server;
    await server.stop();
    const failure = await failureOf(authorityWith({ caServer: directory }).obtain(['a.org']));
    assert.equal(failure.kind, 'unreachable');
    assert.match(failure.message, /^the authority can't be reached: .*ECONNREFUSED/);
    server = await startScriptedAuthority();
  });

  test('more than an answer can be', async () => {
    server.script('/certificate', { status: 200, body: 'x'.repeat(2 * 1024 * 1024) });
    assert.equal((await failureOf(authorityWith().obtain(['a.org']))).kind, 'unreachable');
  });
});

test('a nonce that is refused is followed by another', async () => {
  server.script('/new-order', { status: 400, body: problem('badNonce', 'stale') }, 2);
  await authorityWith().obtain(['a.org']);
});

test('nothing is shown any more once the authority has looked', async () => {
  let shown = 0;
  challenges.showAuthorization = () => {
    shown++;
    return () => shown--;
  };
  await authorityWith().obtain(['a.org']);
  server.script('/challenge', { status: 500 });
  await failureOf(authorityWith({}, accounts[0]).obtain(['a.org']));
  assert.equal(shown, 0);
});

test('closing breaks off what is under way', async () => {
  const pending = { status: 'pending', identifier: { type: 'dns', value: 'a.org' } };
  const challenge = { type: 'http-01', status: 'processing', token: 't', url: 'x' };
  server.script('/authorization', { status: 200, body: { ...pending, challenges: [challenge] } }, 1_000);
  const authority = authorityWith();
  const failure = failureOf(authority.obtain(['a.org']));
  while (!server.requests.includes('POST /authorization')) await new Promise((done) => setImmediate(done));
  await authority.close();
  await failure;
});
