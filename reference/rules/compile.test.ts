import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { RequestFacts } from '../runtime/runtime.ts';
import { compileRule } from './compile.ts';
import { parseRule } from './parser.ts';

type Facts = Partial<RequestFacts>;

/** A rule, requests that it means, and requests that it does not. */
function matches(rule: string, yes: readonly Facts[], no: readonly Facts[]): void {
  test(rule, () => {
    const matcher = compileRule(parseRule(rule));
    for (const facts of yes) assert.equal(matcher(request(facts)), true, JSON.stringify(facts));
    for (const facts of no) assert.equal(matcher(request(facts)), false, JSON.stringify(facts));
  });
}

const hosts = (...names: readonly string[]): Facts[] => names.map((host) => ({ host }));
const paths = (...names: readonly string[]): Facts[] => names.map((path) => ({ path }));

suite('Host', () => {
  matches('Host(`example.com`)', hosts('example.com'), hosts('www.example.com', 'example.co', ''));
  matches('Host(`EXAMPLE.com.`)', hosts('example.com'), hosts('example.org'));
  matches('Host(`a.org`, `b.org`)', hosts('a.org', 'b.org'), hosts('c.org'));
  matches('HostHeader(`a.org`)', hosts('a.org'), hosts('b.org'));
  matches('Host(`[2001:DB8::1]`, `10.0.0.1`)', hosts('2001:db8::1', '10.0.0.1'), hosts('2001:db8::2'));
});

suite('HostRegexp', () => {
  const wildcard = 'HostRegexp(`{subdomain:[a-zA-Z0-9-]+}.example.com`)';
  matches(wildcard, hosts('a.example.com', 'a-1.example.com'), [
    ...hosts(
      'example.com',
      'a.b.example.com',
      '.example.com',
      'a.exampleXcom',
      'aexample.com',
      'a_b.example.com',
    ),
  ]);
  matches('HostRegexp(`plain.example.com`)', hosts('plain.example.com'), hosts('plainXexample.com'));
  matches(
    'HostRegexp(`{name}.example.com`)',
    hosts('a_b.example.com'),
    hosts('a.b.example.com', '.example.com'),
  );
  matches(
    'HostRegexp(`{a:[a-z]{2}}.{b:x|y}.org`)',
    hosts('ab.x.org', 'ab.y.org'),
    hosts('a.x.org', 'ab.xy.org'),
  );
  matches('HostRegexp(`{any:.+}`)', hosts('anything.at.all'), hosts(''));
  matches('HostRegexp(`{a:[A-Z]+}.ORG`)', hosts('abc.org'), hosts('1.org', 'abc.org.uk'));
});

suite('Path', () => {
  matches('Path(`/bar`)', paths('/bar'), paths('/bar/', '/bar/x', '/barx', '/Bar', '/'));
  matches('Path(`/caf%C3%A9`)', paths('/café'), paths('/caf%C3%A9'));
  matches('Path(`/a%2fb`)', paths('/a%2Fb'), paths('/a/b'));
  matches('Path(`/{id:[0-9]+}/x`)', paths('/1/x', '/123/x'), paths('/x', '/1/x/', '/1/y', '/a/x', '/1/2/x'));
  matches('Path(`/{name}`)', paths('/a', '/.'), paths('/', '/a/b'));
  matches('Path(`/{a:x|y}`)', paths('/x', '/y'), paths('/xz', '/zy'));
  matches('Path(`/a.b{x:c?}`)', paths('/a.b', '/a.bc'), paths('/aXb'));
  matches('Path(`/a`, `/b`)', paths('/a', '/b'), paths('/c'));
});

suite('PathPrefix', () => {
  matches('PathPrefix(`/foo`)', paths('/foo', '/foo/', '/foo/bar', '/foobar'), paths('/fo', '/', '/x/foo'));
  matches('PathPrefix(`/foo/`)', paths('/foo/', '/foo/bar'), paths('/foo'));
  matches('PathPrefix(`/{id:[0-9]+}/`)', paths('/1/', '/12/x'), paths('/1', '/a/', '/x/1/'));
});

suite('Method', () => {
  matches('Method(`GET`, `post`)', [{ method: 'GET' }, { method: 'POST' }], [{ method: 'HEAD' }]);
});

suite('Headers', () => {
  matches(
    'Headers(`X-Kind`, `a`)',
    [{ headers: { 'x-kind': 'a' } }, { headers: { 'x-kind': ['b', 'a'] } }],
    [{ headers: {} }, { headers: { 'x-kind': 'A' } }, { headers: { 'x-kind': 'ab' } }],
  );
  matches('Headers(`constructor`, `a`)', [{ headers: { constructor: 'a' } as never }], [{ headers: {} }]);
  matches('HeadersRegexp(`constructor`, `.*`)', [], [{ headers: {} }]);
  matches(
    'HeadersRegexp(`Content-Type`, `^application/(json|yaml)$`)',
    [{ headers: { 'content-type': 'application/json' } }],
    [{ headers: { 'content-type': 'application/json; charset=utf-8' } }, { headers: {} }],
  );
  matches('HeadersRegexp(`a`, `b`)', [{ headers: { a: 'abc' } }], [{ headers: { a: 'ac' } }]);
});

suite('Query', () => {
  const queries = (...texts: readonly string[]): Facts[] => texts.map((query) => ({ query }));
  matches('Query(`a=1`)', queries('a=1', 'b=2&a=1', 'a=2&a=1'), queries('', 'a=2', 'a', 'aa=1', 'A=1'));
  matches('Query(`a=1`, `b=2`)', queries('a=1&b=2', 'b=2&a=1'), queries('a=1', 'b=2'));
  matches('Query(`a`)', queries('a', 'a=', 'a=1'), queries('', 'b'));
  matches('Query(`a=`)', queries('a', 'a='), queries('a=1'));
  matches('Query(`q=a b=c`)', queries('q=a+b%3Dc', 'q=a%20b=c'), queries('q=a'));
});

suite('ClientIP', () => {
  const clients = (...texts: readonly string[]): Facts[] => texts.map((clientAddress) => ({ clientAddress }));
  matches(
    'ClientIP(`10.0.0.0/8`)',
    clients('10.1.2.3', '::ffff:10.1.2.3'),
    clients('11.0.0.1', '::1', '', 'x'),
  );
  matches(
    'ClientIP(`192.0.2.1`, `2001:db8::/32`)',
    clients('192.0.2.1', '2001:db8::9'),
    clients('192.0.2.2'),
  );
  matches('ClientIP(`fe80::/10`)', clients('fe80::1', 'fe80::1%eth0'), clients('fd00::1'));
});

suite('operators', () => {
  matches(
    'Host(`a.org`) && !PathPrefix(`/private`) || Method(`OPTIONS`)',
    [
      { host: 'a.org', path: '/' },
      { host: 'b.org', method: 'OPTIONS' },
    ],
    [
      { host: 'a.org', path: '/private/x' },
      { host: 'b.org', path: '/' },
    ],
  );
});

test('a pattern made to backtrack comes to an answer', () => {
  const matcher = compileRule(parseRule('PathPrefix(`/{x:(a|aa|a?)+b}`)'));
  // A backtracking engine would be at it for longer than the universe has.
  assert.equal(matcher(request({ path: `/${'a'.repeat(8_000)}` })), false);
});

function request(facts: Facts): RequestFacts {
  return {
    method: 'GET',
    host: 'x.test',
    path: '/',
    query: '',
    headers: {},
    clientAddress: '127.0.0.1',
    ...facts,
  };
}
