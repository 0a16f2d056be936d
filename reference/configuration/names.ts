import { quote } from './issues.ts';
import {
  findMember,
  listOptions,
  type Members,
  type NamedSections,
  type NamedValues,
  type Option,
  oneOfNamed,
  type SchemaNode,
  type Section,
  type SectionList,
} from './schema.ts';
import { nearestPath } from './suggestion.ts';

/** What a flag or an environment variable names. */
export type Resolution =
  | KnownName
  | { readonly kind: 'locator' }
  | { readonly kind: 'not-implemented' }
  | { readonly kind: 'unknown' };

export interface KnownName {
  readonly kind: 'known';
  /** From the root, in the schema's spelling; names of the user's as written. */
  readonly path: readonly string[];
  readonly node: Option<unknown> | Section | NamedSections | NamedValues<unknown>;
}

/**
 * Looks up a name that was taken apart at its separators, in any case. Where the separator may be part of a
 * user's name (`TRAEFIK_ENTRYPOINTS_MY_WEB_ADDRESS`), that name takes as few parts as make the rest known.
 */
export function resolveName(members: Members, parts: readonly string[], separator: string): Resolution {
  const [first = '', ...rest] = parts;
  const [, list, index] = /^(.+)(\[\d+\])$/.exec(first) ?? [];
  const member = findMember(members, list ?? first);
  if (member === undefined) return { kind: 'unknown' };
  if (index === undefined) return resolveIn(member.node, [member.name], rest, separator);
  return member.node.kind === 'list'
    ? resolveIn(member.node, [member.name], [index, ...rest], separator)
    : { kind: 'unknown' };
}

/** A name as flags have it: `entryPoints.web.address`, `entryPoints.web.http.tls.domains[0].main`. */
export function dotted(path: readonly string[]): string {
  return path.join('.').replaceAll('.[', '[');
}

/** A name as the environment has it: `TRAEFIK_ENTRYPOINTS_WEB_ADDRESS`, and `…_DOMAINS_0_MAIN` of a list. */
export function environmentName(path: readonly string[]): string {
  return `TRAEFIK_${path
    .map((part) => part.replace(/^\[(.*)\]$/, '$1'))
    .join('_')
    .toUpperCase()}`;
}

/**
 * The known name that was probably meant by an unknown one, spelled by `spell`: one at a small edit distance, or
 * else one whose last part is the same (an option under the wrong section).
 */
export function suggestName(
  members: Members,
  parts: readonly string[],
  spell: (path: readonly string[]) => string,
): string | undefined {
  // Names of the user's are compared as if they were right.
  const known = listOptions(members).map(({ path }) =>
    path.map((part, index) => (part === 'NAME' ? (parts[index] ?? part) : part)),
  );
  const last = parts.at(-1)?.toLowerCase();
  const sameEnd = known.filter((path) => path.at(-1)?.toLowerCase() === last);
  const meant = nearestPath(parts, known) ?? (sameEnd.length === 1 ? sameEnd[0] : undefined);
  return meant === undefined ? undefined : spell(meant);
}

/** A key or flag as written, for a message: as it is where it is plain, quoted where it is not. */
export function showName(name: string): string {
  return /^[\w.$-]{1,120}$/.test(name) ? name : quote(name);
}

function resolveIn(
  node: SchemaNode,
  path: readonly string[],
  parts: readonly string[],
  separator: string,
): Resolution {
  if (node.kind === 'not-implemented') {
    return { kind: 'not-implemented' };
  }
  if (node.kind === 'left-out') {
    return { kind: 'unknown' };
  }
  if (node.kind === 'list') {
    return resolveInList(node, path, parts, separator);
  }
  if (parts.length === 0) {
    return node.kind === 'locator' ? { kind: 'locator' } : { kind: 'known', path, node };
  }
  switch (node.kind) {
    case 'option':
    case 'locator':
      return { kind: 'unknown' };
    case 'section': {
      const rest = resolveName(node.members, parts, separator);
      return rest.kind === 'known' ? { ...rest, path: [...path, ...rest.path] } : rest;
    }
    case 'named':
      return resolveNamed(node, path, parts, separator);
    case 'named-values':
      return { kind: 'known', path: [...path, parts.join(separator)], node: oneOfNamed(node) };
  }
}

/** Of a list, flags and variables set the options of one group at a time: `domains[0].main`, `DOMAINS_0_MAIN`. */
function resolveInList(
  { members }: SectionList,
  path: readonly string[],
  [place = '', ...parts]: readonly string[],
  separator: string,
): Resolution {
  const [, index] = /^\[?(\d+)\]?$/.exec(place) ?? [];
  if (index === undefined) return { kind: 'unknown' };
  const rest = resolveName(members, parts, separator);
  return rest.kind === 'known' ? { ...rest, path: [...path, `[${Number(index)}]`, ...rest.path] } : rest;
}

function resolveNamed(
  node: NamedSections,
  path: readonly string[],
  parts: readonly string[],
  separator: string,
): Resolution {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    const item: Section = {
      kind: 'section',
      presence: 'optional',
      description: node.description,
      members: node.members,
    };
    return { kind: 'known', path: [...path, only], node: item };
  }
  let result: Resolution = { kind: 'unknown' };
  for (let length = 1; length < parts.length; length += 1) {
    const name = parts.slice(0, length).join(separator);
    const rest = resolveName(node.members, parts.slice(length), separator);
    if (rest.kind === 'known') {
      return { ...rest, path: [...path, name, ...rest.path] };
    }
    result = rest.kind === 'unknown' ? result : rest;
  }
  return result;
}
