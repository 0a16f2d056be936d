/** Cluster IPs that answer. */
import type { EmbeddedCluster, NamespacedName } from '../cluster/embedded.ts';

/** Undefined: this machine has no address for it. */
export async function startClusterIp(
  cluster: EmbeddedCluster,
  service: NamespacedName,
): Promise<{ readonly address: string; readonly port: number } | undefined> {
  try {
    return await cluster.startClusterIp(service);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL') return undefined;
    throw error;
  }
}
