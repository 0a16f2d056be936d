import { basename, extname } from 'node:path';
import { ConfigurationError, type Origin } from './issues.ts';
import type { RawMap } from './raw.ts';
import { readToml } from './toml-file.ts';
import { readYaml } from './yaml-file.ts';

export interface FormatOptions {
  /** What named the file, for messages; empty: nothing. */
  readonly option: string;
  /** How many values it may come to. */
  readonly mostNodes: number;
}

/**
 * Reads a file as YAML or TOML, whichever its name says.
 *
 * @returns undefined where it says nothing
 * @throws ConfigurationError where it is not in that format, or its name says none; it holds no secrets
 */
export function readOptions(path: string, bytes: Buffer, options: FormatOptions): RawMap | undefined {
  const problem = (origin: Origin, reason: string, remedy: string) =>
    new ConfigurationError([{ option: options.option, origin, reason, remedy, suggestion: undefined }]);
  const start: Origin = { kind: 'file', path, line: 1, column: 1 };
  const named = formatOf(path);
  if (named.kind === 'unknown') throw problem(start, named.reason, named.remedy);
  const { format } = named;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw problem(start, 'The file is not text in UTF-8.', 'Save it as UTF-8.');
  }
  const content = { path, text, mostNodes: options.mostNodes };
  const reading = readers[format](content);
  if (reading.kind !== 'unreadable') {
    return reading.kind === 'options' ? reading.raw : undefined;
  }
  const other = format === 'TOML' ? 'YAML' : 'TOML';
  if (readers[other](content).kind === 'options') {
    throw problem(
      start,
      `The file is ${format} by its name, but what is in it is ${other}.`,
      `Rename it to end in ${extensionOf[other]}, or write ${format} into it.`,
    );
  }
  throw problem(
    reading.origin,
    reading.reason,
    `Correct the file; it is read as ${format} because of its name.`,
  );
}

const readers = { YAML: readYaml, TOML: readToml };

const extensionOf = { YAML: '.yml', TOML: '.toml' };

type NamedFormat =
  | { readonly kind: 'known'; readonly format: 'YAML' | 'TOML' }
  | { readonly kind: 'unknown'; readonly reason: string; readonly remedy: string };

/** A name that says two formats (`traefik.toml.yml`) says none. */
function formatOf(path: string): NamedFormat {
  const parts = basename(path).toLowerCase().split('.').slice(1);
  const isYaml = parts.includes('yml') || parts.includes('yaml');
  const isToml = parts.includes('toml');
  if (isYaml && isToml) {
    const reason = 'The file is both YAML and TOML by its name.';
    return { kind: 'unknown', reason, remedy: 'Leave one of the two endings.' };
  }
  switch (extname(path).toLowerCase()) {
    case '.yml':
    case '.yaml':
      return { kind: 'known', format: 'YAML' };
    case '.toml':
      return { kind: 'known', format: 'TOML' };
    default:
      return {
        kind: 'unknown',
        reason: 'The name of the file does not say whether it is YAML or TOML.',
        remedy: 'Rename it to end in .yml, .yaml or .toml.',
      };
  }
}
