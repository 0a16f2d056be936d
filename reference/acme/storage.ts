import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm } from 'node:fs/promises';
import {
  parseStorage,
  type ResolverContent,
  readResolver,
  StorageFormatError,
  type StorageJson,
  withResolver,
} from './storage-format.ts';

/** A storage file that can't be used: what is wrong with it, and what to do; sentences, no keys in them. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

const ownerOnly = 0o600;

/** The file in which accounts and certificates of resolvers are kept; private keys are in it. */
export class Storage {
  readonly #path: string;
  #json: StorageJson;
  /** Writes one after the other. */
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, json: StorageJson) {
    this.#path = path;
    this.#json = json;
  }

  /**
   * Reads the file, or makes an empty one: what can't be kept must not be asked of an authority.
   *
   * @param path absolute
   * @throws StorageError where it can't be read or written, is open to others than its owner, or holds something else
   */
  static async open(path: string): Promise<Storage> {
    const file = await openFile(path);
    try {
      const status = await file.stat();
      if (!status.isFile()) throw new StorageError(`${path} is not a file.`, 'Name a file as storage.');
      const mode = status.mode & 0o777;
      if ((mode & ~ownerOnly) !== 0) {
        throw new StorageError(
          `${path} has the permissions ${mode.toString(8)}, which lets others have the private keys in it.`,
          `Set them to 600: chmod 600 ${path}`,
        );
      }
      const json = parseStorage(await file.readFile('utf8'));
      return new Storage(await realpath(path), json);
    } catch (error) {
      throw error instanceof StorageFormatError ? broken(path, error) : error;
    } finally {
      await file.close();
    }
  }

  /** @throws StorageError where what the file has for the resolver can't be read */
  read(resolver: string): ResolverContent {
    try {
      return readResolver(this.#json, resolver);
    } catch (error) {
      throw error instanceof StorageFormatError ? broken(this.#path, error) : error;
    }
  }

  /**
   * Replaces what is kept for the resolver. Whoever reads the file sees all of the old or all of the new.
   *
   * @throws StorageError where it can't be written; it is tried again with the next change
   */
  write(resolver: string, content: ResolverContent): Promise<void> {
    this.#json = withResolver(this.#json, resolver, content);
    const text = `${JSON.stringify(this.#json, undefined, 2)}\n`;
    const written = this.#writing.then(() => replace(this.#path, text));
    this.#writing = written.catch(() => {});
    return written;
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'a+', ownerOnly);
  } catch (error) {
    throw new StorageError(
      `${path} can't be opened: ${messageOf(error)}.`,
      'Name a file in a folder that exists and that this process may write to.',
      { cause: error },
    );
  }
}

/** @throws StorageError */
async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeWhole(draft, 'wx', text);
    await rename(draft, path).catch(async (error: unknown) => {
      // A file that is mounted by itself, as in containers, can't be replaced.
      if (codeOf(error) !== 'EBUSY') throw error;
      await writeWhole(path, 'w', text);
    });
  } catch (error) {
    throw new StorageError(
      `${path} can't be written: ${messageOf(error)}.`,
      'Give the process the right and the room to write to the file and its folder.',
      { cause: error },
    );
  } finally {
    await rm(draft, { force: true }).catch(() => {});
  }
}

async function writeWhole(path: string, flags: string, text: string): Promise<void> {
  const file = await open(path, flags, ownerOnly);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function broken(path: string, { message }: StorageFormatError): StorageError {
  return new StorageError(
    `${path} can't be used: ${message}.`,
    'Restore the file from a copy, or move it away to begin with an empty one.',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/, \w+ '.*$/, '') : String(error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
