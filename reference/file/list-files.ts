import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { reasonOf } from './read-limited.ts';

export type Listing =
  | { readonly kind: 'listed'; readonly paths: readonly string[] }
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string };

const mostFiles = 1000;
/** Of directories in the directory. */
export const deepest = 20;

/**
 * The files of a directory that may hold a dynamic configuration: those that end in `.yml`, `.yaml` or `.toml`, in
 * directories inside of it too, by name. Hidden ones (`.x`) are passed over: editors and Kubernetes' mounts keep
 * copies there. Links are followed.
 */
export async function listFiles(directory: string): Promise<Listing> {
  const paths: string[] = [];
  const visited = new Set<string>();
  const visit = async (folder: string, depth: number): Promise<void> => {
    const real = await realpath(folder);
    if (visited.has(real)) return;
    visited.add(real);
    if (depth > deepest) throw new Unlisted(folder, 'is nested too deep');
    for (const name of (await readdir(folder)).sort()) {
      if (name.startsWith('.')) continue;
      const path = join(folder, name);
      const stats = await stat(path).catch(() => undefined);
      if (stats?.isDirectory()) await visit(path, depth + 1);
      else if (hasConfigurationName(name)) paths.push(path);
      if (paths.length > mostFiles) throw new Unlisted(directory, `holds more than ${mostFiles} files`);
    }
  };
  try {
    await visit(directory, 0);
    return { kind: 'listed', paths };
  } catch (error) {
    const [path, reason] =
      error instanceof Unlisted ? [error.path, error.message] : [directory, reasonOf(error)];
    return { kind: 'unreadable', path, reason };
  }
}

/** By the ending of its name. */
export function hasConfigurationName(name: string): boolean {
  return ['.yml', '.yaml', '.toml'].includes(extname(name).toLowerCase());
}

/** Ends the visit from wherever it is; never leaves this file. */
class Unlisted extends Error {
  readonly path: string;

  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}
