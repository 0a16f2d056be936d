import { isDeepStrictEqual } from 'node:util';
import type { ConfigurationPart } from '../dynamic/configuration.ts';
import type { Handler } from '../middlewares/exchange.ts';
import { BuiltRuntime, emptyState, type State } from './built-runtime.ts';
import { resolveEntryPoints } from './entry-point-middlewares.ts';
import { InternalService } from './internal-service.ts';
import { faultOf } from './middleware-table.ts';
import {
  type ConfigurationChanges,
  configurationChanges,
  type PartsByProvider,
  type RankedRouter,
} from './part-changes.ts';
import { changeIndexes } from './placements.ts';
import { type ResolvedRouter, type ResolvedService, resolveRouter, resolveService } from './resolve.ts';
import type { MiddlewareState, Runtime, ServiceState } from './runtime.ts';
import { middlewareState, serviceState } from './states.ts';
import type { TlsOptionsTable } from './tls-options.ts';

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
  /** By entry point: `http.tls.options`, `name@provider`. */
  readonly entryPointTlsOptions?: Readonly<Record<string, string>>;
  /** By entry point: `http.middlewares`, each `name@provider`. */
  readonly entryPointMiddlewares?: Readonly<Record<string, readonly string[]>>;
  /** What the process answers itself, by `name@internal`, for routers to name. The same at each build. */
  readonly internalServices?: Readonly<Record<string, Handler>>;
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
  const changes = configurationChanges(before.parts, parts);
  const middlewares = before.middlewares.with(changes.middlewares);
  const entryPointMiddlewares = resolveEntryPoints(
    input.entryPointMiddlewares ?? {},
    middlewares,
    before.entryPointMiddlewares,
  );
  const fixed: Fixed = {
    parts,
    entryPoints,
    httpsEntryPoints,
    entryPointTlsOptions: input.entryPointTlsOptions ?? {},
    tlsOptions: before.tls.options.with(changes.tlsOptions),
    middlewares,
    entryPointMiddlewares,
    internalServices: internalServices(input, before),
  };
  // Routers listen elsewhere when the entry points change: each of them is resolved again.
  if (!sameEntryPoints(before, fixed)) addMissing(changes.routers, before.routers);
  return new BuiltRuntime(nextState(before, changes, fixed));
}

/** What does not depend on routers and services. */
type Fixed = Pick<
  State,
  | 'parts'
  | 'entryPoints'
  | 'httpsEntryPoints'
  | 'entryPointTlsOptions'
  | 'middlewares'
  | 'entryPointMiddlewares'
  | 'internalServices'
> & { readonly tlsOptions: TlsOptionsTable };

function nextState(before: State, changes: ConfigurationChanges, fixed: Fixed): State {
  const transports = before.transports.with(changes.transports);
  const { services, servers, changed } = changeServices(before, changes, transports);
  const routerChanges = changeRouters(
    before,
    { routers: changes.routers, services: changed, tlsOptions: changes.tlsOptions },
    services,
    fixed,
  );
  const serviceUsers = before.serviceUsers.with(
    namesChanges(before, routerChanges, ({ service }) => [service]),
  );
  const middlewareUsers = before.middlewareUsers.with(
    namesChanges(before, routerChanges, ({ middlewares }) => middlewares),
  );

  const routerStates = new Map([...routerChanges].map(([id, router]) => [id, router?.state]));
  const serviceStates = new Map<string, ServiceState | undefined>();
  for (const id of new Set([...changed, ...serviceUsers.changed])) {
    serviceStates.set(id, serviceState(services.get(id), serviceUsers.users.of(id)));
  }
  const middlewareStates = new Map<string, MiddlewareState | undefined>();
  for (const id of new Set([...changedMiddlewares(before, fixed), ...middlewareUsers.changed])) {
    middlewareStates.set(id, middlewareState(fixed.middlewares.get(id), middlewareUsers.users.of(id)));
  }
  const { tlsOptions, ...unchanging } = fixed;
  return {
    ...unchanging,
    tls: before.tls.with({
      options: tlsOptions,
      stores: changes.tlsStores,
      claims: claimChanges(before, routerChanges),
      entryPointTlsOptions: fixed.entryPointTlsOptions,
    }),
    certificates: before.certificates.with(changes.certificates.removed, changes.certificates.added),
    routers: before.routers.with(routerChanges),
    services,
    serviceUsers: serviceUsers.users,
    middlewareUsers: middlewareUsers.users,
    routerStates: before.routerStates.with(routerStates),
    serviceStates: before.serviceStates.with(serviceStates),
    middlewareStates: before.middlewareStates.with(middlewareStates),
    transports,
    servers,
    indexes: changeIndexes(before, routerChanges, fixed),
  };
}

