import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Server } from './runtime.ts';
import { ServerCookies } from './sticky.ts';

const [a, b]: [Server, Server] = [serverAt('10.0.0.1:8080'), serverAt('10.0.0.2:8080')];

function serverAt(authority: string): Server {
  return { origin: `http://${authority}`, authority };
}

/** As a client sends it back. */
function pairOf(setCookie: string): string {
  return setCookie.split(';')[0] ?? '';
}

suite('sticky cookies', () => {
  test('a cookie leads to the server that it was made for', () => {
    const cookies = new ServerCookies('pods@test', {}, [a, b]);
    assert.equal(cookies.serverOf(pairOf(cookies.cookieFor(a))), a);
    assert.equal(cookies.serverOf(pairOf(cookies.cookieFor(b))), b);
  });

  test('every instance makes the same', () => {
    const [one, other] = [
      new ServerCookies('pods@test', {}, [a, b]),
      new ServerCookies('pods@test', {}, [b, a]),
    ];
    assert.equal(one.cookieFor(a), other.cookieFor(a));
  });

  test('it is found among others, also among several of its name', () => {
    const cookies = new ServerCookies('pods@test', { name: 'pod' }, [a, b]);
    const own = pairOf(cookies.cookieFor(b));
    for (const header of [
      `x=1; ${own}; y=2`,
      `x=1;${own}`,
      ` ${own} `,
      `pod=; ${own}`,
      `pod=nonsense; ${own}`,
      `pod; ${own}`,
      `pod = ${own.slice(4)}`,
    ]) {
      assert.equal(cookies.serverOf(header), b, header);
    }
  });

  test('what is not one of its cookies leads nowhere', () => {
    const cookies = new ServerCookies('pods@test', { name: 'pod' }, [a]);
    const value = pairOf(cookies.cookieFor(a)).slice(4);
    for (const header of ['', ';', '=', 'pod', 'pod=', `Pod=${value}`, `xpod=${value}`, 'pod=__proto__']) {
      assert.equal(cookies.serverOf(header), undefined, header);
    }
    assert.equal(cookies.serverOf(pairOf(cookies.cookieFor(b))), undefined);
  });

  test('without a name it is called by the name of its service', () => {
    const [name] = new ServerCookies('pods@test', {}, [a]).cookieFor(a).split('=');
    assert.match(name ?? '', /^_[0-9a-f]{5}$/);
    assert.ok(!new ServerCookies('others@test', {}, [a]).cookieFor(a).startsWith(`${name}=`));
  });

  test('services have different values for the same server', () => {
    const one = new ServerCookies('pods@test', { name: 'pod' }, [a]).cookieFor(a);
    const other = new ServerCookies('others@test', { name: 'pod' }, [a]).cookieFor(a);
    assert.notEqual(one, other);
  });

  for (const [cookie, attributes] of [
    [{}, '; Path=/'],
    [{ secure: false, httpOnly: false }, '; Path=/'],
    [{ secure: true }, '; Path=/; Secure'],
    [{ httpOnly: true }, '; Path=/; HttpOnly'],
    [{ sameSite: 'none' }, '; Path=/; SameSite=None'],
    [{ secure: true, httpOnly: true, sameSite: 'strict' }, '; Path=/; HttpOnly; Secure; SameSite=Strict'],
  ] as const) {
    test(`${JSON.stringify(cookie)} becomes ${attributes}`, () => {
      const text = new ServerCookies('pods@test', { name: 'pod', ...cookie }, [a]).cookieFor(a);
      assert.match(text, /^pod=[0-9a-f]{16};/);
      assert.equal(text.slice(text.indexOf(';')), attributes);
    });
  }
});
