/**
 * The barrier that makes a negative expectation mean something: an Ingress of the harness' own, created after
 * everything else, of the kind that the implementation's options let through. Once it is served by its own pod,
 * whatever the scenario created before it has been seen; so "not yet" can't be mistaken for "never".
 *
 * It comes with a Service, Endpoints and, where that is possible, an IngressClass of its own, so that it
 * stands last in each of the streams that an implementation watches. Where namespaces are watched one by one, each
 * has streams, and so a barrier, of its own.
 */
import { X509Certificate } from 'node:crypto';
import type { Cluster, Manifest } from '../cluster/cluster.ts';
import type { OptionValue } from '../implementation/static-configuration.ts';
import { describeExchange, type Exchange, type HttpRequest } from '../traffic/client.ts';
import { type Certificates, dataOf, presentedIn, tlsSecretManifest } from './certificates.ts';
import { eventually } from './deadline.ts';
import { get, isAnsweredBy, type ServiceReference } from './expectations.ts';
import { ingressManifest, serviceManifest } from './manifests.ts';

const provider = 'providers.kubernetesingress';

export interface BarrierInput {
  readonly cluster: Cluster;
  /** What the instance was started with. */
  readonly options: ReadonlyMap<string, OptionValue>;
  readonly namespace: string;
  /** `spec.controller` of the IngressClasses that the implementation takes for its own. */
  readonly controller: string;
  /** See `IngressClassNames.ownName`. */
  readonly ownName?: string | undefined;
  /** Keeps barriers of one cluster apart. */
  readonly number: string;
  /** Issues a certificate for a Secret of the barrier's own; undefined: it has none. */
  readonly certificates: Pick<Certificates, 'issue'> | undefined;
}

export interface Barrier {
  /** Is answered on the entry point `web` by the pod of the barrier's own Service once the barrier is served. */
  readonly url: string;
  readonly service: ServiceReference;
  /** Presents the certificate with this fingerprint once its Secret has been seen. */
  readonly secureUrl: string;
  readonly fingerprint: string | undefined;
}

/** Creates it. */
export async function raiseBarrier({
  cluster,
  options,
  namespace,
  controller,
  ownName,
  number,
  certificates,
}: BarrierInput): Promise<Barrier> {
  const name = `conformance-barrier-${number}`;
  const host = `${name}.example`;
  const ingress = ingressManifest(cluster.kubernetesVersion, {
    namespace,
    name,
    host,
    paths: [{ path: '/', pathType: 'Prefix', service: name, port: 80 }],
  });
  const labels = labelsMatching(String(options.get(`${provider}.labelselector`) ?? ''));
  const option = String(options.get(`${provider}.ingressclass`) ?? '');
  const mark =
    ownName === undefined
      ? await classMark(cluster, option, controller, name)
      : { annotations: {}, spec: { ingressClassName: ownName } };
  const pair = await certificates?.issue([host]);

  await cluster.apply(serviceManifest({ namespace, name, ports: [{ name: '', port: 80, targetPort: 80 }] }));
  await cluster.addPods({ namespace, name }, 1, true);
  if (pair !== undefined) await cluster.apply(tlsSecretManifest({ namespace, name }, dataOf(pair)));
  await cluster.apply({
    ...ingress,
    metadata: { ...ingress.metadata, labels, annotations: mark.annotations },
    spec: {
      ...(ingress.spec as object),
      ...mark.spec,
      ...(pair === undefined ? {} : { tls: [{ hosts: [host], secretName: name }] }),
    },
  });
  const scheme = isHttps(options, 'web') ? 'https' : 'http';
  return {
    url: `${scheme}://${host}/`,
    service: { namespace, name },
    secureUrl: `https://${host}/`,
    fingerprint: pair && new X509Certificate(pair.certificate).fingerprint256,
  };
}

/** Resolves once it is served; rejects where that never comes. */
export async function passBarrier(
  { url, service, secureUrl, fingerprint }: Barrier,
  ask: (request: HttpRequest) => Promise<Exchange>,
): Promise<void> {
  // Not by its status: an Ingress of the scenario for any host would answer for the barrier before it is there.
  await eventually(
    () => ask(get(url, 'web')),
    (exchange) => isAnsweredBy(exchange, service),
    (last) =>
      `The Ingress that the harness created last was never served, so nothing can be said about the others:\n${describeExchange(last)}`,
  );
  if (fingerprint === undefined) return;
  await eventually(
    () => ask(get(secureUrl)),
    (exchange) => presentedIn(exchange)?.fingerprint === fingerprint,
    () =>
      'The certificate that the harness created last was never presented, so nothing can be said about the others.',
  );
}

