import { isWildcardLabel } from '../rules/compile.ts';
import type { Candidate } from './candidate.ts';
import type { HostKey, IndexedRule } from './indexed-rule.ts';
import { emptyTree, findInTree, insertPath, isEmptyTree, type PathTree, removePath } from './path-tree.ts';
import { PersistentMap } from './persistent-map.ts';
import type { RequestFacts } from './runtime.ts';

/** A candidate and where it stands. */
export interface Placement {
  readonly rule: IndexedRule;
  readonly candidate: Candidate;
}

/**
 * The candidates of one routing table: by exact host, by the domain above a wildcard, and those for any host,
 * each by path. Finds what a walk over all of them in order would find. Immutable.
 */
export class RouteIndex {
  static readonly empty = new RouteIndex(PersistentMap.empty(), PersistentMap.empty(), emptyTree);

  readonly #exact: PersistentMap<PathTree>;
  readonly #wildcard: PersistentMap<PathTree>;
  readonly #any: PathTree;

  private constructor(exact: PersistentMap<PathTree>, wildcard: PersistentMap<PathTree>, any: PathTree) {
    this.#exact = exact;
    this.#wildcard = wildcard;
    this.#any = any;
  }

  find(request: RequestFacts): Candidate | undefined {
    const { host } = request;
    const exact = this.#exact.get(host);
    let best = exact && findInTree(exact, request, undefined);
    if (this.#wildcard.size > 0) {
      const dot = host.indexOf('.');
      const wildcard = isWildcardLabel(host, dot) ? this.#wildcard.get(host.slice(dot + 1)) : undefined;
      if (wildcard !== undefined) best = findInTree(wildcard, request, best);
    }
    return findInTree(this.#any, request, best);
  }

  with(removed: readonly Placement[], added: readonly Placement[]): RouteIndex {
    const update = new TreeUpdate(this.#exact, this.#wildcard, this.#any);
    for (const placement of removed) update.apply(placement, removePath);
    for (const placement of added) update.apply(placement, insertPath);
    return new RouteIndex(this.#exact.with(update.exact), this.#wildcard.with(update.wildcard), update.any);
  }
}

/** Trees that change, until the maps take them all at once. */
class TreeUpdate {
  readonly exact = new Map<string, PathTree | undefined>();
  readonly wildcard = new Map<string, PathTree | undefined>();
  any: PathTree;
  readonly #exactBefore: PersistentMap<PathTree>;
  readonly #wildcardBefore: PersistentMap<PathTree>;

  constructor(exact: PersistentMap<PathTree>, wildcard: PersistentMap<PathTree>, any: PathTree) {
    this.#exactBefore = exact;
    this.#wildcardBefore = wildcard;
    this.any = any;
  }

  apply({ rule, candidate }: Placement, change: typeof insertPath): void {
    for (const host of rule.hosts) {
      let tree = this.#tree(host);
      for (const path of rule.paths) tree = change(tree, path, candidate);
      this.#set(host, tree);
    }
  }

  #tree(host: HostKey): PathTree {
    if (host.kind === 'any') return this.any;
    const [changed, before, key] =
      host.kind === 'exact'
        ? [this.exact, this.#exactBefore, host.host]
        : [this.wildcard, this.#wildcardBefore, host.parent];
    return (changed.has(key) ? changed.get(key) : before.get(key)) ?? emptyTree;
  }

  #set(host: HostKey, tree: PathTree): void {
    const kept = isEmptyTree(tree) ? undefined : tree;
    if (host.kind === 'any') this.any = tree;
    else if (host.kind === 'exact') this.exact.set(host.host, kept);
    else this.wildcard.set(host.parent, kept);
  }
}
