import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HeadersOptions } from '../../dynamic/middleware.ts';
import { MiddlewareError } from '../create.ts';
import type { ProxyRequest } from '../exchange.ts';
import { answering, inFrontOf, type TestBed } from '../handlers.fixture.ts';
import { fieldValues } from '../header-fields.ts';

const none: HeadersOptions = {
  customRequestHeaders: {},
  customResponseHeaders: {},
  accessControlAllowCredentials: false,
  accessControlAllowHeaders: [],
  accessControlAllowMethods: [],
  accessControlAllowOriginList: [],
  accessControlAllowOriginListRegex: [],
  accessControlExposeHeaders: [],
  accessControlMaxAge: 0,
  addVaryHeader: false,
  allowedHosts: [],
  hostsProxyHeaders: [],
  sslRedirect: false,
  sslTemporaryRedirect: false,
  sslHost: '',
  sslForceHost: false,
  sslProxyHeaders: {},
  stsSeconds: 0,
  stsIncludeSubdomains: false,
  stsPreload: false,
  forceSTSHeader: false,
  frameDeny: false,
  customFrameOptionsValue: '',
  contentTypeNosniff: false,
  browserXssFilter: false,
  customBrowserXSSValue: '',
  contentSecurityPolicy: '',
  publicKey: '',
  referrerPolicy: '',
  featurePolicy: '',
  permissionsPolicy: '',
  isDevelopment: false,
};

const over = (options: Partial<HeadersOptions>, ...answered: string[]): TestBed =>
  inFrontOf(answering(200, answered), { headers: { ...none, ...options } });

const secure: Partial<ProxyRequest> = {
  client: {
    address: '192.0.2.1',
    httpVersion: '1.1',
    tls: { serverName: '', protocol: 'TLSv1.3', cipher: '', certificate: () => undefined },
  },
};

describe('headers of requests', () => {
  it('are set, in place of those of the same name, and removed where empty', () => {
    const bed = over({ customRequestHeaders: { 'X-One': 'mine', 'X-Two': '' } });
    bed.send({ headers: ['x-one', 'yours', 'X-One', 'again', 'X-TWO', 'b', 'X-Three', 'c'] });
    assert.deepEqual(bed.pod.request.headers, ['X-Three', 'c', 'X-One', 'mine']);
  });

  it('lets no other spelling of a field in that it sets or removes', () => {
    const bed = over({ customRequestHeaders: { 'X-One': 'mine', 'X-Two': '' } });
    bed.send({ headers: ['X_One', 'theirs', 'x_two', 'theirs', 'X_Three', 'theirs'] });
    assert.deepEqual(bed.pod.request.headers, ['X_Three', 'theirs', 'X-One', 'mine']);
  });

  it('may name the host that goes on', () => {
    const bed = over({ customRequestHeaders: { Host: 'other.example.com' } });
    bed.send();
    assert.equal(bed.pod.request.host, 'other.example.com');
    assert.equal(bed.pod.header('Host'), undefined);
  });

  it('are written as UTF-8', () => {
    const bed = over({ customRequestHeaders: { 'X-Name': 'ä' } });
    bed.send();
    assert.equal(bed.pod.header('X-Name'), '\xc3\xa4');
  });

  for (const [name, value] of [
    ['X-A', 'a\r\nX-B: b'],
    ['X-A', 'a\0'],
    ['X A', 'a'],
    ['Content-Length', '5'],
    ['Transfer-Encoding', 'chunked'],
  ] as const) {
    it(`can't be ${JSON.stringify(`${name}: ${value}`)}`, () => {
      assert.throws(() => over({ customRequestHeaders: { [name]: value } }), MiddlewareError);
      assert.throws(() => over({ customResponseHeaders: { [name]: value } }), MiddlewareError);
    });
  }
});

describe('headers of answers', () => {
  it('are set, in place of those of the same name, and removed where empty', () => {
    const bed = over({ customResponseHeaders: { 'X-One': 'mine', 'X-Two': '' } }, 'x-one', 'a', 'X-Two', 'b');
    assert.deepEqual(bed.send().head?.headers, ['X-One', 'mine']);
  });
});

describe('security headers', () => {
  const cases: readonly (readonly [options: Partial<HeadersOptions>, name: string, value: string])[] = [
    [{ frameDeny: true }, 'X-Frame-Options', 'DENY'],
    [{ frameDeny: true, customFrameOptionsValue: 'SAMEORIGIN' }, 'X-Frame-Options', 'SAMEORIGIN'],
    [{ contentTypeNosniff: true }, 'X-Content-Type-Options', 'nosniff'],
    [{ browserXssFilter: true }, 'X-XSS-Protection', '1; mode=block'],
    [{ browserXssFilter: true, customBrowserXSSValue: '0' }, 'X-XSS-Protection', '0'],
    [{ contentSecurityPolicy: "default-src 'self'" }, 'Content-Security-Policy', "default-src 'self'"],
    [{ referrerPolicy: 'same-origin' }, 'Referrer-Policy', 'same-origin'],
    [{ featurePolicy: "vibrate 'none'" }, 'Feature-Policy', "vibrate 'none'"],
    [{ permissionsPolicy: 'geolocation=()' }, 'Permissions-Policy', 'geolocation=()'],
    [{ forceSTSHeader: true, stsSeconds: 60 }, 'Strict-Transport-Security', 'max-age=60'],
  ];
  for (const [options, name, value] of cases) {
    it(`${name}: ${value}`, () => {
      const answer = over(options, name, 'of the pod').send();
      assert.deepEqual(fieldValues(answer.head?.headers ?? [], name.toLowerCase()), [value]);
    });
  }

  it('of transport security only over TLS', () => {
    const options = { stsSeconds: 60, stsIncludeSubdomains: true, stsPreload: true };
    const name = 'Strict-Transport-Security';
    assert.equal(over(options).send().header(name), undefined);
    assert.equal(over(options).send(secure).header(name), 'max-age=60; includeSubDomains; preload');
    assert.equal(
      over({ ...options, isDevelopment: true })
        .send(secure)
        .header(name),
      undefined,
    );
    const proxied = over({ ...options, sslProxyHeaders: { 'X-Forwarded-Proto': 'https' } });
    assert.notEqual(proxied.send({ headers: ['X-Forwarded-Proto', 'https'] }).header(name), undefined);
    assert.equal(proxied.send({ headers: ['X-Forwarded-Proto', 'http'] }).header(name), undefined);
  });
});

