import type { StaticConfiguration } from './configuration/static-configuration.ts';
import type { RuntimeInput } from './runtime/build.ts';

/** What the runtime has to know of the entry points. */
export function entryPointsOf({
  entryPoints,
}: StaticConfiguration): Required<
  Pick<RuntimeInput, 'entryPoints' | 'httpsEntryPoints' | 'entryPointMiddlewares' | 'entryPointTlsOptions'>
> {
  const all = Object.entries(entryPoints);
  const https = all.flatMap(([name, { http }]) => (http.tls === undefined ? [] : [{ name, ...http.tls }]));
  const named = https.filter(({ options }) => options !== '');
  return {
    entryPoints: all.map(([name]) => name),
    httpsEntryPoints: https.map(({ name }) => name),
    entryPointMiddlewares: Object.fromEntries(all.map(([name, { http }]) => [name, http.middlewares])),
    entryPointTlsOptions: Object.fromEntries(named.map(({ name, options }) => [name, options])),
  };
}
