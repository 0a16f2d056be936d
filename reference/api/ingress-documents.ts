/** For each Ingress whether and how it is served, or why not and what to do: an addition to Traefik's API. */
import type { Problem } from '../dynamic/problem.ts';
import type { RouterState } from '../runtime/runtime.ts';
import type { ApiView, IngressView } from './view.ts';

/** Problems by the object that they are with. */
export class ProblemIndex {
  readonly #byObject = new Map<string, Problem[]>();

  constructor(problems: readonly Problem[]) {
    for (const problem of problems) {
      const { kind, namespace, name } = problem.object;
      const key = `${kind}/${namespace}/${name}`;
      const known = this.#byObject.get(key);
      if (known === undefined) this.#byObject.set(key, [problem]);
      else known.push(problem);
    }
  }

  /** Those of the Ingress itself, of what it names (Services, Secrets), and of the routers and services that were made of it. */
  of(ingress: IngressView, runtime: ApiView['runtime']): readonly Problem[] {
    if (this.#byObject.size === 0) return [];
    const { namespace } = ingress;
    const keys = new Set([
      `Ingress/${namespace}/${ingress.name}`,
      ...ingress.paths.map(({ service }) => `Service/${namespace}/${service}`),
      ...ingress.tls.map(({ secretName }) => `Secret/${namespace}/${secretName}`),
      ...ingress.routers.map((router) => `Router//${router}`),
      ...ingress.routers.map((router) => `Service//${serviceOf(router, runtime?.routers.get(router))}`),
    ]);
    return [...keys].flatMap((key) => this.#byObject.get(key) ?? []);
  }
}

export type IngressStatus = 'enabled' | 'warning' | 'disabled' | 'ignored';

/** `warning`: something of it is not served, or not as it was meant; `ignored`: it is another controller's. */
export function ingressStatus(
  ingress: IngressView,
  { runtime }: Pick<ApiView, 'runtime'>,
  problems: ProblemIndex,
): IngressStatus {
  if (ingress.ignored !== undefined) return 'ignored';
  const states = ingress.routers.map((name) => runtime?.routers.get(name)?.status ?? 'disabled');
  if (states.every((status) => status === 'disabled')) return 'disabled';
  const flawless =
    states.every((status) => status === 'enabled') && problems.of(ingress, runtime).length === 0;
  return flawless ? 'enabled' : 'warning';
}

export function ingressDocument(ingress: IngressView, view: ApiView, problems: ProblemIndex): object {
  const { ignored, paths, routers, ...rest } = ingress;
  return {
    ...rest,
    status: ingressStatus(ingress, view, problems),
    ...(ignored === undefined ? {} : { ignored }),
    paths: paths.map(({ service: _, ...path }) => path),
    routers: routers.flatMap((name) => {
      const state = view.runtime?.routers.get(name);
      return state === undefined ? [] : [routerOf(name, state, view)];
    }),
    problems: problems.of(ingress, view.runtime),
  };
}

/** `name@provider`; a service without a provider is that of its router. */
function serviceOf(name: string, state: RouterState | undefined): string {
  const service = state?.router.service ?? '';
  return service.includes('@') ? service : `${service}${name.slice(name.lastIndexOf('@'))}`;
}

function routerOf(name: string, state: RouterState, view: ApiView): object {
  const { router, status, using, errors } = state;
  const service = serviceOf(name, state);
  const servers = view.runtime?.services.get(service)?.service.loadBalancer.servers.length ?? 0;
  return {
    name,
    rule: router.rule,
    status,
    entryPoints: using,
    schemes: schemesOf(router.tls !== undefined, using, view),
    service,
    servers,
    middlewares: router.middlewares ?? [],
    ...(errors.length > 0 ? { error: errors } : {}),
  };
}

function schemesOf(tls: boolean, using: readonly string[], view: ApiView): readonly string[] {
  const secure = using.map((entryPoint) => tls || isSecure(entryPoint, view));
  return [...(secure.includes(false) ? ['http'] : []), ...(secure.includes(true) ? ['https'] : [])];
}

function isSecure(entryPoint: string, { entryPoints }: ApiView): boolean {
  return Object.hasOwn(entryPoints, entryPoint) && entryPoints[entryPoint]?.http.tls !== undefined;
}
