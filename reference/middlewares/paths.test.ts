import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Middleware } from '../dynamic/middleware.ts';
import { MiddlewareError } from './create.ts';
import { answering, inFrontOf } from './handlers.fixture.ts';

function targetOf(definition: Middleware, target: string): string {
  const bed = inFrontOf(answering(200), definition);
  bed.send({ target });
  return bed.pod.request.target;
}

function forwarded(definition: Middleware, target: string, name: string): string | undefined {
  const bed = inFrontOf(answering(200), definition);
  bed.send({ target });
  return bed.pod.header(name);
}

describe('addPrefix', () => {
  const cases: readonly (readonly [prefix: string, target: string, expected: string])[] = [
    ['/foo', '/bar', '/foo/bar'],
    ['/foo', '/bar?a=/b', '/foo/bar?a=/b'],
    ['foo', '/bar', '/foo/bar'],
    ['/foo', '/b%2Fr', '/foo/b%2Fr'],
    ['/f o', '/bar', '/f%20o/bar'],
    ['/f?o', '/bar', '/f%3Fo/bar'],
    ['/f%20o', '/bar', '/f%20o/bar'],
    ['/ä', '/', '/%C3%A4/'],
    ['', '/bar', '/bar'],
  ];
  for (const [prefix, target, expected] of cases) {
    it(`"${prefix}" before ${target}`, () => {
      assert.equal(targetOf({ addPrefix: { prefix } }, target), expected);
    });
  }
});

describe('stripPrefix', () => {
  const strip = (...prefixes: string[]): Middleware => ({ stripPrefix: { prefixes, forceSlash: true } });
  const cases: readonly (readonly [prefixes: string[], target: string, expected: string])[] = [
    [['/foo'], '/foo/bar', '/bar'],
    [['/foo'], '/foo', '/'],
    [['/foo'], '/foo?a=b', '/?a=b'],
    [['/foo/'], '/foo/bar', '/bar'],
    [['/foo'], '/foobar', '/bar'],
    [['/foo'], '/other', '/other'],
    [['/foo'], '/Foo/bar', '/Foo/bar'],
    [['/x', '/foo'], '/foo/x', '/x'],
    [['/foo'], '/%66oo/b%2Fr?q=%66', '/b%2Fr?q=%66'],
    [['/f/o'], '/f%2Fo/bar', '/f%2Fo/bar'],
    [['/f ö'], '/f%20%C3%B6/bar', '/bar'],
    [[''], '/bar', '/bar'],
  ];
  for (const [prefixes, target, expected] of cases) {
    it(`${prefixes.join(', ')} from ${target}`, () =>
      assert.equal(targetOf(strip(...prefixes), target), expected));
  }

  it('tells what it has taken', () => {
    assert.equal(forwarded(strip('/foo'), '/%66oo/bar', 'X-Forwarded-Prefix'), '/foo');
    assert.equal(forwarded(strip('/foo'), '/bar', 'X-Forwarded-Prefix'), undefined);
  });
});

describe('stripPrefixRegex', () => {
  const strip = (...regex: string[]): Middleware => ({ stripPrefixRegex: { regex } });
  const cases: readonly (readonly [regex: string[], target: string, expected: string])[] = [
    [['/foo/[0-9]+'], '/foo/12/bar', '/bar'],
    [['/[0-9]+'], '/foo/12/bar', '/foo/12/bar'],
    [['/foo/[a-z]+'], '/f%6Fo/%61b/c%2Fd?x', '/c%2Fd?x'],
    [['/x', '/foo'], '/foo', '/'],
    [['/?'], '/foo', '/foo'],
  ];
  for (const [regex, target, expected] of cases) {
    it(`${regex.join(', ')} from ${target}`, () => assert.equal(targetOf(strip(...regex), target), expected));
  }

  it('tells what it has taken', () => {
    assert.equal(forwarded(strip('/foo/[0-9]+'), '/foo/12/bar', 'X-Forwarded-Prefix'), '/foo/12');
  });

  it('tells it without line ends', () => {
    assert.equal(forwarded(strip('/[^/]*'), '/a%0D%0AX:%20y/bar', 'X-Forwarded-Prefix'), '/a%0D%0AX: y');
  });

  it('is refused where it is no expression', () => {
    assert.throws(
      () => targetOf(strip('(?=x)'), '/'),
      (error) => {
        assert.ok(error instanceof MiddlewareError);
        assert.equal(error.field, 'stripPrefixRegex.regex');
        return true;
      },
    );
  });
});

describe('replacePath', () => {
  it('keeps the query and tells the former path', () => {
    const replace: Middleware = { replacePath: { path: '/foo' } };
    assert.equal(targetOf(replace, '/b%61r?a=b'), '/foo?a=b');
    assert.equal(forwarded(replace, '/b%61r?a=b', 'X-Replaced-Path'), '/b%61r');
  });

  it('gets a slash where it has none', () => {
    assert.equal(targetOf({ replacePath: { path: 'foo' } }, '/bar'), '/foo');
  });
});

describe('replacePathRegex', () => {
  const replace = (regex: string, replacement: string): Middleware => ({
    replacePathRegex: { regex, replacement },
  });
  const cases: readonly (readonly [regex: string, replacement: string, target: string, expected: string])[] =
    [
      ['^/foo/(.*)', '/bar/$1', '/foo/a%2Fb?c=/foo/d', '/bar/a%2Fb?c=/foo/d'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Go's syntax of replacements
      ['^/foo/(.*)', '/bar/${1}x', '/foo/a', '/bar/ax'],
      ['^/foo/(?P<rest>.*)', '/bar/$rest', '/foo/a', '/bar/a'],
      ['^/foo/(.*)', '/bar/$1x', '/foo/a', '/bar/'],
      ['^/foo/(.*)', '/$$1/$1', '/foo/a', '/$1/a'],
      ['o', '0', '/foo', '/f00'],
      ['x*', '-', '/axxb', '/-/-a-b-'],
      ['^/nothing', '/x', '/foo', '/foo'],
      ['^/(.*)', '$1', '/foo', '/foo'],
      ['^/foo', '/a b?c', '/foo', '/a%20b%3Fc'],
    ];
  for (const [regex, replacement, target, expected] of cases) {
    it(`${regex} by ${replacement} in ${target}`, () => {
      assert.equal(targetOf(replace(regex, replacement), target), expected);
    });
  }

  it('tells the former path where it has changed', () => {
    assert.equal(forwarded(replace('^/foo', '/bar'), '/foo/x?y', 'X-Replaced-Path'), '/foo/x');
    assert.equal(forwarded(replace('^/foo', '/bar'), '/baz', 'X-Replaced-Path'), undefined);
  });

  it('does not let one request become many times as long', () => {
    const copies = '$1'.repeat(100);
    assert.equal(targetOf(replace('^/(.*)', `/${copies}`), `/${'a'.repeat(4_000)}`), `/${'a'.repeat(4_000)}`);
  });
});
