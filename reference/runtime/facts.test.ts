import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { matchPath, matchQuery, normaliseHost } from './facts.ts';

suite('normaliseHost', () => {
  for (const [header, host] of [
    ['example.com', 'example.com'],
    ['Example.COM', 'example.com'],
    ['example.com:8080', 'example.com'],
    ['example.com:', 'example.com'],
    ['example.com.', 'example.com'],
    ['EXAMPLE.com.:443', 'example.com'],
    ['a_b.example', 'a_b.example'],
    ['10.0.0.1:80', '10.0.0.1'],
    ['[2001:DB8::1]:80', '2001:db8::1'],
    ['[::1]', '::1'],
    ['', ''],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ] as const) {
    test(`${JSON.stringify(header)} is ${JSON.stringify(host)}`, () => {
      assert.equal(normaliseHost(header), host);
    });
  }

  for (const header of [
    ...[
      'a b',
      'a/b',
      'user@a',
      'a:b',
      'a:80:80',
      'a:123456',
      '::1',
      '[::1',
      '[::1]x',
      '[1.2.3.4]',
      '[x]',
      '.',
    ],
    ...['a\n', 'a\0', 'a,b\t', 'a"b', 'a<b', 'a?b', 'a#b', 'bücher.example'],
  ]) {
    test(`${JSON.stringify(header)} is no host`, () => {
      assert.equal(normaliseHost(header), undefined);
    });
  }

  test('what is normal stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (header) => {
        const host = normaliseHost(header);
        if (host !== undefined && !host.includes(':') && !host.endsWith('.'))
          assert.equal(normaliseHost(host), host);
      }),
    );
  });
});

suite('matchPath', () => {
  for (const [target, path] of [
    ['/', '/'],
    ['/a/b?c=/d', '/a/b'],
    ['/?', '/'],
    ['*', '*'],
    ['/%61%20b', '/a b'],
    ['/caf%C3%A9', '/café'],
    ['/%F0%9F%98%80', '/😀'],
    ['/a%2Fb', '/a%2Fb'],
    ['/a%2fb', '/a%2Fb'],
    ['/a%3Fb?c', '/a?b'],
    ['/100%', '/100%'],
    ['/%zz%4', '/%zz%4'],
    ['/%FF%61', '/%FFa'],
    ['/%61%FF', '/a%FF'],
    ['/%C3%61', '/%C3a'],
    ['/%ED%A0%80', '/%ED%A0%80'],
    ['/a/../b/./c//d', '/a/../b/./c//d'],
  ] as const) {
    test(`${target} is ${path}`, () => {
      assert.equal(matchPath(target), path);
    });
  }

  test('any path is found again when it is encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const plain = text.replaceAll('/', '').replaceAll('%', '');
        assert.equal(matchPath(`/${encodeURIComponent(plain)}`), `/${plain}`);
      }),
    );
  });
});

suite('matchQuery', () => {
  for (const [target, query] of [
    ['/', ''],
    ['/?', ''],
    ['/?a=1?b', 'a=1?b'],
  ] as const) {
    test(`${target} asks ${JSON.stringify(query)}`, () => {
      assert.equal(matchQuery(target), query);
    });
  }
});
