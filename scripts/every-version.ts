/**
 * Runs the scenarios over the Kubernetes versions at which something changed, and the newest: those that choose
 * no version run on each of them where their statement applies. Options are passed on to the suite.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const versions = ['1.14', '1.17', '1.18', '1.19', '1.21', '1.22', '1.28', '1.34'];
const project = join(import.meta.dirname, '..');

let failed = 0;
for (const version of versions) {
  const output = join('reports', 'latest', version);
  const command = [
    'harness/command.ts',
    'run',
    '--strict',
    '--kubernetes-version',
    version,
    '--output',
    output,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...process.argv.slice(2)], {
    cwd: project,
    encoding: 'utf8',
  });
  const summary = stdout.trim().split('\n').at(-1);
  console.log(`${status === 0 ? '✓' : '✗'} Kubernetes ${version.padEnd(4)}  ${summary}`);
  if (status === 0) continue;
  failed++;
  console.log(stdout + stderr);
}
console.log(`Versions: ${versions.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
