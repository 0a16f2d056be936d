/**
 * Whether a scenario can do with a cluster and an instance that others have had before it, and leave them to the
 * next. Where in doubt it can't: what that costs is the start of a process.
 */
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import { optionsOf, type StaticConfiguration } from '../implementation/static-configuration.ts';

export interface SharingNeeds {
  /** What its statements require. */
  readonly requires: ReadonlySet<Capability>;
  /** What the instance is to be started with, without what its document needs. */
  readonly configuration: StaticConfiguration;
  /** Whether the instance is to find nothing around it but the kubeconfig of the harness. */
  readonly usualSurroundings: boolean;
  /** Whether nothing is asked of the cluster but to be there. */
  readonly usualCluster: boolean;
}

/** With them a scenario looks at, or changes, what others would see too, or see already. */
const apart: readonly Capability[] = [
  'lifecycle',
  'log',
  'request-log',
  'kubernetes-version',
  'faults',
  'api-server',
  'name-servers',
];

const shareableOptions = /^providers\.kubernetesingress(\.|$)/;

/**
 * With `ingressEndpoint` an instance writes into objects, which it might do before it turns out not to be the one that
 * is wanted; with `ingressClass` the barrier that tells of the end may hang on an object of the scenario.
 */
const optionsApart = /\.(ingressendpoint|ingressclass)(\.|$)/;

export function allowsSharing({
  requires,
  configuration,
  usualSurroundings,
  usualCluster,
}: SharingNeeds): boolean {
  if (!usualSurroundings || !usualCluster) return false;
  if (apart.some((capability) => requires.has(capability))) return false;
  return isShareable(configuration);
}

/** The provider and its options alone, none of which is of the scenario's own: a path, a port, a token. */
function isShareable(configuration: StaticConfiguration): boolean {
  const { files, arguments: flags, variables, leftAlone = [] } = configuration;
  const sources = [files.length > 0, flags.length > 0, Object.keys(variables).length > 0];
  if (leftAlone.length > 0 || sources.filter(Boolean).length !== 1 || files.length > 1) return false;
  if (JSON.stringify(configuration).includes('${')) return false;
  const options = [...optionsOf(configuration).keys()];
  return (
    options.length > 0 &&
    options.every((option) => shareableOptions.test(option) && !optionsApart.test(option))
  );
}
