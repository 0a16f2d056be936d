/** Pods that are servers of this process: each an object of the cluster, and what answers behind it. */
import { portMapAnnotation } from '../../fixtures/api-server/index.ts';
import { startDeafPod } from '../../fixtures/pods/deaf.ts';
import { type Pod as EchoPod, type PodOptions, startPod } from '../../fixtures/pods/index.ts';
import { holdHeader, type Manifest, NotToBeHad, type Pod, type PodProtocol } from './cluster.ts';
import type { BasicObjects } from './objects.ts';

export interface EchoPods {
  /**
   * Starts pods behind the Service; resolves when the cluster knows them.
   *
   * @throws NotToBeHad where this machine has no such pods
   */
  add(
    service: { readonly namespace: string; readonly name: string },
    count: number,
    ready: boolean,
    protocol?: PodProtocol,
  ): Promise<readonly Pod[]>;
  /** Starts a server that is no object of the cluster. */
  startOther(options: PodOptions): Promise<EchoPod>;
  /** Breaks off whatever they all do. */
  kill(): Promise<void>;
}

/**
 * @param nextAddress one of this machine, for each pod that is added
 * @param opened is told of each pod when it listens, before the cluster is
 */
export function createEchoPods(
  objects: BasicObjects,
  nextAddress: () => string,
  opened?: (pod: EchoPod) => Promise<void>,
): EchoPods {
  const running = new Set<EchoPod>();
  let started = 0;

  const addOne = async (service: Manifest, ready: boolean, protocol: PodProtocol): Promise<Pod> => {
    const { namespace = 'default', name: serviceName } = service.metadata;
    const name = `${serviceName}-${++started}`;
    const address = nextAddress();
    const echo = await startPodOf(protocol, { name, namespace, service: serviceName, address });
    running.add(echo);
    await opened?.(echo);
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
        running.delete(echo);
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
        running.delete(echo);
      },
    };
  };

  return {
    async add({ namespace, name }, count, ready, protocol = { kind: 'http' }) {
      const service = await objects.read({ apiVersion: 'v1', kind: 'Service', namespace, name });
      if (service === undefined) throw new Error(`There is no Service ${namespace}/${name} to add pods to.`);
      const pods: Pod[] = [];
      for (let added = 0; added < count; added++) pods.push(await addOne(service, ready, protocol));
      return pods;
    },
    async startOther(options) {
      const echo = await startPod(options);
      running.add(echo);
      return echo;
    },
    async kill() {
      await Promise.all([...running].map((echo) => echo.kill()));
    },
  };
}

const loopback = '127.0.0.1';

async function startPodOf(
  { kind, tls: atLoopback, tlsAt }: PodProtocol,
  options: PodOptions & { readonly address: string },
): Promise<EchoPod> {
  const { address } = options;
  const tls = address === loopback || tlsAt === undefined ? atLoopback : await tlsAt(address);
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
