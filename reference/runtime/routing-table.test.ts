import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DynamicConfiguration, Router } from '../dynamic/configuration.ts';
import { compileRule } from '../rules/compile.ts';
import { parseRule } from '../rules/parser.ts';
import { buildRuntime } from './build.ts';
import type { RequestFacts, Runtime } from './runtime.ts';

const labels = ['a', 'b', 'www', 'x-1'];
const host = fc.oneof(
  fc.constantFrom(
    'example.com',
    'a.example.com',
    'b.example.com',
    'a.b.example.com',
    'example.net',
    '10.0.0.1',
  ),
  fc.array(fc.constantFrom(...labels), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.')),
);
const path = fc
  .array(fc.constantFrom('/', '/a', '/ab', '/abc', 'b', 'c', '/é'), { minLength: 0, maxLength: 4 })
  .map((parts) => `/${parts.join('')}`);
const method = fc.constantFrom('GET', 'POST');

const hostRule = fc.oneof(
  host.map((value) => `Host(\`${value}\`)`),
  fc.tuple(host, host).map(([a, b]) => `Host(\`${a}\`, \`${b}\`)`),
  host.map((value) => `HostHeader(\`${value}\`)`),
  host.map((value) => `HostRegexp(\`{subdomain:[a-zA-Z0-9-]+}.${value}\`)`),
  host.map((value) => `HostRegexp(\`{any:.+}.${value}\`)`),
);
const pathRule = fc.oneof(
  path.map((value) => `Path(\`${value}\`)`),
  path.map((value) => `PathPrefix(\`${value}\`)`),
  fc.tuple(path, path).map(([a, b]) => `(Path(\`${a}\`) || PathPrefix(\`${b}\`, \`${a}\`))`),
  path.map((value) => `PathPrefix(\`${value}/{id:[ab]+}\`)`),
);
const matcherRule = fc.oneof(
  { weight: 3, arbitrary: hostRule },
  { weight: 3, arbitrary: pathRule },
  { weight: 1, arbitrary: method.map((value) => `Method(\`${value}\`)`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'Headers(`x-kind`, `1`)',
      'HeadersRegexp(`x-kind`, `^[12]$`)',
      'Query(`q=1`)',
      'Query(`q=1`, `r`)',
      'ClientIP(`127.0.0.0/8`)',
      'ClientIP(`10.0.0.1`, `::1`)',
      '!Method(`GET`)',
      '!(ClientIP(`127.0.0.1`) || Path(`/a`))',
    ),
  },
);
const rule = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(hostRule, pathRule).map(([a, b]) => `${a} && ${b}`) },
  {
    weight: 2,
    arbitrary: fc.tuple(matcherRule, matcherRule, matcherRule).map((rules) => rules.join(' && ')),
  },
  { weight: 1, arbitrary: fc.tuple(matcherRule, matcherRule).map((rules) => rules.join(' || ')) },
  { weight: 1, arbitrary: matcherRule.map((value) => `!${value}`) },
  { weight: 1, arbitrary: matcherRule },
);
const router: fc.Arbitrary<Router> = fc.record({
  service: fc.constant('pods'),
  rule,
  priority: fc.constantFrom(0, 0, 0, 1, 20, 40, -1),
});
const request: fc.Arbitrary<RequestFacts> = fc.record({
  method,
  host,
  path,
  query: fc.constantFrom('', 'q=1', 'q=1&r=2'),
  headers: fc.constantFrom({}, { 'x-kind': '1' }, { 'x-kind': '2' }),
  clientAddress: fc.constantFrom('127.0.0.1', '10.0.0.1', '::1'),
});
/** Routers that a change adds, replaces or removes; the others stay the same objects. */
const change = fc.dictionary(
  fc.constantFrom(...'abcdefghijklmnopqrst'),
  fc.option(router, { nil: undefined, freq: 4 }),
  { minKeys: 1, maxKeys: 20 },
);
const requests = fc.array(request, { minLength: 20, maxLength: 40 });

test('the table gives what a walk over all routers in order gives, over changes as well', () => {
  let found = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), requests, (changes, asked) => {
      let runtime: Runtime | undefined;
      let routers: Readonly<Record<string, Router>> = {};
      for (const next of changes) {
        routers = apply(routers, next);
        runtime = buildRuntime({
          configurations: { test: configuration(routers) },
          entryPoints: ['web'],
          ...(runtime !== undefined && { previous: runtime }),
        });
        for (const facts of asked) {
          const route: string | undefined = runtime.table('web', false).find(facts)?.router;
          assert.equal(route, walk(routers, facts), JSON.stringify({ routers, facts }));
          if (route !== undefined) found++;
        }
      }
    }),
    { numRuns: 300 },
  );
  // Routers that are never found would prove nothing.
  assert.ok(found > 3_000, `only ${found} requests found a router`);
});

function apply(
  routers: Readonly<Record<string, Router>>,
  changes: Readonly<Record<string, Router | undefined>>,
): Readonly<Record<string, Router>> {
  const all = Object.entries({ ...routers, ...changes });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function configuration(routers: Readonly<Record<string, Router>>): DynamicConfiguration {
  const pods = { loadBalancer: { servers: [{ url: 'http://10.0.0.9:80' }], passHostHeader: true } };
  return { http: { routers, services: { pods } }, tls: { certificates: [] } };
}

/** The definition of the order, spelled out: priority, length of the rule, name. */
function walk(routers: Readonly<Record<string, Router>>, facts: RequestFacts): string | undefined {
  const inOrder = Object.entries(routers).sort(([nameA, a], [nameB, b]) => {
    const byPriority = (b.priority || b.rule.length) - (a.priority || a.rule.length);
    return byPriority || b.rule.length - a.rule.length || (nameA < nameB ? -1 : 1);
  });
  const first = inOrder.find(([, candidate]) => compileRule(parseRule(candidate.rule))(facts));
  return first && `${first[0]}@test`;
}
