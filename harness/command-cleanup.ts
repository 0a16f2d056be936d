/** `ingress-conformance cleanup`: what runs have left in a cluster that goes on. */
import type { Command } from 'commander';
import type { Leftover } from './cluster/cleanup.ts';
import { duration } from './command-values.ts';
import { Mistake } from './mistake.ts';

interface CleanupFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly run?: string;
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly dryRun: boolean;
}

export function addCleanup(program: Command): void {
  program
    .command('cleanup')
    .description('remove from a cluster what runs have left there that could not end')
    .option('--kubeconfig <file>', 'leads to the cluster (default: where kubectl looks for it)')
    .option('--context <name>', 'of the kubeconfig (default: its current one)')
    .option('--run <id>', 'only what this run has left, as its label says')
    .option('--older-than <time>', 'only what was created before that: 30m, 1h, 2d', duration)
    .option('--dry-run', 'say what would be removed, and remove nothing', false)
    .addHelpText(
      'after',
      `
A run removes at its end what it has created. Where it had no chance to, as when it was killed, this does: it
finds by their labels (app.kubernetes.io/managed-by=ingress-conformance, ingress-conformance.dev/run) IngressClasses,
and namespaces with all that is in them. Runs that are still going on have such objects, too: tell them apart by --run
or --older-than.

It takes the right to list and delete namespaces and ingressclasses; with --dry-run, to list them.

Exit code:
  0  nothing is left of what was to be removed
  2  something is, or the cluster can't be reached or does not allow it

Examples:
  $ ingress-conformance cleanup --dry-run
  $ ingress-conformance cleanup --older-than 1h
  $ ingress-conformance cleanup --kubeconfig ci.yaml --run 3f2a91c0`,
    )
    .action(cleanUp);
}

async function cleanUp(flags: CleanupFlags): Promise<void> {
  const [{ readKubeconfig }, { greet }, { connectObjects }, rights, cleanup] = await Promise.all([
    import('./cluster/kubeconfig-file.ts'),
    import('./cluster/kubeconfig-connection.ts'),
    import('./cluster/objects.ts'),
    import('./cluster/kubeconfig-rights.ts'),
    import('./cluster/cleanup.ts'),
  ]);
  const config = readKubeconfig({ file: flags.kubeconfig, context: flags.context }, process.env);
  const objects = connectObjects(config);
  await greet(config, objects);
  await rights.demandRights(objects, flags.dryRun ? rights.lookRights : rights.cleanupRights);
  const found = await cleanup.findLeftovers(objects, flags.run);
  const leftovers = found.filter((each) => isOlder(each, flags.olderThan));
  say(leftovers, found.length - leftovers.length, flags.dryRun);
  if (flags.dryRun || leftovers.length === 0) return;
  try {
    await cleanup.removeLeftovers(objects, leftovers);
  } catch (error) {
    throw new Mistake(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function isOlder({ created }: Leftover, age: number | undefined): boolean {
  return age === undefined || created < Date.now() - age;
}

function say(leftovers: readonly Leftover[], younger: number, dryRun: boolean): void {
  const lines = leftovers.map(
    ({ reference: { kind, name }, run, created }) =>
      `${dryRun ? 'would remove' : 'removes'} ${kind} ${name} of the run ${run}, created ${new Date(created).toISOString()}`,
  );
  if (leftovers.length === 0) lines.push('There is nothing to remove.');
  if (younger > 0) lines.push(`${younger} younger than --older-than: left alone.`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
