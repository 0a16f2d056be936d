import type { IngressPath } from '../kubernetes/objects.ts';
import { wildcardHost } from '../rules/compile.ts';
import { quote } from '../rules/lexer.ts';
import { parseRule } from '../rules/parser.ts';
import { RuleError } from '../rules/rule-error.ts';
import type { IngressAnnotations } from './annotations.ts';

/** The rule that takes whatever no other one takes. */
export const everything = 'PathPrefix(`/`)';

/** `*.` and the labels of a name, as Kubernetes accepts it and a little more (`_`, a final dot). */
const hostName = /^(?:\*\.)?[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?\.?$/;

/** True for a host that a rule can be made of. */
export function isRoutableHost(host: string): boolean {
  return host === '' || hostName.test(host);
}

/** What decides how the paths of an Ingress are matched, besides their types. */
export interface PathMatching {
  /** For paths with no type or `ImplementationSpecific`. */
  readonly pathMatcher: IngressAnnotations['pathMatcher'];
  /** A `Prefix` is one of whole elements, as Kubernetes defines it, rather than one of the text. */
  readonly strictPrefixMatching: boolean;
}

/**
 * The rule for one path of an Ingress. Nothing in the Ingress can leave the string it is written in.
 *
 * @param host one that is routable
 * @param path empty, or starts with a slash
 */
export function ruleText(
  host: string,
  { path, pathType }: Pick<IngressPath, 'path' | 'pathType'>,
  { pathMatcher, strictPrefixMatching }: PathMatching,
): string {
  const matchers: string[] = [];
  if (host.startsWith('*.')) matchers.push(`HostRegexp(${quote(wildcardHost(host.slice(2)))})`);
  else if (host !== '') matchers.push(`Host(${quote(host)})`);

  if (path !== '') {
    if (pathType === 'Exact') matchers.push(`Path(${quote(withoutGroups(path))})`);
    else if (pathType === 'Prefix' && strictPrefixMatching) matchers.push(elementPrefix(path));
    else if (pathType === 'Prefix') matchers.push(`PathPrefix(${quote(withoutGroups(path))})`);
    else matchers.push(`${pathMatcher}(${quote(path)})`);
  }
  return matchers.length === 0 ? everything : matchers.join(' && ');
}

/**
 * The priority that keeps Kubernetes' order, of a path of a type which Kubernetes defines: the longest path first, of
 * equally long ones Exact before Prefix. The length of the rule does not, since that of a prefix of elements has the
 * path in it twice. It is the length that the rule of a prefix of text would have, so that other rules compare with
 * it as they do otherwise; and one more for Exact, which nothing longer can come between: a longer path of the same
 * host does not match what the shorter one is.
 *
 * @returns undefined where the length of the rule is the priority
 */
export function pathPriority(
  host: string,
  { path, pathType }: Pick<IngressPath, 'path' | 'pathType'>,
  { pathMatcher, strictPrefixMatching }: PathMatching,
): number | undefined {
  if (!strictPrefixMatching || path === '') return undefined;
  const lengthOf = (prefix: string): number =>
    ruleText(host, { path: prefix, pathType: 'Prefix' }, { pathMatcher, strictPrefixMatching: false }).length;
  switch (pathType) {
    case 'Exact':
      return lengthOf(path) + 1;
    case 'Prefix':
      return lengthOf(withoutFinalSlash(path) || '/');
    default:
      return undefined;
  }
}

/**
 * What is wrong with a path whose type leaves its meaning to the controller, where `{name:regexp}` is a pattern.
 *
 * @returns undefined where nothing is
 */
export function patternMistake({
  path,
  pathType,
}: Pick<IngressPath, 'path' | 'pathType'>): string | undefined {
  if (pathType === 'Exact' || pathType === 'Prefix' || !/[{}]/.test(path)) return undefined;
  try {
    parseRule(`Path(${quote(path)})`);
    return undefined;
  } catch (error) {
    if (error instanceof RuleError) return error.reason;
    throw error;
  }
}

function elementPrefix(path: string): string {
  const elements = withoutGroups(withoutFinalSlash(path));
  if (elements === '') return everything;
  return `(Path(${quote(elements)}) || PathPrefix(${quote(`${elements}/`)}))`;
}

/** It is of no account at the end of a prefix of elements. */
function withoutFinalSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

/** `Exact` and `Prefix` know no patterns, so that their braces become groups which match just a brace. */
function withoutGroups(path: string): string {
  return path.replace(/[{}]/g, (brace) => (brace === '{' ? '{brace:\\x7b}' : '{brace:\\x7d}'));
}
