/**
 * Static configurations in the forms that Traefik's options take: written out from one tree of options, and
 * completed with what the harness needs to reach the implementation, without touching what a scenario set.
 */
import { parse as parseToml, stringify as stringifyToml } from 'smol-toml';
import { Document, isMap, parseDocument, stringify as stringifyYaml } from 'yaml';

export type Form = 'YAML' | 'TOML' | 'flags' | 'environment';

/** Everything that an implementation is started with. Which of the sources counts is for it to decide. */
export interface StaticConfiguration {
  readonly files: readonly ConfigurationFile[];
  readonly arguments: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Options and sections that are not added although they are not set: the scenario is about their default. */
  readonly leftAlone?: readonly string[];
}

export interface ConfigurationFile {
  /** Begins with `./` (the working folder), `$HOME/`, `$XDG_CONFIG_HOME/` or `/etc/traefik/`; ends in `.yml`, `.yaml` or `.toml`. */
  readonly path: string;
  readonly text: string;
}

export type OptionValue = string | number | boolean | readonly (string | number)[];

/** Options as they stand in a file: nested, an empty tree where a section is merely switched on. */
export interface OptionTree {
  readonly [name: string]: OptionValue | OptionTree;
}

export const emptyConfiguration: StaticConfiguration = { files: [], arguments: [], variables: {} };

/** Writes a tree of options in one of the four forms. */
export function writeConfiguration(form: Form, options: OptionTree): StaticConfiguration {
  switch (form) {
    case 'YAML':
      return { ...emptyConfiguration, files: [{ path: './traefik.yml', text: stringifyYaml(options) }] };
    case 'TOML':
      return { ...emptyConfiguration, files: [{ path: './traefik.toml', text: stringifyToml(options) }] };
    case 'flags':
      return { ...emptyConfiguration, arguments: leaves(options).map(flag) };
    case 'environment':
      return { ...emptyConfiguration, variables: Object.fromEntries(leaves(options).map(variable)) };
  }
}

/**
 * Adds options that are not set, to every source that is used, in its own form. A file that does not parse is
 * left as it is: it is for the implementation to refuse.
 */
export function completeConfiguration(
  configuration: StaticConfiguration,
  additions: OptionTree,
): StaticConfiguration {
  const { files, arguments: flags, variables, leftAlone = [] } = configuration;
  const noFile = files.length === 0;
  const noVariables = Object.keys(variables).length === 0;
  const wanted = leaves(additions).filter(
    ([path]) => !leftAlone.some((name) => `${path.join('.')}.`.startsWith(`${name}.`)),
  );
  return {
    ...configuration,
    files: files.map((file) => ({ ...file, text: completeFile(file, wanted) })),
    arguments:
      flags.length > 0 || (noFile && noVariables)
        ? [...flags, ...without(wanted, flagOptions(flags)).map(flag)]
        : [],
    variables: noVariables
      ? {}
      : { ...variables, ...Object.fromEntries(without(wanted, variableOptions(variables)).map(variable)) },
  };
}

/** The options of a tree, by their paths: `providers.file.filename`. */
export function namesOf(options: OptionTree): readonly string[] {
  return leaves(options).map(([path]) => path.join('.'));
}

/** One tree of options within the other; of an option in both the second's value. */
export function mergeOptions(one: OptionTree, other: OptionTree): OptionTree {
  const merged: Record<string, OptionValue | OptionTree> = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const known = merged[name];
    merged[name] = known !== undefined && isTree(known) && isTree(value) ? mergeOptions(known, value) : value;
  }
  return merged;
}

/**
 * Gives options other values in every source that sets them, in its own form; what is not set stays so.
 *
 * @param values by the option's path in lower case
 */
export function replaceOptions(
  configuration: StaticConfiguration,
  values: ReadonlyMap<string, string>,
): StaticConfiguration {
  const { files, arguments: flags, variables } = configuration;
  return {
    ...configuration,
    files: files.map((file) => ({ ...file, text: replaceInFile(file, values) })),
    arguments: flags.flatMap((argument, index) => replaceFlag(argument, flags[index - 1], values)),
    variables: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, values.get(optionOf(name)) ?? value]),
    ),
  };
}

/** What each source sets, as `optionsOf` gives it of the first: files one by one, flags, variables. */
export function optionsOfEach({
  files,
  arguments: flags,
  variables,
}: StaticConfiguration): readonly Options[] {
  return [
    ...files.map((file) => fileOptions(parseFile(file) ?? {})),
    flagOptions(flags),
    variableOptions(variables),
  ];
}

/** What the first source that is used sets, by the option's path in lower case; `true` for a section switched on. */
export function optionsOf({ files, arguments: flags, variables }: StaticConfiguration): Options {
  const [file] = files;
  if (file !== undefined) return fileOptions(parseFile(file) ?? {});
  return flags.length > 0 ? flagOptions(flags) : variableOptions(variables);
}

export type Options = ReadonlyMap<string, OptionValue>;

type Leaf = readonly [path: readonly string[], value: OptionValue];

function leaves(tree: OptionTree, above: readonly string[] = []): Leaf[] {
  return Object.entries(tree).flatMap(([name, value]): Leaf[] => {
    const path = [...above, name];
    if (!isTree(value)) return [[path, value ?? true]];
    const below = leaves(value, path);
    return below.length > 0 ? below : [[path, true]];
  });
}

