import type { DynamicConfiguration } from '../dynamic/configuration.ts';
import { compileRule, type Matcher } from '../rules/compile.ts';
import { parseRule } from '../rules/parser.ts';
import { RoundRobinService } from './round-robin.ts';
import type { Route, RouterState, RoutingTable, Runtime, Server, ServiceState } from './runtime.ts';
import { parseServer } from './server.ts';

export interface RuntimeInput {
  /**
   * By provider: the whole configuration, or its parts. A part that is the same object as in `previous` is not
   * looked at again.
   */
  readonly configurations: Readonly<Record<string, DynamicConfiguration | readonly DynamicConfiguration[]>>;
  /** Names of the entry points. */
  readonly entryPoints: readonly string[];
  /** What is in force so far: servers keep their identity and services their turn. */
  readonly previous?: Runtime;
}

/** Merges configurations as `name@provider`, resolves what they name, and builds the routing tables. */
export function buildRuntime({ configurations, entryPoints, previous }: RuntimeInput): Runtime {
  const known = new Map([...(previous?.servers ?? [])].map((server) => [server.origin, server]));
  const servers = new Map<string, Server>();
  const services = new Map<string, ServiceState>();
  const runtimeServices = new Map<string, RoundRobinService>();
  const routers = new Map<string, RouterState>();
  const tables = new Map<string, { rank: [number, string]; matches: Matcher; route: Route }[]>();
  const all = Object.entries(configurations).flatMap(([provider, parts]) =>
    [parts].flat().map((part) => [provider, part] as [string, DynamicConfiguration]),
  );
  for (const [provider, { http }] of all) {
    for (const [name, service] of Object.entries(http.services)) {
      const list = service.loadBalancer.servers.flatMap(({ url }) => {
        const parsed = parseServer(url);
        if (parsed === undefined) return [];
        const server = servers.get(parsed.origin) ?? known.get(parsed.origin) ?? parsed;
        servers.set(parsed.origin, server);
        return [server];
      });
      const id = `${name}@${provider}`;
      const before = previous && turns.get(previous)?.get(id);
      runtimeServices.set(id, new RoundRobinService(id, service.loadBalancer.passHostHeader, list, before));
      services.set(id, { service, status: 'enabled', errors: [], usedBy: [] });
    }
  }
  for (const [provider, { http }] of all) {
    for (const [name, router] of Object.entries(http.routers)) {
      const id = `${name}@${provider}`;
      const service = runtimeServices.get(
        router.service.includes('@') ? router.service : `${router.service}@${provider}`,
      );
      const using = (router.entryPoints ?? entryPoints).filter((entryPoint) =>
        entryPoints.includes(entryPoint),
      );
      if (service === undefined || using.length === 0) {
        routers.set(id, { router, status: 'disabled', errors: ['unresolved'], using: [] });
        continue;
      }
      routers.set(id, { router, status: 'enabled', errors: [], using });
      const matches = compileRule(parseRule(router.rule));
      for (const entryPoint of using) {
        const key = `${entryPoint} ${router.tls !== undefined}`;
        const list = tables.get(key) ?? [];
        tables.set(key, list);
        list.push({
          rank: [router.priority || router.rule.length, id],
          matches,
          route: { router: id, service },
        });
      }
    }
  }
  for (const list of tables.values()) {
    list.sort((a, b) => b.rank[0] - a.rank[0] || (a.rank[1] < b.rank[1] ? -1 : 1));
  }
  const runtime: Runtime = {
    table: (entryPoint, tls): RoutingTable => ({
      find: (request) => tables.get(`${entryPoint} ${tls}`)?.find(({ matches }) => matches(request))?.route,
    }),
    routers,
    services,
    servers: new Set(servers.values()),
    problems: [],
  };
  turns.set(runtime, runtimeServices);
  return runtime;
}

const turns = new WeakMap<Runtime, Map<string, RoundRobinService>>();
