/**
 * Pods that the cluster runs, of an image that answers as the harness' own pods do. What a pod has received, holds
 * back or breaks off is within itself: scenarios whose statements require `pod-control` do not come here.
 */
import { eventually } from '../scenario/deadline.ts';
import { type Manifest, NotToBeHad, type Pod, type PodProtocol } from './cluster.ts';
import { awaitEndpoint } from './endpoint-presence.ts';
import { targetName } from './kubeconfig-names.ts';
import { type Objects, withFreshRead } from './objects.ts';
import { containerSecurity, podSecurity } from './pod-security.ts';

/** A pod can't be had, for what its cluster says of it. */
export class PodNotRunning extends Error {
  override readonly name = 'PodNotRunning';
}

/** Where the program of the image listens. */
const port = 8080;

/** Readiness is up to the harness, once the container is ready: a gate that it opens and shuts. */
const gate = 'ingress-conformance.dev/ready';

/** Images have to be pulled, and nodes to be found; less than a step may take. */
const startDeadlineMs = 100_000;

/** A pod that is withdrawn answers for so long, unless it is ended before. */
const gracePeriodSeconds = 10;

type ServiceName = { readonly namespace: string; readonly name: string };

/** `addPods` of a cluster; see there. */
export type AddPods = (
  service: ServiceName,
  count: number,
  ready: boolean,
  protocol?: PodProtocol,
) => Promise<readonly Pod[]>;

/** @throws PodNotRunning where the cluster does not get one to run */
export function createImagePods(objects: Objects, image: string): AddPods {
  let started = 0;

  const addOne = async (service: Manifest, ready: boolean, protocol: PodProtocol): Promise<Pod> => {
    const { namespace = 'default', name: serviceName } = service.metadata;
    const name = `${serviceName}-${++started}`;
    const reference = { apiVersion: 'v1', kind: 'Pod', namespace, name };
    const remove = (seconds: number) => unlessGone(() => objects.delete(reference, seconds));
    await createPod(objects, podManifest(service, name, image, protocol));
    const { status } = await whenRunning(objects, reference, image).catch(async (error) => {
      // It might come up later, behind a Service of another scenario.
      await remove(0);
      throw error;
    });
    const setReady = async (value: boolean) => {
      await openGate(objects, reference, value);
      await awaitEndpoint(objects, { namespace, name: serviceName }, name, value ? 'ready' : 'not-ready');
    };
    await setReady(ready);
    const out = (): never => {
      throw new Error(
        `The pod ${namespace}/${name} runs in the cluster, where the suite has no hold of it: the scenario's statement has to require \`pod-control\`.`,
      );
    };
    return {
      name,
      namespace,
      url: `${protocol.tls === undefined ? 'http' : 'https'}://${(status as PodStatus).podIP}:${port}`,
      setReady,
      async withdraw() {
        await remove(gracePeriodSeconds);
        await awaitEndpoint(objects, { namespace, name: serviceName }, name, 'absent');
      },
      end: () => remove(1),
      die: () => remove(0),
      holds: out,
      release: out,
      received: out,
      connections: out,
      cancellations: out,
      pings: out,
      emit: out,
    };
  };

  return async ({ namespace, name }, count, ready, protocol = { kind: 'http' }) => {
    if (protocol.kind === 'deaf') throw new NotToBeHad('pods of the cluster take every connection');
    const service = await objects.read({ apiVersion: 'v1', kind: 'Service', namespace, name });
    if (service === undefined) throw new Error(`There is no Service ${namespace}/${name} to add pods to.`);
    return await Promise.all(Array.from({ length: count }, () => addOne(service, ready, protocol)));
  };
}

interface PodStatus {
  readonly phase?: string;
  readonly podIP?: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly {
    readonly ready?: boolean;
    readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  }[];
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly [field: string]: unknown;
}

/** What does not pass by itself; `ErrImagePull` is tried again, and becomes `ImagePullBackOff`. */
const hopeless = new Set([
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'CrashLoopBackOff',
]);

type PodReference = Parameters<Objects['read']>[0];

