/**
 * Runs every command that the README shows, so that none of them is an empty promise. Packages are installed
 * already, and `npm test` is what CI calls itself, with `npm run conformance` in it: these are left out. Whoever reads
 * it has a Traefik to check; here the reference's own command stands in for it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..');
const readme = readFileSync(join(project, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands = '']) => commands);
const commands = blocks
  .flatMap((block) => block.split('\n'))
  .map((line) => line.trim().replace(/^npm ci && /, ''))
  .filter((line) => line !== '' && line !== 'npm test' && line !== 'npm run conformance');

// The summary of a job in CI is for its own run of the suite.
const { GITHUB_STEP_SUMMARY: _, ...env } = process.env;

const traefik = join(project, 'traefik');
if (existsSync(traefik)) throw new Error(`${traefik} is in the way of the program that stands in for it.`);
process.once('exit', () => rmSync(traefik, { force: true }));
writeFileSync(traefik, `#!/bin/sh\nexec '${process.execPath}' '${project}/reference/main.ts' "$@"\n`, {
  mode: 0o755,
});

let failed = 0;
for (const command of commands) {
  const { status, stdout, stderr } = spawnSync(command, { cwd: project, env, shell: true, encoding: 'utf8' });
  console.log(`${status === 0 ? '✓' : '✗'} ${command}`);
  if (status === 0) continue;
  failed++;
  console.log(stdout + stderr);
}
console.log(`Commands: ${commands.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && commands.length > 0 ? 0 : 1;
