import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { DigestAuth } from '../../dynamic/middleware.ts';
import { MiddlewareError } from '../create.ts';
import { answering, inFrontOf, type TestBed } from '../handlers.fixture.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const options: DigestAuth = {
  users: [`jane:traefik:${md5('jane:traefik:secret')}`, `joe:other:${md5('joe:other:secret')}`],
  realm: 'traefik',
  removeHeader: false,
};

const over = (changes: Partial<DigestAuth> = {}): TestBed =>
  inFrontOf(answering(200), { digestAuth: { ...options, ...changes } });

function nonceOf(bed: TestBed): string {
  return /nonce="([^"]+)"/.exec(bed.send().header('WWW-Authenticate') ?? '')?.[1] ?? '';
}

interface Answering {
  readonly name?: string;
  readonly realm?: string;
  readonly password?: string;
  readonly count?: number;
  readonly uri?: string;
  readonly method?: string;
}

function proof(nonce: string, answer: Answering = {}): string {
  const {
    name = 'jane',
    realm = 'traefik',
    password = 'secret',
    count = 1,
    uri = '/',
    method = 'GET',
  } = answer;
  const nc = count.toString(16).padStart(8, '0');
  const response = md5(
    `${md5(`${name}:${realm}:${password}`)}:${nonce}:${nc}:xyz:auth:${md5(`${method}:${uri}`)}`,
  );
  return `Digest username="${name}", realm="${realm}", nonce="${nonce}", uri="${uri}", qop=auth, nc=${nc}, cnonce="xyz", response="${response}", opaque="x", algorithm=MD5`;
}

function send(bed: TestBed, field: string, target = '/'): ReturnType<TestBed['send']> {
  return bed.send({ target, headers: ['Authorization', field] });
}

describe('digestAuth', () => {
  it('asks for a digest', () => {
    const answer = over().send();
    assert.equal(answer.status, 401);
    assert.match(
      answer.header('WWW-Authenticate') ?? '',
      /^Digest realm="traefik", nonce="[^"]+", opaque="[0-9a-f]+", algorithm=MD5, qop="auth"$/,
    );
  });

  it('lets pass who knows the password', () => {
    const bed = over();
    assert.equal(send(bed, proof(nonceOf(bed))).status, 200);
  });

  for (const [what, wrong] of Object.entries<Answering>({
    'another password': { password: 'wrong' },
    'a name that there is not': { name: 'nobody' },
    'a user of another realm': { name: 'joe', realm: 'other' },
    'the digest of another path': { uri: '/other' },
    'the digest of another method': { method: 'POST' },
  })) {
    it(`refuses ${what}`, () => {
      const bed = over();
      const answer = send(bed, proof(nonceOf(bed), wrong));
      assert.equal(answer.status, 401);
      assert.doesNotMatch(answer.header('WWW-Authenticate') ?? '', /stale/);
      assert.equal(bed.pod.requests.length, 0);
    });
  }

  it('refuses what it has not asked for', () => {
    const bed = over();
    const right = proof(nonceOf(bed));
    for (const field of [
      'Digest',
      'Digest username=',
      right.replace('qop=auth', 'qop=auth-int'),
      right.replace('algorithm=MD5', 'algorithm=SHA-256'),
      right.replace(/nc=\w+/, 'nc=1'),
      proof('made-up'),
      proof('0.AAAA.AAAA'),
    ]) {
      assert.equal(send(bed, field).status, 401, field);
    }
  });

  it('reads what comes in any order and spelling, and stops at nonsense', () => {
    const bed = over();
    const right = proof(nonceOf(bed));
    const [scheme, list = ''] = right.split(/ (.*)/);
    const backwards = list.split(', ').reverse().join(',  ');
    assert.equal(send(bed, `${scheme?.toLowerCase()}   ${backwards}`).status, 200);
    assert.equal(send(bed, `Digest ${'a'.repeat(60_000)}`).status, 401);
    assert.equal(send(bed, `Digest ${'a="'.repeat(20_000)}`).status, 401);
  });

  it('takes a nonce again with another count only', () => {
    const bed = over();
    const nonce = nonceOf(bed);
    const status = (count: number): number | undefined => send(bed, proof(nonce, { count })).status;
    assert.deepEqual(
      [1, 1, 3, 2, 2, 3, 100, 37, 36].map(status),
      [200, 401, 200, 200, 401, 401, 200, 200, 401],
    );
  });

  it('says of a nonce that is too old to ask for another', () => {
    const bed = over();
    const nonce = nonceOf(bed);
    bed.pass(300_000);
    assert.equal(send(bed, proof(nonce)).status, 200);
    bed.pass(1);
    const answer = send(bed, proof(nonce, { count: 2 }));
    assert.equal(answer.status, 401);
    assert.match(answer.header('WWW-Authenticate') ?? '', /, stale=true$/);
  });

  it('passes the name on, and the credentials unless told otherwise', () => {
    const bed = over({ removeHeader: true, headerField: 'X-User' });
    send(bed, proof(nonceOf(bed)));
    assert.equal(bed.pod.header('X-User'), 'jane');
    assert.equal(bed.pod.header('Authorization'), undefined);
    const keeping = over();
    send(keeping, proof(nonceOf(keeping)));
    assert.notEqual(keeping.pod.header('Authorization'), undefined);
  });

  it('is refused with entries that are none', () => {
    for (const users of [['jane'], ['jane:traefik'], ['jane:traefik:secret']]) {
      assert.throws(() => over({ users }), MiddlewareError);
    }
  });
});
