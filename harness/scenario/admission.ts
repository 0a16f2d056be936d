/** Objects that the API server does not take. */
import assert from 'node:assert/strict';
import { ClusterError } from '../cluster/cluster.ts';
import { asServed, parseManifests } from './manifests.ts';
import type { Session } from './session.ts';

/** Each object of the manifest is refused as wrong or not allowed, for a reason that has the words in it. */
export async function expectRefused(session: Session, text: string, words: string): Promise<void> {
  const cluster = await session.cluster();
  for (const manifest of parseManifests(text)) {
    const refusal = await cluster.apply(asServed(cluster.kubernetesVersion, manifest)).then(
      () => undefined,
      (error: unknown) => error,
    );
    const { kind, metadata } = manifest;
    assert.ok(refusal !== undefined, `The cluster took the ${kind} ${metadata.name}.`);
    if (!(refusal instanceof ClusterError)) throw refusal;
    const refused = refusal.status === 422 || refusal.status === 403;
    assert.ok(
      refused && refusal.message.includes(words),
      `Expected a reason with "${words}", but: ${refusal.message}`,
    );
  }
}
