import type { DecodedMembers } from '../configuration/schema.ts';
import type { Router, Service } from '../dynamic/configuration.ts';
import type { router } from './schema/routers.ts';
import type { service } from './schema/services.ts';

/** What is not given, or at its default, is left out, as the API shows it. */
export function convertRouter(given: DecodedMembers<typeof router>): Router {
  const { entryPoints, middlewares, service, rule, priority, tls } = given;
  return {
    ...(entryPoints.length > 0 && { entryPoints }),
    ...(middlewares.length > 0 && { middlewares }),
    service,
    rule,
    ...(priority !== 0 && { priority }),
    ...(tls !== undefined && {
      tls: {
        ...(tls.options !== undefined && { options: tls.options }),
        ...(tls.certResolver !== undefined && { certResolver: tls.certResolver }),
        ...(tls.domains.length > 0 && { domains: tls.domains }),
      },
    }),
  };
}

/** Undefined for the kinds that are not implemented: what asked for them has been told so. */
export function convertService({ loadBalancer }: DecodedMembers<typeof service>): Service | undefined {
  if (loadBalancer === undefined) return undefined;
  const { servers, passHostHeader, serversTransport, sticky } = loadBalancer;
  return {
    loadBalancer: {
      servers,
      passHostHeader,
      ...(serversTransport !== undefined && { serversTransport }),
      ...(sticky?.cookie !== undefined && { sticky: { cookie: sticky.cookie } }),
    },
  };
}
