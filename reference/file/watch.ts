import { basename, dirname } from 'node:path';
import { watch as watchPaths } from 'chokidar';
import type { Logger } from 'pino';
import { deepest, hasConfigurationName } from './list-files.ts';

/** Milliseconds in which further events are taken for the same change: writing a file takes several. */
const settling = 50;

export interface Watching {
  close(): Promise<void>;
}

/**
 * Calls `changed` some time after files did: those in a directory, or one file. Of a file its directory is watched:
 * editors put another one in its place, and Kubernetes swaps the link `..data` beside it.
 */
export async function watchFiles(
  target: { readonly kind: 'file' | 'directory'; readonly path: string },
  changed: () => void,
  logger: Logger,
): Promise<Watching> {
  let timer: NodeJS.Timeout | undefined;
  // Counted from the first event, since in a directory that others write to as well there may be no last one.
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      changed();
    }, settling);
  };
  const isMeant = (path: string): boolean => {
    const name = basename(path);
    if (name.startsWith('..')) return true;
    return target.kind === 'file' ? name === basename(target.path) : hasConfigurationName(name);
  };
  const watcher = watchPaths(target.kind === 'file' ? dirname(target.path) : target.path, {
    ignoreInitial: true,
    depth: target.kind === 'file' ? 0 : deepest,
  });
  watcher.on('all', (event, path) => {
    if (event === 'addDir' || event === 'unlinkDir' || isMeant(path)) soon();
  });
  // A link that leads elsewhere now is no change of a file to the library.
  watcher.on('raw', (_event, path) => {
    if (path === null || isMeant(path)) soon();
  });
  watcher.on('error', (error) => logger.error({ err: error }, 'Watching files failed.'));
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
  });
  return {
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
