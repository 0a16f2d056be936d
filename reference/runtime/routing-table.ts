import type { PersistentMap } from './persistent-map.ts';
import type { ResolvedService } from './resolve.ts';
import type { RouteIndex } from './route-index.ts';
import type { RequestFacts, Route, RoutingTable } from './runtime.ts';

export const emptyTable: RoutingTable = { find: () => undefined };

/**
 * An index with the services of one runtime. Candidates know their service by name, so that pods which come
 * and go leave the index as it is.
 */
export class IndexedTable implements RoutingTable {
  readonly #index: RouteIndex;
  readonly #services: PersistentMap<ResolvedService>;

  constructor(index: RouteIndex, services: PersistentMap<ResolvedService>) {
    this.#index = index;
    this.#services = services;
  }

  find(request: RequestFacts): Route | undefined {
    const candidate = this.#index.find(request);
    if (candidate === undefined) return undefined;
    const service = this.#services.get(candidate.service)?.service;
    if (service === undefined) return undefined;
    if (candidate.lastRoute?.service !== service) {
      candidate.lastRoute = { router: candidate.router, service, middlewares: [] };
    }
    return candidate.lastRoute;
  }
}
