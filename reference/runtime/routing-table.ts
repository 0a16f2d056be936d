import type { Middleware } from '../middlewares/exchange.ts';
import type { Candidate } from './candidate.ts';
import { type MiddlewareTable, sameItems } from './middleware-table.ts';
import type { RouteIndex } from './route-index.ts';
import type { RequestFacts, Route, RoutingTable, RuntimeService } from './runtime.ts';

export const emptyTable: RoutingTable = { find: () => undefined };

/** What the names that candidates have stand for in one runtime. */
export interface Names {
  /** @param name `name@provider` */
  service(name: string): RuntimeService | undefined;
  readonly middlewares: MiddlewareTable;
}

/**
 * An index with the services and middlewares of one runtime. Candidates know them by name, so that pods which
 * come and go leave the index as it is. The same route is given out for as long as it leads through the same.
 */
export class IndexedTable implements RoutingTable {
  readonly #index: RouteIndex;
  readonly #names: Names;

  constructor(index: RouteIndex, names: Names) {
    this.#index = index;
    this.#names = names;
  }

  find(request: RequestFacts): Route | undefined {
    const candidate = this.#index.find(request);
    if (candidate === undefined) return undefined;
    const service = this.#names.service(candidate.service);
    if (service === undefined) return undefined;
    const last = candidate.lastRoute;
    if (last?.route.service === service && last.middlewares === this.#names.middlewares) return last.route;
    return this.#renew(candidate, service);
  }

  #renew(candidate: Candidate, service: RuntimeService): Route {
    const { middlewares: table } = this.#names;
    const middlewares = candidate.middlewares.flatMap<Middleware>(
      (name) => table.get(name)?.middlewares ?? [],
    );
    const last = candidate.lastRoute?.route;
    const same = last?.service === service && sameItems(last.middlewares, middlewares);
    const route = same ? last : { router: candidate.router, service, middlewares };
    candidate.lastRoute = { route, middlewares: table };
    return route;
  }
}
