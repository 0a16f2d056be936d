import { closeSync, createWriteStream, mkdirSync, openSync, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
  mkdirSync(folder, { recursive: true });
  const trial = join(folder, `.trial-${process.pid}.partial`);
  closeSync(openSync(trial, 'w'));
  rmSync(trial);
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
