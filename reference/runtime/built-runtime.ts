import type { ServersTransport } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Middleware } from '../middlewares/exchange.ts';
import { CertificateIndex } from './certificate-index.ts';
import type { EntryPointTable } from './entry-point-middlewares.ts';
import type { InternalService } from './internal-service.ts';
import { MiddlewareTable } from './middleware-table.ts';
import type { PartsByProvider } from './part-changes.ts';
import { PersistentMap } from './persistent-map.ts';
import { type Indexes, tableKey } from './placements.ts';
import type { ResolvedRouter, ResolvedService } from './resolve.ts';
import { emptyTable, IndexedTable } from './routing-table.ts';
import type {
  CertificateTable,
  MiddlewareState,
  RouterState,
  RoutingTable,
  Runtime,
  RuntimeService,
  Server,
  ServiceState,
} from './runtime.ts';
import { ServerRegistry } from './server-registry.ts';
import { TlsState } from './tls-state.ts';
import type { TlsTable } from './tls-table.ts';
import { Users } from './users.ts';

/** Everything that a runtime knows, in immutable values that the next one shares where it can. */
export interface State {
  readonly parts: PartsByProvider;
  readonly entryPoints: readonly string[];
  readonly httpsEntryPoints: readonly string[];
  readonly certificates: CertificateIndex;
  readonly entryPointMiddlewares: EntryPointTable;
  /** All by `name@provider`. */
  readonly internalServices: ReadonlyMap<string, InternalService>;
  readonly middlewares: MiddlewareTable;
  readonly routers: PersistentMap<ResolvedRouter>;
  readonly services: PersistentMap<ResolvedService>;
  readonly serviceUsers: Users;
  readonly middlewareUsers: Users;
  readonly routerStates: PersistentMap<RouterState>;
  readonly serviceStates: PersistentMap<ServiceState>;
  readonly middlewareStates: PersistentMap<MiddlewareState>;
  readonly transports: PersistentMap<ServersTransport>;
  readonly servers: ServerRegistry;
  readonly indexes: Indexes;
  /** By entry point: `http.tls.options`. */
  readonly entryPointTlsOptions: Readonly<Record<string, string>>;
  readonly tls: TlsState;
}

export const emptyState: State = {
  parts: new Map(),
  entryPoints: [],
  httpsEntryPoints: [],
  certificates: CertificateIndex.empty,
  entryPointMiddlewares: new Map(),
  internalServices: new Map(),
  middlewares: MiddlewareTable.empty,
  routers: PersistentMap.empty(),
  services: PersistentMap.empty(),
  serviceUsers: Users.none,
  middlewareUsers: Users.none,
  routerStates: PersistentMap.empty(),
  serviceStates: PersistentMap.empty(),
  middlewareStates: PersistentMap.empty(),
  transports: PersistentMap.empty(),
  servers: ServerRegistry.empty,
  indexes: new Map(),
  entryPointTlsOptions: {},
  tls: TlsState.empty,
};

/** What a state comes to for those who serve. */
export class BuiltRuntime implements Runtime {
  readonly state: State;
  readonly #tables = new Map<string, RoutingTable>();
  #problems: readonly Problem[] | undefined;

  constructor(state: State) {
    this.state = state;
    const names = {
      service: (name: string) => this.service(name),
      middlewares: state.middlewares,
    };
    for (const [key, index] of state.indexes) this.#tables.set(key, new IndexedTable(index, names));
  }

  table(entryPoint: string, tls: boolean): RoutingTable {
    return this.#tables.get(tableKey(entryPoint, tls)) ?? emptyTable;
  }

  get certificates(): CertificateTable {
    return this.state.certificates;
  }

  tls(entryPoint: string): TlsTable {
    return this.state.tls.table(entryPoint);
  }

  entryPointMiddlewares(entryPoint: string): readonly Middleware[] {
    return this.state.entryPointMiddlewares.get(entryPoint)?.middlewares ?? [];
  }

  service(name: string): RuntimeService | undefined {
    return this.state.services.get(name)?.service ?? this.state.internalServices.get(name);
  }

  get routers(): ReadonlyMap<string, RouterState> {
    return this.state.routerStates;
  }

  get services(): ReadonlyMap<string, ServiceState> {
    return this.state.serviceStates;
  }

  get middlewares(): ReadonlyMap<string, MiddlewareState> {
    return this.state.middlewareStates;
  }

  get servers(): ReadonlySet<Server> {
    return this.state.servers;
  }

  get problems(): readonly Problem[] {
    const { entryPointMiddlewares, middlewares, routers, services, tls } = this.state;
    this.#problems ??= [
      ...entryPointMiddlewares.values(),
      ...Array.from(middlewares, ([, middleware]) => middleware),
      ...routers.values(),
      ...services.values(),
      tls,
    ].flatMap(({ problems }) => problems);
    return this.#problems;
  }
}
