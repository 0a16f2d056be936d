import { domainToASCII } from 'node:url';
import { parseRule } from '../rules/parser.ts';
import type { Rule } from '../rules/rule.ts';
import { RuleError } from '../rules/rule-error.ts';
import { certificateName } from '../tls/server-name.ts';

/** Names of one certificate, each once, as handshakes ask for them. */
export interface Domains {
  readonly main: string;
  readonly sans: readonly string[];
}

/** The names of `tls.domains` or of a rule as those of one certificate; undefined where one of them is no name. */
export function domainsOf(main: string, sans: readonly string[]): Domains | undefined {
  const names = [main, ...sans].map((name) => certificateName(domainToASCII(name) || name));
  const known = names.filter((name) => name !== undefined);
  const [first, ...others] = new Set(known);
  return known.length < names.length || first === undefined ? undefined : { main: first, sans: others };
}

export function namesOf({ main, sans }: Domains): readonly string[] {
  return [main, ...sans];
}

/** The same for the same names, whatever their order. */
export function keyOf(domains: Domains): string {
  return [...namesOf(domains)].sort().join(',');
}

/** Hosts that a rule names with `Host`, in its order; those of patterns and of what is not to match are none. */
export function hostsOfRule(text: string): readonly string[] {
  try {
    return [...new Set(hostsOf(parseRule(text)))];
  } catch (error) {
    if (error instanceof RuleError) return [];
    throw error;
  }
}

function hostsOf(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return rule.rules.flatMap(hostsOf);
    case 'host':
      return rule.hosts.flatMap((pattern) => (pattern.kind === 'literal' ? [pattern.host] : []));
    default:
      return [];
  }
}
