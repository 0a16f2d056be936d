import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative as relativePath } from 'node:path';
import { ConfigurationError } from './issues.ts';
import { type Loaded, type LoadInput, loadStaticConfiguration } from './load.ts';

/** Files and settings of a machine that has nothing else. */
export interface Machine extends Partial<LoadInput> {
  /** Content by path, relative to the machine's root; the working directory is `work`, `/etc/traefik` is `etc`. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

export type Run = Extract<Loaded, { kind: 'run' }>;

/**
 * Loads what a machine has. In values of the environment `$ROOT` stands for where its files are, and
 * `$RELATIVE_ROOT` for the same as a relative path.
 */
export async function load(machine: Machine): Promise<Loaded> {
  const root = await mkdtemp(join(tmpdir(), 'configuration-'));
  try {
    for (const [path, content] of Object.entries({ 'work/.keep': '', ...machine.files })) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    const environment = Object.entries(machine.environment ?? {});
    return await loadStaticConfiguration({
      arguments: machine.arguments ?? [],
      environment: Object.fromEntries(
        environment.map(([name, value]) => [
          name,
          value?.replaceAll('$ROOT', root).replaceAll('$RELATIVE_ROOT', relativePath('', root)),
        ]),
      ),
      workingDirectory: join(root, 'work'),
      systemDirectory: join(root, 'etc'),
    });
  } catch (error) {
    throw error instanceof ConfigurationError ? relative(error, root) : error;
  } finally {
    await rm(root, { recursive: true });
  }
}

/** As `load`, where the machine is to run. */
export async function run(machine: Machine): Promise<Run> {
  const loaded = await load(machine);
  if (loaded.kind !== 'run') {
    throw new Error(`It does not run, but asks for ${loaded.kind}.`);
  }
  return loaded;
}

/** The error that a machine's configuration gives. */
export async function failure(machine: Machine): Promise<ConfigurationError> {
  try {
    await load(machine);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error;
    }
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

/** The four forms in which a configuration can be written, and what it takes to load it from each. */
export interface FourForms {
  readonly yaml: string;
  readonly toml: string;
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export const forms = ['yaml', 'toml', 'flags', 'environment'] as const;

export function machineFor(form: keyof FourForms, written: FourForms): Machine {
  switch (form) {
    case 'yaml':
      return { files: { 'work/traefik.yml': written.yaml } };
    case 'toml':
      return { files: { 'work/traefik.toml': written.toml } };
    case 'flags':
      return { arguments: written.flags };
    case 'environment':
      return { environment: written.environment };
  }
}

/** Writes one option, whose value is text, in each form: by hand, not by the schema that is being tested. */
export function writeOption(option: string, value: string): FourForms {
  const path = option.split('.');
  return {
    yaml: `${path.map((key, depth) => `${'  '.repeat(depth)}${key}:`).join('\n')} ${JSON.stringify(value)}\n`,
    toml: `[${path.slice(0, -1).join('.')}]\n${path.at(-1)} = ${JSON.stringify(value)}\n`.replace(
      '[]\n',
      '\n',
    ),
    flags: [`--${option}=${value}`],
    environment: { [`TRAEFIK_${path.join('_').toUpperCase()}`]: value },
  };
}

/** Paths of the machine start at its root, so that a test can name them. */
function relative(error: ConfigurationError, root: string): ConfigurationError {
  return new ConfigurationError(
    error.issues.map((issue) => {
      const { origin } = issue;
      const shown = origin.kind === 'file' ? { ...origin, path: origin.path.replace(root, '') } : origin;
      return { ...issue, reason: issue.reason.replaceAll(root, ''), origin: shown };
    }),
  );
}
