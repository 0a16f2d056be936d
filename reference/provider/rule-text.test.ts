import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { PathType } from '../kubernetes/objects.ts';
import { compileRule } from '../rules/compile.ts';
import { parseRule } from '../rules/parser.ts';
import { decodePath } from '../runtime/facts.ts';
import { isRoutableHost, pathPriority, patternMistake, ruleText } from './rule-text.ts';

const byText = { pathMatcher: 'PathPrefix', strictPrefixMatching: false } as const;
const byElement = { ...byText, strictPrefixMatching: true };

suite('the rule of a path', () => {
  for (const [host, path, pathType, rule] of [
    ['example.net', '/bar', 'Exact', 'Host(`example.net`) && Path(`/bar`)'],
    ['example.net', '/bar', 'Prefix', 'Host(`example.net`) && PathPrefix(`/bar`)'],
    ['example.net', '/bar', 'ImplementationSpecific', 'Host(`example.net`) && PathPrefix(`/bar`)'],
    ['example.net', '/bar', undefined, 'Host(`example.net`) && PathPrefix(`/bar`)'],
    ['example.net', '', undefined, 'Host(`example.net`)'],
    ['example.net', '', 'Prefix', 'Host(`example.net`)'],
    ['', '/bar', 'Exact', 'Path(`/bar`)'],
    ['', '', undefined, 'PathPrefix(`/`)'],
    [
      '*.example.net',
      '/',
      'Prefix',
      'HostRegexp(`{subdomain:[a-zA-Z0-9-]+}.example.net`) && PathPrefix(`/`)',
    ],
    ['', '/a`) || Host(`b', 'Exact', 'Path("/a`) || Host(`b")'],
    ['', '/a"\\`', 'Exact', 'Path("/a\\"\\\\`")'],
    ['', '/{x}', 'Exact', 'Path(`/{brace:\\x7b}x{brace:\\x7d}`)'],
    ['', '/{x:[a-z]+}', 'ImplementationSpecific', 'PathPrefix(`/{x:[a-z]+}`)'],
  ] as const) {
    test(`${host || 'any host'} ${path || 'no path'} ${pathType ?? ''}`, () => {
      assert.equal(ruleText(host, { path, pathType }, byText), rule);
    });
  }

  test('the path matcher of the Ingress counts where the path type leaves it open', () => {
    const exact = { ...byText, pathMatcher: 'Path' } as const;
    assert.equal(ruleText('', { path: '/a', pathType: undefined }, exact), 'Path(`/a`)');
    assert.equal(ruleText('', { path: '/a', pathType: 'ImplementationSpecific' }, exact), 'Path(`/a`)');
    assert.equal(ruleText('', { path: '/a', pathType: 'Prefix' }, exact), 'PathPrefix(`/a`)');
  });

  for (const [path, rule] of [
    ['/', 'PathPrefix(`/`)'],
    ['//', 'PathPrefix(`/`)'],
    ['/bar', '(Path(`/bar`) || PathPrefix(`/bar/`))'],
    ['/bar/', '(Path(`/bar`) || PathPrefix(`/bar/`))'],
    ['/{x}', '(Path(`/{brace:\\x7b}x{brace:\\x7d}`) || PathPrefix(`/{brace:\\x7b}x{brace:\\x7d}/`))'],
  ] as const) {
    test(`${path} as a prefix of elements`, () => {
      assert.equal(ruleText('', { path, pathType: 'Prefix' }, byElement), rule);
    });
  }

  test('of elements is for paths of type Prefix alone', () => {
    assert.equal(ruleText('', { path: '/a', pathType: 'Exact' }, byElement), 'Path(`/a`)');
    assert.equal(ruleText('', { path: '/a', pathType: undefined }, byElement), 'PathPrefix(`/a`)');
  });

  test('whatever the path, Exact matches it and nothing longer, and Prefix both', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'`"\\{}:()&|!*[]?%24F') }),
    );
    fc.assert(
      fc.property(text, (tail) => {
        const path = `/${tail}`;
        const matches = (pathType: PathType, asked: string) =>
          compileRule(parseRule(ruleText('a.org', { path, pathType }, byText)))({
            ...{ method: 'GET', host: 'a.org', query: '', headers: {}, clientAddress: '' },
            path: asked,
          });
        const same = decodePath(path);
        assert.ok(matches('Exact', same), 'exact');
        assert.ok(!matches('Exact', `${same}x`), 'exact, longer');
        assert.ok(matches('Prefix', `${same}x`), 'prefix');
        assert.ok(!matches('Prefix', same.slice(0, -1)), 'prefix, shorter');
      }),
      { numRuns: 2_000 },
    );
  });
});

