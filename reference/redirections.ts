import { redirectionPort } from './configuration/redirections.ts';
import type { StaticConfiguration } from './configuration/static-configuration.ts';
import type { ConfigurationPart, Router } from './dynamic/configuration.ts';
import type { Middleware } from './dynamic/middleware.ts';
import { respondWith } from './middlewares/answering.ts';
import type { Handler } from './middlewares/exchange.ts';

/** The service of routers whose middlewares answer; whoever gets through to it has asked for nothing that is there. */
export const noopService: Readonly<Record<string, Handler>> = {
  'noop@internal': (_request, answer) => respondWith(answer, 404),
};

/**
 * `http.redirections` of all entry points, as routers and middlewares of the provider `internal`. Undefined: there
 * are none.
 *
 * @param portOf the real port of an entry point
 */
export function redirections(
  entryPoints: StaticConfiguration['entryPoints'],
  portOf: (entryPoint: string) => number | undefined,
): ConfigurationPart | undefined {
  const routers: Record<string, Router> = {};
  const middlewares: Record<string, Middleware> = {};
  for (const [from, { http }] of Object.entries(entryPoints)) {
    const redirection = http.redirections?.entryPoint;
    if (redirection === undefined) continue;
    const { to, scheme, permanent, priority } = redirection;
    const port = redirectionPort(to);
    const router = `${from}-to-${port ?? to}`;
    const middleware = `redirect-${router}`;
    routers[router] = {
      entryPoints: [from],
      middlewares: [middleware],
      service: 'noop@internal',
      rule: 'HostRegexp(`{host:.+}`)',
      priority,
    };
    middlewares[middleware] = {
      redirectScheme: { scheme, port: port ?? String(portOf(to) ?? ''), permanent },
    };
  }
  if (Object.keys(routers).length === 0) return undefined;
  return { http: { routers, services: {}, middlewares }, tls: { certificates: [] } };
}
