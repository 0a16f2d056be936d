/** Puts what the compiled code reads beside itself, and is not code, where it looks for it. */
import { cp, glob } from 'node:fs/promises';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..');

const assets = glob(['reports/{page,schema}/**/*.{css,js,json}', 'reference/dashboard/*.{html,css,js,svg}'], {
  cwd: project,
});

for await (const asset of assets) {
  await cp(join(project, asset), join(project, 'dist', asset));
}
