/** Brings the tables in `docs/options.md` up to date with the schema: `node reference/configuration/write-option-table.ts`. */
import { readFile, writeFile } from 'node:fs/promises';
import { withOptionTable } from './option-table.ts';
import { options } from './options.ts';

const document = new URL('../../docs/options.md', import.meta.url);
await writeFile(document, withOptionTable(await readFile(document, 'utf8'), options));