suite('the priority of a path', () => {
  const priority = (path: string, pathType: PathType | undefined, matching = byElement, host = 'a.org') =>
    pathPriority(host, { path, pathType }, matching) ?? ruleText(host, { path, pathType }, matching).length;

  test('is the length of its rule, where a prefix is one of text', () => {
    for (const pathType of ['Exact', 'Prefix', 'ImplementationSpecific', undefined] as const)
      assert.equal(pathPriority('a.org', { path: '/a', pathType }, byText), undefined);
  });

  test('is as for a prefix of text, also where the rule has the path in it twice', () => {
    for (const path of ['/', '/a', '/a/b', '/{x}'])
      for (const host of ['', 'a.org', '*.a.org'])
        assert.equal(priority(path, 'Prefix', byElement, host), priority(path, 'Prefix', byText, host));
  });

  test('does not count a slash at the end of a prefix', () => {
    assert.equal(priority('/a/', 'Prefix'), priority('/a', 'Prefix'));
    assert.equal(priority('//', 'Prefix'), priority('/', 'Prefix'));
  });

  test('is that of the rule where Kubernetes does not say what the path means', () => {
    for (const pathType of ['ImplementationSpecific', undefined] as const)
      assert.equal(pathPriority('a.org', { path: '/a', pathType }, byElement), undefined);
    assert.equal(pathPriority('a.org', { path: '', pathType: 'Prefix' }, byElement), undefined);
  });

  test('is the higher the longer the path that matches, and higher for Exact of the same length', () => {
    const elements = fc.array(fc.string({ unit: fc.constantFrom(...'ab{}`"\\'), minLength: 1 }));
    const path = fc
      .tuple(elements, fc.constantFrom('', '/'))
      .map(([parts, end]) => `/${parts.join('/')}${end}`);
    fc.assert(
      fc.property(path, elements, (short, more) => {
        const long = `${short.replace(/\/$/, '')}/${['x', ...more].join('/')}`;
        assert.ok(priority(short, 'Exact') > priority(short, 'Prefix'), 'Exact before Prefix');
        assert.ok(priority(long, 'Exact') > priority(short, 'Prefix'), 'a longer Exact');
        assert.ok(priority(long, 'Prefix') > priority(short, 'Prefix'), 'a longer Prefix');
      }),
    );
  });
});

suite('hosts', () => {
  test('names, wildcards and addresses are routable', () => {
    for (const host of ['', 'a', 'Example.COM', '*.example.com', 'a_b.example', 'example.com.', '10.0.0.1']) {
      assert.ok(isRoutableHost(host), host);
    }
  });

  test('what is no name is not', () => {
    const long = `${'a'.repeat(300)}.org`;
    for (const host of [
      '*',
      '*.*.a',
      'a.*.b',
      '*a.b',
      'a b',
      'a`b',
      'a{b}',
      'a:80',
      'bücher',
      '-',
      '.',
      'a..',
      long,
    ]) {
      assert.ok(!isRoutableHost(host), host);
    }
  });
});

suite('patterns', () => {
  test('a mistake is told, with the path types that know patterns alone', () => {
    assert.match(patternMistake({ path: '/{a', pathType: undefined }) ?? '', /without its `}`/);
    assert.match(
      patternMistake({ path: '/{a:(}', pathType: 'ImplementationSpecific' }) ?? '',
      /regular expression/,
    );
    assert.equal(patternMistake({ path: '/{a', pathType: 'Exact' }), undefined);
    assert.equal(patternMistake({ path: '/{a', pathType: 'Prefix' }), undefined);
    assert.equal(patternMistake({ path: '/{a:[b]+}', pathType: undefined }), undefined);
  });
});
