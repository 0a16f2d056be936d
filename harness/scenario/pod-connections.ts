/** What pods can tell of the connections that requests came over. */
import assert from 'node:assert/strict';
import type { ReceivedRequest } from '../../fixtures/pods/index.ts';
import type { Pod } from '../cluster/cluster.ts';
import { eventually } from './deadline.ts';
import { receivedAs } from './received.ts';

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
