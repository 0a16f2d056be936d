import type { ConfigurationPart, ServersTransport } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Middleware } from '../middlewares/exchange.ts';
import { CertificateIndex } from './certificate-index.ts';
import {
  type ConfigurationChanges,
  configurationChanges,
  type PartsByProvider,
  type RankedRouter,
} from './part-changes.ts';
import { PersistentMap } from './persistent-map.ts';
import { type ResolvedRouter, type ResolvedService, resolveRouter, resolveService } from './resolve.ts';
import { type Placement, RouteIndex } from './route-index.ts';
import { emptyTable, IndexedTable } from './routing-table.ts';
import type {
  CertificateTable,
  RouterState,
  RoutingTable,
  Runtime,
  Server,
  ServiceState,
} from './runtime.ts';
import { ServerRegistry } from './server-registry.ts';

export interface RuntimeInput {
  /**
   * By provider: the whole configuration, or its parts, which have no name in common. A part that is the same
   * object as in `previous` is not looked at again.
   */
  readonly configurations: Readonly<Record<string, ConfigurationPart | readonly ConfigurationPart[]>>;
  /** Names of the entry points. */
  readonly entryPoints: readonly string[];
  /** Those on which every router answers HTTPS (`entryPoints.NAME.http.tls`). */
  readonly httpsEntryPoints?: readonly string[];
  /** What is in force so far: what has not changed is kept, servers their identity, services their turn. */
  readonly previous?: Runtime;
}

/** Merges configurations as `name@provider`, resolves what they name, and builds the routing tables. */
export function buildRuntime(input: RuntimeInput): Runtime {
  const { configurations, entryPoints, httpsEntryPoints = [], previous } = input;
  const parts: PartsByProvider = new Map(
    Object.entries(configurations).map(([provider, given]) => [provider, [given].flat()]),
  );
  const before = previous instanceof BuiltRuntime ? previous.state : emptyState;
  const sameEntryPoints =
    before.entryPoints.join() === entryPoints.join() &&
    before.httpsEntryPoints.join() === httpsEntryPoints.join();
  const changes = configurationChanges(before.parts, parts);
  // Routers listen elsewhere when the entry points change: each of them is resolved again.
  if (!sameEntryPoints) addMissing(changes.routers, before.routers);
  return new BuiltRuntime(nextState(before, changes, { parts, entryPoints, httpsEntryPoints }));
}

/** Everything that a runtime knows, in immutable values that the next one shares where it can. */
interface State {
  readonly parts: PartsByProvider;
  readonly entryPoints: readonly string[];
  readonly httpsEntryPoints: readonly string[];
  readonly certificates: CertificateIndex;
  /** All by `name@provider`. */
  readonly routers: PersistentMap<ResolvedRouter>;
  readonly services: PersistentMap<ResolvedService>;
  /** By service: routers that name it, whether or not there is such a service. */
  readonly users: PersistentMap<readonly string[]>;
  readonly routerStates: PersistentMap<RouterState>;
  readonly serviceStates: PersistentMap<ServiceState>;
  readonly transports: PersistentMap<ServersTransport>;
  readonly servers: ServerRegistry;
  readonly indexes: ReadonlyMap<string, RouteIndex>;
}

const emptyState: State = {
  parts: new Map(),
  entryPoints: [],
  httpsEntryPoints: [],
  certificates: CertificateIndex.empty,
  routers: PersistentMap.empty(),
  services: PersistentMap.empty(),
  users: PersistentMap.empty(),
  routerStates: PersistentMap.empty(),
  serviceStates: PersistentMap.empty(),
  transports: PersistentMap.empty(),
  servers: ServerRegistry.empty,
  indexes: new Map(),
};

class BuiltRuntime implements Runtime {
  readonly state: State;
  readonly #tables = new Map<string, RoutingTable>();
  #problems: readonly Problem[] | undefined;

  constructor(state: State) {
    this.state = state;
    for (const [key, index] of state.indexes) this.#tables.set(key, new IndexedTable(index, state.services));
  }

  table(entryPoint: string, tls: boolean): RoutingTable {
    return this.#tables.get(tableKey(entryPoint, tls)) ?? emptyTable;
  }

  get certificates(): CertificateTable {
    return this.state.certificates;
  }

  entryPointMiddlewares(_entryPoint: string): readonly Middleware[] {
    return [];
  }

  get routers(): ReadonlyMap<string, RouterState> {
    return this.state.routerStates;
  }

  get services(): ReadonlyMap<string, ServiceState> {
    return this.state.serviceStates;
  }

  get servers(): ReadonlySet<Server> {
    return this.state.servers;
  }

  get problems(): readonly Problem[] {
    this.#problems ??= [...this.state.routers.values(), ...this.state.services.values()].flatMap(
      ({ problems }) => problems,
    );
    return this.#problems;
  }
}

