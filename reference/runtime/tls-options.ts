import { isDeepStrictEqual } from 'node:util';
import type { TlsOptions } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import { Faults } from './faults.ts';
import { qualify } from './names.ts';
import type { Changes } from './part-changes.ts';
import { defaultTlsOptions, readTlsOptions, type TlsProfile } from './tls-profile.ts';

/** Options of that name, of whichever provider, are those of every host that has no others. */
export const defaultOptions = 'default';

/**
 * What TLS options are called when they are compared: `name@provider`, or `default`.
 *
 * @param name as a router has it; absent or empty: the default ones
 * @param namedBy `name@provider` of what names them
 */
export function optionsName(name: string | undefined, namedBy: string): string {
  if (name === undefined || name === '') return defaultOptions;
  const [bare] = name.split('@');
  return bare === defaultOptions ? defaultOptions : qualify(name, namedBy);
}

/** What holds where no options are called default. */
export const builtInProfile = readTlsOptions(defaultTlsOptions).profile;

interface ReadOptions {
  readonly definition: TlsOptions;
  /** Undefined: of no use. */
  readonly profile: TlsProfile | undefined;
  readonly problems: readonly Problem[];
}

/** TLS options by name. Immutable; those that say the same as before keep their profile. */
export class TlsOptionsTable {
  static readonly empty = new TlsOptionsTable(new Map());

  /** By `name@provider`. */
  readonly #options: ReadonlyMap<string, ReadOptions>;
  /** Of providers in the order of their names, the first one's. */
  readonly #default: string | undefined;

  private constructor(options: ReadonlyMap<string, ReadOptions>) {
    this.#options = options;
    this.#default = defaultsAmong(options)[0];
  }

  with(changes: Changes<TlsOptions>): TlsOptionsTable {
    if (changes.size === 0) return this;
    const options = new Map(this.#options);
    for (const [name, definition] of changes) {
      if (definition === undefined) options.delete(name);
      else options.set(name, read(name, definition, this.#options.get(name)));
    }
    return new TlsOptionsTable(options);
  }

  /** @param name as `optionsName` gives it */
  has(name: string): boolean {
    return name === defaultOptions || this.#options.has(name);
  }

  /**
   * @param name as `optionsName` gives it
   * @returns undefined where they do not exist, or are of no use
   */
  profile(name: string): TlsProfile | undefined {
    if (name !== defaultOptions) return this.#options.get(name)?.profile;
    return this.#default === undefined ? builtInProfile : this.#options.get(this.#default)?.profile;
  }

  get problems(): readonly Problem[] {
    return [...[...this.#options.values()].flatMap(({ problems }) => problems), ...this.#furtherDefaults()];
  }

  #furtherDefaults(): Problem[] {
    return defaultsAmong(this.#options)
      .slice(1)
      .map((name) => ({
        severity: 'warning',
        object: { kind: 'TLSOptions', namespace: '', name },
        field: '',
        reason: `The options ${this.#default} are the default ones already, so that these are not used.`,
        remedy: 'Let one provider alone have options called default.',
      }));
  }
}

function defaultsAmong(options: ReadonlyMap<string, ReadOptions>): string[] {
  return [...options.keys()].filter((name) => name.startsWith(`${defaultOptions}@`)).sort();
}

function read(name: string, definition: TlsOptions, before: ReadOptions | undefined): ReadOptions {
  if (before !== undefined && isDeepStrictEqual(before.definition, definition)) return before;
  const { profile, faults } = readTlsOptions(definition);
  const found = new Faults('TLSOptions', name);
  for (const { field, reason, remedy, fatal } of faults) {
    if (fatal) found.error(field, `${reason} Handshakes under these options fail.`, remedy);
    else found.omit(field, reason, remedy);
  }
  return { definition, profile, problems: found.problems };
}
