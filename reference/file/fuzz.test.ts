import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundedAsyncWork } from '../bounded-work.fixture.ts';
import { dotted } from '../configuration/names.ts';
import { listOptions } from '../configuration/schema.ts';
import { buildRuntime } from '../runtime/build.ts';
import { readDynamicFile } from './read-file.ts';
import type { References } from './references.ts';
import { dynamicOptions } from './schema/index.ts';

/** Milliseconds. */
const most = 50;

/** Every file is there, and holds what its name says. */
const references: References = {
  locate: (name) => name,
  file: async (name) => ({ kind: 'text', text: name }),
  pem: async (name) => ({ kind: 'text', text: name }),
};

const known = listOptions(dynamicOptions).map(({ path }) => dotted(path));
const keys = [
  ...new Set([...known.flatMap((name) => name.split('.')), 'servers', 'url', 'certificates', 'domains']),
];
const name = fc.constantFrom(
  'app',
  'a.b',
  '__proto__',
  'constructor',
  'toString',
  'A',
  '@',
  '',
  'default',
  'é',
  'x y',
);
const text = fc.constantFrom(
  ...[
    '',
    'app',
    'app@file',
    'a@b',
    'http://127.0.0.1:80',
    'h2c://[::1]',
    'ftp://a',
    'Host(`a`)',
    'Host(`a`',
    '(',
    '/a',
  ],
  ...[
    '^/(.*)',
    '$1',
    '10.0.0.0/8',
    '10s',
    '-1s',
    '443',
    'a:b',
    'a:{SHA}x',
    '500-599',
    '{{ x }}',
    '\u0000',
    '\ud800',
  ],
  ...['-----BEGIN CERTIFICATE-----', 'NetworkErrorRatio() > 0.5', 'VersionTLS12', 'https', 'x'.repeat(300)],
);

/** What an option of the schema may hold, or what it may not. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom<unknown>(true, false, 0, 1, -1, 443, 1e300, null),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 2 }),
  ),
}));

/** A value at the place of an option. */
const setting = fc
  .tuple(fc.constantFrom(...known), name, value)
  .map(([option, given, content]) =>
    option
      .split('.')
      .reduceRight<unknown>(
        (inner, part) => ({ [part === 'NAME' || part === 'HEADER' ? given : part]: inner }),
        content,
      ),
  );

const router = fc.record({
  rule: fc.constantFrom('Host(`a`)', 'PathPrefix(`/`)', 'Nothing'),
  service: fc.constantFrom('app', 'a.b', 'missing', 'app@other'),
  middlewares: fc.array(name, { maxLength: 2 }),
});
const service = fc.record({
  loadBalancer: fc.record({ servers: fc.array(fc.record({ url: text }), { maxLength: 2 }) }),
});
const middleware = fc.oneof(
  fc.record({ chain: fc.record({ middlewares: fc.array(name, { maxLength: 3 }) }) }),
  fc.record({ addPrefix: fc.record({ prefix: text }) }),
  fc.record({ stripPrefixRegex: fc.record({ regex: fc.array(text, { maxLength: 2 }) }) }),
  fc.record({ rateLimit: fc.record({ average: fc.nat(3), period: text }) }),
);
const dictionary = <T>(entry: fc.Arbitrary<T>) => fc.dictionary(name, entry, { maxKeys: 3 });
const sensible = fc.record({
  http: fc.record({
    routers: dictionary(router),
    services: dictionary(service),
    middlewares: dictionary(middleware),
  }),
});

/** JSON is YAML, too. */
const json = fc.oneof(setting, setting, sensible).map((content) => JSON.stringify(content));
const broken = fc
  .tuple(json, fc.nat(), fc.constantFrom('{', '}', '"', ',', '\n', ':', '*a', '&a', '\u0000'))
  .map(([content, at, mark]) => {
    const index = at % (content.length + 1);
    return content.slice(0, index) + mark + content.slice(index + 1);
  });

test('any file is read or refused with reasons, soon; what is read can be put in force', async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 4, arbitrary: json }, { weight: 1, arbitrary: broken }),
      async (content) => {
        const bytes = Buffer.from(content);
        const reading = await boundedAsyncWork(
          most,
          () => readDynamicFile('a.yml', bytes, references),
          content,
        );
        if (reading.kind === 'refused') {
          assert.ok(reading.problems.length > 0);
          return;
        }
        read++;
        const configurations = { file: reading.configuration };
        const { problems } = buildRuntime({ configurations, entryPoints: ['web'] });
        for (const { reason, remedy } of [...problems, ...reading.problems])
          assert.ok(reason !== '' && remedy !== '');
      },
    ),
    { numRuns: 20_000 },
  );
  assert.ok(read > 2_000, `only ${read} files could be read`);
});