function isTree(value: OptionValue | OptionTree): value is OptionTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function without(wanted: readonly Leaf[], set: Options): readonly Leaf[] {
  return wanted.filter(([path]) => !set.has(path.join('.').toLowerCase()));
}

function flag([path, value]: Leaf): string {
  return `--${path.join('.')}=${Array.isArray(value) ? value.join(',') : value}`;
}

function variable([path, value]: Leaf): [name: string, value: string] {
  return [`TRAEFIK_${path.join('_').toUpperCase()}`, Array.isArray(value) ? value.join(',') : String(value)];
}

/** A flag without an equals sign takes the next argument as its value, unless that is a flag itself. */
function flagOptions(flags: readonly string[]): Options {
  const options = new Map<string, string>();
  for (const [index, argument] of flags.entries()) {
    if (!argument.startsWith('-')) continue;
    const [name = '', ...value] = argument.replace(/^--?/, '').split('=');
    const next = flags[index + 1] ?? '-';
    options.set(
      name.toLowerCase(),
      value.length > 0 ? value.join('=') : next.startsWith('-') ? 'true' : next,
    );
  }
  return options;
}

function replaceFlag(
  argument: string,
  before: string | undefined,
  values: ReadonlyMap<string, string>,
): string[] {
  const [name = '', ...value] = argument.split('=');
  const replaced = values.get(flagName(name));
  if (argument.startsWith('-'))
    return [replaced === undefined || value.length === 0 ? argument : `${name}=${replaced}`];
  const given = before?.startsWith('-') && !before.includes('=') ? values.get(flagName(before)) : undefined;
  return [given ?? argument];
}

function flagName(argument: string): string {
  return argument.replace(/^--?/, '').toLowerCase();
}

function variableOptions(variables: Readonly<Record<string, string>>): Options {
  return new Map(Object.entries(variables).map(([name, value]) => [optionOf(name), value]));
}

function optionOf(variableName: string): string {
  return variableName
    .replace(/^TRAEFIK_/i, '')
    .replaceAll('_', '.')
    .toLowerCase();
}

function fileOptions(tree: OptionTree): Options {
  return new Map(leaves(tree).map(([path, value]) => [path.join('.').toLowerCase(), value]));
}

function completeFile(file: ConfigurationFile, wanted: readonly Leaf[]): string {
  const tree = parseFile(file);
  if (tree === undefined) return file.text;
  const missing = without(wanted, fileOptions(tree));
  if (file.path.endsWith('.toml')) return completeToml(file.text, tree, missing);
  // The document keeps the scenario's own text, comments and order.
  const document = parseDocument(file.text);
  // An empty file has no map yet to set anything in.
  const completed = isMap(document.contents) ? document : new Document({});
  for (const [path, value] of missing) completed.setIn(spelled(tree, path), value);
  return completed.toString();
}

function replaceInFile(file: ConfigurationFile, values: ReadonlyMap<string, string>): string {
  const tree = parseFile(file);
  if (tree === undefined) return file.text;
  const set = fileOptions(tree);
  const replaced = [...values].filter(([option]) => set.has(option));
  if (replaced.length === 0) return file.text;
  const isToml = file.path.endsWith('.toml');
  const document = isToml ? undefined : parseDocument(file.text);
  const copy: Record<string, unknown> = structuredClone(tree);
  for (const [option, value] of replaced) {
    const path = spelled(tree, option.split('.'));
    if (document === undefined) setIn(copy, path, value);
    else document.setIn(path, value);
  }
  return document?.toString() ?? stringifyToml(copy);
}

/**
 * Appended, so that the scenario's own text keeps its lines; written anew where TOML does not let a table be
 * opened once more.
 */
function completeToml(text: string, tree: OptionTree, missing: readonly Leaf[]): string {
  const added: Record<string, unknown> = {};
  for (const [path, value] of missing) setIn(added, spelled(tree, path), value);
  const appended = `${text}\n${stringifyToml(added)}`;
  if (parseFile({ path: 'appended.toml', text: appended }) !== undefined) return appended;
  const completed: Record<string, unknown> = structuredClone(tree);
  for (const [path, value] of missing) setIn(completed, spelled(tree, path), value);
  return stringifyToml(completed);
}

function setIn(target: Record<string, unknown>, [name, ...rest]: readonly string[], value: unknown): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  target[name] ??= {};
  setIn(target[name] as Record<string, unknown>, rest, value);
}

/** The path as the file already spells its keys: names of options have no case. */
function spelled(tree: OptionTree, [name, ...rest]: readonly string[]): string[] {
  if (name === undefined) return [];
  const known = Object.keys(tree).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
  const below = tree[known];
  return [known, ...spelled(below !== undefined && isTree(below) ? below : {}, rest)];
}

function parseFile({ path, text }: ConfigurationFile): OptionTree | undefined {
  try {
    if (path.endsWith('.toml')) return parseToml(text) as OptionTree;
    const document = parseDocument(text);
    if (document.errors.length > 0) return undefined;
    const tree: unknown = document.toJS() ?? {};
    return typeof tree === 'object' && !Array.isArray(tree) ? (tree as OptionTree) : undefined;
  } catch {
    return undefined;
  }
}
