import { accessLog } from './options/access-log.ts';
import { certificatesResolvers } from './options/certificates-resolvers.ts';
import { entryPoint } from './options/entry-point.ts';
import { metrics } from './options/metrics.ts';
import { api, global, log, ping } from './options/operations.ts';
import { providers } from './options/providers.ts';
import { serversTransport } from './options/servers-transport.ts';
import { locator, namedSections, notImplemented } from './schema.ts';

/**
 * The one place that knows the options: type, default, meaning. Names, defaults and meaning are Traefik v2.10's.
 * Flags, environment names, file parsing, `--help`, the tables in the documentation, and the type
 * `StaticConfiguration` derive from it.
 */
export const options = {
  configFile: locator(
    'File to read the static configuration from (.yml, .yaml or .toml), instead of looking for one in the default places.',
    '/etc/traefik/traefik.yml',
  ),
  entryPoints: namedSections('NAME', 'Where requests come in. Without any: "http" on :80.', entryPoint),
  providers,
  log,
  accessLog,
  metrics,
  ping,
  api,
  global,
  serversTransport,
  certificatesResolvers,
  ...notImplemented('experimental', 'hostResolver', 'hub', 'pilot', 'tracing'),
};
