/** What `run` is told of a controller, and of a cluster, that exist already: options, and the choices that they make. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { echoImage } from './cluster/echo-image.ts';
import { Mistake } from './mistake.ts';
import type { DeployedChoice, KubeconfigChoice } from './settings.ts';

export interface ExistingFlags {
  readonly ingressClass?: string;
  readonly ingressClassAnnotation: boolean;
  /** A host alone where no port was given. */
  readonly httpAddress?: PartialAddress;
  readonly httpsAddress?: PartialAddress;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly echoImage?: string;
  readonly podAddress?: string;
  readonly disposableCluster: boolean;
}

interface PartialAddress {
  readonly host: string;
  readonly port: number | undefined;
}

export const deployedFlags = [
  'ingressClass',
  'ingressClassAnnotation',
  'httpAddress',
  'httpsAddress',
] as const satisfies readonly (keyof ExistingFlags)[];

export const kubeconfigFlags = [
  'kubeconfig',
  'context',
  'echoImage',
  'podAddress',
  'disposableCluster',
] as const satisfies readonly (keyof ExistingFlags)[];

export function addExisting(command: Command): Command {
  return command
    .option('--ingress-class <name>', 'the class of --implementation deployed, which its Ingresses are given')
    .option(
      '--ingress-class-annotation',
      'name that class by annotation, where there is no object of it',
      false,
    )
    .addOption(
      new Option(
        '--http-address <host:port>',
        'where it is reached over HTTP (default: as the status of an Ingress shows it, port 80)',
      ).argParser(address),
    )
    .addOption(
      new Option('--https-address <host:port>', 'the same over HTTPS (default: port 443)').argParser(address),
    )
    .option(
      '--kubeconfig <file>',
      'leads to the cluster of --cluster kubeconfig (default: where kubectl looks for it)',
    )
    .option('--context <name>', 'of the kubeconfig (default: its current one)')
    .option('--echo-image <image>', `of the pods there (default: ${echoImage})`)
    .addOption(
      new Option(
        '--pod-address <address>',
        'where that cluster reaches this machine, for pods that are servers of the suite instead',
      ).argParser(ipAddress),
    )
    .option('--disposable-cluster', 'nobody else uses it: it may have a default IngressClass', false);
}

/** @throws Mistake where the class is missing */
export function deployedOf(
  flags: ExistingFlags & { readonly implementationName?: string; readonly implementationVersion?: string },
): DeployedChoice {
  const { httpAddress, httpsAddress, implementationName: name, implementationVersion: version } = flags;
  return {
    kind: 'deployed',
    ...classOf(flags),
    ...(httpAddress === undefined ? {} : { httpAddress: { ...httpAddress, port: httpAddress.port ?? 80 } }),
    ...(httpsAddress === undefined
      ? {}
      : { httpsAddress: { ...httpsAddress, port: httpsAddress.port ?? 443 } }),
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
  };
}

/** @throws Mistake where the options do not go together */
export function existingOf(flags: ExistingFlags): KubeconfigChoice {
  const { kubeconfig, context, echoImage: image, podAddress, disposableCluster } = flags;
  if (podAddress !== undefined && image !== undefined) {
    throw new Mistake(
      'With --pod-address the pods are servers of the suite, and with --echo-image the cluster runs them: give one.',
    );
  }
  const { ingressClass: name, by } = classOf(flags);
  return {
    kind: 'kubeconfig',
    ...(kubeconfig === undefined ? {} : { kubeconfig: resolve(kubeconfig) }),
    ...(context === undefined ? {} : { context }),
    echoImage: image ?? echoImage,
    ...(podAddress === undefined ? {} : { podAddress }),
    disposable: disposableCluster,
    deployed: { name, by },
  };
}

/** As it stands on the command line. */
export function spelled(flag: string): string {
  return `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function classOf({
  ingressClass,
  ingressClassAnnotation,
}: ExistingFlags): Pick<DeployedChoice, 'ingressClass' | 'by'> {
  if (ingressClass === undefined) {
    throw new Mistake(
      'Which controller of the cluster is meant is not said: give --implementation deployed its --ingress-class <name>. kubectl get ingressclasses shows those that there are.',
    );
  }
  return { ingressClass, by: ingressClassAnnotation ? 'annotation' : 'field' };
}

/** `10.0.0.7:80`, `[::1]:80`, `lb.example.com`; a port need not be given. */
function address(value: string): PartialAddress {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:/\s]+))(?::(\d+))?$/.exec(value) ?? [];
  const host = bracketed ?? plain;
  const number = port === undefined ? undefined : Number(port);
  const valid = bracketed === undefined || isIP(bracketed) === 6;
  if (host === undefined || !valid || (number !== undefined && (number < 1 || number > 65535))) {
    throw new InvalidArgumentError('Give <host>:<port>, such as 10.0.0.7:80 or [2001:db8::7]:80.');
  }
  return { host, port: number };
}

function ipAddress(value: string): string {
  if (isIP(value) === 0) throw new InvalidArgumentError('Give an IP address of this machine.');
  return value;
}
