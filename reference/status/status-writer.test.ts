import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Problem } from '../dynamic/problem.ts';
import { eventually } from '../kubernetes/scripted-api.fixture.ts';
import {
  endpoint,
  ingress,
  ScriptedCluster,
  scriptedWriter,
  statusFailure,
  storeOf,
  type Wishes,
} from './status.fixture.ts';
import type { StatusWriter } from './status-writer.ts';

const wanted = [{ ip: '192.0.2.1' }];
const nothing = storeOf([]);

let cluster: ScriptedCluster;
let writers: StatusWriter[];
let lines: string[];
let delays: number[];

beforeEach(() => {
  cluster = new ScriptedCluster();
  writers = [];
  lines = [];
  delays = [];
});

afterEach(async () => {
  for (const writer of writers) await writer.stop();
});

function writer(wishes: Wishes = {}): StatusWriter {
  const scripted = scriptedWriter(cluster, wishes);
  ({ lines, delays } = scripted);
  writers.push(scripted.status);
  return scripted.status;
}

test('a processed Ingress is given the address, once', async () => {
  const status = writer();
  const processed = [cluster.set('x')];
  status.update({ processed, store: nothing });
  status.update({ processed, store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.addresses('x'), wanted);
  status.update({ processed, store: nothing });
  status.update({ processed: [cluster.now('x')], store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.requests, ['read x', 'write x']);
});

test('an Ingress whose status is equal already is neither read nor written', async () => {
  const status = writer();
  status.update({ processed: [cluster.set('x', wanted)], store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.requests, []);
});

test('an Ingress that another instance has written meanwhile is not written again', async () => {
  const status = writer();
  const stale = cluster.set('x');
  cluster.set('x', wanted);
  status.update({ processed: [stale], store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.requests, ['read x']);
});

for (const [title, options] of [
  ['unset', undefined],
  ['empty', { ip: '', hostname: '', publishedService: '' }],
] as const) {
  test(`with ${title} options, nothing is ever asked`, async () => {
    const status = writer({ endpoint: options });
    status.update({ processed: [cluster.set('x', [{ ip: 'other' }])], store: nothing });
    await cluster.quiet();
    assert.deepEqual(cluster.requests, []);
  });
}

test('an Ingress that is not processed is not touched, also where it was before its turn came', async () => {
  const status = writer();
  cluster.set('foreign');
  const x = cluster.set('x');
  status.update({ processed: [x], store: nothing });
  status.update({ processed: [], store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.requests, []);
  status.update({ processed: [x], store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.addresses('x'), wanted);
  assert.deepEqual(cluster.addresses('foreign'), []);
});

test('the published Service is copied when it gets its address, and again when that changes', async () => {
  const status = writer({ endpoint: { ...endpoint, publishedService: 'edge/lb' } });
  const lb = (...ips: string[]) =>
    storeOf([{ namespace: 'edge', name: 'lb', loadBalancer: ips.map((ip) => ({ ip })) }]);
  cluster.set('x');
  status.update({ processed: [cluster.now('x')], store: lb() });
  await cluster.quiet();
  assert.deepEqual(cluster.requests, []);
  status.update({ processed: [cluster.now('x')], store: lb('1.1.1.1') });
  await cluster.quiet();
  assert.deepEqual(cluster.addresses('x'), [{ ip: '1.1.1.1' }]);
  const unchanged = cluster.now('x');
  status.update({ processed: [unchanged], store: lb('1.1.1.1') });
  status.update({ processed: [unchanged], store: lb('2.2.2.2', '3.3.3.3') });
  await cluster.quiet();
  assert.deepEqual(cluster.addresses('x'), [{ ip: '2.2.2.2' }, { ip: '3.3.3.3' }]);
  assert.equal(cluster.writes.length, 2);
});

test('a published Service that is missing is a problem, logged once, until it is there', async () => {
  const status = writer({ endpoint: { ...endpoint, publishedService: 'edge/lb' } });
  const processed = [cluster.set('x', [{ ip: 'kept' }])];
  status.update({ processed, store: nothing });
  status.update({ processed, store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.requests, []);
  assert.equal(status.problems.length, 1);
  assert.deepEqual(
    lines.map((line) => line.replace(/ does.*/, '')),
    ['error: The published Service edge/lb'],
  );
  status.update({ processed, store: storeOf([{ namespace: 'edge', name: 'lb', loadBalancer: wanted }]) });
  await cluster.quiet();
  assert.deepEqual(status.problems, []);
  assert.deepEqual(cluster.addresses('x'), wanted);
});

test('a conflict is retried at once on the fresh object', async () => {
  const status = writer();
  let conflicts = 2;
  cluster.meanwhile = (name) => {
    if (conflicts === 0) return;
    conflicts -= 1;
    cluster.set(name, [{ hostname: 'someone else' }]);
  };
  status.update({ processed: [cluster.set('x')], store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.requests, ['read x', 'write x', 'read x', 'write x', 'read x', 'write x']);
  assert.deepEqual(cluster.addresses('x'), wanted);
  assert.deepEqual(delays, []);
  assert.deepEqual(lines, []);
});

test('conflicts without end are retried with a delay', async () => {
  const status = writer();
  cluster.meanwhile = (name) => {
    if (delays.length < 2) cluster.set(name);
  };
  status.update({ processed: [cluster.set('x')], store: nothing });
  await eventually('the write', () => cluster.addresses('x')?.length === 1);
  assert.deepEqual(delays, [75, 150]);
});

test('an error is retried with delays that grow, logged once, and shown until it is over', async () => {
  const shown: Problem[] = [];
  const status: StatusWriter = writer({
    sleep: async () => {
      shown.push(...status.problems);
    },
  });
  let failing = 5;
  cluster.fail = (request) => {
    if (!request.startsWith('write') || failing === 0) return undefined;
    failing -= 1;
    return statusFailure(403, 'Forbidden');
  };
  status.update({ processed: [cluster.set('x')], store: nothing });
  await eventually('the write', () => cluster.addresses('x')?.length === 1);
  await cluster.quiet();
  assert.equal(shown.length, 5);
  assert.deepEqual(shown[0]?.object, { kind: 'Ingress', namespace: 'a', name: 'x' });
  assert.match(shown[0]?.reason ?? '', /403 Forbidden/);
  assert.deepEqual(delays, [75, 150, 300, 600, 750]);
  assert.equal(lines.length, 2);
  assert.match(
    lines[0] ?? '',
    /^error: Statuses cannot be written, retrying: write x: 403 Forbidden .*Grant this right/,
  );
  assert.equal(lines[1], 'info: No status fails to be written any more with: 403 Forbidden.');
  assert.deepEqual(status.problems, []);
});

test('an Ingress whose write failed, and that is not processed for a while, is written when it is again', async () => {
  const status = writer();
  const x = cluster.set('x');
  cluster.fail = () => {
    status.update({ processed: [], store: nothing });
    cluster.fail = () => undefined;
    return statusFailure(500);
  };
  status.update({ processed: [x], store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.requests, ['read x']);
  status.update({ processed: [x], store: nothing });
  await eventually('the write', () => cluster.addresses('x')?.length === 1);
});

for (const when of ['read', 'write'] as const) {
  test(`an Ingress that is gone when it is to be ${when === 'read' ? 'read' : 'written'} is let go`, async () => {
    const status = writer();
    const processed = [cluster.set('x')];
    if (when === 'read') cluster.delete('x');
    else cluster.meanwhile = (name) => cluster.delete(name);
    status.update({ processed, store: nothing });
    await cluster.quiet();
    assert.deepEqual(cluster.requests, when === 'read' ? ['read x'] : ['read x', 'write x']);
    assert.deepEqual(delays, []);
    assert.deepEqual(status.problems, []);
  });
}

test('an Ingress made anew under the same name is left to the update that shows it', async () => {
  const status = writer();
  const old = { ...ingress('x'), metadata: { ...ingress('x').metadata, uid: 'old' } };
  cluster.set('x');
  status.update({ processed: [old], store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.requests, ['read x']);
  status.update({ processed: [cluster.now('x')], store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.addresses('x'), wanted);
});

test('ten thousand Ingresses are written once each, few at a time, no faster than allowed', async () => {
  const status = writer({ tuning: { burst: 10, perSecond: 20, concurrency: 4 } });
  const names = Array.from({ length: 10_000 }, (_, index) => `x${index}`);
  const processed = names.map((name) => cluster.set(name));
  status.update({ processed, store: nothing });
  await eventually('all written', () => cluster.writes.length >= 10_000, 20);
  await cluster.quiet();
  assert.deepEqual([...cluster.writes].sort(), names.map((name) => `write ${name}`).sort());
  assert.equal(cluster.busiest, 4);
  // The clock stands still, so each one past the burst has to wait for one more token than the last.
  assert.equal(delays.length, 9_990);
  assert.deepEqual(
    delays.slice(0, 3).map((delay) => Math.round(delay)),
    [50, 100, 150],
  );
  assert.equal(Math.round(Math.max(...delays)), 499_500);
});

test('changes while a write is under way are one more write at most', async () => {
  const status = writer({ endpoint: { ...endpoint, publishedService: 'edge/lb' } });
  const lb = (ip: string) => storeOf([{ namespace: 'edge', name: 'lb', loadBalancer: [{ ip }] }]);
  let open = () => {};
  cluster.gate = new Promise((resolve) => {
    open = resolve;
  });
  const processed = [cluster.set('x')];
  for (const ip of ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4']) {
    status.update({ processed, store: lb(ip) });
    await new Promise((resolve) => setImmediate(resolve));
  }
  open();
  await cluster.quiet();
  assert.deepEqual(cluster.addresses('x'), [{ ip: '4.4.4.4' }]);
  assert.equal(cluster.writes.length, 2);
});

test('two instances that want the same write once between them and then rest', async () => {
  const [one, two] = [writer(), writer()];
  cluster.set('x');
  for (let round = 0; round < 5; round += 1) {
    for (const each of [one, two]) each.update({ processed: [cluster.now('x')], store: nothing });
    await cluster.quiet();
  }
  assert.equal(cluster.writes.filter((request) => request === 'write x').length <= 2, true);
  assert.equal(cluster.now('x').metadata.resourceVersion, '2');
});

test('someone who keeps writing another value is corrected later and later', async () => {
  const status = writer();
  for (let round = 0; round < 5; round += 1) {
    status.update({ processed: [cluster.set('x', [{ ip: '6.6.6.6' }])], store: nothing });
    await cluster.quiet();
    assert.deepEqual(cluster.addresses('x'), wanted);
  }
  assert.deepEqual(delays, [75, 150, 300, 600]);
});

test('the end drops what is queued, and waits for what is under way', async () => {
  const status = writer({ tuning: { concurrency: 1 } });
  let open = () => {};
  cluster.gate = new Promise((resolve) => {
    open = resolve;
  });
  status.update({ processed: [cluster.set('x'), cluster.set('y')], store: nothing });
  await eventually('a request', () => cluster.requests.length === 1);
  let stopped = false;
  const stopping = status.stop().then(() => {
    stopped = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(stopped, false);
  open();
  await stopping;
  status.update({ processed: [cluster.set('z')], store: nothing });
  await cluster.quiet();
  assert.deepEqual(cluster.requests, ['read x', 'write x']);
});

test('the end does not wait for delays', async () => {
  const status = writer({
    tuning: { burst: 0, perSecond: 1 },
    sleep: (_milliseconds, signal) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      ),
  });
  status.update({ processed: [cluster.set('x')], store: nothing });
  await eventually('a delay', () => delays.length === 1);
  await status.stop();
  assert.deepEqual(cluster.requests, []);
});
