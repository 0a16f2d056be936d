/** The end of a run in a cluster of others that had no chance to end by itself, or was told to: nothing is left. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  addIdleClass,
  argumentsOf,
  deployed,
  type ExistingCluster,
  isOfRun,
  optionsOf,
  startCommand,
  startExistingCluster,
} from './existing-cluster.fixture.ts';
import { eventually } from './scenario/deadline.ts';

let cluster: ExistingCluster;

before(async () => {
  cluster = await startExistingCluster();
});
after(() => cluster.stop());

test('a run that is interrupted removes what it has created', async () => {
  const running = startCommand([
    ...deployed(cluster),
    '--document',
    'kubernetes-ingress',
    ...reportsIn('interrupted'),
  ]);
  await scenarioBegins();
  running.child.kill('SIGINT');
  const { exitCode, output } = await running.ended;
  assert.match(output, /^ERROR {2}The run was interrupted\.$/m);
  assert.equal(exitCode, 2);
  assert.deepEqual((await cluster.names()).filter(isOfRun), []);
});

test('so does one that is interrupted before its first scenario', async () => {
  await addIdleClass(cluster);
  const running = startCommand([
    ...argumentsOf({ ...optionsOf(cluster, { '--ingress-class': 'idle' }), '--http-address': undefined }),
    ...reportsIn('early'),
  ]);
  await comesAbout(/^Ingress conformance-\w+-default\/conformance-address$/);
  running.child.kill('SIGTERM');
  const { exitCode, output } = await running.ended;
  assert.equal(output, 'ingress-conformance: The run was ended by a signal.\n');
  assert.equal(exitCode, 2);
  assert.deepEqual((await cluster.names()).filter(isOfRun), []);
});

test('what a run that was killed has left is found, told of and removed', async () => {
  const running = startCommand([
    ...deployed(cluster),
    '--document',
    'kubernetes-ingress',
    ...reportsIn('killed'),
  ]);
  await scenarioBegins();
  running.child.kill('SIGKILL');
  await running.ended;
  assert.notDeepEqual((await cluster.names()).filter(isOfRun), []);

  const cleanup = (...args: string[]) =>
    startCommand(['cleanup', '--kubeconfig', cluster.kubeconfig, ...args]).ended;
  const young = await cleanup('--older-than', '1h');
  assert.match(young.output, /There is nothing to remove\.\n\d+ younger than --older-than: left alone\./);
  const other = await cleanup('--run', 'another');
  assert.equal(other.output, 'There is nothing to remove.\n');
  const dry = await cleanup('--dry-run');
  assert.match(dry.output, /^would remove Namespace conformance-\w+-default of the run \w+, created 20/m);
  assert.notDeepEqual((await cluster.names()).filter(isOfRun), []);
  const { exitCode, output } = await cleanup();
  assert.match(output, /^removes Namespace conformance-\w+-default of the run /m);
  assert.equal(exitCode, 0);
  assert.deepEqual((await cluster.names()).filter(isOfRun), []);
  const classes = (await cluster.names()).filter((name) => name.startsWith('IngressClass'));
  assert.ok(classes.includes('IngressClass /traefik'));

  const poor = await startCommand(['cleanup', '--kubeconfig', cluster.poorKubeconfig]).ended;
  assert.match(poor.output, /Missing: delete namespaces; list, delete ingressclasses\.networking\.k8s\.io\./);
  assert.equal(poor.exitCode, 2);
});

function reportsIn(name: string): readonly string[] {
  return ['--output', join(cluster.folder, name)];
}

function scenarioBegins(): Promise<void> {
  return comesAbout(/^Ingress conformance-\w+-default\/app$/);
}

async function comesAbout(object: RegExp): Promise<void> {
  await eventually(
    () => cluster.names(),
    (names) => names.some((name) => object.test(name)),
    () => `There never was ${object}.`,
    60_000,
  );
}
