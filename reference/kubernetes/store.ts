import type { Problem } from '../dynamic/problem.ts';
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

/** A store that says when it has changed. */
export interface ObservableStore extends StoreReader {
  /** Whether everything that is followed has been listed once, and listeners have been told. */
  readonly synced: boolean;
  /** Objects that exist but can't be read, for as long as they are so. */
  readonly problems: Iterable<Problem>;
  /**
   * The first call tells that the store is synced, and may be of an empty set; nothing is told before. An empty
   * set later means that the cluster's version has changed. Returns the function that ends the subscription.
   */
  subscribe(listener: StoreListener): () => void;
  /** True as soon as the store is synced; false if it is closed before that. Never rejects. */
  whenSynced(): Promise<boolean>;
}
