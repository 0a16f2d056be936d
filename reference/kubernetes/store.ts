import type { Kind, ObjectByKind, ObjectKey } from './objects.ts';

/**
 * What the provider may read. An object is replaced, never changed: two reads that give the same reference
 * saw the same revision, which is what lets `derive` remember results.
 */
export interface StoreReader {
  get<K extends Kind>(kind: K, namespace: string, name: string): ObjectByKind[K] | undefined;
  list<K extends Kind>(kind: K): Iterable<ObjectByKind[K]>;
}

/** Told once per batch of changes, after the store has all of them. */
export type StoreListener = (changed: ReadonlySet<ObjectKey>) => void;
