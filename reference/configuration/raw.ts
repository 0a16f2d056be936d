import type { Origin } from './issues.ts';

/**
 * What a source says, before the schema has been asked what it means: the same shape for flags, environment,
 * YAML and TOML, so that one decoder judges all four.
 */
export type Raw = RawText | RawScalar | RawNull | RawUnsupported | RawList | RawMap;

/** From a flag or an environment variable, which know only text. */
export interface RawText {
  readonly kind: 'text';
  readonly text: string;
  readonly origin: Origin;
}

/** From a file, which tells text, numbers and booleans apart. */
export interface RawScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean;
  readonly origin: Origin;
}

export interface RawNull {
  readonly kind: 'null';
  readonly origin: Origin;
}

/** Something that no option takes, such as a date in TOML. */
export interface RawUnsupported {
  readonly kind: 'unsupported';
  /** `a date`. */
  readonly what: string;
  readonly origin: Origin;
}

export interface RawList {
  readonly kind: 'list';
  readonly items: readonly Raw[];
  readonly origin: Origin;
}

export interface RawMap {
  readonly kind: 'map';
  readonly entries: readonly RawEntry[];
  /** A flag or variable that names the section itself: `--ping=true`. */
  readonly enabled: RawText | undefined;
  readonly origin: Origin;
}

export interface RawEntry {
  /** As written. */
  readonly key: string;
  /** Where the key stands. */
  readonly origin: Origin;
  readonly value: Raw;
}

/** Neither nothing nor switched off. */
export function isGiven(raw: Raw): boolean {
  return raw.kind !== 'null' && !(raw.kind === 'scalar' && raw.value === false);
}
