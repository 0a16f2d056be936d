/** Removes the last build: what is published has nothing in it of files that are not there any more. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

await rm(join(import.meta.dirname, '..', 'dist'), { recursive: true, force: true });
