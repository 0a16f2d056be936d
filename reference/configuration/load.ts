import { treeOf } from './assignments.ts';
import { complete } from './complete.ts';
import { readConfigurationFile } from './configuration-file.ts';
import { decode } from './decode.ts';
import { type Environment, type EnvironmentOptions, parseEnvironment } from './environment.ts';
import { type Flags, parseFlags } from './flags.ts';
import { helpText } from './help.ts';
import { ConfigurationError, type ConfigurationIssue } from './issues.ts';
import { options } from './options.ts';
import type { RawMap } from './raw.ts';
import type { StaticConfiguration } from './static-configuration.ts';

export interface LoadInput {
  /** What stands behind the program's name, one element per argument. */
  readonly arguments: readonly string[];
  readonly environment: Environment;
  /** Where relative paths start, and the last place that is searched for a file. Absolute. */
  readonly workingDirectory: string;
  /** The first place that is searched for a file; `/etc/traefik` by default. */
  readonly systemDirectory?: string;
}

/** What the command line asks for. */
export type Loaded =
  | {
      readonly kind: 'run';
      readonly configuration: StaticConfiguration;
      readonly source: ConfigurationSource;
      /** Nothing that keeps the program from running, but to be logged. */
      readonly warnings: readonly ConfigurationIssue[];
    }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' };

/** The one source that the configuration comes from. */
export type ConfigurationSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'flags' | 'environment' | 'defaults' };

/**
 * Loads the static configuration from the first source that says anything: file, flags, environment. The others
 * are not read, as in Traefik; a warning says so where they say something. `--configFile` and `TRAEFIK_CONFIGFILE`
 * name the file and belong to none of the three; the flag wins. An empty file says nothing.
 *
 * @throws ConfigurationError with every problem that was found in that source; it holds no secrets
 */
export async function loadStaticConfiguration(input: LoadInput): Promise<Loaded> {
  const flags = parseFlags(options, input.arguments);
  if (flags.command === 'help') {
    return { kind: 'help', text: helpText(options) };
  }
  if (flags.command === 'version') {
    return { kind: 'version' };
  }
  const environment = parseEnvironment(options, input.environment);
  const file = await readConfigurationFile({
    configFile: flags.configFile ?? environment.configFile,
    environment: input.environment,
    workingDirectory: input.workingDirectory,
    systemDirectory: input.systemDirectory ?? '/etc/traefik',
  });
  const ignoredFlags = says(flags) ? [ignored('flags', '--configFile')] : [];
  const ignoredVariables = says(environment) ? [ignored('environment variables', 'TRAEFIK_CONFIGFILE')] : [];
  if (file?.raw !== undefined) {
    const source = { kind: 'file', path: file.path } as const;
    return judge(source, file.raw, [], [...file.warnings, ...ignoredFlags, ...ignoredVariables]);
  }
  const before = file === undefined ? [] : [...file.warnings, emptyFile(file.path)];
  if (says(flags)) {
    const warnings = [...before, ...flags.warnings, ...ignoredVariables];
    return judge({ kind: 'flags' }, treeOf(flags.assignments), flags.issues, warnings);
  }
  if (says(environment)) {
    return judge({ kind: 'environment' }, treeOf(environment.assignments), environment.issues, before);
  }
  return judge({ kind: 'defaults' }, undefined, [], before);
}

function says(source: Flags | EnvironmentOptions): boolean {
  return source.assignments.length > 0 || source.issues.length > 0;
}

/**
 * What one source comes to, by itself.
 *
 * @param issues of the source, found already
 * @throws ConfigurationError with every problem that was found
 */
export function judge(
  source: ConfigurationSource,
  raw: RawMap | undefined,
  issues: readonly ConfigurationIssue[],
  warnings: readonly ConfigurationIssue[],
): Loaded {
  const decoding = decode(options, raw);
  const found = [...issues, ...decoding.issues].sort(byPlace);
  if (found.length > 0) {
    throw new ConfigurationError(found);
  }
  const completion = complete(decoding);
  if (completion.issues.length > 0) {
    throw new ConfigurationError(completion.issues);
  }
  return {
    kind: 'run',
    configuration: completion.configuration,
    source,
    warnings: [...warnings, ...decoding.warnings],
  };
}

/** In a file from top to bottom; elsewhere the order stays. */
function byPlace({ origin: a }: ConfigurationIssue, { origin: b }: ConfigurationIssue): number {
  return a.kind === 'file' && b.kind === 'file' ? a.line - b.line || a.column - b.column : 0;
}

function ignored(what: string, except: string): ConfigurationIssue {
  return {
    option: '',
    origin: { kind: 'none' },
    reason: `The ${what} are not read, except ${except}: file, flags and environment exclude one another, in that order.`,
    remedy: 'Keep all options in one of the three.',
    suggestion: undefined,
  };
}

function emptyFile(path: string): ConfigurationIssue {
  return {
    option: 'configFile',
    origin: { kind: 'file', path, line: 1, column: 1 },
    reason: 'The file says nothing, so flags and environment are read.',
    remedy: 'Write options into it, or remove it.',
    suggestion: undefined,
  };
}