/** The namespaces that an instance with these options watches one by one; any one of them, where it watches all. */
export function watchedNamespaces(options: ReadonlyMap<string, OptionValue>): readonly string[] {
  const listed = listOf(options.get(`${provider}.namespaces`));
  return listed.length > 0 ? listed : ['default'];
}

/** Whether every router on the entry point is for TLS. */
function isHttps(options: ReadonlyMap<string, OptionValue>, entryPoint: string): boolean {
  const value = options.get(`entrypoints.${entryPoint}.http.tls`);
  return value !== undefined && String(value) !== 'false';
}

/** How the barrier says that it belongs to the implementation: by a class of its own where it may have one. */
async function classMark(
  cluster: Cluster,
  option: string,
  controller: string,
  name: string,
): Promise<{ readonly annotations: Record<string, string>; readonly spec: Record<string, string> }> {
  const apiVersion = ingressClassVersion(cluster.kubernetesVersion);
  if (apiVersion === undefined) {
    return { annotations: option === '' ? {} : { 'kubernetes.io/ingress.class': option }, spec: {} };
  }
  if (option === '') {
    await cluster.apply({ apiVersion, kind: 'IngressClass', metadata: { name }, spec: { controller } });
    return { annotations: {}, spec: { ingressClassName: name } };
  }
  // A class of the option's name is the scenario's business: the barrier uses it where it is there, and does
  // not bring it about where it is not. Having no class of its own, it has to see to those that there are.
  const readable = await classesTold(cluster);
  const existing = await cluster.read({ apiVersion, kind: 'IngressClass', name: option });
  return readable && controllerOf(existing) === controller
    ? { annotations: {}, spec: { ingressClassName: option } }
    : { annotations: { 'kubernetes.io/ingress.class': option }, spec: {} };
}

/**
 * Whoever follows IngressClasses has been sent everything that there is to know of them, before the barrier itself
 * is. False where the implementation may not read them.
 */
export async function classesTold(cluster: Pick<Cluster, 'requests'>): Promise<boolean> {
  const last = await eventually(
    async () => cluster.requests().findLast(({ resource }) => resource === 'ingressclasses'),
    (request) => request === undefined || request.open || request.status >= 400,
    () => 'The implementation does not watch IngressClasses, so nothing can be said about their Ingresses.',
  );
  return last === undefined || last.open;
}

function controllerOf(ingressClass: Manifest | undefined): string | undefined {
  return (ingressClass?.spec as { controller?: string } | undefined)?.controller;
}

/** API version of IngressClass on that Kubernetes version; undefined before 1.18, which has none. */
export function ingressClassVersion(kubernetesVersion: string): string | undefined {
  const minor = Number(kubernetesVersion.split('.')[1]);
  if (minor < 18) return undefined;
  return minor < 19 ? 'networking.k8s.io/v1beta1' : 'networking.k8s.io/v1';
}

/** Labels that a selector in Kubernetes' syntax lets through: one value for each key that it asks for. */
export function labelsMatching(selector: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const requirement of selector.split(/,(?![^(]*\))/).map((part) => part.trim())) {
    const equality = /^([^!=\s]+)\s*==?\s*(\S*)$/.exec(requirement);
    const membership = /^(\S+)\s+in\s+\(([^,)]*)/.exec(requirement);
    const existence = /^([^!=\s]+)$/.exec(requirement);
    if (equality?.[1] !== undefined) labels[equality[1]] = equality[2] ?? '';
    else if (membership?.[1] !== undefined) labels[membership[1]] = (membership[2] ?? '').trim();
    else if (existence?.[1] !== undefined) labels[existence[1]] ??= 'any';
  }
  return labels;
}

function listOf(value: OptionValue | undefined): readonly string[] {
  if (value === undefined || value === '' || value === true) return [];
  return Array.isArray(value)
    ? value.map(String)
    : String(value)
        .split(',')
        .map((item) => item.trim());
}
