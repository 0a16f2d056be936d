import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import { embeddedClusters, isEmbedded } from '../cluster/embedded.ts';
import type { Implementation } from '../implementation/implementation.ts';
import { reference } from '../implementation/reference.ts';
import { expectReaches, get } from './expectations.ts';
import { ingressManifest, serviceManifest } from './manifests.ts';
import { Session } from './session.ts';
import { SharedPairs } from './shared-pairs.ts';

describe('clusters and instances that outlive a scenario', () => {
  let started: number;
  let running: number;
  let implementation: Implementation;
  let pairs: SharedPairs;
  let scaleBefore: string | undefined;

  beforeEach(() => {
    started = 0;
    running = 0;
    implementation = {
      ...reference,
      async start(configuration, surroundings) {
        const instance = await reference.start(configuration, surroundings);
        started += 1;
        running += 1;
        let stopped: Promise<void> | undefined;
        const stop = () => {
          if (stopped === undefined) running -= 1;
          stopped ??= instance.stop();
          return stopped;
        };
        return { ...instance, stop };
      },
    };
    pairs = new SharedPairs(implementation, embeddedClusters);
    scaleBefore = process.env.CONFORMANCE_TIMEOUT_SCALE;
  });

  afterEach(async () => {
    if (scaleBefore === undefined) delete process.env.CONFORMANCE_TIMEOUT_SCALE;
    else process.env.CONFORMANCE_TIMEOUT_SCALE = scaleBefore;
    await pairs.end();
    assert.equal(running, 0);
  });

  function begin(requires: readonly Capability[] = []): Session {
    const session = new Session({
      implementation,
      clusters: embeddedClusters,
      kubernetesVersion: '1.34',
      pairs,
    });
    session.require(new Set(requires));
    return session;
  }

  test('the next scenario gets them, with nothing of the last one in them', async () => {
    const first = begin();
    await serve(first, 'first');
    assert.equal(await first.end(), undefined);

    const second = begin();
    const cluster = await second.cluster();
    assert.deepEqual(await ingressesIn(second), []);
    assert.ok(cluster.requests().every(({ open }) => open));
    assert.equal(await statusOf(second, 'http://first.example/'), 404);
    await serve(second, 'second');
    await second.end();
    assert.equal(started, 1);
  });

  test('one that asks for another configuration has an instance of its own', async () => {
    const first = begin();
    await serve(first, 'first');
    await first.end();

    const second = begin();
    second.setProviderOption('allowEmptyServices', true);
    await serve(second, 'second');
    await second.end();

    const third = begin();
    await serve(third, 'third');
    // Said once the cluster has been used: the instance with the configuration that was known by then makes place.
    const fourth = begin();
    await fourth.cluster();
    fourth.setProviderOption('allowEmptyServices', true);
    await serve(fourth, 'fourth');
    await third.end();
    await fourth.end();
    assert.equal(started, 3);
    assert.equal(running, 3);
  });

  test('nobody gets those of a scenario that has failed, or has stopped its instance', async () => {
    const failed = begin();
    await serve(failed, 'failed');
    await failed.end(true);
    assert.equal(running, 0);

    const stopped = begin();
    await serve(stopped, 'stopped');
    await stopped.stopController('controller');
    assert.equal(running, 0);
    await serve(stopped, 'again');
    await stopped.end();
    assert.equal(running, 0);
    await begin().end();

    const next = begin();
    await serve(next, 'next');
    await next.end();
    assert.equal(started, 4);
  });

  test('an instance of its own in a cluster of theirs ends with the scenario, and so does the cluster', async () => {
    const first = begin();
    await serve(first, 'first');
    await first.end();
    const second = begin();
    await second.cluster();
    second.configure({ variables: { OWN: 'yes' } });
    await serve(second, 'second');
    await second.end();
    assert.equal(started, 2);
    assert.equal(running, 0);
  });

  test('a scenario whose statements look at the process itself shares nothing', async () => {
    for (const requires of [['lifecycle'], ['log']] as const) {
      const session = begin(requires);
      await serve(session, 'own');
      await session.end();
      assert.equal(running, 0);
    }
  });

  test('one that does not see what is gone is given to nobody, and that is told', async () => {
    const session = begin();
    await serve(session, 'kept');
    const cluster = await session.cluster();
    assert.ok(isEmbedded(cluster));
    cluster.gate.shut();
    process.env.CONFORMANCE_TIMEOUT_SCALE = '0.05';
    assert.match((await session.end()) ?? '', /was never served/);
    assert.equal(running, 0);
  });

  test('as many are kept as a worker can use', async () => {
    for (const namespace of ['a', 'b', 'c', 'd', 'e']) {
      const session = begin();
      session.setProviderOption('namespaces', [namespace]);
      await session.cluster();
      await session.controller();
      await session.end();
    }
    assert.equal(started, 5);
    assert.equal(running, 3);
  });
});

/** A Service and an Ingress for it, which is reached. */
async function serve(session: Session, name: string): Promise<void> {
  const cluster = await session.cluster();
  const service = { namespace: 'default', name };
  await cluster.apply(serviceManifest({ ...service, ports: [{ name: '', port: 80, targetPort: 80 }] }));
  await cluster.addPods(service, 1, true);
  const paths = [{ path: '/', pathType: 'Prefix', service: name, port: 80 }];
  await cluster.apply(ingressManifest('1.34', { ...service, host: `${name}.example`, paths }));
  await expectReaches(session, `http://${name}.example/`, service);
}

async function statusOf(session: Session, url: string): Promise<number | undefined> {
  const { outcome } = await session.exchange(get(url));
  return outcome.kind === 'answer' ? outcome.answer.status : undefined;
}

async function ingressesIn(session: Session): Promise<readonly string[]> {
  const { routers = {} } = await (await session.controller()).dynamicConfiguration();
  return Object.keys(routers).filter((name) => name.endsWith('@kubernetes'));
}
