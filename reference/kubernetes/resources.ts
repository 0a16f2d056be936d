import type { Kind } from './objects.ts';
import type { ApiVersion, ClusterVersion } from './version.ts';
import { networkingVersions } from './version.ts';

/** Objects of one kind, in one namespace or in the whole cluster: what one reflector follows. */
export interface Scope {
  readonly kind: Kind;
  /** Undefined: all namespaces, or a kind that has none. */
  readonly namespace: string | undefined;
}

const plurals = {
  Ingress: 'ingresses',
  IngressClass: 'ingressclasses',
  Service: 'services',
  Endpoints: 'endpoints',
  Secret: 'secrets',
} as const satisfies Record<Kind, string>;

/** The API version to read a kind in; undefined: this cluster does not have the kind. */
export function apiVersionOf(kind: Kind, version: ClusterVersion): ApiVersion | undefined {
  return kind === 'Ingress' || kind === 'IngressClass' ? networkingVersions(version)[kind] : 'v1';
}

export function collectionPath({ kind, namespace }: Scope, apiVersion: ApiVersion): string {
  const group =
    kind === 'Ingress' || kind === 'IngressClass'
      ? `/apis/networking.k8s.io/${apiVersion}`
      : `/api/${apiVersion}`;
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${group}${within}/${plurals[kind]}`;
}

export function ingressPath(namespace: string, name: string, apiVersion: ApiVersion): string {
  return `${collectionPath({ kind: 'Ingress', namespace }, apiVersion)}/${encodeURIComponent(name)}`;
}

/** `ingresses in namespace production`, for messages. */
export function describeScope({ kind, namespace }: Scope): string {
  if (kind === 'IngressClass') return plurals[kind];
  return `${plurals[kind]} in ${namespace === undefined ? 'all namespaces' : `namespace ${namespace}`}`;
}
