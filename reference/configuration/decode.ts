import {
  type ConfigurationIssue,
  describeOrigin,
  notImplementedOption,
  type Origin,
  staticList,
  unknownOption,
} from './issues.ts';
import { dotted, showName, suggestName } from './names.ts';
import { readOption, whatItIs } from './option-value.ts';
import { isGiven, type Raw, type RawEntry, type RawMap } from './raw.ts';
import {
  type DecodedMembers,
  findMember,
  type Members,
  type NamedSections,
  type NamedValues,
  type Option,
  oneOfNamed,
  type SchemaNode,
  type SectionList,
  type UserNames,
} from './schema.ts';
import { nearest } from './suggestion.ts';
import { numberOfGroup, userNames } from './user-names.ts';
import { boolean } from './value-types.ts';

export interface Decoding<M> {
  /** Complete, but of no use where there are issues. */
  readonly configuration: DecodedMembers<M>;
  readonly issues: readonly ConfigurationIssue[];
  readonly warnings: readonly ConfigurationIssue[];
  /** What was given, and is left out because it is not implemented; the rest is of use without it. */
  readonly omissions: readonly ConfigurationIssue[];
  /** Where an option or section was set, by its dotted name; `none` where it was not. */
  originOf(option: string): Origin;
}

/**
 * Judges what a source says by the schema: fills in defaults, parses values, and collects everything that is
 * wrong instead of stopping at the first.
 *
 * @param raw undefined: nothing was said, everything is at its default
 * @param list where all options are told
 */
export function decode<M extends Members>(
  members: M,
  raw: RawMap | undefined,
  list = staticList,
): Decoding<M> {
  const decoder = new Decoder(members, list);
  const configuration = decoder.members(members, raw, [], { kind: 'none' });
  return {
    // The decoder walks the very schema that the type is inferred from; types cannot follow it there.
    configuration: configuration as DecodedMembers<M>,
    issues: decoder.issues,
    warnings: decoder.warnings,
    omissions: decoder.omissions,
    originOf: (option) => decoder.origins.get(option) ?? { kind: 'none' },
  };
}

class Decoder {
  readonly issues: ConfigurationIssue[] = [];
  readonly warnings: ConfigurationIssue[] = [];
  readonly omissions: ConfigurationIssue[] = [];
  readonly origins = new Map<string, Origin>();
  readonly #root: Members;
  readonly #toldIn: string;

  constructor(root: Members, list: string) {
    this.#root = root;
    this.#toldIn = list;
  }

  /** The values of a section's members; `origin` is where the section stands. */
  members(
    members: Members,
    raw: RawMap | undefined,
    path: readonly string[],
    origin: Origin,
  ): Readonly<Record<string, unknown>> {
    const given = this.#entries(members, raw, path);
    const values: Record<string, unknown> = {};
    for (const [name, node] of Object.entries(members)) {
      const entry = given.get(name);
      if (node.kind === 'not-implemented' || node.kind === 'locator') {
        continue;
      }
      const value = this.#node(node, entry?.value, [...path, name], entry?.origin ?? origin);
      if (node.kind !== 'section' || node.presence !== 'ignored') {
        values[name] = value;
      }
    }
    return values;
  }

