import { open } from 'node:fs/promises';

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
    await using file = await open(path, 'r');
    const stats = await file.stat();
    if (!stats.isFile()) return { kind: 'unreadable', reason: 'is not a file' };
    if (stats.size > most) {
      return { kind: 'unreadable', reason: `is larger than ${Math.floor(most / 1024)} KiB` };
    }
    return { kind: 'content', bytes: await file.readFile() };
  } catch (error) {
    return { kind: 'unreadable', reason: reasonOf(error) };
  }
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