function internalServices({ internalServices = {} }: RuntimeInput, before: State): State['internalServices'] {
  return new Map(
    Object.entries(internalServices).map(([name, handler]) => {
      const known = before.internalServices.get(name);
      return [name, known?.internal === handler ? known : new InternalService(name, handler)];
    }),
  );
}

/** Whether routers that are the same listen where they did, and find the same there. */
function sameEntryPoints(before: State, now: Fixed): boolean {
  const broken = ({
    entryPoints,
    entryPointMiddlewares,
  }: Pick<Fixed, 'entryPoints' | 'entryPointMiddlewares'>) =>
    entryPoints.flatMap((name) => entryPointMiddlewares.get(name)?.problems ?? []);
  return (
    before.entryPoints.join() === now.entryPoints.join() &&
    before.httpsEntryPoints.join() === now.httpsEntryPoints.join() &&
    isDeepStrictEqual(before.entryPointTlsOptions, now.entryPointTlsOptions) &&
    isDeepStrictEqual(broken(before), broken(now)) &&
    isDeepStrictEqual([...before.internalServices.keys()], [...now.internalServices.keys()])
  );
}

/** Those that are other ones, or none any more: chains too of which a member has changed. */
function changedMiddlewares(before: State, { middlewares: now }: Fixed): Set<string> {
  if (before.middlewares === now) return new Set();
  const names = [...before.middlewares, ...now].map(([name]) => name);
  return new Set(names.filter((name) => before.middlewares.get(name) !== now.get(name)));
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

/** Routers that are different, and those that name something which appeared, disappeared, broke or was mended. */
function changeRouters(
  before: State,
  changes: Pick<ConfigurationChanges, 'routers' | 'tlsOptions'> & { readonly services: ReadonlySet<string> },
  services: State['services'],
  fixed: Fixed,
): Map<string, ResolvedRouter | undefined> {
  const definitions = new Map(changes.routers);
  const again = (users: readonly string[]): void => {
    for (const user of users) {
      if (!definitions.has(user)) definitions.set(user, rankedRouter(before.routers.get(user)));
    }
  };
  for (const id of changes.services) {
    const same = before.services.get(id)?.usable === services.get(id)?.usable;
    if (!same) again(before.serviceUsers.of(id));
  }
  for (const id of changedMiddlewares(before, fixed)) {
    const [was, is] = [before.middlewares.get(id), fixed.middlewares.get(id)];
    if (faultOf(id, was)?.reason !== faultOf(id, is)?.reason) again(before.middlewareUsers.of(id));
  }
  again(usersOfTlsOptions(before, changes.tlsOptions));
  const surroundings = {
    ...fixed,
    service: (name: string) => services.get(name) ?? usable(fixed.internalServices.get(name)),
  };
  const resolved = new Map<string, ResolvedRouter | undefined>();
  for (const [id, router] of definitions) {
    resolved.set(id, router && resolveRouter(id, router, surroundings, before.routers.get(id)));
  }
  return resolved;
}

/** Those that may name TLS options which appeared or disappeared: that is seldom, so that who names them is not remembered. */
function usersOfTlsOptions(before: State, changes: ConfigurationChanges['tlsOptions']): string[] {
  if (changes.size === 0) return [];
  return [...before.routers]
    .filter(([, { state }]) => state.router.tls?.options !== undefined)
    .map(([id]) => id);
}

function claimChanges(before: State, routers: ReadonlyMap<string, ResolvedRouter | undefined>) {
  const removed = [...routers.keys()].flatMap((id) => before.routers.get(id)?.tlsClaims ?? []);
  const added = [...routers.values()].flatMap((router) => router?.tlsClaims ?? []);
  return { removed, added };
}

function usable(service: InternalService | undefined): { readonly usable: true } | undefined {
  return service && { usable: true };
}

function namesChanges(
  before: State,
  routers: ReadonlyMap<string, ResolvedRouter | undefined>,
  namesOf: (router: ResolvedRouter) => readonly string[],
) {
  const named = (router: ResolvedRouter | undefined) => (router === undefined ? [] : namesOf(router));
  return Array.from(routers, ([user, router]) => ({
    user,
    before: named(before.routers.get(user)),
    after: named(router),
  }));
}

function addMissing(changes: ConfigurationChanges['routers'], routers: State['routers']): void {
  for (const [id, router] of routers) if (!changes.has(id)) changes.set(id, rankedRouter(router));
}

function rankedRouter(resolved: ResolvedRouter | undefined): RankedRouter | undefined {
  return resolved && { router: resolved.state.router, seniority: resolved.seniority };
}
