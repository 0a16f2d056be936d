/** Objects and a store for the provider's unit tests and benchmarks: short to write, complete to read. */
import type {
  Endpoints,
  Ingress,
  IngressBackend,
  IngressClass,
  IngressPath,
  Kind,
  KubernetesObject,
  ObjectByKind,
  ObjectKey,
  ObjectMeta,
  PortReference,
  Secret,
  Service,
} from '../kubernetes/objects.ts';
import { keyOf, objectKey } from '../kubernetes/objects.ts';
import type { StoreReader } from '../kubernetes/store.ts';
import type { DeriveOptions } from './derivation.ts';

export const defaultOptions: DeriveOptions = {
  ingressClass: '',
  allowEmptyServices: false,
  allowExternalNameServices: false,
  strictPrefixMatching: false,
  httpsEntryPoints: [],
  ingressClassesAvailable: true,
};

/** A store of objects that `put` and `remove` change; both tell the key, as a reflector would. */
export class MemoryStore implements StoreReader {
  readonly #objects: { readonly [K in Kind]: Map<ObjectKey, ObjectByKind[K]> } = {
    Ingress: new Map(),
    IngressClass: new Map(),
    Service: new Map(),
    Endpoints: new Map(),
    Secret: new Map(),
  };

  constructor(...objects: readonly KubernetesObject[]) {
    for (const object of objects) this.put(object);
  }

  get<K extends Kind>(kind: K, namespace: string, name: string): ObjectByKind[K] | undefined {
    return this.#objects[kind].get(objectKey(kind, namespace, name));
  }

  list<K extends Kind>(kind: K): Iterable<ObjectByKind[K]> {
    return this.#objects[kind].values();
  }

  put(object: KubernetesObject): ObjectKey {
    const objects: Map<ObjectKey, KubernetesObject> = this.#objects[object.kind];
    const key = keyOf(object);
    objects.set(key, object);
    return key;
  }

  remove(object: KubernetesObject): ObjectKey {
    const key = keyOf(object);
    this.#objects[object.kind].delete(key);
    return key;
  }
}

/** @param title `namespace/name`, or a name in the namespace `default` */
export function metadata(title: string, more: Partial<ObjectMeta> = {}): ObjectMeta {
  const slash = title.indexOf('/');
  return {
    namespace: slash < 0 ? 'default' : title.slice(0, slash),
    name: title.slice(slash + 1),
    uid: `uid-${title}`,
    resourceVersion: '1',
    creationTimestamp: '2024-01-01T00:00:00Z',
    labels: {},
    annotations: {},
    ...more,
  };
}

export function portNamed(port: number | string): PortReference {
  return typeof port === 'number' ? { kind: 'number', number: port } : { kind: 'name', name: port };
}

export function backend(name: string, port: number | string = 80): IngressBackend {
  return { kind: 'service', name, port: portNamed(port) };
}

export function path(text: string, to: IngressBackend, pathType?: IngressPath['pathType']): IngressPath {
  return { path: text, pathType, backend: to };
}

export type Parts<T extends KubernetesObject> = Partial<Omit<T, 'kind' | 'metadata'>> & {
  readonly metadata?: Partial<ObjectMeta>;
};

export function ingress(title: string, { metadata: meta, ...parts }: Parts<Ingress> = {}): Ingress {
  return {
    kind: 'Ingress',
    metadata: metadata(title, meta),
    ingressClassName: undefined,
    defaultBackend: undefined,
    rules: [],
    tls: [],
    loadBalancer: [],
    ...parts,
  };
}

export function ingressClass(name: string, controller = 'traefik.io/ingress-controller'): IngressClass {
  return { kind: 'IngressClass', metadata: metadata(`/${name}`), controller };
}

/** Ports as `80` or `http:80`. */
export function service(
  title: string,
  ports: readonly string[] = ['80'],
  { metadata: meta, ...parts }: Parts<Service> = {},
): Service {
  return {
    kind: 'Service',
    metadata: metadata(title, meta),
    type: 'ClusterIP',
    clusterIP: '10.0.0.1',
    externalName: '',
    ports: ports.map((text) => {
      const [name, port] = text.includes(':') ? text.split(':') : ['', text];
      return { name: name ?? '', port: Number(port), targetPort: portNamed(8080), protocol: 'TCP' };
    }),
    loadBalancer: [],
    ...parts,
  };
}

/** One subset: ready addresses, and ports as `8080` or `http:8080`. */
export function endpoints(
  title: string,
  addresses: readonly string[],
  ports: readonly string[] = ['8080'],
): Endpoints {
  return {
    kind: 'Endpoints',
    metadata: metadata(title),
    subsets: [
      {
        addresses,
        ports: ports.map((text) => {
          const [name, port] = text.includes(':') ? text.split(':') : ['', text];
          return { name: name ?? '', port: Number(port), protocol: 'TCP' };
        }),
      },
    ],
  };
}

export function secret(title: string, data: Readonly<Record<string, string>>): Secret {
  const encoded = Object.entries(data).map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
  return {
    kind: 'Secret',
    metadata: metadata(title),
    type: 'kubernetes.io/tls',
    data: Object.fromEntries(encoded),
  };
}