describe('hosts that are expected', () => {
  const allowed = { allowedHosts: ['App.example.com'] };

  it('may be asked for, with and without port', () => {
    for (const authority of ['app.example.com', 'app.example.com:8080', 'APP.example.com']) {
      assert.equal(over(allowed).send({ authority }).status, 200);
    }
  });

  it('and no others', () => {
    const answer = over(allowed).send({ authority: 'evil.example.com' });
    assert.deepEqual([answer.status, answer.body], [500, 'Bad Host']);
  });

  it('or any while developing', () => {
    assert.equal(over({ ...allowed, isDevelopment: true }).send({ authority: 'x' }).status, 200);
  });

  it('may stand in other headers', () => {
    const bed = over({ ...allowed, hostsProxyHeaders: ['X-Forwarded-Host'] });
    assert.equal(bed.send({ authority: 'x', headers: ['x-forwarded-host', 'app.example.com'] }).status, 200);
    assert.equal(bed.send({ headers: ['x-forwarded-host', 'evil.example.com'] }).status, 500);
  });
});

describe('redirects to HTTPS', () => {
  it('of what is not secure', () => {
    const answer = over({ sslRedirect: true }).send({ target: '/a?b' });
    assert.deepEqual([answer.status, answer.header('Location')], [301, 'https://app.example.com/a?b']);
    assert.equal(over({ sslRedirect: true, sslTemporaryRedirect: true }).send().status, 302);
    assert.equal(over({ sslRedirect: true }).send(secure).status, 200);
  });

  it('to another host', () => {
    const options = { sslRedirect: true, sslHost: 'secure.example.com' };
    assert.equal(over(options).send().header('Location'), 'https://secure.example.com/');
    assert.equal(over(options).send(secure).status, 200);
    assert.equal(over({ ...options, sslForceHost: true }).send(secure).status, 301);
  });
});

describe('cross-origin requests', () => {
  const from = (origin: string, ...more: string[]): Partial<ProxyRequest> => ({
    headers: ['Origin', origin, ...more],
  });
  const question = (origin: string): Partial<ProxyRequest> => ({
    ...from(origin, 'Access-Control-Request-Method', 'PUT'),
    method: 'OPTIONS',
  });
  const allowed = {
    accessControlAllowOriginList: ['https://a.example.com'],
    accessControlAllowOriginListRegex: ['^https://[a-z]+\\.example\\.org$'],
    accessControlAllowMethods: ['GET', 'PUT'],
    accessControlAllowHeaders: ['X-One'],
    accessControlMaxAge: 100,
  };

  it('are answered where browsers ask, without the pod', () => {
    const bed = over(allowed);
    const answer = bed.send(question('https://a.example.com'));
    assert.equal(bed.pod.requests.length, 0);
    assert.equal(answer.status, 200);
    assert.equal(answer.header('Access-Control-Allow-Origin'), 'https://a.example.com');
    assert.equal(answer.header('Access-Control-Allow-Methods'), 'GET,PUT');
    assert.equal(answer.header('Access-Control-Allow-Headers'), 'X-One');
    assert.equal(answer.header('Access-Control-Max-Age'), '100');
  });

  it('reach the pod where they are no questions, or nothing is said about them', () => {
    assert.equal(over(allowed).send({ ...question('x'), method: 'GET' }).status, 200);
    const bed = over({});
    bed.send(question('https://a.example.com'));
    assert.equal(bed.pod.requests.length, 1);
  });

  it('are allowed to those listed', () => {
    const name = 'Access-Control-Allow-Origin';
    const origin = (value: string): string | undefined => over(allowed).send(from(value)).header(name);
    assert.equal(origin('https://a.example.com'), 'https://a.example.com');
    assert.equal(origin('https://b.example.org'), 'https://b.example.org');
    assert.equal(origin('https://evil.example.com'), undefined);
    assert.equal(origin('https://b.example.org.evil.com'), undefined);
    assert.equal(
      over({ accessControlAllowOriginList: ['*'] })
        .send(from('https://x'))
        .header(name),
      '*',
    );
  });

  it('vary by origin where told', () => {
    const answer = over({ ...allowed, addVaryHeader: true }, 'Vary', 'Accept').send(from('https://x'));
    assert.equal(answer.header('Vary'), 'Accept, Origin');
  });

  it('may carry credentials, and show headers', () => {
    const options = {
      ...allowed,
      accessControlAllowCredentials: true,
      accessControlExposeHeaders: ['X-A', 'X-B'],
    };
    const answer = over(options).send(from('https://a.example.com'));
    assert.equal(answer.header('Access-Control-Allow-Credentials'), 'true');
    assert.equal(answer.header('Access-Control-Expose-Headers'), 'X-A,X-B');
  });
});
