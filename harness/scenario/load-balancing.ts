/** Whose turn it is, while pods come and go. */
import assert from 'node:assert/strict';
import { receivedByPod } from '../traffic/client.ts';
import { expectAnsweredBy, type ServiceReference } from './expectations.ts';
import type { Session } from './session.ts';

/** Between two changes. Not a multiple of the number of pods, so that changes meet every turn. */
const requestsBetween = 7;

/**
 * Pods come and go one by one between requests, each of them seen. Of those that are there all the time none is
 * passed over: between two answers of one of them there is an answer of every other.
 */
export async function expectFairWhileChanging(
  session: Session,
  url: string,
  service: ServiceReference,
  changes: number,
): Promise<void> {
  const cluster = await session.cluster();
  await session.settled();
  const staying = new Set<string>();
  const answered: string[] = [];
  const ask = async () => {
    const received = receivedByPod(await expectAnsweredBy(session, url, service));
    if (received !== undefined) answered.push(received.pod);
  };
  for (let sent = 0; sent < requestsBetween; sent++) await ask();
  for (const pod of answered) staying.add(pod);
  for (let change = 0; change < changes; change++) {
    const [pod] = await cluster.addPods(service, 1, true);
    await session.settled();
    for (let sent = 0; sent < requestsBetween; sent++) await ask();
    await pod?.withdraw();
    await session.settled();
    for (let sent = 0; sent < requestsBetween; sent++) await ask();
    await pod?.end();
  }
  const turns = answered.filter((pod) => staying.has(pod));
  assert.ok(staying.size > 1, `Only ${[...staying].join()} answered.`);
  assert.ok(turns.length < answered.length, 'None of the pods that came was ever asked.');
  for (let at = 0; at + staying.size <= turns.length; at++) {
    const round = turns.slice(at, at + staying.size);
    assert.equal(
      new Set(round).size,
      staying.size,
      `The pods that stay answered in the order ${turns.join(', ')}: from place ${at} on, one was passed over.`,
    );
  }
}
