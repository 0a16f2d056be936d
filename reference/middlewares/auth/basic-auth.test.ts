import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashSync } from 'bcryptjs';
import type { BasicAuth } from '../../dynamic/middleware.ts';
import { MiddlewareError } from '../create.ts';
import type { ProxyRequest } from '../exchange.ts';
import { answering, aRequest, inFrontOf, noServices, Received, type TestBed } from '../handlers.fixture.ts';
import { basicAuth } from './basic-auth.ts';
import { BusyError, type CheckPassword } from './password-checker.ts';

/** `secret`, in the three ways. */
const sha = 'jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=';
const apr1 = 'joe:$apr1$salt$VEpBc9VHGUKwI9.yg13Iu0';
const bcrypt = `jim:${hashSync('secret', 4)}`;

const options = (changes: Partial<BasicAuth> = {}): BasicAuth => ({
  users: [sha, apr1, bcrypt],
  realm: 'traefik',
  removeHeader: false,
  ...changes,
});

const as = (name: string, password: string): Partial<ProxyRequest> => ({
  headers: ['Authorization', `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`],
});

const over = (changes: Partial<BasicAuth> = {}): TestBed =>
  inFrontOf(answering(200), { basicAuth: options(changes) });

async function statusOf(bed: TestBed, changes: Partial<ProxyRequest>): Promise<number | undefined> {
  const answer = bed.send(changes);
  await answer.over;
  return answer.status;
}

describe('basicAuth', () => {
  it('lets users pass, however their passwords are hashed', async () => {
    for (const name of ['jane', 'joe', 'jim']) {
      assert.equal(await statusOf(over(), as(name, 'secret')), 200, name);
      assert.equal(await statusOf(over(), as(name, 'Secret')), 401, name);
    }
    assert.equal(await statusOf(over(), as('nobody', 'secret')), 401);
  });

  it('refuses everybody else before the pod', async () => {
    const bed = over({ realm: 'a "realm"' });
    const answer = bed.send();
    assert.equal(answer.status, 401);
    assert.equal(answer.header('WWW-Authenticate'), 'Basic realm="a \\"realm\\""');
    for (const field of ['Basic', 'Basic !!', 'Bearer x', `Basic ${btoa('jane')}`]) {
      assert.equal(await statusOf(bed, { headers: ['Authorization', field] }), 401, field);
    }
    assert.equal(bed.pod.requests.length, 0);
  });

  it('lets nobody name the user by another spelling of the field', async () => {
    const bed = over({ headerField: 'X-Web-User' });
    const { headers = [] } = as('jane', 'secret');
    await statusOf(bed, { headers: ['X_Web_User', 'root', 'x-web_user', 'root', ...headers] });
    assert.deepEqual(bed.pod.request.headers, [...headers, 'X-Web-User', 'jane']);
  });

  it('keeps the credentials, or takes them off', async () => {
    const keeping = over();
    await statusOf(keeping, as('jane', 'secret'));
    assert.notEqual(keeping.pod.header('Authorization'), undefined);
    const removing = over({ removeHeader: true });
    await statusOf(removing, as('jane', 'secret'));
    assert.equal(removing.pod.header('Authorization'), undefined);
  });

  it('tells the pod who it is, whatever the client says', async () => {
    const bed = over({ headerField: 'X-User' });
    await statusOf(bed, { headers: [...(as('jane', 'secret').headers ?? []), 'x-user', 'admin'] });
    assert.equal(bed.pod.header('X-User'), 'jane');
  });

  it('takes the last entry of a name', async () => {
    const [, hash] = sha.split(':');
    const bed = over({ users: [`joe:${hash}`, apr1.replace('$salt', '$tlas')] });
    assert.equal(await statusOf(bed, as('joe', 'secret')), 401);
  });

  it('lets nobody pass without users', async () => {
    assert.equal(await statusOf(over({ users: [] }), as('jane', 'secret')), 401);
  });

  it('is refused with entries that are none, without a word of the password', () => {
    for (const users of [['jane'], ['jane:secret'], [':$apr1$a$b'], [bcrypt.replace('$04$', '$31$')]]) {
      assert.throws(
        () => over({ users }),
        (error) => {
          assert.ok(error instanceof MiddlewareError);
          assert.equal(error.field, 'basicAuth.users[0]');
          assert.doesNotMatch(error.message, /secret|\$/);
          return true;
        },
      );
    }
  });
});

describe('the checks of passwords', () => {
  const checks: string[] = [];
  const check: CheckPassword = async ({ hash, password }) => {
    checks.push(hash);
    return password === 'secret';
  };
  const through = async (handler: ReturnType<typeof basicAuth>, changes: Partial<ProxyRequest>) => {
    const received = new Received();
    const flow = handler(answering(200).handler, noServices)(aRequest(changes), received);
    await received.over;
    return { status: received.status, flow };
  };

  it('are made once for a password that is right', async () => {
    checks.length = 0;
    const middleware = basicAuth(options(), check);
    for (let count = 0; count < 3; count++) {
      assert.equal((await through(middleware, as('jane', 'secret'))).status, 200);
    }
    assert.equal(checks.length, 1);
    assert.equal((await through(middleware, as('jane', 'wrong'))).status, 401);
    assert.equal((await through(middleware, as('jane', 'wrong'))).status, 401);
    assert.equal(checks.length, 3);
  });

  it('are made for names that there are not, with the same hash each time', async () => {
    checks.length = 0;
    const middleware = basicAuth(options(), check);
    for (let count = 0; count < 2; count++) {
      assert.equal((await through(middleware, as('nobody', 'secret'))).status, 401);
    }
    assert.equal(checks.length, 2);
    assert.equal(new Set(checks).size, 1);
  });

  it('are not made for passwords of any length', async () => {
    checks.length = 0;
    assert.equal((await through(basicAuth(options(), check), as('jane', 'x'.repeat(2_000)))).status, 401);
    assert.equal(checks.length, 0);
  });

  it('do not pile up', async () => {
    const busy = basicAuth(options(), async () => {
      throw new BusyError('busy');
    });
    assert.equal((await through(busy, as('jane', 'secret'))).status, 503);
  });

  it('come to nothing for a client that has left', async () => {
    const pod = answering(200);
    const gate = Promise.withResolvers<boolean>();
    const received = new Received();
    const handler = basicAuth(options(), () => gate.promise)(pod.handler, noServices);
    handler(aRequest(as('jane', 'secret')), received).abort();
    gate.resolve(true);
    await gate.promise;
    await new Promise(setImmediate);
    assert.deepEqual([received.status, received.error, pod.requests.length], [undefined, undefined, 0]);
  });
});
