import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pino } from 'pino';
import type { KubernetesIngressOptions } from './configuration/static-configuration.ts';
import { FakeClock } from './fake-clock.fixture.ts';
import type { StoreListener } from './kubernetes/store.ts';
import { createKubernetesProvider } from './kubernetes-provider.ts';
import { backend, endpoints, ingress, MemoryStore, path, service } from './provider/testing.ts';

class ObservableMemoryStore extends MemoryStore {
  readonly synced = true;
  readonly problems = [];
  listeners: StoreListener[] = [];

  subscribe(listener: StoreListener): () => void {
    this.listeners.push(listener);
    return () => {
      this.listeners = this.listeners.filter((other) => other !== listener);
    };
  }

  whenSynced(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

const options: KubernetesIngressOptions = {
  endpoint: '',
  token: '',
  certAuthFilePath: '',
  namespaces: [],
  labelSelector: '',
  ingressClass: '',
  ingressEndpoint: undefined,
  throttleDuration: 0,
  allowEmptyServices: false,
  allowExternalNameServices: false,
  strictPrefixMatching: false,
};

function following(throttleDuration: number) {
  const store = new ObservableMemoryStore(
    service('default/app'),
    endpoints('default/app', ['10.1.2.3'], ['8080']),
  );
  const clock = new FakeClock();
  const source = { store, ingressClassesAvailable: true };
  let told = 0;
  const provider = createKubernetesProvider({
    options: { ...options, throttleDuration },
    httpsEntryPoints: [],
    source,
    logger: pino({ level: 'silent' }),
    clock,
    changed: () => {
      told++;
    },
  });
  const put = (name: string): void => {
    const paths = [path('/', backend('app'), 'Prefix')];
    const key = store.put(ingress(`default/${name}`, { rules: [{ host: `${name}.net`, paths }] }));
    for (const listener of store.listeners) listener(new Set([key]));
  };
  const routers = (): number => Object.keys(provider.latest()?.configuration.http.routers ?? {}).length;
  return { store, source, clock, provider, put, routers, told: () => told };
}

describe('the Kubernetes provider', () => {
  it('has nothing to give before the store is synced', () => {
    const { provider, told } = following(0);
    assert.equal(provider.latest(), undefined);
    assert.equal(told(), 0);
  });

  it('without throttle tells of every change, and derives when asked', () => {
    const { provider, put, routers, told } = following(0);
    put('a');
    put('b');
    assert.equal(told(), 2);
    assert.equal(routers(), 2);
    assert.equal(provider.latest(), provider.latest());
    put('c');
    assert.equal(routers(), 3);
  });

  it('with throttle shows no change before it is due, and then all of them', () => {
    const { clock, put, routers, told } = following(1_000);
    put('a');
    assert.deepEqual([told(), routers()], [1, 1]);
    put('b');
    clock.pass(500);
    put('c');
    assert.deepEqual([told(), routers()], [1, 1]);
    clock.pass(500);
    assert.deepEqual([told(), routers()], [2, 3]);
  });

  it('starts anew where IngressClasses come to be available', () => {
    const { store, source, put, provider } = following(0);
    source.ingressClassesAvailable = false;
    store.put(ingress('default/classed', { ingressClassName: 'nobody' }));
    put('a');
    assert.equal(provider.latest()?.processed.length, 2);
    source.ingressClassesAvailable = true;
    for (const listener of store.listeners) listener(new Set());
    assert.equal(provider.latest()?.processed.length, 1);
  });

  it('hears nothing once stopped', () => {
    const { store, clock, provider, put, told } = following(1_000);
    put('a');
    put('b');
    provider.stop();
    assert.equal(store.listeners.length, 0);
    assert.equal(clock.pending, 0);
    clock.pass(5_000);
    assert.equal(told(), 1);
  });
});
