/** What pods can tell of the connections that requests came over. */
import assert from 'node:assert/strict';
import type { ReceivedRequest } from '../../fixtures/pods/index.ts';
import { holdHeader, type Pod } from '../cluster/cluster.ts';
import { describeExchange } from '../traffic/client.ts';
import { eventually } from './deadline.ts';
import { get } from './expectations.ts';
import { receivedAs } from './received.ts';
import type { Session } from './session.ts';

/** As `Over` names it: the version of HTTP, and whether TLS is below it. */
export function carrierOf({ httpVersion, tls }: ReceivedRequest): string {
  const version = httpVersion === '2.0' ? 'HTTP/2' : `HTTP/${httpVersion}`;
  return tls === undefined ? version : `${version} over TLS`;
}

/** Every request that the pods have received came in that way, and there was one. */
export function expectCarrier(pods: readonly Pod[], carrier: string): void {
  const carriers = new Set(receivedAs(pods).map(carrierOf));
  assert.deepEqual([...carriers], [carrier]);
}

/** The latest request that the pods have received, over TLS. */
export function latestTls(pods: readonly Pod[]): NonNullable<ReceivedRequest['tls']> {
  const tls = receivedAs(pods).at(-1)?.tls;
  assert.ok(tls, 'No pod has received a request over TLS.');
  return tls;
}

/** Sends so many GETs, none of which is answered before the pods have all of them; each must be answered then. */
export async function askAtATime(
  session: Session,
  pods: readonly Pod[],
  url: string,
  count: number,
): Promise<void> {
  await session.settled();
  const labels = Array.from({ length: count }, (_, index) => `at-a-time-${index}`);
  const answers = labels.map((label) => session.exchange({ ...get(url), headers: { [holdHeader]: label } }));
  const answered = Promise.any(answers).then((exchange) => {
    throw new Error(`One was answered before:\n${describeExchange(exchange)}`);
  });
  const held = labels.map((label) => Promise.any(pods.map((pod) => pod.holds(label))));
  await Promise.race([Promise.all(held), answered]);
  for (const label of labels) for (const pod of pods) pod.release(label);
  for (const exchange of await Promise.all(answers)) {
    const status = exchange.outcome.kind === 'answer' ? exchange.outcome.answer.status : undefined;
    assert.equal(status, 200, describeExchange(exchange));
  }
}

/** So many connections are open once those that are closing are closed; the pods have had more before. */
export async function expectConnectionsLeft(pods: readonly Pod[], count: number): Promise<void> {
  const open = () => pods.reduce((sum, pod) => sum + pod.connections(), 0);
  await eventually(
    async () => open(),
    (current) => current === count,
    (current) => `The pods have ${current} connections, not ${count}.`,
  );
}

/** They were asked whether they are there, at least so often. */
export async function expectPings(pods: readonly Pod[], least: number): Promise<void> {
  const pings = () => pods.reduce((sum, pod) => sum + pod.pings(), 0);
  await eventually(
    async () => pings(),
    (current) => current >= least,
    (current) => `The pods got ${current} pings, not ${least}.`,
  );
}

/** So many requests were left by their clients before their answer had ended. */
export async function expectCancellations(pods: readonly Pod[], count: number): Promise<void> {
  const cancelled = () => pods.reduce((sum, pod) => sum + pod.cancellations(), 0);
  await eventually(
    async () => cancelled(),
    (current) => current === count,
    (current) => `Of the requests ${current} were cancelled, not ${count}.`,
  );
}
