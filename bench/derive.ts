/**
 * What a change costs with many Ingresses in the store: from the changed object to a runtime that can be put in
 * force. `node bench/derive.ts [Ingresses]`, 10,000 by default.
 */
import type { Endpoints } from '../reference/kubernetes/objects.ts';
import { createDeriver } from '../reference/provider/deriver.ts';
import {
  backend,
  defaultOptions,
  endpoints,
  ingress,
  MemoryStore,
  path,
  service,
} from '../reference/provider/testing.ts';
import { buildRuntime } from '../reference/runtime/build.ts';
import type { Runtime } from '../reference/runtime/runtime.ts';
import { measureEach, report } from './measure.ts';

const count = Number(process.argv[2] ?? 10_000);
const entryPoints = ['http', 'https'];

for (const [title, serviceOf, hostOf] of [
  [
    'a Service and a host for each Ingress',
    (n: number) => `pods-${n}`,
    (n: number) => `app-${n}.example.com`,
  ],
  ['one Service for all Ingresses, a host for each', () => 'pods', (n: number) => `app-${n}.example.com`],
  ['a Service for each Ingress, one host', (n: number) => `pods-${n}`, () => 'app.example.com'],
] as const) {
  console.log(`\n${count} Ingresses: ${title}`);
  run(serviceOf, hostOf);
}

function run(serviceOf: (n: number) => string, hostOf: (n: number) => string): void {
  const ingressAt = (n: number, text = `/path-${n}`) =>
    ingress(`team/app-${n}`, {
      rules: [{ host: hostOf(n), paths: [path(text, backend(serviceOf(n)), 'Prefix')] }],
    });
  const endpointsAt = (n: number, revision = 0): Endpoints =>
    endpoints(`team/${serviceOf(n)}`, [
      `10.${n >> 8}.${n & 255}.1`,
      `10.${n >> 8}.${n & 255}.${2 + (revision % 250)}`,
    ]);

  const store = new MemoryStore();
  for (let n = 0; n < count; n++) {
    store.put(ingressAt(n));
    store.put(service(`team/${serviceOf(n)}`));
    store.put(endpointsAt(n));
  }
  const deriver = createDeriver(defaultOptions);
  let runtime: Runtime | undefined;
  const follow = (...changed: readonly ReturnType<MemoryStore['put']>[]) => {
    const { parts } = deriver.update(store, new Set(changed));
    runtime = buildRuntime({
      configurations: { kubernetes: parts },
      entryPoints,
      ...(runtime !== undefined && { previous: runtime }),
    });
  };
  report(
    'everything, from scratch',
    measureEach(1, () => follow()),
  );
  const middle = count >> 1;
  report(
    'an Ingress has another path',
    measureEach(300, (i) => follow(store.put(ingressAt(middle, `/changed-${i}`)))),
  );
  report(
    'an Ingress appears',
    measureEach(300, (i) => follow(store.put(ingressAt(count + i)))),
  );
  report(
    'an Ingress disappears',
    measureEach(300, (i) => follow(store.remove(ingressAt(middle + i)))),
  );
  report(
    'a pod is replaced',
    measureEach(300, (i) => follow(store.put(endpointsAt(1, i + 1)))),
  );
}
