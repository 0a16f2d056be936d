import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { FileOptions } from '../configuration/static-configuration.ts';
import { type DynamicConfiguration, emptyConfiguration } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import { keepSame } from './keep-same.ts';
import { listFiles } from './list-files.ts';
import { type FileConfiguration, mergeFiles } from './merge-files.ts';
import { type FileReading, readDynamicFile } from './read-file.ts';
import { readLimited } from './read-limited.ts';
import { createReferences } from './references.ts';
import { fileProblem } from './report.ts';
import { type Watching, watchFiles } from './watch.ts';

export interface FileProviderInput {
  readonly options: FileOptions;
  readonly workingDirectory: string;
  readonly logger: Logger;
  /** There is something new to take: another configuration, or other problems. */
  readonly changed: () => void;
}

export interface FileProvider {
  /** The last one that was good. */
  readonly configuration: DynamicConfiguration;
  readonly problems: readonly Problem[];
  stop(): Promise<void>;
}

/** Reads the files of `providers.file`, and again whenever they change. */
export async function startFileProvider(input: FileProviderInput): Promise<FileProvider> {
  const provider = new WatchedFiles(input);
  await provider.start();
  return provider;
}

class WatchedFiles implements FileProvider {
  configuration = emptyConfiguration;
  problems: readonly Problem[] = [];
  readonly #input: FileProviderInput;
  readonly #target: { readonly kind: 'file' | 'directory'; readonly path: string };
  #watching: Watching | undefined;
  /** Readings follow one another, so that an old one can't win over a newer one. */
  #reading: Promise<void> = Promise.resolve();
  #due = false;
  #stopped = false;

  constructor(input: FileProviderInput) {
    this.#input = input;
    const { options, workingDirectory } = input;
    const kind = options.filename === '' ? 'directory' : 'file';
    this.#target = {
      kind,
      path: resolve(workingDirectory, options[kind === 'file' ? 'filename' : 'directory']),
    };
  }

  async start(): Promise<void> {
    if (this.#input.options.watch) {
      // Before the first reading, so that no change falls between the two.
      this.#watching = await watchFiles(this.#target, () => this.#readSoon(), this.#input.logger);
    }
    this.#readSoon();
    await this.#reading;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#watching?.close();
    await this.#reading;
  }

  #readSoon(): void {
    if (this.#due || this.#stopped) return;
    this.#due = true;
    this.#reading = this.#reading.then(async () => {
      this.#due = false;
      if (!this.#stopped) await this.#read();
    });
  }

  async #read(): Promise<void> {
    const before = { configuration: this.configuration, problems: this.problems };
    try {
      const { configuration, problems } = await this.#readAll();
      this.problems = problems;
      if (configuration !== undefined) this.configuration = keepSame(configuration, this.configuration);
    } catch (error) {
      this.#input.logger.error({ err: error }, 'Reading files failed; what was read last stays in force.');
    }
    const same =
      this.configuration === before.configuration && isDeepStrictEqual(this.problems, before.problems);
    if (!same && !this.#stopped) this.#input.changed();
  }

  /** @returns no configuration where something is wrong: the last one stays then, whole */
  async #readAll(): Promise<{
    readonly configuration?: DynamicConfiguration;
    readonly problems: readonly Problem[];
  }> {
    const { kind, path } = this.#target;
    const listing = kind === 'file' ? { kind: 'listed' as const, paths: [path] } : await listFiles(path);
    if (listing.kind === 'unreadable') {
      const remedy = 'Name a directory that this process may read, and that has nothing else in it.';
      return { problems: [fileProblem(listing.path, `The directory ${listing.reason}.`, remedy)] };
    }
    const references = createReferences(this.#input.workingDirectory);
    const read: FileConfiguration[] = [];
    const problems: Problem[] = [];
    let refused = false;
    for (const file of listing.paths) {
      const reading = await readOne(file, references);
      problems.push(...reading.problems);
      if (reading.kind === 'read') read.push({ path: file, configuration: reading.configuration });
      else refused = true;
    }
    if (refused) return { problems: [...problems, keptProblem(path)] };
    const merged = mergeFiles(read);
    return { configuration: merged.configuration, problems: [...problems, ...merged.problems] };
  }
}

const largestFile = 1024 * 1024;

async function readOne(path: string, references: ReturnType<typeof createReferences>): Promise<FileReading> {
  const content = await readLimited(path, largestFile);
  if (content.kind === 'content') return readDynamicFile(path, content.bytes, references);
  const remedy = 'Put a file there that this process may read, or correct the option of the file provider.';
  return { kind: 'refused', problems: [fileProblem(path, `The file ${content.reason}.`, remedy)] };
}

function keptProblem(path: string): Problem {
  return fileProblem(
    path,
    'Nothing new is taken from here until that is mended: what was read before, if anything, stays in force.',
    'Correct what the other problems name.',
    'warning',
  );
}
