/** What holds whatever clients send. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Middleware } from '../dynamic/middleware.ts';
import { decodePath } from '../runtime/facts.ts';
import { MiddlewareError } from './create.ts';
import { answering, inFrontOf } from './handlers.fixture.ts';
import { isFieldValue, withMember } from './header-fields.ts';
import { prefixLength } from './path.ts';

/** Targets as the proxy lets them through: visible characters, escapes well or ill formed. */
const piece = fc.constantFrom(
  '/',
  '//',
  'a',
  'foo',
  '%2F',
  '%66oo',
  '%20',
  '%C3%A9',
  '%FF',
  '%zz',
  '..',
  '$1',
  ';',
  '"',
);
const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`);
const query = fc.constantFrom('', '?', '?a=b', '?/foo/%2F', '?a?b');

const changing: readonly Middleware[] = [
  { addPrefix: { prefix: '/foo' } },
  { addPrefix: { prefix: 'é x?#' } },
  { stripPrefix: { prefixes: ['/foo', '/'], forceSlash: true } },
  { stripPrefixRegex: { regex: ['/[^/]*', '.*'] } },
  { replacePath: { path: 'x y' } },
  { replacePathRegex: { regex: '/([^/]*)', replacement: '$1 \r\n é?' } },
];

describe('middlewares for paths', () => {
  it('make targets that can stand in a request, with the query as it was', () => {
    fc.assert(
      fc.property(path, query, fc.constantFrom(...changing), (before, asked, definition) => {
        const bed = inFrontOf(answering(200), definition);
        bed.send({ target: `${before}${asked}` });
        const { target, headers } = bed.pod.request;
        assert.match(target, /^\/[\x21-\x7e]*$/);
        const mark = target.indexOf('?');
        assert.equal(mark === -1 ? '' : target.slice(mark), asked);
        for (const value of headers) assert.ok(isFieldValue(value), JSON.stringify(value));
      }),
      { numRuns: 2_000 },
    );
  });

  it('find prefixes as rules do', () => {
    const prefix = fc.array(fc.constantFrom('/', 'foo', 'a', ' ', 'é', '%2F', '"'), { maxLength: 4 });
    fc.assert(
      fc.property(path, prefix, (whole, pieces) => {
        const wanted = pieces.join('');
        const length = prefixLength(whole, wanted);
        // Bytes that are no UTF-8 stay escaped for rules, and are bytes for prefixes.
        if (whole.includes('%FF') || whole.startsWith(wanted)) return;
        assert.equal(length !== undefined, decodePath(whole).startsWith(wanted));
        if (length !== undefined) assert.equal(decodePath(whole.slice(0, length)), wanted);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('a definition', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('(', 'a{1000}', '\r\n', '%zz', '$1'),
  );
  const expression = fc.oneof(
    text,
    fc
      .array(fc.constantFrom('(', ')', 'a', '{9}', '{1000}', '*', '+?', '|', '[^a]', '\\d', '(?i)', '$'))
      .map((parts) => parts.join('')),
  );
  const definition: fc.Arbitrary<Middleware> = fc.oneof(
    fc.record({ addPrefix: fc.record({ prefix: text }) }),
    fc.record({ replacePath: fc.record({ path: text }) }),
    fc.record({ stripPrefixRegex: fc.record({ regex: fc.array(expression, { maxLength: 2 }) }) }),
    fc.record({ replacePathRegex: fc.record({ regex: expression, replacement: text }) }),
    fc.record({
      redirectRegex: fc.record({ regex: expression, replacement: text, permanent: fc.boolean() }),
    }),
    fc.record({ redirectScheme: fc.record({ scheme: text, port: text, permanent: fc.boolean() }) }),
    fc.record({ basicAuth: fc.record({ users: fc.array(text), realm: text, removeHeader: fc.boolean() }) }),
    fc.record({ digestAuth: fc.record({ users: fc.array(text), realm: text, removeHeader: fc.boolean() }) }),
    fc.record({ ipWhiteList: fc.record({ sourceRange: fc.array(text) }) }),
    fc.record({ errors: fc.record({ status: fc.array(text), service: text, query: text }) }),
    fc.record({
      forwardAuth: fc.record({
        address: fc.oneof(
          text,
          text.map((name) => `http://${name}@auth.example.com/`),
        ),
        trustForwardHeader: fc.boolean(),
        authResponseHeaders: fc.array(text),
        authResponseHeadersRegex: expression,
        authRequestHeaders: fc.array(text),
      }),
    }),
  );

  it('makes a middleware or is refused, whatever it is', () => {
    fc.assert(
      fc.property(definition, path, (given, target) => {
        const pod = answering(404, ['Content-Length', '0']);
        try {
          const bed = inFrontOf(pod, given);
          if (!('forwardAuth' in given)) bed.send({ target });
        } catch (error) {
          assert.ok(error instanceof MiddlewareError, String(error));
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('withMember', () => {
  it('adds a member once', () => {
    const list = fc.array(fc.constantFrom('Accept', 'origin', 'Accept-Encoding', ' x '), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(list, { maxLength: 3 }), (lists) => {
        const headers = lists.flatMap((members) => ['vary', members.join(',')]);
        const once = withMember(headers, 'Vary', 'Origin');
        assert.deepEqual(withMember(once, 'Vary', 'Origin'), once);
        const members = once.filter((_, at) => at % 2 === 1).flatMap((value) => value.split(','));
        assert.ok(members.some((member) => member.trim().toLowerCase() === 'origin'));
      }),
    );
  });
});