async function whenRunning(objects: Objects, reference: PodReference, image: string): Promise<Manifest> {
  const { namespace, name } = reference;
  const why = (pod: Manifest | undefined) =>
    `The pod ${namespace}/${name} of the image ${image} does not run: ${stateOf(pod)}. --echo-image names another image.`;
  const pod = await eventually(
    () => objects.read(reference),
    (live) => {
      const { phase, podIP = '', containerStatuses: [container] = [] } = (live?.status ?? {}) as PodStatus;
      const { reason = '' } = container?.state?.waiting ?? {};
      if (live === undefined || phase === 'Failed' || hopeless.has(reason))
        throw new PodNotRunning(why(live));
      return podIP !== '' && container?.ready === true;
    },
    why,
    startDeadlineMs,
  ).catch((error: Error) => {
    throw error instanceof PodNotRunning ? error : new PodNotRunning(error.message);
  });
  if (pod === undefined) throw new PodNotRunning(why(pod));
  return pod;
}

function stateOf(pod: Manifest | undefined): string {
  if (pod === undefined) return 'it has been deleted';
  const { phase = 'Pending', conditions = [], containerStatuses = [] } = (pod.status ?? {}) as PodStatus;
  const waiting = containerStatuses[0]?.state?.waiting;
  if (waiting !== undefined) return [waiting.reason, waiting.message].filter(Boolean).join(', ');
  const unscheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (unscheduled !== undefined) return [unscheduled.reason, unscheduled.message].filter(Boolean).join(', ');
  return `it is ${phase}, and its container is not ready`;
}

/** In a namespace that is new the service account that pods have may still have to come. */
async function createPod(objects: Objects, manifest: Manifest): Promise<void> {
  await eventually(
    () =>
      objects.create(manifest).then(
        () => undefined,
        (error: Error) => error,
      ),
    (error) => {
      if (error !== undefined && !/serviceaccount .*not found/.test(error.message)) throw error;
      return error === undefined;
    },
    (error) => error?.message ?? '',
  );
}

async function openGate(objects: Objects, reference: PodReference, open: boolean): Promise<void> {
  await withFreshRead(async () => {
    const pod = await objects.read(reference);
    if (pod === undefined) throw new Error(`There is no pod ${reference.namespace}/${reference.name}.`);
    const { conditions = [], ...status } = pod.status as PodStatus;
    const others = conditions.filter(({ type }) => type !== gate);
    const condition = { type: gate, status: open ? 'True' : 'False' };
    await objects.applyStatus({ ...pod, status: { ...status, conditions: [...others, condition] } });
  });
}

async function unlessGone(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Error && 'status' in error && error.status === 404)) throw error;
  }
}

interface ServiceSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly targetPort?: number | string }[];
}

/** With a port of its own for each that the Service leads to. */
function podManifest(service: Manifest, name: string, image: string, protocol: PodProtocol): Manifest {
  const { namespace = 'default' } = service.metadata;
  const { selector = {}, ports = [] } = service.spec as ServiceSpec;
  const targets = new Set(ports.map(({ targetPort = '' }) => targetName(targetPort)));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: selector },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: gracePeriodSeconds,
      readinessGates: [{ conditionType: gate }],
      securityContext: podSecurity,
      containers: [
        {
          name: 'echo',
          image,
          imagePullPolicy: 'IfNotPresent',
          env: environmentOf(name, namespace, service.metadata.name, protocol),
          ports: [...targets].map((target) => ({ name: target, containerPort: port })),
          readinessProbe: { tcpSocket: { port }, periodSeconds: 1 },
          resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
          securityContext: containerSecurity,
        },
      ],
    },
  };
}

/** The certificates are of the scenario alone, and worth nothing outside of it. */
function environmentOf(name: string, namespace: string, service: string, { kind, tls }: PodProtocol) {
  const variables = {
    ECHO_NAME: name,
    ECHO_NAMESPACE: namespace,
    ECHO_SERVICE: service,
    ECHO_PROTOCOL: kind,
    ECHO_PORT: String(port),
    ECHO_TLS_CERTIFICATE: tls?.certificate,
    ECHO_TLS_KEY: tls?.privateKey,
    ECHO_TLS_CLIENT_AUTHORITY: tls?.clientAuthority,
  };
  return Object.entries(variables).flatMap(([variable, value]) =>
    value === undefined ? [] : [{ name: variable, value }],
  );
}
