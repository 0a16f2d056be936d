/** What `run` is told of the implementation under test and of clusters: options, and the choices that they make. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  addExisting,
  deployedFlags,
  deployedOf,
  type ExistingFlags,
  existingOf,
  kubeconfigFlags,
  spelled,
} from './command-run-existing.ts';
import { type DialectName, dialectNames } from './implementation/dialects.ts';
import { Mistake } from './mistake.ts';
import type { ClusterChoice, ImplementationChoice, Sharing } from './settings.ts';

export interface TargetFlags extends ExistingFlags {
  readonly implementation: string;
  readonly process: boolean;
  readonly binary?: string;
  readonly implementationName?: string;
  readonly implementationVersion?: string;
  readonly dialect?: DialectName;
  /** False with `--no-sharing`. */
  readonly sharing: boolean;
  readonly cluster?: string;
  readonly podCidr?: string;
}

export interface Target {
  readonly implementation: ImplementationChoice;
  readonly cluster: ClusterChoice;
}

/** Adds the options to the command. */
export function addTarget(command: Command): Command {
  return addExisting(command)
    .option(
      '--implementation <kind>',
      'what is checked: reference, command, deployed, or the path of a file that exports one',
      'reference',
    )
    .option('--process', 'the reference as a process, by its own command', false)
    .option('--binary <path>', 'the program of --implementation command')
    .option('--implementation-name <name>', 'what the reports call it (default: as it says)')
    .option('--implementation-version <version>', 'its version, for the reports (default: as it says)')
    .addOption(
      new Option(
        '--dialect <name>',
        'how its options and rules are spelled (default: by its version)',
      ).choices(dialectNames),
    )
    .option('--no-sharing', 'start a process for each scenario, also where one could do for several')
    .option(
      '--cluster <kind>',
      'embedded: API servers of the suite; envtest: real ones, of the programs in KUBEBUILDER_ASSETS; kubeconfig: a cluster that exists, which --implementation deployed implies (default: embedded)',
    )
    .option(
      '--pod-cidr <range>',
      'addresses of this machine for the pods of --cluster envtest, such as 10.200.0.0/24',
    );
}

/** @throws Mistake where the options do not go together */
export function targetOf(flags: TargetFlags): Target {
  return { implementation: implementationOf(flags), cluster: clusterOf(flags) };
}

function implementationOf(flags: TargetFlags): ImplementationChoice {
  const { implementation: kind } = flags;
  const sharing: Sharing = flags.sharing ? 'shared' : 'fresh';
  if (kind !== 'reference') refuse(flags, ['process'], ['reference']);
  if (kind !== 'command') refuse(flags, ['binary', 'dialect'], ['command']);
  if (kind !== 'command' && kind !== 'deployed') {
    refuse(flags, ['implementationName', 'implementationVersion'], ['command', 'deployed']);
  }
  if (kind !== 'deployed') refuse(flags, deployedFlags, ['deployed']);
  switch (kind) {
    case 'reference':
      return flags.process ? { kind: 'reference-process', sharing } : { kind: 'reference' };
    case 'command':
      return commandOf(flags, sharing);
    case 'deployed':
      return deployedOf(flags);
    default:
      if (isPath(kind)) return { kind: 'custom', path: resolve(kind) };
      throw new Mistake(
        `There is no implementation "${kind}": give reference, command, deployed, or the path of a file, such as ./${kind}.ts.`,
      );
  }
}

function clusterOf(flags: TargetFlags): ClusterChoice {
  const { implementation, podCidr } = flags;
  const kind = flags.cluster ?? (implementation === 'deployed' ? 'kubeconfig' : 'embedded');
  if (kind !== 'kubeconfig') {
    const given = kubeconfigFlags.find((name) => Boolean(flags[name]));
    if (given !== undefined) {
      throw new Mistake(`${spelled(given)} is for --cluster kubeconfig alone, and this is ${kind}.`);
    }
  }
  if (podCidr !== undefined && kind !== 'envtest') {
    throw new Mistake(`--pod-cidr is for --cluster envtest alone, and this is ${kind}.`);
  }
  switch (kind) {
    case 'embedded':
      return { kind };
    case 'envtest':
      if (podCidr !== undefined) return { kind, podRange: podCidr };
      throw new Mistake(
        'Pods need addresses that an API server takes: give --cluster envtest a --pod-cidr of this machine, such as 10.200.0.0/24. docs/clusters.md says how to have one without changing the network.',
      );
    case 'kubeconfig':
      return existingOf(flags);
    default:
      throw new Mistake(`There is no cluster "${kind}": give embedded, envtest or kubeconfig.`);
  }
}

function commandOf(flags: TargetFlags, sharing: Sharing): ImplementationChoice {
  const { binary, implementationName: name, implementationVersion: version, dialect } = flags;
  if (binary === undefined) {
    throw new Mistake('There is no program to run: give --implementation command its --binary <path>.');
  }
  return {
    kind: 'command',
    binary: resolve(binary),
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(dialect === undefined ? {} : { dialect }),
    sharing,
  };
}

/** No kind of implementation has such a name. */
function isPath(kind: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(kind);
}

/** Options that mean nothing for what was chosen would be believed to do something. */
function refuse(
  flags: TargetFlags,
  names: readonly (keyof TargetFlags & string)[],
  kinds: readonly string[],
): void {
  const given = names.find((name) => flags[name] !== undefined && flags[name] !== false);
  if (given === undefined) return;
  throw new Mistake(
    `${spelled(given)} is for --implementation ${kinds.join(' or ')} alone, and this is ${flags.implementation}.`,
  );
}
