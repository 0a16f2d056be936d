import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Environment } from './environment.ts';
import { readOptions } from './file-format.ts';
import { ConfigurationError, type ConfigurationIssue, type Origin, quote } from './issues.ts';
import type { RawMap } from './raw.ts';

/** A file that was found, and what it says: nothing where it is empty. */
export interface ConfigurationFile {
  readonly path: string;
  readonly raw: RawMap | undefined;
  readonly warnings: readonly ConfigurationIssue[];
}

export interface FileSearch {
  /** `--configFile`, where it is given; relative to the working directory. */
  readonly configFile: { readonly path: string; readonly origin: Origin } | undefined;
  readonly environment: Environment;
  readonly workingDirectory: string;
  /** Stands for `/etc/traefik`. */
  readonly systemDirectory: string;
}

const names = ['traefik.yml', 'traefik.yaml', 'traefik.toml'];

/** Far more than any configuration needs. */
const largestFile = 256 * 1024;

/** More than any configuration needs. */
const mostNodes = 20_000;

/**
 * Reads the file that `--configFile` names, or else the first of `traefik.yml`, `traefik.yaml`, `traefik.toml` in
 * the system's directory, `$XDG_CONFIG_HOME`, `$HOME/.config` and the working directory.
 *
 * @returns undefined where there is no file
 * @throws ConfigurationError where the file cannot be read, or is not in the format that its name says
 */
export async function readConfigurationFile(search: FileSearch): Promise<ConfigurationFile | undefined> {
  if (search.configFile !== undefined) {
    const { path, origin } = search.configFile;
    if (path === '') {
      throw problem(origin, 'It names no file.', 'Write the path behind it, or leave the option out.');
    }
    const absolute = resolve(search.workingDirectory, path);
    const bytes = await load(absolute, origin);
    if (bytes === undefined) {
      throw problem(
        origin,
        `There is no file ${quote(absolute)}.`,
        'Correct the path, or leave the option out.',
      );
    }
    return interpret(absolute, bytes, []);
  }
  for (const directory of directories(search)) {
    for (const name of names) {
      const path = join(directory, name);
      const bytes = await load(path, { kind: 'none' });
      if (bytes !== undefined) {
        return interpret(path, bytes, await passedOver(directory, name));
      }
    }
  }
  return undefined;
}

function directories(search: FileSearch): readonly string[] {
  const { XDG_CONFIG_HOME: configHome, HOME: home } = search.environment;
  return [
    search.systemDirectory,
    // The XDG specification has relative paths ignored.
    ...(configHome !== undefined && isAbsolute(configHome) ? [configHome] : []),
    ...(home !== undefined && isAbsolute(home) ? [join(home, '.config')] : []),
    search.workingDirectory,
  ];
}

/** A warning for each file beside the one that is read which might have been meant instead. */
async function passedOver(directory: string, read: string): Promise<ConfigurationIssue[]> {
  const warnings: ConfigurationIssue[] = [];
  for (const name of names.slice(names.indexOf(read) + 1)) {
    if ((await load(join(directory, name), { kind: 'none' }).catch(() => undefined)) !== undefined) {
      warnings.push({
        option: 'configFile',
        origin: { kind: 'none' },
        reason: `${quote(join(directory, name))} is not read: ${read} beside it comes first.`,
        remedy: 'Remove one of the two, or name the right one with --configFile.',
        suggestion: undefined,
      });
    }
  }
  return warnings;
}

/** @returns undefined where there is no such file */
async function load(path: string, origin: Origin): Promise<Buffer | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return undefined;
    }
    const reason = `The file ${quote(path)} cannot be read${code === '' ? '' : ` (${code})`}.`;
    throw problem(origin, reason, 'It must be a file that this process may read.');
  }
  if (bytes.length > largestFile) {
    throw problem(
      origin,
      `The file ${quote(path)} is too large.`,
      `At most ${largestFile / 1024} KiB are read.`,
    );
  }
  return bytes;
}

function interpret(path: string, bytes: Buffer, warnings: readonly ConfigurationIssue[]): ConfigurationFile {
  return { path, raw: readOptions(path, bytes, { option: 'configFile', mostNodes }), warnings };
}

function problem(origin: Origin, reason: string, remedy: string): ConfigurationError {
  return new ConfigurationError([{ option: 'configFile', origin, reason, remedy, suggestion: undefined }]);
}
