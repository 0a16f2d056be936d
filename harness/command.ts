#!/usr/bin/env node
/** The command `ingress-conformance`. It alone touches the process. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { parseVersion } from '../fixtures/api-server/version.ts';
import { CatalogueError } from '../reports/catalogue/load.ts';
import { Mistake } from './mistake.ts';
import { packageVersion } from './package-version.ts';
import { run } from './run.ts';
import { createRunFolder } from './run-folder.ts';
import { defaultSettings } from './settings.ts';

/** The suite itself could not run: no verdict about the implementation. */
const suiteError = 2;

interface RunFlags {
  readonly document: readonly string[];
  readonly tags: string;
  readonly name: readonly string[];
  readonly parallel: number | undefined;
  readonly output: string;
  readonly order: 'defined' | 'random';
  readonly kubernetesVersion: string;
  readonly strict: boolean;
}

const program = new Command('ingress-conformance')
  .description(
    'Checks a Kubernetes Ingress controller against what the documents say, statement by statement.',
  )
  .version(packageVersion)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : suiteError));

program
  .command('run')
  .description('run the scenarios, show progress, and write the reports')
  .option('--document <id>', 'only this document, such as traefik-provider; repeatable', collect, [])
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
  .option('--parallel <count>', 'scenarios at once (default: one for each processor)', positiveInteger)
  .option('--order <order>', 'defined, random, or random:<seed>', order, 'defined')
  .option(
    '--kubernetes-version <version>',
    'of clusters whose version the scenario leaves open',
    kubernetesVersion,
    defaultSettings.kubernetesVersion,
  )
  .option('--output <folder>', 'where the reports go', 'reports/latest')
  .option('--strict', 'inferred and observed statements count for the exit code too', false)
  .addHelpText(
    'after',
    `
Exit code:
  0  every documented statement that was checked holds
  1  one does not
  2  the suite itself could not run

Examples:
  $ ingress-conformance run
  $ ingress-conformance run --document traefik-provider --kubernetes-version 1.21
  $ ingress-conformance run --tags "@traefik-provider.ingress-class.class-missing"
  $ ingress-conformance run --name "Exact" --parallel 1 --output /tmp/reports`,
  )
  .action(runSuite);

async function runSuite(flags: RunFlags): Promise<void> {
  const folder = createRunFolder();
  process.once('exit', folder.remove);
  const { exitCode } = await run({
    documents: flags.document,
    tags: flags.tags,
    names: flags.name,
    parallel: flags.parallel,
    output: resolve(flags.output),
    order: flags.order,
    strict: flags.strict,
    kubernetesVersion: flags.kubernetesVersion,
    console: { stream: process.stdout, environment: process.env },
    folder,
    signal: interruption(),
  });
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

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function collectPattern(value: string, before: readonly string[]): readonly string[] {
  try {
    new RegExp(value);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : '');
  }
  return collect(value, before);
}

function kubernetesVersion(value: string): string {
  try {
    parseVersion(value);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : '');
  }
  return value;
}

function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return number;
}

function order(value: string): string {
  if (!/^(defined|random(:.+)?)$/.test(value))
    throw new InvalidArgumentError('It must be defined, random or random:<seed>.');
  return value;
}

try {
  await program.parseAsync();
} catch (error) {
  const message =
    error instanceof CatalogueError || error instanceof Mistake
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`ingress-conformance: ${message}\n`);
  process.exit(suiteError);
}
