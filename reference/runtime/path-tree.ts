import { type Candidate, insertSorted, isBefore } from './candidate.ts';
import type { PathKey } from './indexed-rule.ts';
import type { RequestFacts } from './runtime.ts';

/**
 * Candidates of one host by path, as a radix tree of characters: a path leads along all prefixes that it
 * begins with. Immutable; changed copies share what is not on the way.
 */
export interface PathTree {
  /** What a path has to go on with to come here from the parent. */
  readonly label: string;
  /** For all paths that come by here, in order. */
  readonly prefixes: readonly Candidate[];
  /** For the path that ends here, in order. */
  readonly exacts: readonly Candidate[];
  /** By the first character of their labels. */
  readonly children: ReadonlyMap<number, PathTree>;
}

const noChildren: ReadonlyMap<number, PathTree> = new Map();

export const emptyTree: PathTree = { label: '', prefixes: [], exacts: [], children: noChildren };

/**
 * The first in order of the candidates whose rule holds for the request and of `best`.
 *
 * @param best what was found elsewhere
 */
export function findInTree(
  root: PathTree,
  request: RequestFacts,
  best: Candidate | undefined,
): Candidate | undefined {
  const { path } = request;
  let found = best;
  let node = root;
  let position = 0;
  while (true) {
    found = firstOf(node.prefixes, request, found);
    if (position === path.length) return firstOf(node.exacts, request, found);
    const child = node.children.get(path.charCodeAt(position));
    if (child === undefined || !path.startsWith(child.label, position)) return found;
    position += child.label.length;
    node = child;
  }
}

export function isEmptyTree(tree: PathTree): boolean {
  return tree.prefixes.length === 0 && tree.exacts.length === 0 && tree.children.size === 0;
}

export function insertPath(tree: PathTree, key: PathKey, candidate: Candidate): PathTree {
  return insertBelow(tree, key.path, key.kind, candidate);
}

/** @param candidate one that was inserted under this key */
export function removePath(tree: PathTree, key: PathKey, candidate: Candidate): PathTree {
  return removeBelow(tree, key.path, key.kind, candidate);
}

function firstOf(
  candidates: readonly Candidate[],
  request: RequestFacts,
  best: Candidate | undefined,
): Candidate | undefined {
  for (const candidate of candidates) {
    if (best !== undefined && !isBefore(candidate, best)) return best;
    if (candidate.rest === undefined || candidate.rest(request)) return candidate;
  }
  return best;
}

/** @param path what is left of it at this node */
function insertBelow(node: PathTree, path: string, kind: PathKey['kind'], candidate: Candidate): PathTree {
  if (path === '') {
    return kind === 'exact'
      ? { ...node, exacts: insertSorted(node.exacts, candidate) }
      : { ...node, prefixes: insertSorted(node.prefixes, candidate) };
  }
  const child = node.children.get(path.charCodeAt(0));
  if (child === undefined) {
    return withChild(node, insertBelow({ ...emptyTree, label: path }, '', kind, candidate));
  }
  const common = commonLength(child.label, path);
  const place = common === child.label.length ? child : split(child, common);
  return withChild(node, insertBelow(place, path.slice(common), kind, candidate));
}

function removeBelow(node: PathTree, path: string, kind: PathKey['kind'], candidate: Candidate): PathTree {
  if (path === '') {
    const others = (list: readonly Candidate[]) => list.filter((other) => other !== candidate);
    return kind === 'exact'
      ? { ...node, exacts: others(node.exacts) }
      : { ...node, prefixes: others(node.prefixes) };
  }
  const child = node.children.get(path.charCodeAt(0));
  if (child === undefined || !path.startsWith(child.label)) return node;
  const changed = removeBelow(child, path.slice(child.label.length), kind, candidate);
  if (isEmptyTree(changed)) {
    const children = new Map(node.children);
    children.delete(path.charCodeAt(0));
    return { ...node, children };
  }
  return withChild(node, joinOnlyChild(changed));
}

function withChild(node: PathTree, child: PathTree): PathTree {
  return { ...node, children: new Map(node.children).set(child.label.charCodeAt(0), child) };
}

function split(node: PathTree, at: number): PathTree {
  const lower = { ...node, label: node.label.slice(at) };
  return withChild({ ...emptyTree, label: node.label.slice(0, at) }, lower);
}

/** Undoes a split that is no longer needed. */
function joinOnlyChild(node: PathTree): PathTree {
  if (node.children.size !== 1 || node.prefixes.length > 0 || node.exacts.length > 0) return node;
  const [child] = node.children.values();
  return child === undefined ? node : { ...child, label: node.label + child.label };
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}
