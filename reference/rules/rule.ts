import type { RE2JS } from 're2js';
import type { IpRanges } from '../addresses/ip-ranges.ts';

/**
 * A rule of the Traefik v2 rule language as a tree. Values are in the form they are compared in: hosts as
 * `normaliseHost` leaves them, paths as `matchPath` does, header names in lower case, patterns compiled.
 */
export type Rule =
  | { readonly kind: 'and'; readonly rules: readonly Rule[] }
  | { readonly kind: 'or'; readonly rules: readonly Rule[] }
  | { readonly kind: 'not'; readonly rule: Rule }
  | MatcherRule;

/** A matcher with several values holds where one of them does, except `query`, which wants them all. */
export type MatcherRule =
  | { readonly kind: 'host'; readonly hosts: readonly HostPattern[] }
  | { readonly kind: 'path'; readonly paths: readonly PathPattern[] }
  | { readonly kind: 'pathPrefix'; readonly paths: readonly PathPattern[] }
  | { readonly kind: 'method'; readonly methods: readonly string[] }
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  | { readonly kind: 'headerRegexp'; readonly name: string; readonly regexp: RE2JS }
  | { readonly kind: 'query'; readonly parameters: readonly QueryParameter[] }
  | { readonly kind: 'clientIP'; readonly addresses: IpRanges };

export type HostPattern =
  | { readonly kind: 'literal'; readonly host: string }
  /** One label of letters, digits and `-` in front of `parent`: what `*.example.com` in an Ingress means. */
  | { readonly kind: 'wildcard'; readonly parent: string }
  | { readonly kind: 'regexp'; readonly regexp: RE2JS };

export type PathPattern =
  | { readonly kind: 'literal'; readonly path: string }
  /** Anchored where its matcher wants it: at both ends in `path`, at the start in `pathPrefix`. */
  | { readonly kind: 'regexp'; readonly regexp: RE2JS };

export interface QueryParameter {
  readonly name: string;
  /** Undefined: any value. */
  readonly value: string | undefined;
}
