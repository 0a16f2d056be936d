import type { Router, ServersTransport, Service } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import { withoutUser } from '../dynamic/without-secrets.ts';
import { RuleError } from '../rules/rule-error.ts';
import type { EntryPointTable } from './entry-point-middlewares.ts';
import { Faults } from './faults.ts';
import { type IndexedRule, indexRule } from './indexed-rule.ts';
import { faultOf, type MiddlewareTable, mostMiddlewares } from './middleware-table.ts';
import { qualify } from './names.ts';
import type { RankedRouter } from './part-changes.ts';
import { RoundRobinService } from './round-robin.ts';
import type { Placement } from './route-index.ts';
import type { RouterState } from './runtime.ts';
import type { ServerChange } from './server-registry.ts';
import type { TlsClaim } from './tls-bindings.ts';
import { checkHosts, checkTlsOptions, type TlsSurroundings, tlsClaims } from './tls-claims.ts';

export interface ResolvedRouter {
  readonly state: RouterState;
  readonly seniority: string;
  /** `name@provider` of the service that it names, whether or not there is one. */
  readonly service: string;
  /** The same of the middlewares. */
  readonly middlewares: readonly string[];
  readonly problems: readonly Problem[];
  /** Undefined where the rule can't be read. */
  readonly rule: IndexedRule | undefined;
  /** None where it is disabled, save for TLS options that do not exist: handshakes for its hosts fail. */
  readonly tlsClaims: readonly TlsClaim[];
  /** Undefined where it is disabled. */
  readonly placement: Placement | undefined;
}

export interface ResolvedService {
  readonly definition: Service;
  readonly service: RoundRobinService;
  readonly problems: readonly Problem[];
  /** False: routers that name it are disabled. */
  readonly usable: boolean;
}

/** What names of a service are looked up in. */
export interface ServiceSurroundings {
  readonly servers: ServerChange;
  /** @param name `name@provider` */
  transport(name: string): ServersTransport | undefined;
}

/** What names of a router are looked up in. */
export interface Surroundings extends TlsSurroundings {
  readonly entryPoints: readonly string[];
  readonly entryPointMiddlewares: EntryPointTable;
  /** @param name `name@provider` */
  service(name: string): Pick<ResolvedService, 'usable'> | undefined;
  readonly middlewares: MiddlewareTable;
}

/**
 * Resolves what a router names. A router that names something that does not exist is disabled, except that
 * of several entry points those that exist are used.
 *
 * @param id `name@provider`
 * @param previous the router of that name before: its rule is not read again where it is the same
 */
export function resolveRouter(
  id: string,
  { router, seniority }: RankedRouter,
  surroundings: Surroundings,
  previous: ResolvedRouter | undefined,
): ResolvedRouter {
  const faults = new Faults('Router', id);
  const service = qualify(router.service, id);
  const rule = readRule(router.rule, faults, previous);
  const resolved = surroundings.service(service);
  if (resolved === undefined) {
    faults.error('service', `There is no service ${service}.`, 'Name a service that exists.');
  } else if (!resolved.usable) {
    faults.error('service', `The service ${service} is disabled.`, 'See what is wrong with the service.');
  }
  const middlewares = (router.middlewares ?? []).map((name) => qualify(name, id));
  checkMiddlewares(middlewares, surroundings.middlewares, faults);
  const listening = usedEntryPoints(router, surroundings, faults);
  const broken = listening.flatMap((name) => surroundings.entryPointMiddlewares.get(name)?.problems ?? []);
  const using = listening.filter((name) => !isBroken(name, surroundings));
  const claims = rule === undefined || faults.fatal ? [] : tlsClaims(id, router, rule, using, surroundings);
  checkTlsOptions(id, router, surroundings, faults);
  if (rule !== undefined) checkHosts(id, router, rule, faults);
  const enabled = rule !== undefined && !faults.fatal && using.length > 0;
  const errors = [...faults.problems, ...broken].map(({ reason }) => reason);
  return {
    state: {
      router,
      status: enabled ? (errors.length > 0 ? 'warning' : 'enabled') : 'disabled',
      errors,
      using: enabled ? using : [],
    },
    seniority,
    service,
    middlewares,
    problems: faults.problems,
    rule,
    tlsClaims: claims,
    placement: enabled ? place(id, { router, seniority }, { service, middlewares }, rule) : undefined,
  };
}

