/**
 * Manifests from what matters to a scenario, in the API version that the cluster's Kubernetes version prefers.
 */
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../cluster/cluster.ts';

export interface ServiceDescription {
  readonly namespace: string;
  readonly name: string;
  readonly ports: readonly ServicePort[];
}

export interface ServicePort {
  /** Empty: without a name. */
  readonly name: string;
  readonly port: number;
  readonly targetPort: number | string;
}

export interface IngressDescription {
  readonly namespace: string;
  readonly name: string;
  /** Empty: any host. */
  readonly host: string;
  readonly paths: readonly IngressPath[];
}

export interface IngressPath {
  /** Empty: without a path. */
  readonly path: string;
  /** Undefined: none, which `v1` does not allow. */
  readonly pathType: string | undefined;
  readonly service: string;
  readonly port: number | string;
}

/** Every Service of the harness selects its pods by this label, which has the Service's name as value. */
export const serviceLabel = 'ingress-conformance.dev/service';

export function serviceManifest({ namespace, name, ports }: ServiceDescription): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name },
    spec: {
      selector: { [serviceLabel]: name },
      ports: ports.map(({ name, port, targetPort }) => ({
        ...(name === '' ? {} : { name }),
        port,
        targetPort,
      })),
    },
  };
}

/** As `v1` from Kubernetes 1.19 on, as `v1beta1` before. */
export function ingressManifest(kubernetesVersion: string, ingress: IngressDescription): Manifest {
  const v1 = Number(kubernetesVersion.split('.')[1]) >= 19;
  return {
    apiVersion: v1 ? 'networking.k8s.io/v1' : 'networking.k8s.io/v1beta1',
    kind: 'Ingress',
    metadata: { namespace: ingress.namespace, name: ingress.name },
    spec: {
      rules: [
        {
          ...(ingress.host === '' ? {} : { host: ingress.host }),
          http: { paths: ingress.paths.map((path) => (v1 ? pathV1(path) : pathV1beta1(path))) },
        },
      ],
    },
  };
}

function pathV1({ path, pathType, service, port }: IngressPath): Record<string, unknown> {
  return {
    ...(path === '' ? {} : { path }),
    pathType: pathType ?? 'ImplementationSpecific',
    backend: {
      service: { name: service, port: typeof port === 'number' ? { number: port } : { name: port } },
    },
  };
}

function pathV1beta1({ path, pathType, service, port }: IngressPath): Record<string, unknown> {
  return {
    ...(path === '' ? {} : { path }),
    ...(pathType === undefined ? {} : { pathType }),
    backend: { serviceName: service, servicePort: port },
  };
}

/**
 * The manifest as a cluster of that version takes it: an Ingress written as `v1` becomes `v1beta1` where that is
 * all that there is. Everything else stays as it is.
 */
export function asServed(kubernetesVersion: string, manifest: Manifest): Manifest {
  const v1 = Number(kubernetesVersion.split('.')[1]) >= 19;
  if (v1 || manifest.kind !== 'Ingress' || manifest.apiVersion !== 'networking.k8s.io/v1') return manifest;
  const { defaultBackend, rules, ...rest } = (manifest.spec ?? {}) as IngressSpec;
  return {
    ...manifest,
    apiVersion: 'networking.k8s.io/v1beta1',
    spec: {
      ...rest,
      ...(defaultBackend === undefined ? {} : { backend: backendV1beta1(defaultBackend) }),
      ...(rules === undefined ? {} : { rules: rules.map(ruleV1beta1) }),
    },
  };
}

interface IngressSpec {
  readonly defaultBackend?: Backend;
  readonly rules?: readonly Rule[];
}

interface Rule {
  readonly http?: { readonly paths: readonly { readonly backend: Backend }[] };
}

interface Backend {
  readonly service?: {
    readonly name: string;
    readonly port?: { readonly name?: string; readonly number?: number };
  };
}

function ruleV1beta1({ http, ...rule }: Rule): object {
  if (http === undefined) return rule;
  const paths = http.paths.map((path) => ({ ...path, backend: backendV1beta1(path.backend) }));
  return { ...rule, http: { paths } };
}

function backendV1beta1({ service, ...others }: Backend): object {
  if (service === undefined) return others;
  return { ...others, serviceName: service.name, servicePort: service.port?.number ?? service.port?.name };
}

/** All documents of a YAML text. */
export function parseManifests(text: string): readonly Manifest[] {
  return parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`The manifest does not parse: ${error.message}`);
    return document.toJS() as Manifest;
  });
}

/**
 * The manifest with fields set: each by its path, joined by dots, with a map merged into what is there and
 * null taking the field away (RFC 7396, from that path on).
 */
export function withFields(
  manifest: Manifest,
  fields: Iterable<readonly [path: string, value: unknown]>,
): Manifest {
  let changed: unknown = manifest;
  for (const [path, value] of fields) {
    const patch = path.split('.').reduceRight((below: unknown, name) => ({ [name]: below }), value);
    changed = merge(changed, patch);
  }
  return changed as Manifest;
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = merge(merged[name], value);
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
