/** Whether a statement can be checked with this implementation on this cluster, and if not, why not. */
import type { Capability, Catalogue } from '../reports/catalogue/catalogue.ts';
import { indexStatements, statementTagsOf } from '../reports/catalogue/statements.ts';
import type { SessionSettings } from './scenario/session.ts';

/** What each capability lets a scenario do, as the end of "it does not …". */
const lacking: Readonly<Record<Capability, string>> = {
  options: 'the options of the implementation cannot be set',
  'dynamic-configuration': 'the implementation does not show its dynamic configuration',
  log: 'the log of the implementation cannot be read',
  lifecycle: 'the implementation cannot be started and stopped by the suite',
  'request-log': 'the cluster does not tell which requests its API server was sent',
  'kubernetes-version': 'the Kubernetes version of the cluster cannot be chosen',
  faults: 'the API server of the cluster cannot be made to fail',
  'api-server': 'the API server of the cluster is not one that the suite runs',
  'name-servers': 'the implementation cannot be given name servers to ask',
  'pod-control':
    'the pods of the cluster do not tell what they have received, nor fail when they are told to',
  'default-class': 'a default IngressClass would be given to Ingresses of others in the cluster',
};

export interface ScenarioNeeds {
  readonly tags: readonly string[];
  /** Whether it says itself of which Kubernetes version its cluster is to be. */
  readonly choosesVersion: boolean;
}

type Settings = Pick<SessionSettings, 'kubernetesVersion'> & {
  readonly implementation: Pick<SessionSettings['implementation'], 'capabilities'>;
  readonly clusters: Pick<SessionSettings['clusters'], 'capabilities'>;
};

/** Why the statements of a scenario can't be checked here; undefined where they can. */
export function reasonNotApplicable(
  catalogue: Catalogue,
  { tags, choosesVersion }: ScenarioNeeds,
  { implementation, clusters, kubernetesVersion }: Settings,
): string | undefined {
  const statements = indexStatements(catalogue);
  const offered = new Set([...implementation.capabilities, ...clusters.capabilities]);
  for (const id of statementTagsOf(tags)) {
    const statement = statements.get(id)?.statement;
    if (statement === undefined) continue;
    const missing = statement.requires.find((capability) => !offered.has(capability));
    if (missing !== undefined) return lacking[missing];
    const chosen = choosesVersion && offered.has('kubernetes-version');
    if (!chosen && !isWithin(kubernetesVersion, statement.kubernetes)) {
      const { from = '1.14', to = 'the newest' } = statement.kubernetes;
      return `it is about Kubernetes ${from} to ${to}, and the cluster is ${kubernetesVersion}`;
    }
  }
  return undefined;
}

/** Why a scenario that needs that Kubernetes version or a later one can't be carried out; undefined where it can. */
export function reasonTooOld(clusterVersion: string, needed: string): string | undefined {
  return isWithin(clusterVersion, { from: needed, to: undefined })
    ? undefined
    : `it needs Kubernetes ${needed} or later, and the cluster is ${clusterVersion}`;
}

function isWithin(
  version: string,
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
): boolean {
  const minor = minorOf(version);
  return (from === undefined || minor >= minorOf(from)) && (to === undefined || minor <= minorOf(to));
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
