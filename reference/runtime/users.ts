import { PersistentMap } from './persistent-map.ts';

/** What one router names, before and after a change. */
export interface NamesChange {
  /** `name@provider` of the router. */
  readonly user: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Which routers name what (a service, a middleware), whether or not it is there. Immutable. */
export class Users {
  static readonly none = new Users(PersistentMap.empty());

  readonly #lists: PersistentMap<readonly string[]>;

  private constructor(lists: PersistentMap<readonly string[]>) {
    this.#lists = lists;
  }

  of(name: string): readonly string[] {
    return this.#lists.get(name) ?? [];
  }

  /** @returns besides, the names whose users are different now */
  with(changes: Iterable<NamesChange>): { readonly users: Users; readonly changed: ReadonlySet<string> } {
    const lists = new Map<string, Set<string>>();
    const listOf = (name: string): Set<string> => {
      const list = lists.get(name) ?? new Set(this.of(name));
      lists.set(name, list);
      return list;
    };
    for (const { user, before, after } of changes) {
      for (const name of before) if (!after.includes(name)) listOf(name).delete(user);
      for (const name of after) if (!before.includes(name)) listOf(name).add(user);
    }
    const next = new Map<string, readonly string[] | undefined>();
    for (const [name, list] of lists) next.set(name, list.size === 0 ? undefined : [...list]);
    return { users: new Users(this.#lists.with(next)), changed: new Set(lists.keys()) };
  }
}
