/** Before the first scenario: whether the controller that is to be checked is there, and where it is reached. */
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import type { Cluster } from '../cluster/cluster.ts';
import { kubeconfigClusters } from '../cluster/kubeconfig.ts';
import { readKubeconfig } from '../cluster/kubeconfig-file.ts';
import { connectObjects, type Objects } from '../cluster/objects.ts';
import { Mistake } from '../mistake.ts';
import { ingressClassVersion } from '../scenario/barrier.ts';
import { eventually } from '../scenario/deadline.ts';
import { get, isAnsweredBy } from '../scenario/expectations.ts';
import { ingressManifest, serviceManifest } from '../scenario/manifests.ts';
import type { DeployedChoice, PreparedDeployed, PreparedKubeconfig } from '../settings.ts';
import { type Address, createTrafficClient, type Exchange } from '../traffic/client.ts';

/** Load balancers are made within minutes, where they are made at all. */
const statusDeadlineMs = 60_000;
const answerDeadlineMs = 20_000;

const trial = { namespace: 'default', name: 'conformance-address' };
const trialHost = 'address.conformance.example';

/**
 * @throws Mistake where the cluster has no such class, or no Ingress of it comes to be served; what was created to see
 * that is removed
 */
export async function prepareDeployed(
  choice: DeployedChoice,
  clusterChoice: PreparedKubeconfig,
  environment: NodeJS.ProcessEnv,
): Promise<PreparedDeployed> {
  const { kubeconfig: file, context, version } = clusterChoice;
  const objects = connectObjects(readKubeconfig({ file, context }, environment));
  const controller = await controllerOf(choice, objects, version);
  const source = kubeconfigClusters(clusterChoice);
  const cluster = await source.provide({ version, rbac: false, https: false, tokens: undefined });
  try {
    await createTrial(cluster);
    const http = await addressOf(cluster, choice.httpAddress, '--http-address', 80);
    const https = await addressOf(cluster, choice.httpsAddress, '--https-address', 443);
    await demandServed(choice, http);
    await demandConnection(https);
    return { ...choice, controller, http, https };
  } finally {
    await cluster.stop();
    await source.end();
  }
}

/** Empty where the class is told by an annotation alone. */
async function controllerOf(
  { ingressClass: name, by }: DeployedChoice,
  objects: Objects,
  version: string,
): Promise<string> {
  const apiVersion = ingressClassVersion(version);
  if (apiVersion === undefined) {
    if (by === 'annotation') return '';
    throw new Mistake(
      `Kubernetes ${version} has no IngressClasses: give --ingress-class-annotation for Ingresses to name "${name}" by annotation.`,
    );
  }
  const found = await objects.read({ apiVersion, kind: 'IngressClass', name });
  if (found !== undefined) return (found.spec as { readonly controller?: string }).controller ?? '';
  if (by === 'annotation') return '';
  const all = (await objects.list({ apiVersion, kind: 'IngressClass' }, '')).map(
    ({ metadata }) => metadata.name,
  );
  const those = all.length === 0 ? 'The cluster has none' : `Give one of: ${all.join(', ')}`;
  throw new Mistake(
    `There is no IngressClass "${name}" in the cluster. ${those}; or --ingress-class-annotation, if the controller goes by the annotation alone.`,
  );
}

async function createTrial(cluster: Cluster): Promise<void> {
  await cluster.apply(serviceManifest({ ...trial, ports: [{ name: '', port: 80, targetPort: 80 }] }));
  await cluster.addPods(trial, 1, true);
  const path = { path: '/', pathType: 'Prefix', service: trial.name, port: 80 };
  await cluster.apply(
    ingressManifest(cluster.kubernetesVersion, { ...trial, host: trialHost, paths: [path] }),
  );
}

/** As it was given, or as the status of the trial comes to show it. */
async function addressOf(
  cluster: Cluster,
  given: Address | undefined,
  option: string,
  port: number,
): Promise<Address> {
  if (given !== undefined) return { host: await resolved(given.host, option), port: given.port };
  const apiVersion = ingressManifest(cluster.kubernetesVersion, { ...trial, host: '', paths: [] }).apiVersion;
  const host = await eventually(
    async () => exposedAt(await cluster.read({ apiVersion, kind: 'Ingress', ...trial })),
    (shown) => shown !== undefined,
    () =>
      `The status of an Ingress of the class never came to show an address. Does the controller run, and serve the class? Where it writes no statuses, give ${option} <host:port>.`,
    statusDeadlineMs,
  ).catch(asMistake);
  return { host: await resolved(host ?? '', option), port };
}

interface IngressStatus {
  readonly loadBalancer?: {
    readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
  };
}

function exposedAt(ingress: { readonly [field: string]: unknown } | undefined): string | undefined {
  const [first] = (ingress?.status as IngressStatus | undefined)?.loadBalancer?.ingress ?? [];
  return first?.ip ?? first?.hostname;
}

async function resolved(host: string, option: string): Promise<string> {
  if (isIP(host) !== 0) return host;
  try {
    return (await lookup(host)).address;
  } catch {
    throw new Mistake(
      `The host name ${host}, by which the controller is to be reached, has no address here. Give ${option} <host:port> with another.`,
    );
  }
}

/** The trial is answered by its pod: the address is that of the controller, and the class is served by it. */
async function demandServed({ ingressClass }: DeployedChoice, address: Address): Promise<void> {
  const client = createTrafficClient();
  try {
    await eventually(
      () => client.exchange(get(`http://${trialHost}/`), address),
      (exchange) => isAnsweredBy(exchange, trial),
      (last) => notServed(last, ingressClass, address),
      answerDeadlineMs,
    ).catch(asMistake);
  } finally {
    await client.close();
  }
}

function notServed({ outcome }: Exchange, ingressClass: string, address: Address): string {
  const place = placeOf(address);
  return outcome.kind === 'error'
    ? `Nobody answers over HTTP at ${place}: ${outcome.message}. Is --http-address where this machine reaches the controller?`
    : `What answers at ${place} does not serve an Ingress of the class "${ingressClass}": it answers with ${outcome.answer.status}. Is it the controller of that class, and can it reach the pods?`;
}

/** Without a certificate for a name a controller may refuse every handshake: that it listens has to be enough. */
async function demandConnection(address: Address): Promise<void> {
  await eventually(
    () => connectionTo(address),
    (error) => error === undefined,
    (error) =>
      `Nobody takes connections for HTTPS at ${placeOf(address)}: ${error}. Is --https-address where this machine reaches the controller?`,
    answerDeadlineMs,
  ).catch(asMistake);
}

/** Undefined where it comes about, else why it does not. */
function connectionTo({ host, port }: Address): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 });
    const end = (reason: string | undefined) => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => end(undefined));
    socket.once('timeout', () => end('it takes too long'));
    socket.once('error', (error) => end(error.message));
  });
}

function placeOf({ host, port }: Address): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

function asMistake(error: unknown): never {
  throw new Mistake(error instanceof Error ? error.message : String(error), { cause: error });
}
