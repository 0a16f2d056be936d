import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { eventually } from '../kubernetes/scripted-api.fixture.ts';
import { endpoint, ScriptedCluster, scriptedWriter, statusFailure, storeOf } from './status.fixture.ts';

const wanted = [{ ip: '192.0.2.1' }];
const nothing = storeOf([]);

let cluster: ScriptedCluster;

beforeEach(() => {
  cluster = new ScriptedCluster();
});

test('a failure that lasts is logged once, also while other Ingresses are written', async () => {
  let rounds = 0;
  const { status, lines } = scriptedWriter(cluster, {
    sleep: async () => {
      rounds += 1;
      status.update({ processed: [...processed, cluster.set(`other${rounds}`)], store: nothing });
      await cluster.quiet();
    },
  });
  const processed = [cluster.set('x'), cluster.set('y')];
  cluster.fail = (request) =>
    /^write [xy]$/.test(request) && rounds < 6 ? statusFailure(403, 'Forbidden') : undefined;
  status.update({ processed, store: nothing });
  await eventually('the write', () => cluster.addresses('x')?.length === 1);
  await eventually('the other write', () => cluster.addresses('y')?.length === 1);
  await cluster.quiet();
  assert.deepEqual(
    lines.map((line) => line.slice(0, 5)),
    ['error', 'info:'],
  );
});

for (const [what, after] of [
  ['is no longer there', () => []],
  ['has been given its status by somebody else', () => [cluster.set('x', wanted)]],
] as const) {
  test(`a failure is no longer shown when the Ingress ${what}`, async () => {
    const { status } = scriptedWriter(cluster, { sleep: () => new Promise(() => {}) });
    cluster.fail = () => statusFailure(500);
    status.update({ processed: [cluster.set('x')], store: nothing });
    await cluster.quiet();
    assert.equal(status.problems.length, 1);
    status.update({ processed: after(), store: nothing });
    assert.deepEqual(status.problems, []);
  });
}

test('a failure is no longer shown when there is nothing to write any more', async () => {
  const { status } = scriptedWriter(cluster, {
    endpoint: { ...endpoint, publishedService: 'edge/lb' },
    sleep: () => new Promise(() => {}),
  });
  const lb = (loadBalancer: typeof wanted) => storeOf([{ namespace: 'edge', name: 'lb', loadBalancer }]);
  cluster.fail = () => statusFailure(500);
  const processed = [cluster.set('x')];
  status.update({ processed, store: lb(wanted) });
  await cluster.quiet();
  assert.equal(status.problems.length, 1);
  status.update({ processed, store: lb([]) });
  assert.deepEqual(status.problems, []);
});

test('a path that the server does not know is a failure, not an Ingress that is gone', async () => {
  const { status } = scriptedWriter(cluster, { sleep: () => new Promise(() => {}) });
  cluster.fail = (request) =>
    request.startsWith('write') ? { ...statusFailure(404, 'NotFound'), objectName: '' } : undefined;
  status.update({ processed: [cluster.set('x')], store: nothing });
  await cluster.quiet();
  assert.match(status.problems[0]?.reason ?? '', /404 NotFound/);
});
