import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Timing } from './backoff.ts';
import { createClient, defaultLimits } from './client.ts';
import { chooseConnection } from './connection.ts';
import { ObjectStore } from './object-store.ts';
import { defaultTuning, Reflector } from './reflector.ts';
import { eventually, ScriptedApi, sendStatus } from './scripted-api.fixture.ts';
import { VersionSource } from './version.ts';

const faults = 1_000;

let api: ScriptedApi;

beforeEach(async () => {
  api = await ScriptedApi.start();
});

afterEach(() => api.stop());

/**
 * A thousand faults, with changes before, during and after each. In each round every object is changed at
 * most once, so that each change must be seen even where a fault leads to a new list, and must be seen once
 * even where it is sent again.
 */
test('no event is missed and none is seen twice over a thousand random faults', {
  timeout: 120_000,
}, async (t) => {
  const random = generator(20_240_214);
  const scope = { kind: 'Service', namespace: undefined } as const;
  const connection = await chooseConnection({ endpoint: api.url, token: '', certAuthFilePath: '' }, {});
  const client = createClient(connection, defaultLimits);
  const store = new ObjectStore([scope]);
  const timing: Timing = {
    sleep: async (_milliseconds, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    },
    now: () => 0,
    random,
  };
  const ending = new AbortController();
  const running = new Reflector({
    scope,
    labelSelector: '',
    optional: false,
    client,
    version: new VersionSource(client),
    store,
    timing,
    tuning: defaultTuning,
    report: () => {},
    defect: (_scope, error) => assert.fail(String(error)),
  }).run(ending.signal);

  const sent: string[] = [];
  const seen: string[] = [];
  store.subscribe((keys) => {
    for (const key of keys) {
      const [, namespace = '', name = ''] = key.split('/');
      seen.push(`${name} ${store.get('Service', namespace, name)?.metadata.resourceVersion ?? 'gone'}`);
    }
  });
  const change = (name: string) => {
    const exists = api.read('services', 'a', name) !== undefined;
    if (exists && random() < 0.3) {
      api.delete('services', 'a', name);
      sent.push(`${name} gone`);
    } else {
      const externalName = `v${api.revision}.example.com`;
      sent.push(`${name} ${api.put('services', 'a', name, { spec: { externalName } })}`);
    }
  };

  await store.whenSynced();
  let injected = 0;
  let expiries = 0;
  while (injected < faults) {
    const names = Array.from({ length: 6 }, (_, index) => `s${index}`).filter(() => random() < 0.5);
    const middle = Math.floor(random() * (names.length + 1));
    for (const name of names.slice(0, middle)) change(name);
    if (random() < 0.5) await new Promise((resolve) => setImmediate(resolve));
    const fault = pick(random, [
      'cut',
      'end',
      'error',
      'expire',
      'expire in stream',
      'restart',
      'garbage',
    ] as const);
    injected += 1;
    if (fault === 'expire' || fault === 'expire in stream') expiries += 1;
    await inject(fault, () => {
      for (const name of names.slice(middle)) change(name);
    });
    await eventually(`round ${injected} (${fault}) to be seen`, () => seen.length >= sent.length, 10);
  }
  ending.abort();
  await running;
  store.close();
  await client.close();

  const missed = sent.filter((event) => !seen.includes(event)).length;
  const doubled = seen.length - sent.length + missed;
  t.diagnostic(
    `${injected} faults, of them ${expiries} expiries; events sent ${sent.length}, seen ${seen.length}, missed ${missed}, doubled ${doubled}; lists ${api.lists}, watches ${api.count(/watch=true/)}`,
  );
  assert.deepEqual([...seen].sort(), [...sent].sort());
  assert.ok(api.lists <= 1 + expiries, `${api.lists} lists for ${expiries} expiries`);
  assert.ok(sent.length > 1_000);
});

type Fault = 'cut' | 'end' | 'error' | 'expire' | 'expire in stream' | 'restart' | 'garbage';

/** Does the harm, and makes the changes while it lasts. */
async function inject(fault: Fault, changes: () => void): Promise<void> {
  switch (fault) {
    case 'cut':
      api.cutConnections();
      changes();
      return;
    case 'end':
      api.endWatches();
      changes();
      return;
    case 'garbage':
      changes();
      api.tearWatches();
      return;
    case 'error': {
      let left = 3;
      api.intercept = (_request, response) => {
        if (left === 0) return false;
        left -= 1;
        sendStatus(response, 500, 'InternalError', 'etcd is not well');
        return true;
      };
      api.cutConnections();
      changes();
      return;
    }
    case 'expire': {
      let refusing = true;
      api.intercept = (_request, response) => refusing && response.destroy() !== undefined;
      api.cutConnections();
      changes();
      api.compact();
      refusing = false;
      return;
    }
    case 'expire in stream':
      changes();
      api.send('services', { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
      return;
    case 'restart': {
      const { port } = api;
      await api.stop();
      changes();
      await api.listen(port);
      return;
    }
  }
}

function pick<T>(random: () => number, from: readonly T[]): T {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new RangeError('There is nothing to pick from.');
  return picked;
}

/** The same numbers in [0, 1) for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
