import type { EntryPoint } from '../configuration/static-configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What the API shows: read at the moment of the request, never changed by it. */
export interface ApiView {
  /** Undefined until a configuration is in force. */
  readonly runtime: Runtime | undefined;
  /** Of the objects in the cluster and of the runtime. */
  readonly problems: readonly Problem[];
  /** All that the provider has seen, by namespace and name. */
  readonly ingresses: readonly IngressView[];
  readonly entryPoints: Readonly<Record<string, EntryPoint>>;
  /** As Traefik names them: `KubernetesIngress`. */
  readonly providers: readonly string[];
  readonly features: { readonly metrics: boolean; readonly accessLog: boolean };
  readonly version: string;
  /** RFC 3339. */
  readonly startDate: string;
}

/** An Ingress as it was written, and what became of it. */
export interface IngressView {
  readonly namespace: string;
  readonly name: string;
  /** RFC 3339; empty where it is not known. */
  readonly created: string;
  /** The IngressClass, or the annotation in its place; empty: none. */
  readonly class: string;
  /** A path without rules above it is the default backend's. */
  readonly paths: readonly IngressPathView[];
  readonly tls: readonly { readonly hosts: readonly string[]; readonly secretName: string }[];
  /** Of its status. */
  readonly addresses: readonly string[];
  /** Names, `name@provider`, of the routers that were made of it. */
  readonly routers: readonly string[];
  /** Why it is left to others, one sentence; undefined where it is this controller's. */
  readonly ignored: string | undefined;
}

export interface IngressPathView {
  /** Empty: any. */
  readonly host: string;
  /** Empty: the host alone. */
  readonly path: string;
  /** Empty: none was given. */
  readonly pathType: string;
  /** `service:port`, or `Kind/name` of a resource. */
  readonly backend: string;
  /** Of the Service; empty where it is a resource. */
  readonly service: string;
}