/**
 * Takes the servers of a service; a URL that is none is left out. A service that names a transport which does not
 * exist is disabled: its pods must not be spoken to in another way than was asked for.
 *
 * @param id `name@provider`
 * @param previous the service of that name before, which hands on its turn
 */
export function resolveService(
  id: string,
  definition: Service,
  { servers, transport }: ServiceSurroundings,
  previous: ResolvedService | undefined,
): ResolvedService {
  const faults = new Faults('Service', id);
  const { loadBalancer } = definition;
  const used = usedTransport(loadBalancer.serversTransport, id, transport, faults);
  const taken = loadBalancer.servers.flatMap(({ url }, index) => {
    const server = servers.take(url, used);
    if (server !== undefined) return [server];
    faults.warn(
      `loadBalancer.servers[${index}].url`,
      `${JSON.stringify(withoutUser(url))} is not the URL of a server.`,
      'Write http://host:port; https and h2c are the other schemes.',
    );
    return [];
  });
  const { passHostHeader, sticky } = loadBalancer;
  const options = { passHostHeader, cookie: sticky?.cookie };
  const service = new RoundRobinService(id, options, taken, previous?.service);
  return { definition, service, problems: faults.problems, usable: !faults.fatal };
}

/** Made of the static `serversTransport`. */
const defaultTransport = 'default@internal';

/** Undefined: the default one. */
function usedTransport(
  name: string | undefined,
  service: string,
  find: ServiceSurroundings['transport'],
  faults: Faults,
): ServersTransport | undefined {
  if (name === undefined || name === defaultTransport) return undefined;
  const qualified = qualify(name, service);
  const transport = find(qualified);
  if (transport === undefined) {
    faults.error(
      'loadBalancer.serversTransport',
      `There is no serversTransport ${qualified}.`,
      'Name one that exists, as name@provider.',
    );
  }
  return transport;
}

function readRule(
  text: string,
  faults: Faults,
  previous: ResolvedRouter | undefined,
): IndexedRule | undefined {
  if (previous?.rule !== undefined && previous.state.router.rule === text) return previous.rule;
  try {
    return indexRule(text);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    faults.error('rule', `The rule can't be read: ${error.message}.`, 'Correct the rule.');
    return undefined;
  }
}

function checkMiddlewares(names: readonly string[], table: MiddlewareTable, faults: Faults): void {
  let count = 0;
  for (const name of names) {
    const found = table.get(name);
    const fault = faultOf(name, found);
    if (fault !== undefined) faults.error('middlewares', fault.reason, fault.remedy);
    count += found?.middlewares?.length ?? 0;
  }
  if (count > mostMiddlewares) {
    faults.error('middlewares', `They come to more than ${mostMiddlewares} middlewares.`, 'Name fewer.');
  }
}

/** Such a problem is the entry point's own: it is told once, and not for each of its routers. */
function isBroken(entryPoint: string, { entryPointMiddlewares }: Surroundings): boolean {
  return (entryPointMiddlewares.get(entryPoint)?.problems.length ?? 0) > 0;
}

function usedEntryPoints(router: Router, { entryPoints }: Surroundings, faults: Faults): readonly string[] {
  if (router.entryPoints === undefined || router.entryPoints.length === 0) return entryPoints;
  const using = router.entryPoints.filter((name) => entryPoints.includes(name));
  const remedy = `Name entry points that exist: ${entryPoints.join(', ')}.`;
  for (const name of router.entryPoints) {
    if (!entryPoints.includes(name)) faults.omit('entryPoints', `There is no entry point ${name}.`, remedy);
  }
  if (using.length === 0) faults.error('entryPoints', 'The router listens on no entry point.', remedy);
  return [...new Set(using)];
}

function place(
  id: string,
  { router, seniority }: RankedRouter,
  { service, middlewares }: Pick<ResolvedRouter, 'service' | 'middlewares'>,
  rule: IndexedRule,
): Placement {
  const { length } = router.rule;
  const priority = router.priority === undefined || router.priority === 0 ? length : router.priority;
  const candidate = {
    router: id,
    service,
    middlewares,
    priority,
    ruleLength: length,
    seniority,
    rest: rule.rest,
    lastRoute: undefined,
  };
  return { rule, candidate };
}
