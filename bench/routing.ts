/**
 * Routes found per second, with ever more hosts, against what no router can beat: one look into a Map of hosts.
 * `node bench/routing.ts`
 */
import type { DynamicConfiguration, Router } from '../reference/dynamic/configuration.ts';
import { buildRuntime } from '../reference/runtime/build.ts';
import { matchPath, normaliseHost } from '../reference/runtime/facts.ts';
import type { RequestFacts } from '../reference/runtime/runtime.ts';

/** Each measured span, milliseconds. */
const span = 500;

const shapes: Readonly<Record<string, (n: number) => readonly string[]>> = {
  'Host && PathPrefix': (n) => [`Host(\`app-${n}.example.com\`) && PathPrefix(\`/\`)`],
  'Host && ten paths': (n) =>
    Array.from({ length: 10 }, (_, p) => `Host(\`app-${n}.example.com\`) && PathPrefix(\`/api/v${p}\`)`),
  'Host && PathPrefix, ten routers for any host': (n) => [
    `Host(\`app-${n}.example.com\`) && PathPrefix(\`/\`)`,
    ...(n < 10 ? [`Headers(\`x-debug\`, \`${n}\`) && PathPrefix(\`/\`)`] : []),
  ],
  'wildcard && PathPrefix, host below it': (n) => [
    ...(n === 0 ? ['HostRegexp(`{subdomain:[a-zA-Z0-9-]+}.example.com`) && PathPrefix(`/`)'] : []),
    `Host(\`other-${n}.example.com\`) && PathPrefix(\`/\`)`,
  ],
};

for (const hosts of [10, 1_000, 10_000]) {
  const asked = Array.from({ length: hosts }, (_, n) => request(`app-${n}.example.com`, '/api/v1/items'));
  const map = new Map(asked.map((facts) => [facts.host, facts]));
  const baseline = lookups(asked, (facts) => map.get(facts.host));
  console.log(`\n${hosts} hosts (a Map of them: ${millions(baseline)} a second)`);
  for (const [title, rules] of Object.entries(shapes)) {
    const table = buildRuntime({
      configurations: { bench: configuration(hosts, rules) },
      entryPoints: ['web'],
    });
    const find = (facts: RequestFacts) => table.table('web', false).find(facts);
    const rate = lookups(asked, find);
    console.log(
      `  ${title.padEnd(48)} ${millions(rate)} a second, 1/${(baseline / rate).toFixed(1)} of the Map`,
    );
  }
}
const facts = lookups(
  ['app-1.example.com'],
  (host) => normaliseHost(host) ?? matchPath('/api/v1/items?page=2'),
);
console.log(`\nhost and path of a request made ready: ${millions(facts)} a second`);

function configuration(hosts: number, rules: (n: number) => readonly string[]): DynamicConfiguration {
  const routers: Record<string, Router> = {};
  for (let n = 0; n < hosts; n++) {
    for (const [index, rule] of rules(n).entries())
      routers[`router-${n}-${index}`] = { rule, service: 'pods' };
  }
  const pods = { loadBalancer: { servers: [{ url: 'http://10.0.0.1:80' }], passHostHeader: true } };
  return { http: { routers, services: { pods } }, tls: { certificates: [] } };
}

function request(host: string, path: string): RequestFacts {
  return { method: 'GET', host, path, query: '', headers: { host }, clientAddress: '127.0.0.1' };
}

/** Calls a second, after as long a warm-up; every answer is looked at, so that none is optimised away. */
function lookups<T>(inputs: readonly T[], find: (input: T) => unknown): number {
  let calls = 0;
  for (const measured of [false, true]) {
    const end = performance.now() + span;
    calls = 0;
    while (performance.now() < end) {
      for (let repeat = 0; repeat < Math.ceil(1_000 / inputs.length); repeat++) {
        for (const input of inputs) {
          if (find(input) === undefined) throw new Error(`nothing found, measured: ${measured}`);
          calls++;
        }
      }
    }
  }
  return (calls / span) * 1_000;
}

function millions(rate: number): string {
  return `${(rate / 1e6).toFixed(1)} million`;
}
