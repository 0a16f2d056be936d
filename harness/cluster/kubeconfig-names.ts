/**
 * What objects are called in a cluster that others use too. Namespaces and IngressClasses of scenarios become the
 * run's own, labelled so that they can be found again, and read as what the scenario called them. Nothing else
 * of an object changes but what its cluster has to decide: see `toCluster`.
 */
import type { Manifest, ObjectReference } from './cluster.ts';

/** How an Ingress that names no class comes to be the controller's that runs in the cluster. */
export interface DeployedClass {
  readonly name: string;
  /** `annotation`: for clusters, and controllers, that know no IngressClass of it. */
  readonly by: 'field' | 'annotation';
}

/** Scenarios never say it; the harness does where an Ingress must be the controller's, whatever the default. */
export const classUnderTest = 'class-under-test';

export const runLabel = 'ingress-conformance.dev/run';
export const managedBy = { 'app.kubernetes.io/managed-by': 'ingress-conformance' } as const;

/** What names are given to. */
export interface ClusterNames {
  readonly labels: Readonly<Record<string, string>>;
  /** Of a namespace of scenarios. */
  namespace(name: string): string;
  /**
   * The object as it goes to the cluster. Ingresses without a class get that of the controller, unless the scenario has
   * made a default. Services lead to ports by name alone, so that each pod may say which of its own is meant.
   *
   * @throws Error for kinds that scenarios can't have in the cluster of others
   */
  toCluster(manifest: Manifest): Manifest;
  /** And as scenarios read it. */
  fromCluster(manifest: Manifest): Manifest;
  reference(reference: ObjectReference): ObjectReference;
  /** The object is no more. */
  forget(reference: ObjectReference): void;
}

/** Objects without a namespace that scenarios may bring. */
const clusterScoped = new Set(['Namespace', 'IngressClass']);

/** Those would reach beyond what is the run's own. */
const refused = new Set(['ClusterRole', 'ClusterRoleBinding']);

const classAnnotation = 'kubernetes.io/ingress.class';
const defaultAnnotation = 'ingressclass.kubernetes.io/is-default-class';

export function createNames(run: string, deployed: DeployedClass): ClusterNames {
  const prefix = `conformance-${run}-`;
  const labels = { ...managedBy, [runLabel]: run };
  /** Those of the scenario that are marked as the default. */
  const defaults = new Set<string>();
  const own = (name: string) => `${prefix}${name}`;
  const given = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);

  const withClass = (ingress: Manifest): Manifest => {
    const { ingressClassName: named, ...spec } = (ingress.spec ?? {}) as IngressSpec;
    const annotated = ingress.metadata.annotations?.[classAnnotation] !== undefined;
    if (named !== undefined && named !== classUnderTest)
      return { ...ingress, spec: { ...spec, ingressClassName: own(named) } };
    const left = named === undefined && (annotated || defaults.size > 0);
    if (left) return { ...ingress, spec };
    if (deployed.by === 'field') return { ...ingress, spec: { ...spec, ingressClassName: deployed.name } };
    const annotations = { ...ingress.metadata.annotations, [classAnnotation]: deployed.name };
    return { ...ingress, metadata: { ...ingress.metadata, annotations }, spec };
  };

  const withoutClass = (ingress: Manifest): Manifest => {
    const { ingressClassName: named, ...spec } = (ingress.spec ?? {}) as IngressSpec;
    if (named !== undefined) {
      const isGiven = deployed.by === 'field' && named === deployed.name;
      return { ...ingress, spec: isGiven ? spec : { ...spec, ingressClassName: given(named) } };
    }
    const annotations = ingress.metadata.annotations ?? {};
    if (deployed.by !== 'annotation' || annotations[classAnnotation] !== deployed.name) return ingress;
    const { [classAnnotation]: _given, ...others } = annotations;
    return { ...ingress, metadata: { ...ingress.metadata, annotations: others } };
  };

  return {
    labels,
    namespace: own,
    toCluster(manifest) {
      const { kind, metadata } = manifest;
      if (refused.has(kind))
        throw new Error(
          `A ${kind} reaches beyond the run's own namespaces: the scenario's statement has to require \`api-server\`.`,
        );
      if (clusterScoped.has(kind)) {
        if (kind === 'IngressClass' && metadata.annotations?.[defaultAnnotation] === 'true')
          defaults.add(metadata.name);
        const all = { ...metadata.labels, ...labels };
        return { ...manifest, metadata: { ...metadata, name: own(metadata.name), labels: all } };
      }
      const moved = {
        ...manifest,
        metadata: { ...metadata, namespace: own(metadata.namespace ?? 'default') },
      };
      if (kind === 'Ingress') return withClass(moved);
      return kind === 'Service' ? withNamedTargets(moved) : moved;
    },
    fromCluster(manifest) {
      const { kind, metadata } = manifest;
      if (clusterScoped.has(kind)) {
        const { [runLabel]: _run, 'app.kubernetes.io/managed-by': _by, ...others } = metadata.labels ?? {};
        return { ...manifest, metadata: { ...metadata, name: given(metadata.name), labels: others } };
      }
      const { namespace = 'default' } = metadata;
      const moved = { ...manifest, metadata: { ...metadata, namespace: given(namespace) } };
      if (kind === 'Ingress') return withoutClass(moved);
      return kind === 'Service' ? withTargets(moved, targetOf) : moved;
    },
    reference(reference) {
      return clusterScoped.has(reference.kind)
        ? { ...reference, name: own(reference.name) }
        : { ...reference, namespace: own(reference.namespace ?? 'default') };
    },
    forget({ kind, name }) {
      if (kind === 'IngressClass') defaults.delete(name);
    },
  };
}

interface IngressSpec {
  readonly ingressClassName?: string;
  readonly [field: string]: unknown;
}

type Target = string | number;

interface ServicePort {
  readonly port: number;
  readonly targetPort?: Target;
}

/** As it leads to pods in the cluster. */
export function withNamedTargets(service: Manifest): Manifest {
  return withTargets(service, targetName);
}

function withTargets(service: Manifest, targetFor: (target: Target) => Target): Manifest {
  const spec = service.spec as
    | { readonly ports?: readonly ServicePort[]; readonly type?: string }
    | undefined;
  if (spec?.ports === undefined || spec.type === 'ExternalName') return service;
  const ports = spec.ports.map((port) => ({ ...port, targetPort: targetFor(port.targetPort ?? port.port) }));
  return { ...service, spec: { ...spec, ports } };
}

/** What a pod's port is called where a Service leads to its number. */
export function targetName(target: Target): string {
  return typeof target === 'number' ? `port-${target}` : target;
}

function targetOf(target: Target): Target {
  const [, number] = /^port-(\d+)$/.exec(String(target)) ?? [];
  return number === undefined ? target : Number(number);
}
