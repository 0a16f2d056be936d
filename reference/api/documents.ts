/**
 * The API's documents, in the shape of Traefik v2.10's, which tools read; `problems` in the raw data is an addition.
 * Nothing secret is in them: services and middlewares come here without their secrets, and certificates are not among
 * them.
 */
import { printDuration } from '../configuration/duration.ts';
import type { EntryPoint } from '../configuration/static-configuration.ts';
import type { MiddlewareState, RouterState, ServiceState } from '../runtime/runtime.ts';
import { judgementsOf } from './ingress-judgements.ts';
import type { ApiView } from './view.ts';

export function rawData({ runtime, problems }: ApiView): object {
  const all = <State>(states: ReadonlyMap<string, State> | undefined, show: (state: State) => object) =>
    Object.fromEntries(sorted(states).map(([name, state]) => [name, show(state)]));
  return {
    routers: all(runtime?.routers, router),
    middlewares: all(runtime?.middlewares, middleware),
    services: all(runtime?.services, service),
    problems,
  };
}

export function listedRouter(name: string, state: RouterState): object {
  return { ...router(state), ...identity(name) };
}

export function listedService(name: string, state: ServiceState): object {
  return { ...service(state), ...identity(name), type: 'loadbalancer' };
}

export function listedMiddleware(name: string, state: MiddlewareState): object {
  return { ...middleware(state), ...identity(name), type: kindOf(state) };
}

/** `stripprefix`: what kind of middleware it is, as Traefik's API spells it. */
export function kindOf({ middleware: definition }: MiddlewareState): string {
  return Object.keys(definition)[0]?.toLowerCase() ?? '';
}

export function version({ version, startDate }: ApiView): object {
  return { Version: version, Codename: 'ingress-reference', startDate };
}

/** `ingresses` is an addition. */
export function overview(view: ApiView): object {
  const { runtime, providers, features } = view;
  const none = { total: 0, warnings: 0, errors: 0 };
  const { statuses } = judgementsOf(view);
  const ignored = statuses.filter((status) => status === 'ignored').length;
  return {
    http: {
      routers: countStates(runtime?.routers),
      services: countStates(runtime?.services),
      middlewares: countStates(runtime?.middlewares),
    },
    tcp: { routers: none, services: none, middlewares: none },
    udp: { routers: none, services: none },
    features: {
      tracing: '',
      metrics: features.metrics ? 'Prometheus' : '',
      accessLog: features.accessLog,
    },
    providers,
    ingresses: { ...count(statuses), ignored },
  };
}

export function entryPoints(
  entryPoints: ApiView['entryPoints'],
): readonly (object & { readonly name: string; readonly address: string })[] {
  return Object.entries(entryPoints)
    .map(([name, entryPoint]) => entryPointDocument(name, entryPoint))
    .sort((a, b) => compare(a.name, b.name));
}

/** Sorting is done once for states that stay the same. */
const sortedStates = new WeakMap<object, unknown>();

/** By name. */
export function sorted<State>(states: ReadonlyMap<string, State> | undefined): readonly [string, State][] {
  if (states === undefined) return [];
  const known = sortedStates.get(states);
  // What stands under a map was made of it.
  if (known !== undefined) return known as [string, State][];
  const made = [...states].sort(([a], [b]) => compare(a, b));
  sortedStates.set(states, made);
  return made;
}

function router({ router, status, using, errors }: RouterState): object {
  return { ...router, ...(errors.length > 0 ? { error: errors } : {}), status, using };
}

function service({ service: { loadBalancer }, status, usedBy, errors }: ServiceState): object {
  const serverStatus = loadBalancer.servers.map(({ url }) => [url, 'UP']);
  return {
    loadBalancer,
    ...(errors.length > 0 ? { error: errors } : {}),
    status,
    ...(usedBy.length > 0 ? { usedBy } : {}),
    ...(serverStatus.length > 0 ? { serverStatus: Object.fromEntries(serverStatus) } : {}),
  };
}

function middleware({ middleware: definition, status, usedBy, errors }: MiddlewareState): object {
  return {
    ...definition,
    ...(errors.length > 0 ? { error: errors } : {}),
    status,
    ...(usedBy.length > 0 ? { usedBy } : {}),
  };
}

function entryPointDocument(name: string, { address, transport, ...options }: EntryPoint) {
  return {
    address,
    transport: {
      lifeCycle: durations(transport.lifeCycle),
      respondingTimeouts: durations(transport.respondingTimeouts),
    },
    ...whatIsSet(options),
    name,
  };
}

/** Options that are at nothing, as in Traefik's documents, are left out; groups of them are not. */
function whatIsSet(options: object): object {
  const set = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === '' || value === false) return [];
    if (Array.isArray(value)) return value.length === 0 ? [] : [[name, value]];
    return [[name, typeof value === 'object' && value !== null ? whatIsSet(value) : value]];
  });
  return Object.fromEntries(set);
}

function identity(id: string): { readonly name: string; readonly provider: string } {
  return { name: id, provider: id.slice(id.lastIndexOf('@') + 1) };
}

function countStates(states: ReadonlyMap<string, { readonly status: string }> | undefined): object {
  return count(Array.from(states?.values() ?? [], ({ status }) => status));
}

function count(statuses: readonly string[]): object {
  const having = (wanted: string): number => statuses.filter((status) => status === wanted).length;
  return { total: statuses.length, warnings: having('warning'), errors: having('disabled') };
}

/** Those that are set, in Go's form. */
function durations(values: Readonly<Record<string, number>>): object {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value > 0)
      .map(([name, value]) => [name, printDuration(value)]),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
