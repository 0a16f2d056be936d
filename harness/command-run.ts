/** `ingress-conformance run`. */
import type { Command } from 'commander';
import { newestMinor } from '../fixtures/api-server/version.ts';
import type { Level } from '../reports/catalogue/catalogue.ts';
import type { RunFormat, Shard } from '../reports/index.ts';
import { addReportOptions, type Formats, planReports, type ReportFlags } from './command-report-options.ts';
import { addTarget, type TargetFlags, targetOf } from './command-run-target.ts';
import {
  collect,
  collectLevels,
  collectPattern,
  kubernetesVersion,
  order,
  positiveInteger,
  retries,
  scale,
  shard,
} from './command-values.ts';
import { Mistake } from './mistake.ts';
import { createRunFolder } from './run-folder.ts';

/** The suite itself could not run: no verdict about the implementation. */
export const suiteError = 2;

const formats: Formats<RunFormat> = {
  all: ['html', 'yaml', 'junit', 'messages', 'markdown', 'badge'],
  usual: ['html', 'yaml', 'junit', 'messages'],
};

interface RunFlags extends TargetFlags, ReportFlags<RunFormat> {
  readonly document: readonly string[];
  readonly level?: readonly Level[];
  readonly tags: string;
  readonly name: readonly string[];
  readonly shard?: Shard;
  readonly parallel?: number;
  readonly order: 'defined' | 'random';
  readonly kubernetesVersion?: string;
  readonly retries: number;
  readonly timeoutScale?: number;
}

export function addRun(program: Command): void {
  const command = program
    .command('run')
    .description('run the scenarios, show progress, and write the reports');
  addTarget(command)
    .option('--document <id>', 'only this document, such as traefik-provider; repeatable', collect, [])
    .option(
      '--level <levels>',
      'only statements of these levels: documented,inferred,observed',
      collectLevels,
    )
    .option(
      '--tags <expression>',
      'only scenarios whose tags match, e.g. "@traefik-provider.namespaces.forms"',
      '',
    )
    .option(
      '--name <pattern>',
      'only scenarios whose name matches this regular expression; repeatable',
      collectPattern,
      [],
    )
    .option('--shard <i/n>', 'of what is selected, every n-th scenario, from the i-th on', shard)
    .option('--parallel <count>', 'scenarios at once (default: one for each processor)', positiveInteger)
    .option('--order <order>', 'defined, random, or random:<seed>', order, 'defined')
    .option(
      '--retries <count>',
      'try a scenario that failed again; one that then passes is flaky',
      retries,
      0,
    )
    .option('--timeout-scale <factor>', 'stretch every deadline, for slow machines', scale)
    .option(
      '--kubernetes-version <version>',
      `of clusters whose version the scenario leaves open (default: 1.${newestMinor})`,
      kubernetesVersion,
    );
  addReportOptions(command, formats, 'reports/latest')
    .addHelpText(
      'after',
      `
Exit code:
  0  every documented statement that was checked holds;
     with --baseline: none that held then fails
  1  one does
  2  the suite itself could not run

Of a scenario that fails and passes when tried again, the reports say that it is flaky, always. Without
--retries none is tried again.

Where GITHUB_STEP_SUMMARY names a file, as in a GitHub workflow, a summary is added to it.

Examples:
  $ ingress-conformance run
  $ ingress-conformance run --document traefik-provider --kubernetes-version 1.21
  $ ingress-conformance run --tags "@traefik-provider.ingress-class.class-missing"
  $ ingress-conformance run --name "Exact" --parallel 1 --output /tmp/reports
  $ ingress-conformance run --level documented --open
  $ ingress-conformance run --shard 2/3 --output reports/shard-2
  $ ingress-conformance run --implementation command --binary ./traefik
  $ ingress-conformance run --implementation deployed --ingress-class nginx --http-address 10.0.0.7:80
  $ ingress-conformance run --implementation deployed --ingress-class nginx --kubeconfig ci.yaml
  $ ingress-conformance run --implementation ./my-controller.ts
  $ ingress-conformance run --cluster envtest --pod-cidr 10.200.0.0/24
  $ ingress-conformance run --baseline reports/published/mine-v1.2.yaml --format html,markdown,badge`,
    )
    .action(runSuite);
}

async function runSuite(flags: RunFlags): Promise<void> {
  const target = targetOf(flags);
  const reports = await planReports(flags, formats);
  // What it takes to run is loaded once it is known that there will be a run.
  const { run } = await import('./run.ts');
  const folder = createRunFolder();
  process.once('exit', folder.remove);
  const { exitCode } = await run({
    documents: flags.document,
    levels: flags.level ?? [],
    tags: flags.tags,
    names: flags.name,
    shard: flags.shard,
    parallel: flags.parallel,
    output: reports.output,
    formats: reports.formats,
    order: flags.order,
    strict: flags.strict,
    retries: flags.retries,
    timeoutScale: flags.timeoutScale,
    baseline: reports.baseline,
    ...target,
    kubernetesVersion: flags.kubernetesVersion,
    console: { stream: process.stdout, environment: process.env },
    folder,
    signal: interruption(),
  });
  await reports.show();
  // Workers of a run that was interrupted are still at it.
  process.exit(exitCode);
}

/** Once, the run ends with what is known by then; a second time, the process does. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (message: string) => {
    if (controller.signal.aborted) process.exit(suiteError);
    controller.abort(new Mistake(message));
  };
  process.on('SIGINT', () => interrupt('The run was interrupted.'));
  process.on('SIGTERM', () => interrupt('The run was ended by a signal.'));
  return controller.signal;
}
