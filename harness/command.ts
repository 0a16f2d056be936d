#!/usr/bin/env node
/** The command `ingress-conformance`. With its subcommands (`command-*.ts`), it alone touches the process. */
import { Command } from 'commander';
import { addCleanup } from './command-cleanup.ts';
import { addCompare } from './command-compare.ts';
import { addList } from './command-list.ts';
import { addReport } from './command-report.ts';
import { addRun, suiteError } from './command-run.ts';
import { packageVersion } from './package-version.ts';

const program = new Command('ingress-conformance')
  .description(
    'Checks a Kubernetes Ingress controller against what the documents say, statement by statement.',
  )
  .version(packageVersion)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : suiteError));

for (const add of [addRun, addList, addReport, addCompare, addCleanup]) add(program);

// Whoever read the output has gone, as `head` does: there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(suiteError);
});

/** Errors whose message is for the user; by their names, so that a refusal need not load what could throw them. */
const forUsers: readonly string[] = ['CatalogueError', 'Mistake', 'UnreadableReport'];

try {
  await program.parseAsync();
} catch (error) {
  const message =
    error instanceof Error
      ? forUsers.includes(error.name)
        ? error.message
        : (error.stack ?? error.message)
      : String(error);
  process.stderr.write(`ingress-conformance: ${message}\n`);
  process.exit(suiteError);
}
