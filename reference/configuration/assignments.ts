import type { Origin } from './issues.ts';
import type { RawEntry, RawMap, RawText } from './raw.ts';

/** One option, or the switch of a section, set by a flag or a variable. */
export interface Assignment {
  /** From the root, in the schema's spelling. */
  readonly path: readonly string[];
  /** `section`: the text switches the section on or off. */
  readonly target: 'option' | 'list' | 'section';
  readonly text: string;
  readonly origin: Origin;
}

/**
 * The tree that assignments make, in their order. Lists grow by repetition; of any other option's values the last
 * one stays. Names of the user's are compared without case; their first spelling stays.
 */
export function treeOf(assignments: readonly Assignment[]): RawMap {
  const root = new Branch({ kind: 'none' });
  for (const assignment of assignments) {
    root.set(assignment.path, assignment);
  }
  return root.toMap();
}

class Branch {
  readonly #origin: Origin;
  readonly #branches = new Map<string, { readonly key: string; readonly branch: Branch }>();
  readonly #leaves = new Map<string, { readonly key: string; readonly leaf: RawText }>();
  #enabled: RawText | undefined;

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  set(path: readonly string[], assignment: Assignment): void {
    const [key, ...rest] = path;
    const { text, origin } = assignment;
    if (key === undefined) {
      this.#enabled = { kind: 'text', text, origin };
    } else if (rest.length > 0 || assignment.target === 'section') {
      this.#branch(key, origin).set(rest, assignment);
    } else {
      const before = this.#leaves.get(key.toLowerCase())?.leaf.text ?? '';
      const all = assignment.target === 'list' && before !== '' && text !== '' ? `${before},${text}` : text;
      this.#leaves.set(key.toLowerCase(), { key, leaf: { kind: 'text', text: all, origin } });
    }
  }

  toMap(): RawMap {
    const leaves: RawEntry[] = this.#leaves
      .values()
      .map(({ key, leaf }) => ({ key, origin: leaf.origin, value: leaf }))
      .toArray();
    const branches: RawEntry[] = this.#branches
      .values()
      .map(({ key, branch }) => ({ key, origin: branch.#origin, value: branch.toMap() }))
      .toArray();
    return { kind: 'map', entries: [...leaves, ...branches], enabled: this.#enabled, origin: this.#origin };
  }

  #branch(key: string, origin: Origin): Branch {
    const existing = this.#branches.get(key.toLowerCase());
    if (existing !== undefined) {
      return existing.branch;
    }
    const branch = new Branch(origin);
    this.#branches.set(key.toLowerCase(), { key, branch });
    return branch;
  }
}
