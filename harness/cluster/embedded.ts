/**
 * The default cluster: an API server in this process, of any Kubernetes version, up in milliseconds, with pods
 * that are real servers on loopback.
 */
import { type ApiServer, type LoggedRequest, startApiServer } from '../../fixtures/api-server/index.ts';
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import type { ApiRequest, Cluster } from './cluster.ts';
import { createEchoPods } from './echo-pods.ts';
import { type Gate, startGate } from './gate.ts';
import { connectObjects, harnessUserAgent } from './objects.ts';
import type { ClusterOptions, ClusterSource } from './source.ts';

export interface EmbeddedCluster extends Cluster {
  readonly kind: 'embedded';
  /** Where implementations under test reach the API server: through the gate. */
  readonly url: string;
  readonly gate: Gate;
  /**
   * Starts what stands for a Service's cluster IP: it answers as a pod behind a Service named `cluster-ip-of-NAME`.
   * The Service itself is then created with that address and port. Rejects with the code `EADDRNOTAVAIL` where the
   * machine has one loopback address alone.
   */
  startClusterIp(service: NamespacedName): Promise<{ readonly address: string; readonly port: number }>;
  /** For scenarios that make it fail, upgrade it or look into it. */
  readonly server: ApiServer;
}

export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

export const embeddedCapabilities: ReadonlySet<Capability> = new Set<Capability>([
  'kubernetes-version',
  'request-log',
  'faults',
  'api-server',
  'pod-control',
  'default-class',
]);

/** Who the implementation under test is, where clients are asked and the scenario does not say otherwise. */
export const controllerUser = 'system:serviceaccount:ingress-system:controller';

/** Loopback addresses, so that pods can answer there. */
const clusterIpRange = '127.96.0.0/16';

/** What the Service of a cluster IP that answers is called there, to be told from its pods. */
export function clusterIpName(service: string): string {
  return `cluster-ip-of-${service}`;
}

/** By which the API server knows it. */
export const controllerToken = 'controller-token';

/** A cluster of its own for each scenario. */
export const embeddedClusters: ClusterSource = {
  kind: 'embedded',
  capabilities: embeddedCapabilities,
  provide: startEmbeddedCluster,
  end: async () => {},
};

export function isEmbedded(cluster: Cluster): cluster is EmbeddedCluster {
  return cluster.kind === 'embedded';
}

/** Where clients are asked who they are, the implementation under test is `controllerUser`. */
export async function startEmbeddedCluster(options: ClusterOptions): Promise<EmbeddedCluster> {
  const { version, rbac, https, tokens } = options;
  const authentication = rbac || tokens !== undefined;
  const server = await startApiServer({
    version,
    https,
    serviceClusterIpRange: clusterIpRange,
    authorization: rbac ? 'RBAC' : 'AlwaysAllow',
    ...(authentication
      ? { authentication: { tokens: [{ token: controllerToken, user: controllerUser }, ...(tokens ?? [])] } }
      : {}),
  });
  const directUrl = new URL(server.httpsUrl ?? server.url);
  const gate = await startGate(Number(directUrl.port));
  const url = `${directUrl.protocol}//127.0.0.1:${gate.port}`;
  const objects = connectObjects(server.kubeconfig());
  const pods = createEchoPods(objects, () => '127.0.0.1');
  let clusterIps = 0;

  return {
    kind: 'embedded',
    get kubernetesVersion() {
      return minorVersion(server.version);
    },
    capabilities: embeddedCapabilities,
    server,
    gate,
    url,
    kubeconfig: () =>
      server
        .kubeconfig(authentication ? { kind: 'token', token: controllerToken } : { kind: 'anonymous' })
        .replaceAll(directUrl.origin, url),
    async apply(manifest) {
      await objects.apply(manifest);
    },
    applyStatus: (manifest) => objects.applyStatus(manifest),
    delete: (reference) => objects.delete(reference),
    read: (reference) => objects.read(reference),
    addPods: pods.add,
    async startClusterIp({ namespace, name }) {
      const behind = clusterIpName(name);
      // From the end of the range: from its beginning on, Services get theirs.
      const address = `127.96.255.${254 - clusterIps++}`;
      const { port } = await pods.startOther({ name: behind, namespace, service: behind, address });
      return { address, port };
    },
    requests: () =>
      server.requests
        .entries()
        .filter(({ userAgent }) => userAgent !== harnessUserAgent)
        .map(apiRequest),
    async stop() {
      await Promise.all([gate.stop(), server.stop(), pods.kill()]);
    },
  };
}

function minorVersion(gitVersion: string): string {
  return /^v(\d+\.\d+)/.exec(gitVersion)?.[1] ?? gitVersion;
}

function apiRequest({ info, path, query, code, user, start, watch }: LoggedRequest): ApiRequest {
  const target = query.size > 0 ? `${path}?${query}` : path;
  const open = watch !== undefined && watch.ended === undefined;
  const common = { verb: info.verb, target, status: code ?? 0, open, user: user ?? '', start };
  if (info.kind !== 'resource')
    return { ...common, group: '', version: '', resource: '', namespace: '', name: '' };
  const { group, version, resource, subresource, namespace, name } = info;
  return {
    ...common,
    group,
    version,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    namespace: namespace ?? '',
    name: name ?? '',
  };
}
