/**
 * The API's documents, in the shape of Traefik v2.10's, which tools read. `problems` in the raw data is an
 * addition. Routers and services hold no secrets; certificates are not shown at all.
 */
import { printDuration } from '../configuration/duration.ts';
import type { RouterState, Runtime, ServiceState } from '../runtime/runtime.ts';
import type { ApiView } from './view.ts';

export function rawData({ runtime, problems }: ApiView): object {
  const routers = routersOf(runtime).map(([name, state]) => [name, router(state)]);
  const services = servicesOf(runtime).map(([name, state]) => [name, service(state)]);
  return { routers: Object.fromEntries(routers), services: Object.fromEntries(services), problems };
}

export function routerList({ runtime }: ApiView): object[] {
  return routersOf(runtime).map(([name, state]) => ({ ...router(state), ...identity(name) }));
}

export function serviceList({ runtime }: ApiView): object[] {
  return servicesOf(runtime).map(([name, state]) => ({ ...service(state), ...identity(name) }));
}

/** Undefined where there is no such router. */
export function routerNamed({ runtime }: ApiView, name: string): object | undefined {
  const state = runtime?.routers.get(name);
  return state && { ...router(state), ...identity(name) };
}

/** Undefined where there is no such service. */
export function serviceNamed({ runtime }: ApiView, name: string): object | undefined {
  const state = runtime?.services.get(name);
  return state && { ...service(state), ...identity(name) };
}

export function version({ version, startDate }: ApiView): object {
  return { Version: version, Codename: 'ingress-reference', startDate };
}

export function overview({ runtime, providers }: ApiView): object {
  const none = { total: 0, warnings: 0, errors: 0 };
  return {
    http: {
      routers: count(routersOf(runtime)),
      services: count(servicesOf(runtime)),
      middlewares: none,
    },
    tcp: { routers: none, services: none, middlewares: none },
    udp: { routers: none, services: none },
    features: { tracing: '', metrics: '', accessLog: false },
    providers,
  };
}

export function entryPoints({ entryPoints }: ApiView): object[] {
  return Object.entries(entryPoints)
    .map(([name, { address, forwardedHeaders, http, http2, transport }]) => ({
      address,
      transport: {
        lifeCycle: durations(transport.lifeCycle),
        respondingTimeouts: durations(transport.respondingTimeouts),
      },
      forwardedHeaders: {
        ...(forwardedHeaders.insecure ? { insecure: true } : {}),
        ...(forwardedHeaders.trustedIPs.length > 0 ? { trustedIPs: forwardedHeaders.trustedIPs } : {}),
      },
      http: http.tls === undefined ? {} : { tls: named(http.tls) },
      http2,
      name,
    }))
    .sort((a, b) => compare(a.name, b.name));
}

/** Those that are given: what is empty is left out, as Traefik does. */
function named(options: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== ''));
}

function router({ router, status, using, errors }: RouterState): object {
  return { ...router, ...(errors.length > 0 ? { error: errors } : {}), status, using };
}

function service({ service, status, usedBy, errors }: ServiceState): object {
  const serverStatus = service.loadBalancer.servers.map(({ url }) => [url, 'UP']);
  return {
    ...service,
    ...(errors.length > 0 ? { error: errors } : {}),
    status,
    ...(usedBy.length > 0 ? { usedBy } : {}),
    ...(serverStatus.length > 0 ? { serverStatus: Object.fromEntries(serverStatus) } : {}),
  };
}

function identity(id: string): { readonly name: string; readonly provider: string } {
  return { name: id, provider: id.slice(id.lastIndexOf('@') + 1) };
}

function count(states: readonly [string, RouterState | ServiceState][]): object {
  const having = (status: string): number => states.filter(([, state]) => state.status === status).length;
  return { total: states.length, warnings: having('warning'), errors: having('disabled') };
}

/** Those that are set, in Go's form. */
function durations(values: Readonly<Record<string, number>>): object {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value > 0)
      .map(([name, value]) => [name, printDuration(value)]),
  );
}

function routersOf(runtime: Runtime | undefined): [string, RouterState][] {
  return [...(runtime?.routers ?? [])].sort(([a], [b]) => compare(a, b));
}

function servicesOf(runtime: Runtime | undefined): [string, ServiceState][] {
  return [...(runtime?.services ?? [])].sort(([a], [b]) => compare(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
