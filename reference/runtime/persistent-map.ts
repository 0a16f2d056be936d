/**
 * An immutable map of which a changed copy costs in proportion to the change, near enough: a large map that
 * copies share, and over it a small one with what is different since.
 */
export class PersistentMap<V extends object> implements ReadonlyMap<string, V> {
  readonly size: number;
  readonly #base: ReadonlyMap<string, V>;
  /** Undefined: gone, though the base has it. */
  readonly #overlay: ReadonlyMap<string, V | undefined>;

  private constructor(
    base: ReadonlyMap<string, V>,
    overlay: ReadonlyMap<string, V | undefined>,
    size: number,
  ) {
    this.#base = base;
    this.#overlay = overlay;
    this.size = size;
  }

  static empty<V extends object>(): PersistentMap<V> {
    return new PersistentMap<V>(new Map(), new Map(), 0);
  }

  /** @param changes new values by key; undefined removes the key */
  with(changes: ReadonlyMap<string, V | undefined>): PersistentMap<V> {
    if (changes.size === 0) return this;
    let { size } = this;
    for (const [key, value] of changes) size += Number(value !== undefined) - Number(this.has(key));

    const overlay = new Map(this.#overlay);
    for (const [key, value] of changes) overlay.set(key, value);
    // Copying the overlay each time and the base once in a while balance at the square root.
    if (overlay.size <= Math.max(16, Math.sqrt(this.#base.size))) {
      return new PersistentMap(this.#base, overlay, size);
    }
    const base = new Map(this.#base);
    for (const [key, value] of overlay) {
      if (value === undefined) base.delete(key);
      else base.set(key, value);
    }
    return new PersistentMap(base, new Map(), size);
  }

  get(key: string): V | undefined {
    if (this.#overlay.size > 0) {
      const value = this.#overlay.get(key);
      if (value !== undefined) return value;
      if (this.#overlay.has(key)) return undefined;
    }
    return this.#base.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  *entries(): MapIterator<[string, V]> {
    for (const entry of this.#base) if (!this.#overlay.has(entry[0])) yield entry;
    for (const [key, value] of this.#overlay) if (value !== undefined) yield [key, value];
    return undefined;
  }

  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
    return undefined;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
    return undefined;
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
}
