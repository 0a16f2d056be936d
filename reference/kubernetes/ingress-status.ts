import { ApiError, isPathUnknown } from './api-error.ts';
import type { ApiClient } from './client.ts';
import { Malformed, type Raw, readLoadBalancer } from './decode-fields.ts';
import { asRecord, asString } from './json.ts';
import type { LoadBalancerIngress } from './objects.ts';
import { ingressPath } from './resources.ts';
import { networkingVersions, type VersionSource } from './version.ts';

/** An Ingress as the server has it now, to be written back with another status. */
export interface StatusSnapshot {
  readonly uid: string;
  readonly loadBalancer: readonly LoadBalancerIngress[];
  /** The object as it came, opaque. */
  readonly raw: Raw;
}

/** All that a status writer may do: read one Ingress, and update its `status` subresource. */
export interface IngressStatusClient {
  /** Undefined where there is no such Ingress (any more). @throws {ApiError} */
  read(namespace: string, name: string): Promise<StatusSnapshot | undefined>;
  /**
   * Replaces `status.loadBalancer.ingress`, leaving everything else as in the snapshot.
   *
   * @throws {ApiError} With code 409 where the object has changed since the snapshot, 404 where it is gone.
   */
  write(
    namespace: string,
    name: string,
    snapshot: StatusSnapshot,
    desired: readonly LoadBalancerIngress[],
  ): Promise<void>;
}

/** Uses the API version that Ingresses are read in, also when that changes. */
export function createIngressStatusClient(client: ApiClient, version: VersionSource): IngressStatusClient {
  const inVersion = async <T>(
    namespace: string,
    name: string,
    send: (path: string) => Promise<T>,
  ): Promise<T> => {
    const path = async () =>
      ingressPath(namespace, name, networkingVersions(await version.current()).Ingress);
    try {
      return await send(await path());
    } catch (error) {
      if (!(error instanceof ApiError) || !isPathUnknown(error.failure)) throw error;
      await version.refresh();
      return await send(await path());
    }
  };

  return {
    read: async (namespace, name) => {
      try {
        return snapshot(asRecord(await inVersion(namespace, name, (path) => client.get(path))));
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },
    write: async (namespace, name, { raw }, desired) => {
      const status = asRecord(raw.status);
      const loadBalancer = { ...asRecord(status.loadBalancer), ingress: desired };
      const body = { ...raw, status: { ...status, loadBalancer } };
      // The version may change between reading and writing; the body then has the other one, and the server says so.
      await inVersion(namespace, name, (path) => client.put(`${path}/status`, body));
    },
  };
}

function snapshot(raw: Raw): StatusSnapshot {
  return { uid: asString(asRecord(raw.metadata).uid), loadBalancer: addresses(raw), raw };
}

/** What can't be read is as good as nothing: it is replaced. */
function addresses(raw: Raw): readonly LoadBalancerIngress[] {
  try {
    return readLoadBalancer(raw);
  } catch (error) {
    if (error instanceof Malformed) return [];
    throw error;
  }
}

/** As opposed to a path that is not served: then nothing is known of the Ingress. */
function isGone(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.failure.kind !== 'status') return false;
  return error.failure.code === 404 && !isPathUnknown(error.failure);
}
