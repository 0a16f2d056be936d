/**
 * The endpoints controllers' work in a cluster that has none: Endpoints and EndpointSlices follow Services and Pods.
 * Whatever concerns them is written through here, so that nothing has to be watched, and what follows is there when
 * the write is done.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  type Endpoints,
  hasSelector,
  type Pod,
  type Service,
  selects,
  type WantedEndpoints,
  wantedEndpoints,
} from '../../../fixtures/api-server/index.ts';
import type { Manifest, ObjectReference } from '../cluster.ts';
import type { BasicObjects } from '../objects.ts';

/** The same objects, with what the controllers of a cluster do when they change. */
export function keepEndpoints(objects: BasicObjects): BasicObjects {
  const known = new Map<string, Manifest>();
  /** Of each Service, what was last written for it. */
  const written = new Map<string, readonly Manifest[]>();
  /** `namespace/name` of Endpoints that somebody else has written or deleted since. */
  const touched = new Set<string>();
  // One after the other: two at once could each leave out what the other one has seen.
  let last: Promise<void> = Promise.resolve();

  const ofKind = (kind: string, namespace: string): readonly Manifest[] =>
    [...known.values()].filter((object) => object.kind === kind && namespaceOf(object) === namespace);

  const sync = async (namespace: string, name: string): Promise<void> => {
    const service = known.get(keyOf('Service', namespace, name));
    const key = `${namespace}/${name}`;
    const before = written.get(key) ?? [];
    const wanted =
      service === undefined
        ? []
        : manifestsOf(
            namespace,
            name,
            wantedEndpoints(
              service as unknown as Service,
              ofKind('Pod', namespace) as unknown as Pod[],
              known.get(keyOf('Endpoints', namespace, name)) as unknown as Endpoints | undefined,
            ),
          );
    written.set(key, wanted);
    const stale = touched.delete(key);
    for (const manifest of wanted) {
      const same = before.some((one) => isDeepStrictEqual(one, manifest));
      if (!same || (stale && manifest.kind === 'Endpoints')) await objects.apply(manifest);
    }
    for (const { apiVersion, kind, metadata } of before) {
      const stays = wanted.some((one) => one.kind === kind && one.metadata.name === metadata.name);
      const reference = { apiVersion, kind, namespace, name: metadata.name };
      // A Service takes its Endpoints with it, and anybody may have deleted them.
      if (!stays && (await objects.read(reference)) !== undefined) await objects.delete(reference);
    }
  };

  const touch = ({
    kind,
    namespace = 'default',
    name,
  }: Pick<ObjectReference, 'kind' | 'namespace' | 'name'>) => {
    if (kind === 'Endpoints') touched.add(`${namespace}/${name}`);
  };

  const follow = (reference: Pick<ObjectReference, 'kind' | 'namespace' | 'name'>, pods: Manifest[] = []) => {
    const namespace = reference.namespace ?? 'default';
    const names = namesOfServices(reference, ofKind('Service', namespace), pods);
    const done = last.then(async () => {
      for (const name of names) await sync(namespace, name);
    });
    last = done.catch(() => {});
    return done;
  };

  return {
    read: objects.read,
    async apply(manifest) {
      const live = await objects.apply(manifest);
      if (!isKept(manifest)) return live;
      touch({ kind: live.kind, ...live.metadata });
      const key = keyOf(manifest.kind, namespaceOf(manifest), manifest.metadata.name);
      const previous = known.get(key);
      known.set(key, live);
      await follow({ kind: live.kind, ...live.metadata }, previous === undefined ? [live] : [live, previous]);
      return live;
    },
    async applyStatus(manifest) {
      await objects.applyStatus(manifest);
      const key = keyOf(manifest.kind, namespaceOf(manifest), manifest.metadata.name);
      const live = known.get(key);
      if (live === undefined) return;
      const changed = { ...live, status: manifest.status };
      known.set(key, changed);
      await follow({ kind: live.kind, ...live.metadata }, [changed]);
    },
    async delete(reference) {
      await objects.delete(reference);
      touch(reference);
      const key = keyOf(reference.kind, reference.namespace ?? 'default', reference.name);
      const previous = known.get(key);
      known.delete(key);
      if (previous === undefined && reference.kind !== 'Endpoints') return;
      await follow(reference, reference.kind === 'Endpoints' || previous === undefined ? [] : [previous]);
    },
  };
}

function isKept({ kind, apiVersion }: Manifest): boolean {
  return apiVersion === 'v1' && (kind === 'Service' || kind === 'Pod' || kind === 'Endpoints');
}

/** The Services that a change of this object concerns. */
function namesOfServices(
  { kind, name }: Pick<ObjectReference, 'kind' | 'name'>,
  services: readonly Manifest[],
  versions: readonly Manifest[],
): readonly string[] {
  switch (kind) {
    case 'Service':
      return [name];
    case 'Endpoints': {
      // What somebody writes over a controller's own stays until the Service or a pod changes, as in a cluster; what
      // somebody deletes comes back at once.
      if (versions.length === 0) return [name];
      const own = services.some(
        (one) => one.metadata.name === name && hasSelector(one as unknown as Service),
      );
      return own ? [] : [name];
    }
    default:
      return services
        .filter((one) => versions.some((pod) => selects(one as unknown as Service, pod as never)))
        .map(({ metadata }) => metadata.name);
  }
}

function manifestsOf(namespace: string, name: string, { endpoints, slices }: WantedEndpoints): Manifest[] {
  const own: Manifest[] =
    endpoints === undefined
      ? []
      : [
          {
            apiVersion: 'v1',
            kind: 'Endpoints',
            metadata: { namespace, name, labels: endpoints.labels },
            subsets: endpoints.subsets,
          },
        ];
  return [
    ...own,
    ...slices.map((slice) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace, name: slice.name, labels: slice.labels },
      ...slice.content,
    })),
  ];
}

function namespaceOf({ metadata }: Manifest): string {
  return metadata.namespace ?? 'default';
}

function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}
