import type { PersistentMap } from './persistent-map.ts';
import type { ResolvedRouter } from './resolve.ts';
import { type Placement, RouteIndex } from './route-index.ts';

/** Candidates by entry point and by whether they answer HTTPS: see `tableKey`. */
export type Indexes = ReadonlyMap<string, RouteIndex>;

interface Routers {
  /** Entry points on which every router answers HTTPS. */
  readonly httpsEntryPoints: readonly string[];
}

/**
 * Moves routers that are resolved again to where they now belong.
 *
 * @param changes by `name@provider`; undefined: gone
 */
export function changeIndexes(
  before: Routers & { readonly routers: PersistentMap<ResolvedRouter>; readonly indexes: Indexes },
  changes: ReadonlyMap<string, ResolvedRouter | undefined>,
  { httpsEntryPoints }: Routers,
): Indexes {
  const removed = new Map<string, Placement[]>();
  const added = new Map<string, Placement[]>();
  for (const [id, router] of changes) {
    collectPlacements(removed, before.routers.get(id), before.httpsEntryPoints);
    collectPlacements(added, router, httpsEntryPoints);
  }
  const indexes = new Map(before.indexes);
  for (const key of new Set([...removed.keys(), ...added.keys()])) {
    const index = indexes.get(key) ?? RouteIndex.empty;
    indexes.set(key, index.with(removed.get(key) ?? [], added.get(key) ?? []));
  }
  return indexes;
}

export function tableKey(entryPoint: string, tls: boolean): string {
  return `${tls ? 'https' : 'http'} ${entryPoint}`;
}

function collectPlacements(
  lists: Map<string, Placement[]>,
  router: ResolvedRouter | undefined,
  httpsEntryPoints: readonly string[],
): void {
  if (router?.placement === undefined) return;
  for (const entryPoint of router.state.using) {
    const tls = router.state.router.tls !== undefined || httpsEntryPoints.includes(entryPoint);
    const key = tableKey(entryPoint, tls);
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [router.placement]);
    else list.push(router.placement);
  }
}
