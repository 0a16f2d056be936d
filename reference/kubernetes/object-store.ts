import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../dynamic/problem.ts';
import type { Decoded, Identity } from './decode.ts';
import {
  type Kind,
  type KubernetesObject,
  keyOf,
  type ObjectByKind,
  type ObjectKey,
  objectKey,
} from './objects.ts';
import type { Scope } from './resources.ts';
import type { ObservableStore, StoreListener } from './store.ts';

type Namespaces = Map<string, Map<string, KubernetesObject>>;

/**
 * The objects as last seen. Reflectors write into it; what they write is compared, so that listeners hear of
 * real changes only, once for all that came in one turn of the event loop, and of nothing before every scope
 * has been listed once: half a cluster is no state to act on.
 */
export class ObjectStore implements ObservableStore {
  readonly #objects: Record<Kind, Namespaces> = {
    Ingress: new Map(),
    IngressClass: new Map(),
    Service: new Map(),
    Endpoints: new Map(),
    Secret: new Map(),
  };
  readonly #malformed = new Map<ObjectKey, Problem>();
  readonly #listeners = new Set<StoreListener>();
  readonly #unlisted: Set<Scope>;
  readonly #waiting = new Set<(synced: boolean) => void>();
  #pending = new Set<ObjectKey>();
  #scheduled: NodeJS.Immediate | undefined;
  #announced = false;
  #closed = false;

  /** `scopes` are those that must have been listed before the store counts as synced. */
  constructor(scopes: Iterable<Scope>) {
    this.#unlisted = new Set(scopes);
  }

  get synced(): boolean {
    return this.#announced;
  }

  get problems(): Iterable<Problem> {
    return this.#malformed.values();
  }

  get<K extends Kind>(kind: K, namespace: string, name: string): ObjectByKind[K] | undefined {
    return this.#of(kind).get(namespace)?.get(name);
  }

  *list<K extends Kind>(kind: K): Iterable<ObjectByKind[K]> {
    for (const named of this.#of(kind).values()) yield* named.values();
  }

  subscribe(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  whenSynced(): Promise<boolean> {
    if (this.#announced || this.#closed) return Promise.resolve(this.#announced);
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** The object of that very revision, if it is the one held. */
  held(kind: Kind, { namespace, name, uid, resourceVersion }: Identity): KubernetesObject | undefined {
    const object = this.get(kind, namespace, name);
    const same = object?.metadata.uid === uid && object.metadata.resourceVersion === resourceVersion;
    return same ? object : undefined;
  }

  /** One object is there, new or changed. */
  put(decoded: Decoded): void {
    if (decoded.kind === 'malformed') {
      const { kind, namespace, name } = decoded.problem.object;
      this.#drop(kind as Kind, namespace, name);
      const key = objectKey(kind as Kind, namespace, name);
      if (!isDeepStrictEqual(this.#malformed.get(key), decoded.problem)) this.#changed(key);
      this.#malformed.set(key, decoded.problem);
      return;
    }
    const { object } = decoded;
    const { namespace, name } = object.metadata;
    const key = keyOf(object);
    const old = this.get(object.kind, namespace, name);
    if (this.#malformed.delete(key)) this.#changed(key);
    if (old !== undefined && isSameButForRevision(old, object)) return;
    const kind: Namespaces = this.#objects[object.kind];
    const named = kind.get(namespace);
    if (named === undefined) kind.set(namespace, new Map([[name, object]]));
    else named.set(name, object);
    this.#changed(key);
  }

  /** One object is gone. */
  remove(kind: Kind, namespace: string, name: string): void {
    const key = objectKey(kind, namespace, name);
    if (this.#malformed.delete(key)) this.#changed(key);
    this.#drop(kind, namespace, name);
  }

  /** All that a scope holds, as one batch: what is not among them is gone. */
  replace(scope: Scope, listed: Iterable<Decoded>): void {
    const seen = new Set<ObjectKey>();
    for (const decoded of listed) {
      const key = decoded.kind === 'object' ? keyOf(decoded.object) : problemKey(decoded.problem);
      seen.add(key);
      this.put(decoded);
    }
    for (const { metadata } of [...this.#within(scope)]) {
      if (!seen.has(objectKey(scope.kind, metadata.namespace, metadata.name))) {
        this.remove(scope.kind, metadata.namespace, metadata.name);
      }
    }
    for (const [key, { object }] of [...this.#malformed]) {
      const inScope =
        object.kind === scope.kind && (scope.namespace ?? object.namespace) === object.namespace;
      if (inScope && !seen.has(key)) this.remove(scope.kind, object.namespace, object.name);
    }
    this.settle(scope);
  }

  /** The scope need not be waited for any longer: it has been listed, or can be done without. */
  settle(scope: Scope): void {
    if (this.#unlisted.delete(scope) && this.#unlisted.size === 0) this.#schedule();
  }

  /** Tells the listeners, though no object has changed: something else that they depend on has. */
  touch(): void {
    this.#schedule();
  }

  /** No listener hears of anything any more; the objects stay readable. */
  close(): void {
    this.#closed = true;
    clearImmediate(this.#scheduled);
    this.#release(this.#announced);
  }

  #of<K extends Kind>(kind: K): ReadonlyMap<string, ReadonlyMap<string, ObjectByKind[K]>> {
    // `put` files each object under its own kind.
    return this.#objects[kind] as Map<string, Map<string, ObjectByKind[K]>>;
  }

  #within({ kind, namespace }: Scope): Iterable<KubernetesObject> {
    return namespace === undefined || kind === 'IngressClass'
      ? this.list(kind)
      : (this.#objects[kind].get(namespace)?.values() ?? []);
  }

  #drop(kind: Kind, namespace: string, name: string): void {
    const named = this.#objects[kind].get(namespace);
    if (named?.delete(name)) this.#changed(objectKey(kind, namespace, name));
    if (named?.size === 0) this.#objects[kind].delete(namespace);
  }

  #changed(key: ObjectKey): void {
    this.#pending.add(key);
    this.#schedule();
  }

  /** After the I/O of this turn, so that all that arrived together is one batch. */
  #schedule(): void {
    if (this.#closed || this.#scheduled !== undefined || this.#unlisted.size > 0) return;
    this.#scheduled = setImmediate(() => {
      this.#scheduled = undefined;
      const batch = this.#pending;
      this.#pending = new Set();
      this.#announced = true;
      for (const listener of [...this.#listeners]) listener(batch);
      this.#release(true);
    });
  }

  #release(synced: boolean): void {
    for (const resolve of this.#waiting) resolve(synced);
    this.#waiting.clear();
  }
}

/** Most writes to a Service or a Secret leave what we read of it as it was. */
function isSameButForRevision(old: KubernetesObject, now: KubernetesObject): boolean {
  return (
    old === now ||
    isDeepStrictEqual(
      { ...old, metadata: { ...old.metadata, resourceVersion: '' } },
      { ...now, metadata: { ...now.metadata, resourceVersion: '' } },
    )
  );
}

function problemKey({ object }: Problem): ObjectKey {
  return objectKey(object.kind as Kind, object.namespace, object.name);
}
