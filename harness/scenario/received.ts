/** What the pods of a scenario have received. */
import assert from 'node:assert/strict';
import type { ReceivedRequest } from '../../fixtures/pods/index.ts';
import type { Pod } from '../cluster/cluster.ts';
import { eventually } from './deadline.ts';

/** Of all pods; the requests of each in their order. */
export function receivedAs(pods: readonly Pod[]): readonly ReceivedRequest[] {
  return pods.flatMap((pod) => pod.received());
}

/** The one request that there must be by and by. */
export async function onlyReceived(pods: readonly Pod[]): Promise<ReceivedRequest> {
  const [request, ...others] = await eventually(
    async () => receivedAs(pods),
    ({ length }) => length > 0,
    () => 'No pod has received a request.',
  );
  assert.deepEqual(others, [], 'There is more than one request.');
  assert.ok(request);
  return request;
}

export async function expectNoConnections(pods: readonly Pod[]): Promise<void> {
  const count = () => pods.reduce((sum, pod) => sum + pod.connections(), 0);
  await eventually(
    async () => count(),
    (open) => open === 0,
    (open) => `The pods still have ${open} connections.`,
  );
}
