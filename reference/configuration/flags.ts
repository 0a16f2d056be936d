import type { Assignment } from './assignments.ts';
import {
  type ConfigurationIssue,
  notImplementedOption,
  type Origin,
  quote,
  unknownOption,
} from './issues.ts';
import { dotted, type KnownName, type Resolution, resolveName, showName, suggestName } from './names.ts';
import type { Members } from './schema.ts';

/** What the command line asks for. */
export interface Flags {
  readonly command: 'run' | 'help' | 'version';
  /** `--configFile`, as written. */
  readonly configFile: { readonly path: string; readonly origin: Origin } | undefined;
  readonly assignments: readonly Assignment[];
  readonly issues: readonly ConfigurationIssue[];
  readonly warnings: readonly ConfigurationIssue[];
}

/**
 * Reads `--name=value`, `--name value`, and, for booleans and sections, `--name` alone. One dash does as well as
 * two, names ignore case: as Go's flag package and Traefik have it. Values that no option takes stay out of
 * messages: a secret may have lost its flag.
 */
export function parseFlags(members: Members, argv: readonly string[]): Flags {
  const parser = new FlagParser(members, argv);
  parser.run();
  return parser;
}

class FlagParser implements Flags {
  command: Flags['command'] = 'run';
  configFile: Flags['configFile'];
  readonly assignments: Assignment[] = [];
  readonly issues: ConfigurationIssue[] = [];
  readonly warnings: ConfigurationIssue[] = [];
  readonly #members: Members;
  readonly #argv: readonly string[];
  #next = 0;

  constructor(members: Members, argv: readonly string[]) {
    this.#members = members;
    this.#argv = argv;
  }

  run(): void {
    for (let argument = this.#take(); argument !== undefined; argument = this.#take()) {
      const [, dashes, name = '', value] = /^(--?)([^=-][^=]*)(?:=(.*))?$/s.exec(argument) ?? [];
      if (dashes === undefined) {
        this.#standsAlone(argument);
      } else {
        this.#flag(`${dashes}${name}`, name, value);
      }
    }
  }

  #take(): string | undefined {
    const argument = this.#argv[this.#next];
    this.#next += 1;
    return argument;
  }

  #flag(written: string, name: string, value: string | undefined): void {
    const origin: Origin = { kind: 'flag', flag: showName(written) };
    const meaning = this.#resolve(name);
    if (meaning.kind === 'help' || meaning.kind === 'version') {
      this.command = this.command === 'help' ? 'help' : meaning.kind;
    } else if (meaning.kind === 'unknown') {
      const path = name.split('.');
      const suggestion = suggestName(this.#members, path, (known) => `--${dotted(known)}`);
      this.issues.push({ ...unknownOption(showName(name), origin), suggestion });
      this.#skipValue(value);
    } else if (meaning.kind === 'not-implemented') {
      this.issues.push(notImplementedOption(showName(name), origin));
      this.#skipValue(value);
    } else if (meaning.kind === 'locator') {
      // Without a value it still asks for a file, and must not be passed over for one in the default places.
      this.configFile = { path: value ?? this.#nextValue() ?? '', origin };
    } else {
      this.#assign(meaning, value, origin);
    }
  }

  #assign(known: KnownName, value: string | undefined, origin: Origin): void {
    const { path, node } = known;
    const isSwitch = node.kind !== 'option' || node.type.inFile === 'boolean';
    const option = dotted(path);
    const text = value ?? (isSwitch ? 'true' : this.#nextValue());
    if (text === undefined) {
      const remedy = 'Write it behind the flag, as --name=value or --name value.';
      this.issues.push({ option, origin, reason: 'The flag needs a value.', remedy, suggestion: undefined });
      return;
    }
    const target = node.kind !== 'option' ? 'section' : node.type.inFile === 'list' ? 'list' : 'option';
    if (target === 'option' && this.assignments.some((earlier) => dotted(earlier.path) === option)) {
      const reason = 'It is given more than once; the last one counts.';
      this.warnings.push({ option, origin, reason, remedy: 'Keep one of them.', suggestion: undefined });
    }
    this.assignments.push({ path, target, text, origin });
  }

  /** Takes the next argument as the value of a flag, unless it is itself a known flag. */
  #nextValue(): string | undefined {
    const next = this.#argv[this.#next];
    const name = /^--?([^=-][^=]*)/.exec(next ?? '')?.[1];
    if (next === undefined || (name !== undefined && this.#resolve(name).kind !== 'unknown')) {
      return undefined;
    }
    this.#next += 1;
    return next;
  }

  /** What follows a flag that cannot be used is most likely its value, and no mistake of its own. */
  #skipValue(value: string | undefined): void {
    if (value === undefined && this.#argv[this.#next]?.startsWith('-') === false) {
      this.#next += 1;
    }
  }

  #resolve(name: string): Resolution | { readonly kind: 'help' } | { readonly kind: 'version' } {
    switch (name.toLowerCase()) {
      case 'help':
      case 'h':
        return { kind: 'help' };
      case 'version':
        return { kind: 'version' };
      default:
        return resolveName(this.#members, name.split('.'), '.');
    }
  }

  #standsAlone(argument: string): void {
    const position = this.#next;
    if (position === 1 && argument === 'version') {
      this.command = 'version';
      return;
    }
    // The first argument cannot be the lost value of a flag, so it may be shown.
    const shown = position === 1 ? `${quote(argument)} is` : `Argument ${position} is`;
    this.issues.push({
      option: '',
      origin: { kind: 'none' },
      reason: `${shown} neither a flag nor the value of one.`,
      remedy: 'Write --name=value; a boolean takes its value only that way.',
      suggestion: undefined,
    });
  }
}
