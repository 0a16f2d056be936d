import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './folders.ts';

const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));

/** Version of this suite, as `package.json` has it. */
export const packageVersion: string = version;
