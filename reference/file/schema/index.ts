import { leftOut, namedSections, section } from '../../configuration/schema.ts';
import { middleware } from './middlewares.ts';
import { router } from './routers.ts';
import { service } from './services.ts';
import { certificates, tlsOptions, tlsStore } from './tls.ts';
import { serversTransport } from './transports.ts';

/**
 * What files of the dynamic configuration may hold: names, defaults and meaning are Traefik v2.10's, where those of
 * each kind are documented.
 */
export const dynamicOptions = {
  http: section('always', 'HTTP.', {
    routers: namedSections('NAME', 'Which requests go where.', router, { names: 'any' }),
    services: namedSections('NAME', 'Where requests go.', service, {
      names: 'any',
      choice: true,
    }),
    middlewares: namedSections('NAME', 'What happens to requests on their way.', middleware, {
      names: 'any',
      choice: true,
    }),
    serversTransports: namedSections('NAME', 'How servers are spoken to.', serversTransport, {
      names: 'any',
    }),
  }),
  tls: section('always', 'TLS with clients.', {
    certificates,
    options: namedSections('NAME', 'How TLS is spoken.', tlsOptions, { names: 'any' }),
    stores: namedSections('NAME', 'Where certificates are.', tlsStore, { names: 'any' }),
  }),
  ...leftOut('tcp', 'udp'),
};
