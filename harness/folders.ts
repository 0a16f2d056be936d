/** Where the parts of this package lie, from the sources and from the build alike. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with `package.json` and the features: the build has a `package.json` of its own, for its version. */
export const packageFolder = nearestPackage(dirname(fileURLToPath(import.meta.url)));

export const featuresFolder = join(packageFolder, 'features');

/** The steps as they lie beside this file: TypeScript in the sources, JavaScript in the build. */
export const stepsFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'steps');

function nearestPackage(folder: string): string {
  const isPackage = ['package.json', 'features'].every((entry) => existsSync(join(folder, entry)));
  return isPackage || folder === dirname(folder) ? folder : nearestPackage(dirname(folder));
}