function nextState(
  before: State,
  changes: ConfigurationChanges,
  given: Pick<State, 'parts' | 'entryPoints' | 'httpsEntryPoints'>,
): State {
  const transports = before.transports.with(changes.transports);
  const { services, servers, changed } = changeServices(before, changes, transports);
  const routerChanges = changeRouters(
    before,
    { routers: changes.routers, services: changed },
    services,
    given.entryPoints,
  );
  const routers = before.routers.with(routerChanges);
  const users = changeUsers(before, routerChanges);

  const routerStates = new Map([...routerChanges].map(([id, router]) => [id, router?.state]));
  const serviceStates = new Map<string, ServiceState | undefined>();
  for (const id of new Set([...changed, ...users.changed])) {
    serviceStates.set(id, serviceState(services.get(id), users.all.get(id) ?? []));
  }
  return {
    ...given,
    certificates: before.certificates.with(changes.certificates.removed, changes.certificates.added),
    routers,
    services,
    users: users.all,
    routerStates: before.routerStates.with(routerStates),
    serviceStates: before.serviceStates.with(serviceStates),
    transports,
    servers,
    indexes: changeIndexes(before, routerChanges, given.httpsEntryPoints),
  };
}

interface ServiceChanges extends Pick<State, 'services' | 'servers'> {
  /** Those that were resolved again, or are gone. */
  readonly changed: ReadonlySet<string>;
}

function changeServices(
  before: State,
  changes: ConfigurationChanges,
  transports: State['transports'],
): ServiceChanges {
  const servers = before.servers.change();
  const surroundings = { servers, transport: (name: string) => transports.get(name) };
  const resolved = new Map<string, ResolvedService | undefined>();
  for (const [id, definition] of changedServices(before, changes)) {
    const previous = before.services.get(id);
    for (const server of previous?.service.servers ?? []) servers.giveBack(server);
    resolved.set(id, definition && resolveService(id, definition, surroundings, previous));
  }
  return {
    services: before.services.with(resolved),
    servers: servers.finish(),
    changed: new Set(resolved.keys()),
  };
}

/** Services that are different, and those that may name a transport which is. */
function changedServices(
  before: State,
  { services, transports }: ConfigurationChanges,
): ConfigurationChanges['services'] {
  // Transports change seldom, so that who names them is not remembered.
  if (transports.size === 0) return services;
  const all = new Map(services);
  for (const [id, { definition }] of before.services) {
    if (definition.loadBalancer.serversTransport !== undefined && !all.has(id)) all.set(id, definition);
  }
  return all;
}

/** Routers that are different, and those that name a service which appeared, disappeared, broke or was mended. */
function changeRouters(
  before: State,
  changes: { readonly routers: ConfigurationChanges['routers']; readonly services: ReadonlySet<string> },
  services: State['services'],
  entryPoints: readonly string[],
): Map<string, ResolvedRouter | undefined> {
  const definitions = new Map(changes.routers);
  for (const id of changes.services) {
    if (before.services.get(id)?.usable === services.get(id)?.usable) continue;
    for (const user of before.users.get(id) ?? []) {
      if (!definitions.has(user)) definitions.set(user, rankedRouter(before.routers.get(user)));
    }
  }
  const surroundings = { entryPoints, service: (name: string) => services.get(name) };
  const resolved = new Map<string, ResolvedRouter | undefined>();
  for (const [id, router] of definitions) {
    resolved.set(id, router && resolveRouter(id, router, surroundings, before.routers.get(id)));
  }
  return resolved;
}

function changeUsers(
  before: State,
  routers: ReadonlyMap<string, ResolvedRouter | undefined>,
): { readonly all: State['users']; readonly changed: ReadonlySet<string> } {
  const lists = new Map<string, Set<string>>();
  const usersOf = (service: string) => {
    const list = lists.get(service) ?? new Set(before.users.get(service));
    lists.set(service, list);
    return list;
  };
  for (const [id, router] of routers) {
    const old = before.routers.get(id)?.service;
    if (old === router?.service) continue;
    if (old !== undefined) usersOf(old).delete(id);
    if (router !== undefined) usersOf(router.service).add(id);
  }
  const changes = new Map<string, readonly string[] | undefined>();
  for (const [service, list] of lists) changes.set(service, list.size === 0 ? undefined : [...list]);
  return { all: before.users.with(changes), changed: new Set(lists.keys()) };
}

function serviceState(
  resolved: ResolvedService | undefined,
  usedBy: readonly string[],
): ServiceState | undefined {
  if (resolved === undefined) return undefined;
  const { definition, problems, usable } = resolved;
  const errors = problems.map(({ reason }) => reason);
  const status = usable ? (errors.length > 0 ? 'warning' : 'enabled') : 'disabled';
  return { service: definition, status, errors, usedBy };
}

function changeIndexes(
  before: State,
  routers: ReadonlyMap<string, ResolvedRouter | undefined>,
  httpsEntryPoints: readonly string[],
): State['indexes'] {
  const removed = new Map<string, Placement[]>();
  const added = new Map<string, Placement[]>();
  for (const [id, router] of routers) {
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

function tableKey(entryPoint: string, tls: boolean): string {
  return `${tls ? 'https' : 'http'} ${entryPoint}`;
}

function addMissing(changes: ConfigurationChanges['routers'], routers: State['routers']): void {
  for (const [id, router] of routers) if (!changes.has(id)) changes.set(id, rankedRouter(router));
}

function rankedRouter(resolved: ResolvedRouter | undefined): RankedRouter | undefined {
  return resolved && { router: resolved.state.router, seniority: resolved.seniority };
}
