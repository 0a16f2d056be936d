import { closeSync, createWriteStream, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';

/** A file that is written piece by piece and appears under its name once it is whole. */
export interface WholeFile {
  /** Takes the text at once and writes it when the disk is ready. */
  write(text: string): void;
  /**
   * Closes the file and gives it its name. Whoever opens it finds the old or the new text, also after a crash.
   *
   * @throws the error of the file system that any of the writes met, with the path in its message
   */
  commit(): Promise<void>;
}

/**
 * Makes the folder where it is not there, and tries whether files can be written into it: who has waited for a run
 * should not learn only then that its reports have no place.
 *
 * @throws the error of the file system
 */
export function prepareFolder(folder: string): void {
  makeFolder(folder);
  const trial = join(folder, `.trial-${process.pid}.partial`);
  closeSync(openSync(trial, 'w'));
  rmSync(trial);
}

/**
 * With the folders above it. Node's own way of doing that never ends where one of them exists and says that there is
 * no place in it, as `/proc` does.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    return;
  }
  const parent = dirname(folder);
  if (parent !== folder) {
    makeFolder(parent);
  }
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another run may have made it meanwhile.
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

/**
 * @param path in a folder that exists
 * @throws the error of the file system where it can't be opened
 */
export function openWhole(path: string): WholeFile {
  // In the same folder, so that the rename stays within a file system and is one step. The name tells what it is,
  // should a crash leave it behind; the next run writes over it.
  const temporary = `${path}.partial`;
  const stream = createWriteStream(temporary, { fd: openSync(temporary, 'w'), flush: true });
  const closed = finished(stream);
  // Told by `commit`; before that, nobody waits for it.
  closed.catch(() => undefined);
  return {
    write(text) {
      stream.write(text);
    },
    async commit() {
      stream.end();
      try {
        await closed;
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
  };
}

/**
 * Writes a file whole or not at all.
 *
 * @throws the error of the file system, with the path in its message
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const file = openWhole(path);
  file.write(text);
  await file.commit();
}
