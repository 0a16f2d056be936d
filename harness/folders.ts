/** Where the parts of this package lie, from the sources and from the build alike. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with `package.json`. */
export const packageFolder = nearestPackage(dirname(fileURLToPath(import.meta.url)));

export const featuresFolder = join(packageFolder, 'features');

/** The steps as they lie beside this file: TypeScript in the sources, JavaScript in the build. */
export const stepsFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'steps');

function nearestPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : nearestPackage(dirname(folder));
}
