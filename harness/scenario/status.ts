/**
 * What scenarios do about, and expect of, `status.loadBalancer.ingress`: of Ingresses, which implementations
 * write, and of Services, which they copy it from.
 */
import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ApiRequest, Manifest } from '../cluster/cluster.ts';
import { eventually } from './deadline.ts';
import { changeObject, type NamedObject, referenceTo } from './objects.ts';
import type { Session } from './session.ts';

/** One entry of the list, as a manifest has it. */
export interface LoadBalancerEntry {
  readonly ip?: string;
  readonly hostname?: string;
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[];
}

/** Waits until the list is just this one. */
export async function expectAddresses(
  session: Session,
  object: NamedObject,
  expected: readonly LoadBalancerEntry[],
): Promise<void> {
  await session.controller();
  await eventually(
    () => addressesOf(session, object),
    (found) => isDeepStrictEqual(found, expected),
    (found) =>
      `Expected the status of the ${object.kind} to be ${JSON.stringify(expected)}, but it is ${JSON.stringify(found)}.`,
  );
}

/** Waits until one entry of the list is that IP address or host name. */
export async function expectAddress(session: Session, object: NamedObject, address: string): Promise<void> {
  await session.controller();
  await eventually(
    () => addressesOf(session, object),
    (found) => found.some(({ ip, hostname }) => ip === address || hostname === address),
    (found) =>
      `Expected the status of the ${object.kind} to have the address ${address}, but it is ${JSON.stringify(found)}.`,
  );
}

/**
 * Waits until the list has an entry, and tells whether one of them leads to that IP address: a host name does that has
 * it.
 */
export async function showsAddress(session: Session, object: NamedObject, address: string): Promise<boolean> {
  await session.controller();
  const shown = await eventually(
    () => addressesOf(session, object),
    (found) => found.length > 0,
    () => `Expected the status of the ${object.kind} to have an address, but it has none.`,
  );
  const leading = await Promise.all(
    shown.map(
      async ({ ip, hostname }) => ip === address || (await addressesOfName(hostname)).includes(address),
    ),
  );
  return leading.includes(true);
}

async function addressesOfName(name: string | undefined): Promise<readonly string[]> {
  if (name === undefined) return [];
  const found = await lookup(name, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

/** The list as it is now. */
export async function addressesOf(
  session: Session,
  object: NamedObject,
): Promise<readonly LoadBalancerEntry[]> {
  return loadBalancerOf(await readObject(session, object));
}

/**
 * Writes the list as whoever provides load balancers does, through the status subresource; a Service is made one of
 * that type for it, since others may have no such status from Kubernetes 1.29 on.
 */
export async function giveAddresses(
  session: Session,
  object: NamedObject,
  ingress: readonly LoadBalancerEntry[],
): Promise<void> {
  if (object.kind === 'Service') {
    await changeObject(await session.cluster(), object, [['spec.type', 'LoadBalancer']]);
  }
  const live = await readObject(session, object);
  // Unconditionally, since a controller may be writing at the same time.
  const metadata = { ...live.metadata, resourceVersion: undefined };
  await (await session.cluster()).applyStatus({ ...live, metadata, status: { loadBalancer: { ingress } } });
}

/** Requests of implementations to write the status of that Ingress, or of any, whatever became of them. */
export async function statusWrites(session: Session, ingress?: NamedObject): Promise<readonly ApiRequest[]> {
  return (await writes(session)).filter(
    ({ resource, namespace, name }) =>
      resource === 'ingresses/status' &&
      (ingress === undefined || (namespace === ingress.namespace && name === ingress.name)),
  );
}

/** Requests of implementations that may change anything in the cluster. */
export async function writes(session: Session): Promise<readonly ApiRequest[]> {
  const reading = new Set(['get', 'list', 'watch']);
  return (await session.cluster()).requests().filter(({ verb }) => !reading.has(verb));
}

/**
 * Each instance has seen everything and has had its chance to write: statuses are written behind the routes, so
 * that what the first barrier sets off is over when the second one has been passed.
 */
export async function statusesSettled(session: Session): Promise<void> {
  await session.controller();
  for (const controller of session.controllers()) {
    await session.settled(controller);
    await session.settled(controller);
  }
}

/** The status of each Ingress has been asked to be written so many times, failures included. */
export async function expectStatusWrites(
  session: Session,
  ingresses: readonly NamedObject[],
  { least, most }: { readonly least: number; readonly most: number },
): Promise<void> {
  await statusesSettled(session);
  for (const ingress of ingresses) {
    const made = (await statusWrites(session, ingress)).length;
    assert.ok(
      least <= made && made <= most,
      `Expected the status of the Ingress ${ingress.namespace}/${ingress.name} to be written ${least} to ${most} times, but it was ${made} times.`,
    );
  }
}

/** A write that the API server has been asked for and does not carry out yet. */
export interface HeldStatusWrite {
  /** Lets it go on. */
  release(): void;
}

/** Resolves when an instance has asked to write the status of the Ingress, and waits for the answer. */
export async function holdStatusWrite(session: Session, ingress: NamedObject): Promise<HeldStatusWrite> {
  const { server } = await session.ownCluster();
  const { namespace, name } = ingress;
  const hold = server.faults.hold({ resource: 'ingresses/status', namespace, name }, 1);
  await session.controller();
  await eventually(
    async () => hold.hits,
    (hits) => hits > 0,
    () => `The status of the Ingress ${namespace}/${name} was never asked to be written.`,
  );
  return { release: () => hold.remove() };
}

/**
 * The write that was held, the first one of that status, is answered with 409. False where it can't be: a patch says
 * nothing of what it was made from, so that it succeeds whatever has changed.
 */
export async function expectConflict(session: Session, ingress: NamedObject): Promise<boolean> {
  const { verb, status } = await eventually(
    async () => (await statusWrites(session, ingress))[0] ?? { verb: '', status: 0 },
    (first) => first.status !== 0,
    () => 'The write was never answered.',
  );
  if (verb === 'patch' && status < 300) return false;
  assert.equal(status, 409, `Expected the ${verb} to be answered with 409, but it was with ${status}.`);
  return true;
}

async function readObject(session: Session, object: NamedObject): Promise<Manifest> {
  const cluster = await session.cluster();
  const live = await cluster.read(referenceTo(cluster.kubernetesVersion, object));
  assert.ok(live, `There is no ${object.kind} ${object.namespace}/${object.name}.`);
  return live;
}

function loadBalancerOf({ status }: Manifest): readonly LoadBalancerEntry[] {
  return (
    (status as { loadBalancer?: { ingress?: readonly LoadBalancerEntry[] } } | undefined)?.loadBalancer
      ?.ingress ?? []
  );
}
