/**
 * Packs what would be published, installs it where nothing else of this project is, and uses it there as its
 * documents say: by its commands, from a program, and with a controller of one's own (`docs/examples/`).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConsumer } from './consumer.ts';
import { pack, problemsOfContents } from './contents.ts';
import { Steps } from './steps.ts';

const folder = await mkdtemp(join(tmpdir(), 'package-test-'));
const steps = new Steps();
try {
  const packed = await steps.run('npm pack', () => pack(folder));
  if (packed !== undefined) {
    await steps.run('the package has what it needs and no more', async () => {
      const problems = problemsOfContents(packed.files);
      if (problems.length > 0) throw new Error(problems.join('\n'));
    });
    await use(packed.path);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(steps.summary());
process.exitCode = steps.failed === 0 ? 0 : 1;

async function use(tarball: string): Promise<void> {
  const consumer = await createConsumer(join(folder, 'consumer'));
  const installed = await steps.run('npm install', () => consumer.install(tarball));
  const commands: readonly (readonly [command: string, says: RegExp, exitCode?: number])[] = [
    ['npx ingress-conformance --help', /Usage: ingress-conformance/],
    ['npx ingress-conformance list --document kubernetes-ingress', /\d+ statements, \d+ scenarios/],
    [
      'npx ingress-conformance run --name "first example"',
      /^Scenarios: [1-9]\d* passed, 0 failed, 0 skipped$/m,
    ],
    ['npx ingress-conformance run --implementation ./none.ts', /There is no file .*none\.ts/, 2],
    ['npx ingress-reference --version', /^ingress-reference \d/],
    ['npx tsc -p .', /^$/],
    ['npm run check', /^my-controller 1\.0\.0: kubernetes-ingress\.\S+ holds$/m],
  ];
  for (const [command, says, exitCode = 0] of commands) {
    if (installed === undefined) steps.skip(command, 'the package could not be installed');
    else await steps.run(command, () => consumer.command(command, says, exitCode));
  }
  const older = consumer.olderNode();
  const refusal = 'an older Node.js is refused in one line';
  if (installed === undefined || older === undefined) {
    steps.skip(
      refusal,
      installed === undefined ? 'the package could not be installed' : 'there is none here',
    );
  } else {
    const command = `"${older}" node_modules/ingress-conformance/dist/bin/ingress-conformance.js list`;
    await steps.run(refusal, () =>
      consumer.command(command, /^ingress-conformance: this needs Node\.js .*\n$/, 2),
    );
  }
}
