import type { ValueType } from './value-types.ts';

/**
 * The vocabulary that the one schema (`options.ts`) is written in, and the type of the configuration that follows
 * from a schema. Everything else about options (names, parsing, help, tables) is derived by walking these nodes.
 */
export type SchemaNode =
  | Option<unknown>
  | Locator
  | Section
  | NamedSections
  | NamedValues<unknown>
  | SectionList
  | LeftOut
  | NotImplemented;

/** One value. */
export interface Option<T> {
  readonly kind: 'option';
  readonly type: ValueType<T>;
  readonly default: Default<T>;
  /** For `--help` and the tables: sentences. */
  readonly description: string;
  /** A value as a flag has it. */
  readonly example: string;
  /** Its value must not be shown, in errors neither. */
  readonly secret: boolean;
}

export type Default<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'required' };

/** Names the file to read: known to flags and environment, but no part of the configuration. */
export interface Locator {
  readonly kind: 'locator';
  readonly description: string;
  readonly example: string;
}

/** A group of options. */
export interface Section<M extends Members = Members, P extends Presence = Presence> {
  readonly kind: 'section';
  readonly presence: P;
  readonly description: string;
  readonly members: M;
}

/**
 * - `always`: there with its defaults, named or not.
 * - `optional`: undefined unless it, or an option in it, is named.
 * - `ignored`: accepted and checked, but no part of the configuration.
 */
export type Presence = 'always' | 'optional' | 'ignored';

/** Sections under names that the user gives: `entryPoints.NAME`. */
export interface NamedSections<M extends Members = Members> {
  readonly kind: 'named';
  /** What stands for the name in help and tables. */
  readonly placeholder: string;
  readonly names: UserNames;
  /** Whether exactly one of the members has to be given: which of several kinds it is. */
  readonly choice: boolean;
  readonly description: string;
  readonly members: M;
}

/**
 * - `in flags`: such as flags and variables can hold; they ignore case.
 * - `any`: of the dynamic configuration, which only files hold; case counts.
 */
export type UserNames = 'in flags' | 'any';

/** Values under names that the user gives: `accessLog.fields.names.NAME`. */
export interface NamedValues<T> {
  readonly kind: 'named-values';
  /** What stands for the name in help and tables. */
  readonly placeholder: string;
  readonly names: UserNames;
  readonly type: ValueType<T>;
  readonly description: string;
  /** A value as a flag has it. */
  readonly example: string;
}

/** Groups of options in a list: `entryPoints.NAME.http.tls.domains`, of which flags have `domains[0].main`. */
export interface SectionList<M extends Members = Members> {
  readonly kind: 'list';
  readonly description: string;
  readonly members: M;
}

/**
 * Traefik v2.10 has it, this reference does not, and what stands beside it is of use all the same. The value is
 * whether it was given.
 */
export interface LeftOut {
  readonly kind: 'left-out';
}

/** Traefik v2.10 has it, this reference does not: a better answer than "unknown". */
export interface NotImplemented {
  readonly kind: 'not-implemented';
}

export type Members = { readonly [name: string]: SchemaNode };

/** The configuration that a schema describes. */
export type Decoded<N> =
  N extends Option<infer T>
    ? T
    : N extends Section<infer M, infer P>
      ? P extends 'optional'
        ? DecodedMembers<M> | undefined
        : DecodedMembers<M>
      : N extends NamedSections<infer M>
        ? { readonly [name: string]: DecodedMembers<M> }
        : N extends NamedValues<infer T>
          ? { readonly [name: string]: T }
          : N extends SectionList<infer M>
            ? readonly DecodedMembers<M>[]
            : N extends LeftOut
              ? boolean
              : never;

/** The same for a group of members; what is no part of the configuration is left out. */
export type DecodedMembers<M> = {
  readonly [K in keyof M as M[K] extends NotImplemented | Locator | { readonly presence: 'ignored' }
    ? never
    : K]: Decoded<M[K]>;
};

