import { type Kind, type ObjectByKind, type ObjectKey, objectKey } from '../kubernetes/objects.ts';
import type { StoreReader } from '../kubernetes/store.ts';

/** Reads single objects and remembers which were asked for, those that are not there included. */
export class ObjectReader {
  readonly reads = new Set<ObjectKey>();
  readonly #store: StoreReader;

  constructor(store: StoreReader) {
    this.#store = store;
  }

  get<K extends Kind>(kind: K, namespace: string, name: string): ObjectByKind[K] | undefined {
    this.reads.add(objectKey(kind, namespace, name));
    return this.#store.get(kind, namespace, name);
  }
}
