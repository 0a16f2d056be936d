/**
 * One folder for all that a run keeps in files, by way of the variables that say where temporary files go. With it
 * goes what interrupted scenarios leave behind, which have no chance to clear up after themselves.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killChildren, openRegistry } from './children.ts';

export interface RunFolder {
  readonly path: string;
  /** For the environment of whoever takes part in the run. */
  readonly variables: Readonly<Record<'TMPDIR' | 'TMP' | 'TEMP', string>>;
  /** With every program that has been started in it. At once, since a process that exits waits for nothing. */
  remove(): void;
}

export function createRunFolder(): RunFolder {
  const path = mkdtempSync(join(tmpdir(), 'ingress-conformance-'));
  openRegistry(path);
  return {
    path,
    variables: { TMPDIR: path, TMP: path, TEMP: path },
    remove() {
      killChildren(path);
      // Workers that are ended may still be writing into it.
      rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
    },
  };
}