/** An option with a default, written as its value is in the configuration (durations in milliseconds). */
export function option<T>(spec: {
  readonly type: ValueType<T>;
  readonly default: NoInfer<T>;
  readonly description: string;
  readonly example: string;
  readonly secret?: boolean;
}): Option<T> {
  return {
    kind: 'option',
    type: spec.type,
    default: { kind: 'value', value: spec.default },
    description: spec.description,
    example: spec.example,
    secret: spec.secret ?? false,
  };
}

/** An option that has to be given wherever its section is. */
export function required<T>(spec: {
  readonly type: ValueType<T>;
  readonly description: string;
  readonly example: string;
}): Option<T> {
  return { kind: 'option', ...spec, default: { kind: 'required' }, secret: false };
}

export function locator(description: string, example: string): Locator {
  return { kind: 'locator', description, example };
}

export function section<M extends Members, P extends Presence>(
  presence: P,
  description: string,
  members: M,
): Section<M, P> {
  return { kind: 'section', presence, description, members };
}

export function namedSections<M extends Members>(
  placeholder: string,
  description: string,
  members: M,
  { names = 'in flags', choice = false }: { readonly names?: UserNames; readonly choice?: boolean } = {},
): NamedSections<M> {
  return { kind: 'named', placeholder, names, choice, description, members };
}

export function namedValues<T>(
  spec: Omit<NamedValues<T>, 'kind' | 'names'> & { readonly names?: UserNames },
): NamedValues<T> {
  return { kind: 'named-values', names: 'in flags', ...spec };
}

export function sectionList<M extends Members>(description: string, members: M): SectionList<M> {
  return { kind: 'list', description, members };
}

export function leftOut<const K extends string>(...names: readonly K[]): { readonly [name in K]: LeftOut } {
  const node: LeftOut = { kind: 'left-out' };
  return Object.fromEntries(names.map((name) => [name, node])) as { [name in K]: LeftOut };
}

/** One of the named values, as an option of its own: undefined where it is not given. */
export function oneOfNamed({ type, description, example }: NamedValues<unknown>): Option<unknown> {
  return {
    kind: 'option',
    type: { ...type, format: (value) => (value === undefined ? '' : type.format(value)) },
    default: { kind: 'value', value: undefined },
    description,
    example,
    secret: false,
  };
}

export function notImplemented<const K extends string>(
  ...names: readonly K[]
): { readonly [name in K]: NotImplemented } {
  const node: NotImplemented = { kind: 'not-implemented' };
  return Object.fromEntries(names.map((name) => [name, node])) as { [name in K]: NotImplemented };
}

/** The member of that name, in any case, with the spelling of the schema. */
export function findMember(
  members: Members,
  name: string,
): { readonly name: string; readonly node: SchemaNode } | undefined {
  const lower = name.toLowerCase();
  for (const [known, node] of Object.entries(members)) {
    if (known.toLowerCase() === lower) {
      return { name: known, node };
    }
  }
  return undefined;
}

/** One option with the way to it from the root: `['entryPoints', 'NAME', 'address']`. */
export interface OptionEntry {
  readonly path: readonly string[];
  readonly node: Option<unknown> | Locator | Section | NamedSections;
}

/** Everything that can be named, groups before what they hold, in the schema's order; NAME stands for a name. */
export function listOptions(members: Members, path: readonly string[] = []): OptionEntry[] {
  return Object.entries(members).flatMap(([name, node]) => listNode(node, [...path, name]));
}

function listNode(node: SchemaNode, path: readonly string[]): OptionEntry[] {
  switch (node.kind) {
    case 'not-implemented':
    case 'left-out':
      return [];
    case 'list':
      return listOptions(node.members, [...path, '[N]']);
    case 'option':
    case 'locator':
      return [{ path, node }];
    case 'section':
      return [{ path, node }, ...listOptions(node.members, path)];
    case 'named':
      return [{ path, node }, ...listOptions(node.members, [...path, node.placeholder])];
    case 'named-values':
      return [{ path: [...path, node.placeholder], node: oneOfNamed(node) }];
  }
}
