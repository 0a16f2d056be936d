/**
 * The Kubernetes objects that the provider reads, in the one form that everything behind the reflectors
 * works with: `networking.k8s.io/v1` in substance, parsed once at the edge (`decode.ts`), never mutated.
 * Lists and maps are always there (empty where the object has none), so that readers need no defaults.
 */

export type Kind = 'Ingress' | 'IngressClass' | 'Service' | 'Endpoints' | 'Secret';

/** `Kind/namespace/name`; cluster-scoped objects have an empty namespace: `IngressClass//traefik-lb`. */
export type ObjectKey = `${Kind}/${string}/${string}`;

export interface ObjectMeta {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  /** RFC 3339, as the API server writes it; empty where it is missing. */
  readonly creationTimestamp: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A port named the way the object names it: Kubernetes allows a number or a name, never both. */
export type PortReference =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'name'; readonly name: string };

export type IngressBackend =
  | { readonly kind: 'service'; readonly name: string; readonly port: PortReference }
  | {
      readonly kind: 'resource';
      readonly apiGroup: string;
      readonly resourceKind: string;
      readonly name: string;
    };

export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific';

export interface IngressPath {
  /** Absent and empty are the same: the host alone. */
  readonly path: string;
  /** Undefined where the object has none (`v1beta1` before Kubernetes 1.18). */
  readonly pathType: PathType | undefined;
  readonly backend: IngressBackend;
}

export interface IngressRule {
  /** Empty: any host. */
  readonly host: string;
  readonly paths: readonly IngressPath[];
}

export interface IngressTls {
  readonly hosts: readonly string[];
  readonly secretName: string;
}

/** One entry of `status.loadBalancer.ingress`. */
export interface LoadBalancerIngress {
  readonly ip?: string;
  readonly hostname?: string;
  readonly ports?: readonly { readonly port: number; readonly protocol: string; readonly error?: string }[];
}

export interface Ingress {
  readonly kind: 'Ingress';
  readonly metadata: ObjectMeta;
  readonly ingressClassName: string | undefined;
  readonly defaultBackend: IngressBackend | undefined;
  readonly rules: readonly IngressRule[];
  readonly tls: readonly IngressTls[];
  readonly loadBalancer: readonly LoadBalancerIngress[];
}

export interface IngressClass {
  readonly kind: 'IngressClass';
  readonly metadata: ObjectMeta;
  readonly controller: string;
}

export interface ServicePort {
  /** Empty where the port has none (allowed for a Service with a single port). */
  readonly name: string;
  readonly port: number;
  readonly targetPort: PortReference;
  readonly protocol: string;
}

export interface Service {
  readonly kind: 'Service';
  readonly metadata: ObjectMeta;
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  /** `None` for a headless Service; empty for ExternalName. */
  readonly clusterIP: string;
  readonly externalName: string;
  readonly ports: readonly ServicePort[];
  readonly loadBalancer: readonly LoadBalancerIngress[];
}

export interface EndpointSubset {
  /** IP addresses of ready pods only; those not ready are dropped when the object is decoded. */
  readonly addresses: readonly string[];
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
}

export interface Endpoints {
  readonly kind: 'Endpoints';
  readonly metadata: ObjectMeta;
  readonly subsets: readonly EndpointSubset[];
}

export interface Secret {
  readonly kind: 'Secret';
  readonly metadata: ObjectMeta;
  readonly type: string;
  /** Values as the API gives them: base64. Never logged. */
  readonly data: Readonly<Record<string, string>>;
}

export interface ObjectByKind {
  Ingress: Ingress;
  IngressClass: IngressClass;
  Service: Service;
  Endpoints: Endpoints;
  Secret: Secret;
}

export type KubernetesObject = ObjectByKind[Kind];

export function objectKey(kind: Kind, namespace: string, name: string): ObjectKey {
  return `${kind}/${namespace}/${name}`;
}

export function keyOf(object: KubernetesObject): ObjectKey {
  return objectKey(object.kind, object.metadata.namespace, object.metadata.name);
}
