/** Headers that clients make up: each request is answered, by whoever it is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Middleware } from '../dynamic/middleware.ts';
import { answering, inFrontOf } from './handlers.fixture.ts';

const user = 'jane:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=';
const definitions: readonly Middleware[] = [
  { basicAuth: { users: [user], realm: 'traefik', removeHeader: false } },
  { digestAuth: { users: [`jane:traefik:${'0'.repeat(32)}`], realm: 'traefik', removeHeader: false } },
  { compress: { excludedContentTypes: ['text/html'], minResponseBodyBytes: 0 } },
  { ipWhiteList: { sourceRange: ['10.0.0.0/8'], ipStrategy: { depth: 2, excludedIPs: [] } } },
  { ipWhiteList: { sourceRange: ['10.0.0.0/8'], ipStrategy: { depth: 0, excludedIPs: ['::/0'] } } },
  { redirectScheme: { scheme: 'https', port: '', permanent: false } },
  { redirectRegex: { regex: '^(.*)://([^/]*)/(.*)$', replacement: '$3', permanent: false } },
];

const names = ['Authorization', 'Accept-Encoding', 'X-Forwarded-For', 'X-Forwarded-Proto', 'Content-Type'];
const piece = fc.constantFrom(
  ...[
    'Basic ',
    'Digest ',
    'amFuZTpzZWNyZXQ=',
    'qop=auth',
    ',',
    ' ',
    ';',
    '=',
    '"',
    '\\',
    ':',
    'gzip',
    'q=0',
    '*',
  ],
  ...['10.0.0.1', '::1', '%', 'nc=00000001', 'username="jane"', 'realm="traefik"', 'https', '\xff', '\t'],
);
const value = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const headers = fc
  .array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 6 })
  .map((fields) => fields.flat());

describe('middlewares', () => {
  it('answer whatever headers there are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...definitions), headers, async (definition, fields) => {
        const bed = inFrontOf(answering(200, ['Content-Type', 'text/plain'], 'own'), definition);
        const answer = bed.send({ headers: fields, target: '/%2F/x:y' });
        await answer.over;
        assert.ok([200, 302, 401, 403, 500].includes(answer.status ?? 0), String(answer.status));
        assert.equal(answer.error, undefined);
      }),
      { numRuns: 1_000 },
    );
  });

  const long = ['a,', 'gzip;q=1,', '=', '"', '\\', ' ', 'a="', '10.0.0.1,', ':', '%', ';'];
  for (const part of long) {
    it(`answer many of ${JSON.stringify(part)}`, async () => {
      const text = part.repeat(60_000 / part.length);
      for (const definition of definitions) {
        const fields = ['Authorization', `Digest ${text}`, 'Accept-Encoding', text, 'X-Forwarded-For', text];
        const answer = inFrontOf(answering(200), definition).send({ headers: fields });
        await answer.over;
        assert.equal(answer.error, undefined);
      }
    });
  }
});
