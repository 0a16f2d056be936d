import { isDeepStrictEqual } from 'node:util';
import type { DynamicConfiguration } from '../dynamic/configuration.ts';
import type { ObjectKey } from '../kubernetes/objects.ts';
import type { StoreReader } from '../kubernetes/store.ts';
import { type BackendReference, portText, type Resolution, resolveBackend } from './backend.ts';
import { Dependents } from './dependents.ts';
import type { DeriveOptions } from './derivation.ts';
import { Names } from './names.ts';
import { ObjectReader } from './object-reader.ts';

/** What a backend is for. The default backend's service has a fixed name, so it claims none. */
export type BackendRole = 'route' | 'default';

interface Backend {
  readonly reference: BackendReference;
  readonly role: BackendRole;
  readonly users: Set<ObjectKey>;
  resolution: Resolution;
  /** The name that its service has, once settled. */
  settledName: string | undefined;
}

/**
 * The backends that Ingresses use, each resolved once however many of them name it. Pods that come and go
 * change a service here and leave the Ingresses alone, unless a service appears or disappears.
 */
export class Backends {
  readonly #options: DeriveOptions;
  readonly #backends = new Map<string, Backend>();
  readonly #dependents = new Dependents<string>();
  readonly #names = new Names();
  /** Names whose claimants changed, and services with new servers, since the last `settle`. */
  readonly #unsettled = new Set<string>();
  readonly #parts = new Map<string, DynamicConfiguration>();

  constructor(options: DeriveOptions) {
    this.#options = options;
  }

  /** Marks the user as one that has to be derived again when the outcome changes. */
  resolve(reference: BackendReference, role: BackendRole, user: ObjectKey, store: StoreReader): Resolution {
    const id = backendId(reference, role);
    const known = this.#backends.get(id);
    if (known !== undefined) {
      known.users.add(user);
      return known.resolution;
    }
    const resolution = this.#read(id, reference, store);
    const users = new Set([user]);
    this.#backends.set(id, { reference, role, users, resolution, settledName: undefined });
    this.#claim(id, role, resolution);
    return resolution;
  }

  /** The user no longer uses the backend; one that nobody uses is forgotten. */
  release(id: string, user: ObjectKey): void {
    const backend = this.#backends.get(id);
    if (backend === undefined) return;
    backend.users.delete(user);
    if (backend.users.size > 0) return;
    this.#unclaim(id, backend.role, backend.resolution);
    this.#backends.delete(id);
    this.#dependents.delete(id);
    this.#parts.delete(id);
  }

  /**
   * Resolves those backends again that were made from changed objects.
   *
   * @returns the users that have to be derived again: for them there is now a backend, or none, or another reason
   */
  refresh(changed: ReadonlySet<ObjectKey>, store: StoreReader): Set<ObjectKey> {
    const ids = new Set<string>();
    for (const key of changed) for (const id of this.#dependents.of(key)) ids.add(id);

    const affected = new Set<ObjectKey>();
    for (const id of ids) {
      const backend = this.#backends.get(id);
      if (backend === undefined) continue;
      const before = backend.resolution;
      const after = keepService(before, this.#read(id, backend.reference, store));
      this.#unclaim(id, backend.role, before);
      this.#claim(id, backend.role, after);
      backend.resolution = after;
      if (after.kind === 'unresolved') this.#parts.delete(id);
      if (!sameForUsers(before, after)) for (const user of backend.users) affected.add(user);
    }
    return affected;
  }

  /**
   * Gives services their names and makes their parts of the configuration.
   *
   * @returns the users of services that have another name than before
   */
  settle(): Set<ObjectKey> {
    const affected = new Set<ObjectKey>();
    for (const name of this.#unsettled) {
      for (const { id } of this.#names.claimants(name)) {
        const backend = this.#backends.get(id);
        if (backend?.resolution.kind !== 'resolved') continue;
        const settledName = this.#names.nameOf(name, id);
        const { service } = backend.resolution;
        if (settledName !== backend.settledName) {
          backend.settledName = settledName;
          for (const user of backend.users) affected.add(user);
        } else if (this.#parts.get(id)?.http.services[settledName] === service) continue;
        this.#parts.set(id, {
          http: { routers: {}, services: { [settledName]: service } },
          tls: { certificates: [] },
        });
      }
    }
    this.#unsettled.clear();
    return affected;
  }

  /** The name of the service for a backend that is resolved and settled. */
  serviceName(reference: BackendReference): string | undefined {
    return this.#backends.get(backendId(reference, 'route'))?.settledName;
  }

  /** As resolved for the default backend, whose service has a fixed name. */
  defaultResolution(reference: BackendReference): Resolution | undefined {
    return this.#backends.get(backendId(reference, 'default'))?.resolution;
  }

  /** One for each service that a route uses. */
  parts(): Iterable<DynamicConfiguration> {
    return this.#parts.values();
  }

  #read(id: string, reference: BackendReference, store: StoreReader): Resolution {
    const reader = new ObjectReader(store);
    const resolution = resolveBackend(reference, reader, this.#options);
    this.#dependents.set(id, reader.reads);
    return resolution;
  }

  #claim(id: string, role: BackendRole, resolution: Resolution): void {
    if (role === 'default' || resolution.kind === 'unresolved') return;
    this.#names.claim(resolution.name, { id, metadata: resolution.metadata });
    this.#unsettled.add(resolution.name);
  }

  #unclaim(id: string, role: BackendRole, resolution: Resolution): void {
    if (role === 'default' || resolution.kind === 'unresolved') return;
    this.#names.release(resolution.name, id);
    this.#unsettled.add(resolution.name);
  }
}

/** Unique, since none of its parts has a slash in it. */
export function backendId({ namespace, name, port }: BackendReference, role: BackendRole): string {
  return `${role}/${namespace}/${name}/${port.kind}/${portText(port)}`;
}

/** Endpoints are written again without a change to their addresses: the service is then the same object as before. */
function keepService(before: Resolution, after: Resolution): Resolution {
  if (before.kind === 'unresolved' || after.kind === 'unresolved') return after;
  return isDeepStrictEqual(before.service, after.service) ? { ...after, service: before.service } : after;
}

function sameForUsers(before: Resolution, after: Resolution): boolean {
  if (before.kind === 'resolved' || after.kind === 'resolved') return before.kind === after.kind;
  return before.field === after.field && before.reason === after.reason;
}
