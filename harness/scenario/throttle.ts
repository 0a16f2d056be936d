/**
 * How changes take effect in time. Nothing here expects something to happen by a certain moment: a slow
 * machine makes every bound wider, so that it can hide a mistake but never make one up.
 *
 * A second instance that is not throttled says when a change could have been seen.
 */
import assert from 'node:assert/strict';
import { emptyConfiguration, writeConfiguration } from '../implementation/static-configuration.ts';
import { eventually } from './deadline.ts';
import { expectReaches, get, isAnsweredBy, type ServiceReference } from './expectations.ts';
import { ingressManifest } from './manifests.ts';
import type { Session } from './session.ts';

const witness = 'witness';

/** For a whole series of changes, milliseconds; a throttle of a good part of a second would not get through. */
const seriesDeadlineMs = 10_000;

/** Timers may fire a little early. */
const timerTolerance = 0.9;

/** How often a premise about time may fail before that is a failure of its own. */
const attempts = 5;

/** Points the Ingress at each of the Services in turn, without waiting for anything. */
export async function leadInTurn(
  session: Session,
  ingress: ServiceReference,
  services: readonly ServiceReference[],
): Promise<void> {
  for (const service of services) await lead(session, ingress, service);
}

/** Makes that many changes of an Ingress to the Service, each as soon as the one before has taken effect. */
export async function expectEachFollowed(
  session: Session,
  service: ServiceReference,
  changes: number,
): Promise<void> {
  const end = performance.now() + seriesDeadlineMs;
  for (let change = 1; change <= changes; change++) {
    const url = await addIngress(session, `change-${change}`, service);
    await eventually(
      () => session.exchange(get(url)),
      (exchange) => isAnsweredBy(exchange, service),
      () => `Change ${change} of ${changes} has not taken effect in the time that all of them have.`,
      Math.max(1, end - performance.now()),
    );
  }
}

/**
 * Points the Ingress at one Service after the other, each time until an instance without throttling has
 * followed, and counts the steps in which the first instance does: at most one at the beginning, and one more
 * for each duration that has passed since.
 */
export async function expectSpaced(
  session: Session,
  ingress: ServiceReference,
  services: readonly ServiceReference[],
  durationMs: number,
): Promise<void> {
  const url = urlOf(ingress);
  const [start, ...others] = services;
  const last = others.at(-1);
  assert.ok(start && last, 'There must be two Services or more.');
  await lead(session, ingress, start);
  await startWitness(session);
  await expectReaches(session, url, start);
  await expectReaches(session, url, start, witness);

  const began = performance.now();
  const observation = observeSteps(session, url, services);
  try {
    for (const service of others) {
      await lead(session, ingress, service);
      await expectReaches(session, url, service, witness);
    }
    await expectReaches(session, url, last);
  } finally {
    await observation.stop();
  }
  const steps = observation.steps() - 1;
  const allowed = Math.floor((performance.now() - began) / (durationMs * timerTolerance)) + 1;
  assert.ok(
    steps <= allowed,
    `Expected ${others.length} changes to take effect in at most ${allowed} steps, one for each ${durationMs} ms, but it took ${steps}.`,
  );
}

/**
 * Makes two changes right after another one has taken effect: neither may take effect before the duration is
 * over, and both must take effect at the same time. Where the machine was too slow to make them in time, it
 * tries again.
 */
export async function expectMerged(
  session: Session,
  service: ServiceReference,
  durationMs: number,
): Promise<void> {
  await startWitness(session);
  const served = async (url: string) => isAnsweredBy(await session.exchange(get(url)), service);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const began = performance.now();
    const paceMaker = await addIngress(session, `pace-maker-${attempt}`, service);
    const due = (await lastAskedInVain(paceMaker, served, began)) + durationMs * timerTolerance;
    const one = await addIngress(session, `one-${attempt}`, service);
    const other = await addIngress(session, `other-${attempt}`, service);
    for (const url of [one, other]) await expectReaches(session, url, service, witness);
    if (performance.now() >= due) continue;
    await expectNeitherBefore(due, async () => (await served(one)) || (await served(other)));
    await expectTogether(one, other, served);
    return;
  }
  throw new Error(
    `This machine was too slow, ${attempts} times, to make two changes within ${durationMs} ms.`,
  );
}

/** Gives the moment at which it was last asked for without being served, which it then was. */
async function lastAskedInVain(
  url: string,
  served: (url: string) => Promise<boolean>,
  began: number,
): Promise<number> {
  let last = began;
  let asked = began;
  await eventually(
    async () => {
      last = asked;
      asked = performance.now();
      return await served(url);
    },
    (is) => is,
    () => `${url} was never served.`,
  );
  return last;
}

async function expectNeitherBefore(due: number, anyServed: () => Promise<boolean>): Promise<void> {
  await eventually(
    async () => ({ early: await anyServed(), now: performance.now() }),
    ({ early, now }) => {
      assert.ok(!early || now >= due, 'A change took effect before the duration after another one was over.');
      return now >= due;
    },
    () => 'The time to wait for is not over.',
  );
}

/** Whenever the one is served, the other, which is asked for later, must be too; and the other way round. */
async function expectTogether(
  one: string,
  other: string,
  served: (url: string) => Promise<boolean>,
): Promise<void> {
  const message = 'Two changes within the duration took effect one after the other.';
  await eventually(
    async () => ({ one: await served(one), other: await served(other) }),
    (now) => {
      assert.ok(!now.one || now.other, message);
      return now.other;
    },
    () => 'Changes that came within the duration never took effect.',
  );
  assert.ok(await served(one), message);
}

/** Asks without a pause which of the Services answers, and counts the different ones in a row. */
function observeSteps(session: Session, url: string, services: readonly ServiceReference[]) {
  let steps = 0;
  let current: ServiceReference | undefined;
  let stopped = false;
  const asking = (async () => {
    while (!stopped) {
      const exchange = await session.exchange(get(url));
      const found = services.find((service) => isAnsweredBy(exchange, service));
      if (found === undefined || found === current) continue;
      current = found;
      steps += 1;
    }
  })();
  return {
    steps: () => steps,
    async stop(): Promise<void> {
      stopped = true;
      await asking;
    },
  };
}

/** An instance that has the provider enabled, and nothing else. */
async function startWitness(session: Session): Promise<void> {
  await session.controller();
  const enabled = writeConfiguration('flags', { providers: { kubernetesIngress: {} } });
  await session.controller(witness, { ...emptyConfiguration, ...enabled });
}

async function lead(session: Session, ingress: ServiceReference, service: ServiceReference): Promise<void> {
  await applyIngress(session, ingress, new URL(urlOf(ingress)).host, service);
}

async function addIngress(session: Session, name: string, service: ServiceReference): Promise<string> {
  const ingress = { namespace: service.namespace, name };
  await applyIngress(session, ingress, new URL(urlOf(ingress)).host, service);
  return urlOf(ingress);
}

async function applyIngress(
  session: Session,
  ingress: ServiceReference,
  host: string,
  service: ServiceReference,
): Promise<void> {
  const cluster = await session.cluster();
  const paths = [{ path: '/', pathType: 'Prefix', service: service.name, port: 80 }];
  await cluster.apply(ingressManifest(cluster.kubernetesVersion, { ...ingress, host, paths }));
}

function urlOf({ name }: ServiceReference): string {
  return `http://${name}.example.com/`;
}
