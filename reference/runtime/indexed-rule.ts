import { compileRule, type Matcher } from '../rules/compile.ts';
import { parseRule } from '../rules/parser.ts';
import type { Rule } from '../rules/rule.ts';

/** Under which hosts and paths a rule is looked up, and what then remains to be asked. */
export interface IndexedRule {
  /** The rule holds for one of these hosts at most. */
  readonly hosts: readonly HostKey[];
  /** And for one of these paths at most. */
  readonly paths: readonly PathKey[];
  /** Every host that it names without denying it, normalised; `*.` in front stands for one label. */
  readonly namedHosts: readonly string[];
  /** What host and path do not settle; undefined where they settle everything. */
  readonly rest: Matcher | undefined;
}

export type HostKey =
  | { readonly kind: 'any' }
  | { readonly kind: 'exact'; readonly host: string }
  | { readonly kind: 'wildcard'; readonly parent: string };

/** Every path begins with the empty prefix. */
export type PathKey = { readonly kind: 'exact' | 'prefix'; readonly path: string };

/** Hosts times paths: what one rule may take in the table. Beyond it, paths are asked one by one. */
const maximumKeys = 1_000;

const anyHost: readonly HostKey[] = [{ kind: 'any' }];
const anyPath: readonly PathKey[] = [{ kind: 'prefix', path: '' }];

/** @throws {RuleError} where the rule can't be read */
export function indexRule(text: string): IndexedRule {
  const rule = parseRule(text);
  let hosts: readonly HostKey[] | undefined;
  let paths: readonly PathKey[] | undefined;
  const rest: Rule[] = [];
  for (const conjunct of rule.kind === 'and' ? rule.rules : [rule]) {
    const hostKeys = hosts === undefined ? hostKeysOf(conjunct) : undefined;
    const pathKeys = paths === undefined ? pathKeysOf(conjunct) : undefined;
    if (hostKeys !== undefined) hosts = hostKeys;
    else if (pathKeys !== undefined && pathKeys.length * (hosts?.length ?? 1) <= maximumKeys)
      paths = pathKeys;
    else rest.push(conjunct);
  }
  return {
    hosts: hosts ?? anyHost,
    paths: paths ?? anyPath,
    namedHosts: [...new Set(namedHosts(rule))],
    rest: rest.length === 0 ? undefined : compileRule({ kind: 'and', rules: rest }),
  };
}

function namedHosts(rule: Rule): string[] {
  if (rule.kind === 'and' || rule.kind === 'or') return rule.rules.flatMap(namedHosts);
  if (rule.kind !== 'host') return [];
  return rule.hosts.flatMap((pattern) => {
    if (pattern.kind === 'regexp') return [];
    return pattern.kind === 'literal' ? pattern.host : `*.${pattern.parent}`;
  });
}

/** Undefined where the rule is about more than hosts that can be looked up. */
function hostKeysOf(rule: Rule): HostKey[] | undefined {
  if (rule.kind === 'or') return concatenate(rule.rules.map(hostKeysOf));
  if (rule.kind !== 'host') return undefined;
  const keys: HostKey[] = [];
  for (const pattern of rule.hosts) {
    if (pattern.kind === 'regexp') return undefined;
    keys.push(pattern.kind === 'literal' ? { kind: 'exact', host: pattern.host } : pattern);
  }
  return keys;
}

/** Undefined where the rule is about more than paths that can be looked up. */
function pathKeysOf(rule: Rule): PathKey[] | undefined {
  if (rule.kind === 'or') return concatenate(rule.rules.map(pathKeysOf));
  if (rule.kind !== 'path' && rule.kind !== 'pathPrefix') return undefined;
  const kind = rule.kind === 'path' ? 'exact' : 'prefix';
  const keys: PathKey[] = [];
  for (const pattern of rule.paths) {
    if (pattern.kind === 'regexp') return undefined;
    keys.push({ kind, path: pattern.path });
  }
  return keys;
}

function concatenate<T>(lists: readonly (T[] | undefined)[]): T[] | undefined {
  const all: T[] = [];
  for (const list of lists) {
    if (list === undefined) return undefined;
    all.push(...list);
  }
  return all;
}
