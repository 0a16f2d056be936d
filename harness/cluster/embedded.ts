/**
 * The default cluster: an API server in this process, of any Kubernetes version, up in milliseconds, with pods
 * that are real servers on loopback.
 */
import { type ApiServer, type LoggedRequest, startApiServer } from '../../fixtures/api-server/index.ts';
import { startDeafPod } from '../../fixtures/pods/deaf.ts';
import { type Pod as EchoPod, type PodOptions, startPod } from '../../fixtures/pods/index.ts';
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import {
  type ApiRequest,
  type Cluster,
  holdHeader,
  type Manifest,
  NotToBeHad,
  type Pod,
  type PodProtocol,
} from './cluster.ts';
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

/** Pods listen on any free port; this annotation tells the API server's endpoints controller which. */
const portMapAnnotation = 'ingress-conformance.dev/port-map';

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
  const echoPods = new Set<EchoPod>();
  let podsStarted = 0;
  let clusterIps = 0;

  const addPod = async (service: Manifest, ready: boolean, protocol: PodProtocol): Promise<Pod> => {
    const { namespace = 'default', name: serviceName } = service.metadata;
    const name = `${serviceName}-${++podsStarted}`;
    const echo = await startPodOf(protocol, { name, namespace, service: serviceName });
    echoPods.add(echo);
    const manifest = podManifest(service, name, echo);
    await objects.apply(manifest);
    const setReady = (value: boolean) =>
      objects.applyStatus({ ...manifest, status: podStatus(echo.address, value) });
    await setReady(ready);
    return {
      name,
      namespace,
      url: `${schemeOf(protocol)}://${echo.address}:${echo.port}`,
      setReady,
      withdraw: () => objects.delete({ apiVersion: 'v1', kind: 'Pod', namespace, name }),
      async end() {
        await echo.stop();
        echoPods.delete(echo);
      },
      holds: (label) => echo.received((request) => holdLabel(request.headers) === label).then(() => {}),
      release: (label) => echo.release(label),
      received: () => echo.requests(),
      connections: () => echo.connections(),
      cancellations: () => echo.cancellations(),
      pings: () => echo.pings(),
      emit: (data) => echo.emit(data),
      async die() {
        await echo.kill();
        echoPods.delete(echo);
      },
    };
  };

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
    async addPods({ namespace, name }, count, ready, protocol = { kind: 'http' }) {
      const service = await objects.read({ apiVersion: 'v1', kind: 'Service', namespace, name });
      if (service === undefined) throw new Error(`There is no Service ${namespace}/${name} to add pods to.`);
      const pods: Pod[] = [];
      for (let added = 0; added < count; added++) pods.push(await addPod(service, ready, protocol));
      return pods;
    },
    async startClusterIp({ namespace, name }) {
      const behind = clusterIpName(name);
      // From the end of the range: from its beginning on, Services get theirs.
      const address = `127.96.255.${254 - clusterIps++}`;
      const echo = await startPod({ name: behind, namespace, service: behind, address });
      echoPods.add(echo);
      return { address, port: echo.port };
    },
    requests: () =>
      server.requests
        .entries()
        .filter(({ userAgent }) => userAgent !== harnessUserAgent)
        .map(apiRequest),
    async stop() {
      await Promise.all([gate.stop(), server.stop(), ...[...echoPods].map((pod) => pod.kill())]);
    },
  };
}

async function startPodOf({ kind, tls }: PodProtocol, options: PodOptions): Promise<EchoPod> {
  const all = { ...options, ...(tls === undefined ? {} : { tls }) };
  if (kind === 'deaf') {
    const deaf = await startDeafPod(all);
    if (deaf === undefined) throw new NotToBeHad('connections come about whether or not anybody takes them');
    return deaf;
  }
  if (kind !== 'grpc') return await startPod({ ...all, http2: kind === 'http2' });
  // The library of gRPC is loaded by the few scenarios that need it.
  const { startGrpcPod } = await import('../../fixtures/pods/grpc.ts');
  return await startGrpcPod(all);
}

function schemeOf({ kind, tls }: PodProtocol): string {
  if (tls !== undefined) return 'https';
  return kind === 'http' ? 'http' : 'h2c';
}

function holdLabel(headers: readonly (readonly [name: string, value: string])[]): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === holdHeader)?.[1];
}

function minorVersion(gitVersion: string): string {
  return /^v(\d+\.\d+)/.exec(gitVersion)?.[1] ?? gitVersion;
}

interface ServiceSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
}

/** A pod that the Service selects, with every port that the Service leads to mapped to the echo server's. */
function podManifest(service: Manifest, name: string, echo: EchoPod): Manifest {
  const { selector = {}, ports = [] } = service.spec as ServiceSpec;
  const targets = ports.map(({ port, targetPort = port }) => targetPort);
  const named = targets.filter((target) => typeof target === 'string');
  const map = Object.fromEntries(targets.map((target) => [String(target), echo.port]));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: service.metadata.namespace ?? 'default',
      labels: selector,
      annotations: { [portMapAnnotation]: JSON.stringify(map) },
    },
    spec: {
      containers: [
        {
          name: 'echo',
          image: 'echo',
          ports: named.map((port) => ({ name: port, containerPort: echo.port })),
        },
      ],
    },
  };
}

function podStatus(address: string, ready: boolean): Record<string, unknown> {
  return {
    phase: 'Running',
    podIP: address,
    podIPs: [{ ip: address }],
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
  };
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
