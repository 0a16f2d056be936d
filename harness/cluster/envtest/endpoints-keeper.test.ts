import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Manifest, ObjectReference } from '../cluster.ts';
import type { BasicObjects } from '../objects.ts';
import { keepEndpoints } from './endpoints-keeper.ts';

describe('the endpoints controllers of the harness', () => {
  let store: Map<string, Manifest>;
  let writes: string[];
  let objects: BasicObjects;

  const keyOf = (kind: string, name: string) => `${kind} ${name}`;
  const stored = (kind: string, name: string): Manifest | undefined => store.get(keyOf(kind, name));
  const slices = () => [...store.values()].filter(({ kind }) => kind === 'EndpointSlice');

  beforeEach(() => {
    store = new Map();
    writes = [];
    objects = keepEndpoints({
      async apply(manifest) {
        writes.push(keyOf(manifest.kind, manifest.metadata.name));
        store.set(keyOf(manifest.kind, manifest.metadata.name), manifest);
        return manifest;
      },
      async applyStatus() {},
      async delete({ kind, name }) {
        store.delete(keyOf(kind, name));
      },
      read: async ({ kind, name }: ObjectReference) => stored(kind, name),
    });
  });

  const service = (spec: object = { selector: { app: 'web' } }): Manifest => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'shop', name: 'web' },
    spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
  });
  const pod = (name: string, labels: Record<string, string> = { app: 'web' }): Manifest => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name, labels },
    spec: { containers: [{ name: 'echo', image: 'echo' }] },
  });
  const statusOf = (ip: string, ready: boolean) => ({
    phase: 'Running',
    podIP: ip,
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
  });
  const addressesOf = (name: string) => {
    const subsets = (stored('Endpoints', name)?.subsets ?? []) as {
      addresses?: { ip: string }[];
      notReadyAddresses?: { ip: string }[];
    }[];
    return {
      ready: subsets.flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip)),
      notReady: subsets.flatMap(({ notReadyAddresses = [] }) => notReadyAddresses.map(({ ip }) => ip)),
    };
  };

  test('write Endpoints and slices of the pods that a Service selects, as they come and go', async () => {
    await objects.apply(service());
    assert.deepEqual(addressesOf('web'), { ready: [], notReady: [] });
    await objects.apply(pod('one'));
    await objects.applyStatus({ ...pod('one'), status: statusOf('10.200.0.1', true) });
    await objects.apply(pod('two'));
    await objects.applyStatus({ ...pod('two'), status: statusOf('10.200.0.2', false) });
    assert.deepEqual(addressesOf('web'), { ready: ['10.200.0.1'], notReady: ['10.200.0.2'] });
    assert.deepEqual(
      slices().flatMap(({ endpoints }) =>
        (endpoints as { addresses: string[] }[]).flatMap((one) => one.addresses),
      ),
      ['10.200.0.1', '10.200.0.2'],
    );
    await objects.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'one' });
    assert.deepEqual(addressesOf('web'), { ready: [], notReady: ['10.200.0.2'] });
  });

  test('follow the labels of pods and the selectors of Services', async () => {
    await objects.apply(service());
    await objects.apply(pod('one', { app: 'other' }));
    await objects.applyStatus({ ...pod('one'), status: statusOf('10.200.0.1', true) });
    assert.deepEqual(addressesOf('web').ready, []);
    await objects.apply({ ...pod('one'), status: statusOf('10.200.0.1', true) });
    assert.deepEqual(addressesOf('web').ready, ['10.200.0.1']);
    await objects.apply(service({ selector: { app: 'another' } }));
    assert.deepEqual(addressesOf('web').ready, []);
  });

  test('write nothing where nothing has changed', async () => {
    await objects.apply(service());
    await objects.apply(pod('one', { app: 'other' }));
    writes = [];
    await objects.apply(service());
    await objects.apply(pod('one', { app: 'other' }));
    assert.deepEqual(writes, ['Service web', 'Pod one']);
  });

  test('mirror what somebody else writes for a Service that selects nothing', async () => {
    await objects.apply(service({}));
    assert.equal(stored('Endpoints', 'web'), undefined);
    const own: Manifest = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { namespace: 'shop', name: 'web' },
      subsets: [{ addresses: [{ ip: '10.200.0.9' }], ports: [{ port: 8080 }] }],
    };
    await objects.apply(own);
    assert.equal(slices().length, 1);
    await objects.delete({ apiVersion: 'v1', kind: 'Endpoints', namespace: 'shop', name: 'web' });
    assert.deepEqual(slices(), []);
  });

  test('leave what somebody writes over their own until the Service or a pod changes', async () => {
    await objects.apply(service());
    await objects.apply({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { namespace: 'shop', name: 'web' },
      subsets: [{ addresses: [{ ip: '10.200.0.9' }], ports: [{ port: 8080 }] }],
    });
    assert.deepEqual(addressesOf('web').ready, ['10.200.0.9']);
    await objects.apply(pod('one'));
    await objects.applyStatus({ ...pod('one'), status: statusOf('10.200.0.1', true) });
    assert.deepEqual(addressesOf('web').ready, ['10.200.0.1']);
  });

  test('write them again where they were written over or deleted', async () => {
    await objects.apply(service());
    await objects.apply(pod('one'));
    await objects.applyStatus({ ...pod('one'), status: statusOf('10.200.0.1', true) });
    await objects.apply({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { namespace: 'shop', name: 'web' },
    });
    await objects.apply(service());
    assert.deepEqual(addressesOf('web').ready, ['10.200.0.1']);
    await objects.delete({ apiVersion: 'v1', kind: 'Endpoints', namespace: 'shop', name: 'web' });
    assert.deepEqual(addressesOf('web').ready, ['10.200.0.1']);
  });

  test('take them away with the Service', async () => {
    await objects.apply(service());
    await objects.apply(pod('one'));
    await objects.applyStatus({ ...pod('one'), status: statusOf('10.200.0.1', true) });
    await objects.delete({ apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' });
    assert.equal(stored('Endpoints', 'web'), undefined);
    assert.deepEqual(slices(), []);
  });
});