  /** What is given by the schema's names, after everything that is no name of it has been reported. */
  #entries(
    members: Members,
    raw: RawMap | undefined,
    path: readonly string[],
  ): ReadonlyMap<string, RawEntry> {
    const given = new Map<string, RawEntry>();
    for (const entry of raw?.entries ?? []) {
      const member = findMember(members, entry.key);
      const name = [...path, member?.name ?? showName(entry.key)];
      if (member === undefined) {
        const suggestion = this.#suggestion(members, path, entry.key);
        this.issues.push({ ...unknownOption(dotted(name), entry.origin, this.#toldIn), suggestion });
      } else if (member.node.kind === 'left-out') {
        this.omissions.push(notImplementedOption(dotted(name), entry.origin, this.#toldIn));
        given.set(member.name, entry);
      } else if (member.node.kind === 'not-implemented') {
        this.issues.push(notImplementedOption(dotted(name), entry.origin, this.#toldIn));
      } else if (member.node.kind === 'locator') {
        this.#report(
          name,
          entry.origin,
          'A file cannot name another file to read.',
          'Take it out of the file; give it as a flag.',
        );
      } else {
        this.#reportDuplicate(name, given.get(member.name), entry);
        given.set(member.name, entry);
        this.origins.set(dotted(name), entry.value.origin);
      }
    }
    return given;
  }

  /** A name of the section, or else one from anywhere in the schema. */
  #suggestion(members: Members, path: readonly string[], key: string): string | undefined {
    // Looking for near names takes its time; whoever has that many wrong is not helped by another one.
    if (this.issues.length >= mostSuggestions) return undefined;
    const near = nearest(key, Object.keys(members));
    return near === undefined ? suggestName(this.#root, [...path, key], dotted) : dotted([...path, near]);
  }

  #node(node: SchemaNode, raw: Raw | undefined, path: readonly string[], origin: Origin): unknown {
    switch (node.kind) {
      case 'option':
        return this.#option(node, raw, path, origin);
      case 'named':
        return this.#named(node, raw, path);
      case 'named-values':
        return this.#namedValues(node, raw, path);
      case 'list':
        return this.#list(node, raw, path);
      case 'left-out':
        return raw !== undefined;
      case 'section': {
        const on = this.#section(raw, path, node.presence === 'optional' ? 'optional' : 'always');
        // Nothing is needed of what is not there.
        if (!on && raw?.kind !== 'map') return undefined;
        const values = this.members(
          node.members,
          raw?.kind === 'map' ? raw : undefined,
          path,
          raw?.origin ?? origin,
        );
        return on ? values : undefined;
      }
      default:
        return undefined;
    }
  }

  /**
   * Whether a section is there; reports what is no section.
   *
   * Nothing behind a key in YAML (`kubernetesIngress:`) says nothing: the default stays, as for any option.
   * For a section that has to be asked for this is more likely an oversight than a wish, hence the warning.
   */
  #section(raw: Raw | undefined, path: readonly string[], presence: 'always' | 'optional'): boolean {
    if (raw === undefined) {
      return presence === 'always';
    }
    if (raw.kind === 'null') {
      if (presence === 'optional') {
        this.#warn(
          path,
          raw.origin,
          'Nothing stands behind this key, so it is not enabled.',
          'Write {} behind it to enable it.',
        );
      }
      return presence === 'always';
    }
    const enabled = this.#switch(raw.kind === 'map' ? raw.enabled : raw, path);
    if (enabled === 'off' && presence === 'always') {
      this.#report(path, raw.origin, 'This group of options cannot be switched off.', 'Leave it out.');
    }
    if (enabled === 'off' && raw.kind === 'map' && raw.entries.length > 0) {
      this.#warn(
        path,
        raw.origin,
        'It is switched off, so the options in it have no effect.',
        'Take them out.',
      );
    }
    return enabled === 'on' || enabled === 'unsaid';
  }

  /** What a section's own name was set to; reports what is no boolean. */
  #switch(raw: Raw | undefined, path: readonly string[]): 'on' | 'off' | 'unsaid' | 'invalid' {
    if (raw === undefined) {
      return 'unsaid';
    }
    const parsed = raw.kind === 'text' ? boolean.parse(raw.text) : undefined;
    const value = parsed?.kind === 'value' ? parsed.value : raw.kind === 'scalar' ? raw.value : undefined;
    if (typeof value === 'boolean') {
      return value ? 'on' : 'off';
    }
    const remedy =
      raw.kind === 'text'
        ? 'Write true or false, or set the options in it.'
        : 'Write its options indented under it, or {}.';
    // The value stays out of the message: it may be a secret at the wrong place.
    this.#report(path, raw.origin, `This is a group of options, but it is set to ${whatItIs(raw)}.`, remedy);
    return 'invalid';
  }

  #named(node: NamedSections, raw: Raw | undefined, path: readonly string[]): unknown {
    const values: [string, unknown][] = [];
    for (const entry of this.#namedEntries(raw, path, node.names)) {
      const name = [...path, entry.key];
      const map = entry.value.kind === 'map' ? entry.value : undefined;
      const there = entry.value.kind === 'null' || this.#section(entry.value, name, 'optional');
      if (node.choice) this.#choice(node.members, entry, name);
      const value = there ? this.members(node.members, map, name, entry.origin) : undefined;
      if (value !== undefined) {
        values.push([entry.key, value]);
      }
    }
    return Object.fromEntries(values);
  }

  /** That one of the members is given, and no other; of one that there is not, more need not be said. */
  #choice(members: Members, { value, origin }: RawEntry, path: readonly string[]): void {
    const given = (value.kind === 'map' ? value.entries : []).filter((entry) => isGiven(entry.value));
    const kinds = given.flatMap(({ key }) => findMember(members, key)?.name ?? []);
    if (kinds.length > 1) {
      const reason = `It is of several kinds: ${kinds.join(', ')}.`;
      this.#report(path, origin, reason, 'Give each of them a name of its own.');
    } else if (given.length === 0 && (value.kind === 'map' || value.kind === 'null')) {
      this.#report(path, origin, 'It says not of which kind it is.', 'Write one kind under the name.');
    }
  }

  #namedValues(node: NamedValues<unknown>, raw: Raw | undefined, path: readonly string[]): unknown {
    const option = oneOfNamed(node);
    const values = this.#namedEntries(raw, path, node.names).map(({ key, origin, value }) => [
      key,
      this.#option(option, value, [...path, key], origin),
    ]);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }

  /** What stands under names of the user's; reports names that can't be used, and those given twice. */
  #namedEntries(raw: Raw | undefined, path: readonly string[], names: UserNames): readonly RawEntry[] {
    this.#section(raw, path, 'always');
    const seen = new Map<string, RawEntry>();
    const entries: RawEntry[] = [];
    for (const entry of raw?.kind === 'map' ? raw.entries : []) {
      const name = [...path, entry.key];
      const { pattern, remedy } = userNames[names];
      if (!pattern.test(entry.key)) {
        this.#report([...path, showName(entry.key)], entry.origin, 'This name cannot be used.', remedy);
        continue;
      }
      const key = names === 'any' ? entry.key : entry.key.toLowerCase();
      this.#reportDuplicate(name, seen.get(key), entry);
      seen.set(key, entry);
      this.origins.set(dotted(name), entry.value.origin);
      entries.push(entry);
    }
    return entries;
  }

  #list(node: SectionList, raw: Raw | undefined, path: readonly string[]): unknown {
    if (raw === undefined || raw.kind === 'null') return [];
    if (raw.kind === 'map' && raw.entries.every(({ key }) => numberOfGroup.test(key))) {
      return raw.entries
        .toSorted((a, b) => Number(a.key.slice(1, -1)) - Number(b.key.slice(1, -1)))
        .flatMap(({ key, value }) =>
          value.kind === 'map' ? [this.members(node.members, value, [...path, key], value.origin)] : [],
        );
    }
    if (raw.kind !== 'list') {
      const remedy = 'Write a list, with "- " before each group in YAML, with [[…]] in TOML.';
      this.#report(path, raw.origin, `It must be a list of groups, but is ${whatItIs(raw)}.`, remedy);
      return [];
    }
    return raw.items.flatMap((item, index) => {
      const place = [...path.slice(0, -1), `${path.at(-1) ?? ''}[${index}]`];
      this.origins.set(dotted(place), item.origin);
      if (item.kind === 'map') return [this.members(node.members, item, place, item.origin)];
      const reason = `It must be a group of options, but is ${whatItIs(item)}.`;
      this.#report(place, item.origin, reason, 'Write name: value.');
      return [];
    });
  }

  #option(node: Option<unknown>, raw: Raw | undefined, path: readonly string[], origin: Origin): unknown {
    const reading = raw === undefined ? ({ kind: 'unset' } as const) : readOption(node, raw);
    if (reading.kind === 'value') {
      return reading.value;
    }
    if (reading.kind === 'invalid') {
      this.#report(path, raw?.origin ?? origin, reading.reason, reading.remedy);
    } else if (node.default.kind === 'value') {
      return node.default.value;
    } else {
      this.#report(
        path,
        raw?.origin ?? origin,
        'It is needed, but missing.',
        `Set it, for example to ${node.example}.`,
      );
    }
    return undefined;
  }

  #reportDuplicate(path: readonly string[], first: RawEntry | undefined, second: RawEntry): void {
    if (first !== undefined) {
      const where = describeOrigin(first.origin);
      this.#report(
        path,
        second.origin,
        `It is given twice; the first time at ${where}.`,
        'Keep one of the two. Names ignore case.',
      );
    }
  }

  #report(path: readonly string[], origin: Origin, reason: string, remedy: string): void {
    this.issues.push({ option: dotted(path), origin, reason, remedy, suggestion: undefined });
  }

  #warn(path: readonly string[], origin: Origin, reason: string, remedy: string): void {
    this.warnings.push({ option: dotted(path), origin, reason, remedy, suggestion: undefined });
  }
}

const mostSuggestions = 20;
