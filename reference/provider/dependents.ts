import type { ObjectKey } from '../kubernetes/objects.ts';

/** The reverse of "was made from": which consumers read an object, or looked for it in vain. */
export class Dependents<Consumer> {
  readonly #consumers = new Map<ObjectKey, Set<Consumer>>();
  readonly #reads = new Map<Consumer, ReadonlySet<ObjectKey>>();

  /** Replaces what the consumer read before. */
  set(consumer: Consumer, reads: ReadonlySet<ObjectKey>): void {
    this.delete(consumer);
    if (reads.size === 0) return;
    this.#reads.set(consumer, reads);
    for (const key of reads) {
      const consumers = this.#consumers.get(key);
      if (consumers === undefined) this.#consumers.set(key, new Set([consumer]));
      else consumers.add(consumer);
    }
  }

  delete(consumer: Consumer): void {
    for (const key of this.#reads.get(consumer) ?? []) {
      const consumers = this.#consumers.get(key);
      consumers?.delete(consumer);
      if (consumers?.size === 0) this.#consumers.delete(key);
    }
    this.#reads.delete(consumer);
  }

  of(key: ObjectKey): Iterable<Consumer> {
    return this.#consumers.get(key) ?? [];
  }
}
