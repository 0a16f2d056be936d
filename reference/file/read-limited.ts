import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

export type Content =
  | { readonly kind: 'content'; readonly bytes: Buffer }
  | {
      readonly kind: 'unreadable';
      /** To stand behind the name of the file: `does not exist`. */
      readonly reason: string;
    };

/** Reads a file, but not one that is larger than `most` bytes, or that has no end. */
export async function readLimited(path: string, most: number): Promise<Content> {
  try {
    // A pipe that nobody writes to would be waited for, by a thread of the few that there are.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile()) return { kind: 'unreadable', reason: 'is not a file' };
    const bytes = stats.size > most ? undefined : await readUpTo(file, most);
    if (bytes !== undefined) return { kind: 'content', bytes };
    return { kind: 'unreadable', reason: `is larger than ${Math.floor(most / 1024)} KiB` };
  } catch (error) {
    return { kind: 'unreadable', reason: reasonOf(error) };
  }
}

/** Undefined where there is more, whatever the file has said of its size: it may grow, or be none of a disk. */
async function readUpTo(file: FileHandle, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of file.createReadStream({ end: most, autoClose: false })) {
    chunks.push(chunk);
    length += chunk.length;
  }
  return length > most ? undefined : Buffer.concat(chunks, length);
}

/** @param error from the file system */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this process';
    case 'ELOOP':
      return 'is a link that leads nowhere';
    default:
      return `can't be read${code === '' ? '' : ` (${code})`}`;
  }
}
